"""Amounts: money as people type it."""

from decimal import Decimal, InvalidOperation

from bot.rules.refusals.money import AmountUnclear

_LARGEST = Decimal(10**7)


def cents_typed(typed: str) -> int | None:
    """80, 12.5, ¥80 or 80元; None where nothing was typed. Raises `AmountUnclear`."""
    plain = typed.strip().removeprefix("¥").removeprefix("¥").removesuffix("元").strip()
    if not plain:
        return None
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        raise AmountUnclear(typed) from None
    if not amount.is_finite() or not 0 < amount <= _LARGEST or amount != round(amount, 2):
        raise AmountUnclear(typed)
    return int(amount * 100)
