"""Wording of imports: each fault of a file, a row or a calendar's event, with its remedy, in both languages."""

from dataclasses import dataclass

from handlers.files.wording.events import EVENTS
from handlers.files.wording.files import FILES
from handlers.files.wording.rows import ROWS

_FAULTS = {**ROWS, **EVENTS, **FILES}


@dataclass(frozen=True)
class Said:
    """One sentence in the two languages people read."""

    zh: str
    en: str

    def in_locale(self, locale: str) -> str:
        """The sentence for `zh_CN` or `en`; anything but `en` reads Chinese, the first language of the house."""
        return self.en if locale == "en" else self.zh


def fault(key: str, **facts: object) -> tuple[Said, Said]:
    """(problem, remedy) of one fault. `facts` fill the slots; they are data and are never read as templates.

    Lists and what is `Said` are told in each language's own way.
    """
    problem_zh, problem_en, remedy_zh, remedy_en = _FAULTS[key]
    zh, en = ({name: _told(value, locale) for name, value in facts.items()} for locale in ("zh_CN", "en"))
    problem = Said(problem_zh.format(**zh), problem_en.format(**en))
    return problem, Said(remedy_zh.format(**zh), remedy_en.format(**en))


def _told(value: object, locale: str) -> object:
    if isinstance(value, Said):
        return value.in_locale(locale)
    if isinstance(value, (list, tuple)):
        return (", " if locale == "en" else "、").join(str(_told(one, locale)) for one in value)
    return value


def fault_keys() -> frozenset[str]:
    """Every fault that has its sentences."""
    return frozenset(_FAULTS)
