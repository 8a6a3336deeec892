"""Chat: one line of a customer-service chat, as its source tells it, checked field by field."""

import hashlib
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.review import Identifier, Moment, Part, Product

_DIGEST = 16  # bytes


class Who(Part):
    """The customer of a chat: a number, and nothing else is read."""

    id: Identifier | None = None


class ChatLine(Part):
    """One line. Its identity is (source, id); `store` is the policy's key of the shop."""

    id: Identifier
    store: Identifier
    session: Identifier | None = None
    at: Moment
    said_by: Literal["customer", "agent"] = Field(alias="from")
    product: Product = Product()
    customer: Who = Who()
    text: Annotated[str, StringConstraints(max_length=10_000)]

    @property
    def is_customers(self) -> bool:
        """Whether it says something about the product: an agent's line does not."""
        return self.said_by == "customer"

    def talk(self, source: str, day: date) -> str:
        """A digest of its session on one local day: what counts once. A customer without session has one a day."""
        return _digest(source, self.store, self.session or f"c:{self.customer.id or f'l:{self.id}'}", day.isoformat())

    def customer_digest(self, source: str) -> str:
        """Tells two customers apart, and nothing of who they are; a session without a customer is one."""
        return _digest(source, self.store, self.customer.id or f"s:{self.session or f'l:{self.id}'}")


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=_DIGEST).hexdigest()
