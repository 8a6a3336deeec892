"""Exports: a platform's CSV, XLSX or JSONL file, read as reviews, orders or chats for `app.py import`."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.chat import ChatLine
from bot.purchase import Purchase
from bot.review import Review
from handlers.files.cells import Cell, is_nothing
from handlers.files.chat_rows import read_chat_row
from handlers.files.columns import CHATS, HEADING_SEARCHED, ORDERS, REVIEWS, Columns, Heading, find_heading, known_names
from handlers.files.json_lines import objects, read_chat_lines, read_lines, read_order_lines
from handlers.files.kinds import Kind, kind_of
from handlers.files.order_rows import read_orders
from handlers.files.refusals import ExportUnreadable, RefusedRow, write_refusals
from handlers.files.row_reader import Shop
from handlers.files.rows import read_row
from handlers.files.text_table import table_rows
from handlers.files.workbook import Formula, expected_rows, sheet_rows

__all__ = [
    "ExportUnreadable",
    "RefusedRow",
    "count_rows",
    "read_chat_export",
    "read_export",
    "read_order_export",
    "write_refusals",
]

Rows = Iterator[tuple[int, Sequence[Cell | Formula]]]


def read_export(
    path: Path, *, default_store: str, timezone: ZoneInfo, stores: Mapping[str, str] | None = None
) -> Iterator[Review | RefusedRow]:
    """The reviews of the file in its order, streamed; a RefusedRow wherever a row cannot be taken.

    A row with a 追评 gives two: the review, then the same id as `appended` with the later words and time.
    `stores` turns a store's name in the file into its key; a name it does not know stays as it is. Times without an
    offset are in `timezone`. Nothing is opened before the first `next`; ExportUnreadable may come then, or at the
    row where the file breaks off: what was given before is good, and giving it again changes nothing.
    """
    kind = kind_of(path)
    if kind is Kind.JSON_LINES:
        yield from read_lines(path, default_store, timezone)
        return
    heading, rows = _table(path, kind)
    shop = Shop(default_store, timezone, stores or {})
    for row_number, cells in rows:
        yield from read_row(row_number, _plain(path, cells, heading), heading, shop)


def read_order_export(
    path: Path, *, default_store: str, timezone: ZoneInfo, stores: Mapping[str, str] | None = None
) -> Iterator[Purchase | RefusedRow]:
    """The orders of the file, in the same way; several rows of one order are its products."""
    kind = kind_of(path)
    if kind is Kind.JSON_LINES:
        yield from read_order_lines(path, default_store, timezone)
        return
    heading, rows = _table(path, kind, ORDERS)
    plain = ((row_number, _plain(path, cells, heading)) for row_number, cells in rows)
    yield from read_orders(plain, heading, Shop(default_store, timezone, stores or {}))


def read_chat_export(
    path: Path, *, default_store: str, timezone: ZoneInfo, stores: Mapping[str, str] | None = None
) -> Iterator[ChatLine | RefusedRow]:
    """The lines of service chats of the file, in the same way."""
    kind = kind_of(path)
    if kind is Kind.JSON_LINES:
        yield from read_chat_lines(path, default_store, timezone)
        return
    heading, rows = _table(path, kind, CHATS)
    shop = Shop(default_store, timezone, stores or {})
    for row_number, cells in rows:
        yield read_chat_row(row_number, _plain(path, cells, heading), heading, shop)


def count_rows(path: Path, columns: Columns = REVIEWS) -> int | None:
    """How many items `read_export` will give, for a progress bar; None where only reading would tell.

    Exact for text; a workbook's is the number of rows it claims. Of orders it is the rows, not the orders.
    Raises ExportUnreadable as `read_export` would.
    """
    kind = kind_of(path)
    if kind is Kind.JSON_LINES:
        return sum(1 for _ in objects(path, _BATCHES[columns]))
    if kind is Kind.WORKBOOK:
        return expected_rows(path, columns)
    heading, rows = _table(path, kind, columns)
    appended = heading.places.get("append.text", ())
    return sum(2 if _has_content(cells, appended) else 1 for _, cells in rows)


_BATCHES = {REVIEWS: "reviews", ORDERS: "orders", CHATS: "lines"}


def _has_content(cells: Sequence[Cell | Formula], places: Sequence[int]) -> bool:
    chosen = [cells[place] for place in places if place < len(cells)]
    return any(isinstance(cell, Formula) or not is_nothing(cell) for cell in chosen)


def _table(path: Path, kind: Kind, columns: Columns = REVIEWS) -> tuple[Heading, Rows]:
    """The heading, and the rows below it."""
    rows: Rows = iter(sheet_rows(path, columns)) if kind is Kind.WORKBOOK else iter(table_rows(path, columns))
    first = list(islice(rows, HEADING_SEARCHED))
    heading = find_heading(first, columns)
    if heading is None:
        raise ExportUnreadable("file_empty", path)
    if not heading.is_enough:
        raise _without_column(path, heading, columns)
    return heading, (row for row in chain(first, rows) if row[0] > heading.row_number)


def _without_column(path: Path, heading: Heading, columns: Columns) -> ExportUnreadable:
    labels = [_REQUIRED[columns][field] for field in heading.missing]
    names = [known_names(columns)[field] for field in heading.missing]
    return ExportUnreadable(
        "column_missing",
        path,
        missing="和".join(zh for zh, _ in labels),
        missing_en=" and ".join(en for _, en in labels),
        seen=" / ".join(name for name in heading.names if name)[:200] or "—",
        examples=" / ".join(some[0] for some in names),
        examples_en=" / ".join(next(name for name in some if name.isascii()) for some in names),
    )


_REQUIRED = {
    REVIEWS: {"created_at": ("评价时间", "the time of the review"), "rating": ("评分或评价内容", "stars or words")},
    ORDERS: {"id": ("订单编号", "the number of the order"), "placed_at": ("下单时间", "the time of the order")},
    CHATS: {
        "at": ("时间", "the time of the line"),
        "text": ("聊天内容", "the words"),
        "from": ("发送方", "who wrote it"),
    },
}


def _plain(path: Path, cells: Sequence[Cell | Formula], heading: Heading) -> list[Cell]:
    """The cells, refusing the file at a formula in a column that is read; formulas elsewhere are nobody's business."""
    read = {place for places in heading.places.values() for place in places}
    plain: list[Cell] = []
    for place, cell in enumerate(cells):
        if isinstance(cell, Formula) and place in read:
            raise ExportUnreadable("formula_cell", path, cell=cell.place)
        plain.append(None if isinstance(cell, Formula) else cell)
    return plain
