"""Numbers: values, shares and days as charts write them."""

from datetime import date


def number(value: float) -> str:
    """41, 3.5: no more than one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def percent(share: float) -> str:
    """12%, and 0.3% where whole percents would hide it; 0 and 100 only for none and all."""
    hundredths = share * 100
    if share in (0, 1):
        return f"{hundredths:.0f}%"
    if hundredths < 10 or hundredths > 99:
        return f"{min(99.9, max(0.1, hundredths)):.1f}%"
    return f"{hundredths:.0f}%"


def round_percent(share: float) -> str:
    """5%, 2.5%: a round share, as at the lines of a scale."""
    return f"{number(share * 100)}%"


def day(one: date) -> str:
    """11-30."""
    return f"{one:%m-%d}"
