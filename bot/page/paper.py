"""Paper: the page's HTML, its style and its script; whatever is data is escaped by the templates."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cards.look import Look
from bot.page.sheet import Sheet
from scripts_library.wording import LOCALES, Wording

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE = Path(__file__).parent
ASSETS = {"dashboard.css": "text/css", "dashboard.js": "text/javascript"}


def figures_html(sheet: Sheet, home: str, look: Look) -> str:
    """The page with its figures; `home` is its own path."""
    return _filled("sheet.html", look.say, home, sheet=sheet, words=_words(look.say))


def waiting_html(done: int, steps: int, home: str, look: Look) -> str:
    """So many steps of so many are counted; the browser asks again by itself."""
    say = look.say
    told = say("page.waiting_told", done=done, steps=steps)
    facts = {"done": done, "steps": steps, "told": told, "hint": say("page.waiting_hint")}
    return _filled("waiting.html", say, home, title=say("page.waiting"), **facts)


def notice_html(key: str, home: str, look: Look) -> str:
    """One kind sentence with a way on, in every language: nobody knows yet who reads it."""
    own = look.say.locale
    says = [look.say, *(Wording(locale) for locale in LOCALES if locale != own)]
    told = [(_language(say), say(f"page.{key}"), say(f"page.{key}_told")) for say in says]
    back = look.say("page.title") if key == "asked_wrong" else ""
    return _filled("notice.html", look.say, home, title=told[0][1], told=told, back=back)


def asset(name: str) -> str:
    """The style or the script."""
    return (_HERE / "assets" / name).read_text(encoding="utf-8")


@lru_cache
def version_of(name: str) -> str:
    """Another one for another content: a browser keeps what it has until then."""
    return sha256(asset(name).encode()).hexdigest()[:10]


def _filled(template: str, say: Wording, home: str, **facts: object) -> str:
    assets = {name: f"{home}/{name}?v={version_of(name)}" for name in ASSETS}
    facts |= {"language": _language(say), "home": home, "assets": assets}
    return _environment().get_template(template).render(**facts)


def _words(say: Wording) -> dict[str, str]:
    """What stands around the figures."""
    return {
        "skip": say("page.skip"),
        "show": say("page.show"),
        "from": say("page.ask_from"),
        "to": say("page.ask_to"),
        "leave": say("page.leave"),
        "results": say("page.results"),
        "trend": say("page.trend"),
        "as_table": say("page.as_table"),
        "no_days": say("page.no_days"),
        "how": say("page.how"),
        "how_told": say("page.how_told"),
        "filters": say("page.filters"),
        "parts": say("page.parts"),
        "gauge": say("page.gauge"),
        "files": say("page.files"),
        "file_html": say("page.file_html"),
        "file_xlsx": say("page.file_xlsx"),
    }


def _language(say: Wording) -> str:
    return "en" if say.locale == "en" else "zh-CN"


@lru_cache(maxsize=1)
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # a start does without templates

    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
