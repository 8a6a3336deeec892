"""Tables of service chats: lines for a short time, who mentioned what, the counts that stay, and product alerts."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from storage.tables.parts import Row, moment, sealed

# PostgreSQL has the same partial indexes, from the migrations: to name them here would load its dialect at every start.
_IS_TO_LOOK_AT = text("look_at IS NOT NULL")
_LASTS = text("ended_at IS NULL")


class ChatLineRow(Row, table=True):
    """One line as a source named it, so that it counts once; its words lie in `chat_words`.

    `talk` is one session on one local day, as a digest.
    """

    __tablename__ = "chat_line"
    __table_args__ = (
        UniqueConstraint("source", "external_id", name="chat_line_identity"),
        Index("chat_line_talk", "talk", "id"),
        Index("chat_line_at", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source: str
    external_id: str
    talk: str
    store: str
    sku: str = ""
    at: datetime = moment()


class ChatWordsRow(Row, table=True):
    """What a customer wrote, masked; under the number of its line."""

    __tablename__ = "chat_words"
    __table_args__ = (Index("chat_words_at", "at"),)

    id: int = Field(primary_key=True)
    at: datetime = moment()
    text: str = sealed("chat_words.text")


class ChatMentionRow(Row, table=True):
    """A talk mentions a topic, once however often it does; the topic '' is the talk itself.

    `customer` is a digest. `line_id` is where it was first said.
    """

    __tablename__ = "chat_mention"
    __table_args__ = (
        UniqueConstraint("talk", "sku", "topic", name="chat_mention_once"),
        Index("chat_mention_product", "store", "sku", "topic", "at"),
        Index("chat_mention_at", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    talk: str
    sku: str = ""
    topic: str = ""
    store: str
    customer: str
    line_id: int
    at: datetime = moment()


class ChatCountRow(Row, table=True):
    """How many sessions of a local day mentioned a topic: of a product, of its line, of the whole store.

    `level` is `sku`, `line` or `store`, `name` which one. The topic '' counts all sessions, and the agents' lines.
    """

    __tablename__ = "chat_count"
    __table_args__ = (UniqueConstraint("store", "level", "name", "day", "topic", "source", name="chat_count_once"),)

    id: int | None = Field(default=None, primary_key=True)
    source: str
    store: str
    level: str
    name: str
    topic: str
    day: date
    sessions: int = 0
    lines: int = 0
    agent_lines: int = 0


class ChatProductRow(Row, table=True):
    """A product that customers chat about, by its newest name; `look_at` is when its counts are looked at next."""

    __tablename__ = "chat_product"
    __table_args__ = (
        UniqueConstraint("store", "sku", name="chat_product_once"),
        Index("chat_product_look", "look_at", sqlite_where=_IS_TO_LOOK_AT),
    )

    id: int | None = Field(default=None, primary_key=True)
    store: str
    sku: str
    name: str = ""
    line: str = ""
    look_at: datetime | None = moment(nullable=True)


class ProductAlertRow(Row, table=True):
    """A topic that rises for a product, as `bot.rules.product_alerts.Alert`."""

    __tablename__ = "product_alert"
    __table_args__ = (
        Index("product_alert_topic", "store", "sku", "topic", "id"),
        Index("product_alert_lasts", "began_at", sqlite_where=_LASTS),
    )

    id: int | None = Field(default=None, primary_key=True)
    store: str
    sku: str
    topic: str
    began_at: datetime = moment()
    last_at: datetime = moment()
    customers: int
    sessions: int
    usual: float
    stand: str = "open"
    owner: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = moment(nullable=True)
    reason: str = sealed("product_alert.reason")
    ended_at: datetime | None = moment(nullable=True)
    quiet_until: datetime | None = moment(nullable=True)
    improvement: int | None = None
