"""Order rows: the rows of a table as orders; several rows of one order are its products."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.purchase import Purchase
from handlers.files.cells import Cell, as_amount, as_count, as_identifier
from handlers.files.columns import Heading
from handlers.files.refusals import RefusedRow
from handlers.files.row_reader import FieldRefused, RowReader, Shop, has_too_many, refused_row, too_many_cells
from handlers.files.validation import bought

_Row = tuple[int, Sequence[Cell]]


@dataclass
class _Gathered:
    """An order whose rows are still coming; what is said of the whole of it, its first row says."""

    row_number: int
    body: dict[str, Any]


def read_orders(rows: Iterable[_Row], heading: Heading, shop: Shop) -> Iterator[Purchase | RefusedRow]:
    """The orders, streamed; a RefusedRow in place of each row that cannot be taken.

    Rows of one order stand together in every export we know. One that does not is refused: the order was given already,
    and giving it anew would take its other products away.
    """
    order: _Gathered | None = None
    done: set[str] = set()
    for number, cells in rows:
        found = _read(number, cells, heading, shop)
        if isinstance(found, RefusedRow):
            yield found
        elif order and order.body["id"] == found["id"]:
            order.body["items"] += found["items"]
        elif found["id"] in done:
            column = heading.name_of("id")
            yield RefusedRow.because(number, "id", "order_apart", column=column, value=found["id"])
        else:
            if order:
                yield bought(order.body, order.row_number, _column(heading))
            order = _Gathered(number, found)
            done.add(found["id"])
    if order:
        yield bought(order.body, order.row_number, _column(heading))


def _read(number: int, cells: Sequence[Cell], heading: Heading, shop: Shop) -> dict[str, Any] | RefusedRow:
    if has_too_many(cells, heading):
        return too_many_cells(number, cells, heading)
    try:
        return _OrderReader(number, cells, heading, shop).body()
    except FieldRefused as refused:
        return refused_row(number, refused, heading)


def _column(heading: Heading) -> Any:
    """What a field of the body is called in the file: items stand in the columns of products."""

    def name_of(field: str) -> str:
        first, _, rest = field.partition(".")
        last = rest.rpartition(".")[2]
        return heading.name_of(field if first != "items" else last if last == "quantity" else f"product.{last}")

    return name_of


@dataclass(frozen=True)
class _OrderReader(RowReader):
    def body(self) -> dict[str, Any]:
        """The order as far as this row tells it."""
        number, placed_at = self.read("id", as_identifier), self.moment("placed_at")
        if number is None:
            raise FieldRefused("id", "value_missing", "")
        if placed_at is None:
            raise FieldRefused("placed_at", "order_time_missing", "")
        item = {
            "sku": self.read("product.sku", as_identifier),
            "name": self.words("product.name"),
            "line": self.words("product.line"),
            "quantity": self._quantity(),
        }
        return {
            "id": number,
            "store": self.store(),
            "placed_at": placed_at,
            "paid": self.read("paid", as_amount),
            "currency": self.words("currency").upper() or "CNY",
            "items": [item],
            "customer": {"id": self.read("customer.id", as_identifier)},
        }

    def _quantity(self) -> int:
        if not self.words("quantity"):
            return 1
        count = self.read("quantity", as_count)
        if not count:
            raise FieldRefused("quantity", "quantity_unclear", self.cell("quantity"))
        return count
