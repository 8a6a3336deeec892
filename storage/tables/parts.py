"""Parts of tables: the row that all of them are, and the columns that many have."""

from typing import Any

from sqlalchemy import JSON, Column, Text
from sqlmodel import Field, SQLModel

from storage.columns import Sealed, SealedJson, UtcDateTime


class Row(SQLModel):
    """Rows are written by our own code: pydantic's checks of them are built only if somebody asks for them."""

    model_config = {"defer_build": True}


def moment(**kwargs: Any) -> Any:
    """A moment in UTC."""
    return Field(default=None, sa_type=UtcDateTime, **kwargs)


def json_column() -> Any:
    """A list or dict that tells nobody who a customer is."""
    return Field(sa_column=Column(JSON, nullable=False))


def optional_json() -> Any:
    """The same, where there may be none."""
    return Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))


def text_column() -> Any:
    """Words of any length that tell nobody who a customer is."""
    return Field(default="", sa_column=Column(Text, nullable=False, server_default=""))


def sealed(place: str, *, nullable: bool = False) -> Any:
    """Words that may tell who a customer is; free words of colleagues are among them."""
    default = None if nullable else ""
    return Field(default=default, sa_column=Column(Sealed(place), nullable=nullable, server_default=default))


def sealed_json(place: str) -> Any:
    """A list or dict that may tell who a customer is."""
    return Field(sa_column=Column(SealedJson(place), nullable=False))
