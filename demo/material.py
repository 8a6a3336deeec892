"""Material: the sample shops, their products and the reviews written about them, read from `texts/`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_TEXTS = Path(__file__).with_name("texts")


@dataclass(frozen=True)
class Store:
    """One of the sample shops; `key` is the policy's, `lines` the product lines it sells."""

    key: str
    name: str
    platform: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Product:
    """Something sold; `kind` joins it to the reviews about it, `price` in CNY."""

    kind: str
    store: Store
    line: str
    sku: str
    name: str
    price: int


@dataclass(frozen=True)
class Written:
    """One review as its author wrote it. `category` and `grade` are what a careful reader would say, None for praise.

    `append` is the same customer's 追评 and `after` their edit once they were helped; empty where there is none.
    """

    key: str
    kind: str
    rating: int
    text: str
    category: str | None = None
    grade: str | None = None
    tags: frozenset[str] = frozenset()
    images: int = 0
    append: str = ""
    append_rating: int | None = None
    after: str = ""

    @property
    def mood(self) -> str:
        """`negative`, `neutral` or `positive`: three stars are neutral, and bad words overrule good stars."""
        if self.rating == 3:
            return "neutral"
        return "negative" if self.rating < 3 or self.category else "positive"


@dataclass(frozen=True)
class Group:
    """Like complaints about one product."""

    kind: str
    category: str
    texts: tuple[str, ...]


@cache
def stores() -> tuple[Store, ...]:
    """The three shops."""
    read = _read("products")
    return tuple(
        Store(one["key"], one["name"], one["platform"], _lines_of(one["key"], read["product"])) for one in read["store"]
    )


def _lines_of(store: str, products: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one["line"] for one in products if one["store"] == store))


@cache
def products() -> dict[str, tuple[Product, ...]]:
    """The products of each kind."""
    by_key = {store.key: store for store in stores()}
    return {
        one["kind"]: tuple(
            Product(one["kind"], by_key[one["store"]], one["line"], sku, name, price)
            for sku, name, price in one["items"]
        )
        for one in _read("products")["product"]
    }


@cache
def written() -> dict[str, Written]:
    """Every review by its key."""
    found = [one for name in ("home", "digital", "beauty", "fresh", "odd") for one in _read(name)["review"]]
    return {one["key"]: _written(one) for one in found}


def _written(one: dict[str, Any]) -> Written:
    return Written(**one | {"text": one["text"].strip(), "tags": frozenset(one.get("tags", ()))})


@cache
def groups() -> tuple[Group, ...]:
    """The groups of like complaints."""
    return tuple(Group(one["kind"], one["category"], tuple(one["texts"])) for one in _read("alike")["group"])


@cache
def later() -> dict[str, tuple[str, ...]]:
    """What customers add later: `better` and `worse` after a complaint, `turned` and `still` after praise."""
    return {name: tuple(texts) for name, texts in _read("later").items()}


@cache
def ready() -> tuple[dict[str, Any], ...]:
    """The rows of the ready samples: review, zh, en, customer."""
    return tuple(_read("ready")["sample"])


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_TEXTS / f"{name}.toml").read_text(encoding="utf-8"))
