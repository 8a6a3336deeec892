"""Tables: what the files for spreadsheets have in common."""

from pathlib import Path

from handlers.plain_faults import Refused

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula is text."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def yuan(cents: int) -> str:
    """With two places."""
    return f"{cents // 100}.{cents % 100:02}"


def save(text: str, out: Path) -> None:
    """Whole or not at all. Raises `Refused` where it cannot be written."""
    save_bytes(text.encode(), out)


def save_bytes(content: bytes, out: Path) -> None:
    """The same for what is no text."""
    beside = out.with_name(f"{out.name}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(out)
    except OSError as refused:
        raise Refused(f"--out: {out} cannot be written ({refused.strerror})") from None
