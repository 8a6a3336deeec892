"""Rota reading: whom an event of a calendar is about, and whether it says that they are off or on another shift."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.policy.model import Policy
from bot.policy.rota import Off
from bot.vocabulary import Role

SOMEBODY = "?"
# In this order: 病假 and 培训 say more than 假.
_OFF: dict[Off, tuple[str, ...]] = {
    Off.SICK: ("病假", "病休", "sick", "sick leave", "sick day"),
    Off.TRAINING: ("培训", "training"),
    Off.LEAVE: (
        *("休假", "请假", "年假", "事假", "婚假", "产假", "陪产假", "育儿假", "丧假", "调休", "轮休", "休息", "放假"),
        *("leave", "annual leave", "vacation", "holiday", "off", "day off", "day-off", "time off", "time-off"),
        *("out of office", "out-of-office", "pto"),
    ),
}
# Words of being off lie within these, and nobody is off.
_NO_ABSENCE = (
    *("休息室", "培训室"),
    *("kick off", "sign off", "signs off", "hand off", "drop off", "cut off", "off site", "holiday party"),
)
# Somebody works although it is a day off: 国庆放假值班.
_WORKING = (
    *("值班", "值守", "留守", "上班", "加班", "补班", "到岗", "上岗"),
    *("on call", "on-call", "oncall", "on duty", "on-duty", "working", "works", "overtime"),
)
# Somebody works instead of another, or it is not so, no more or not yet: whoever reads it has to be asked.
_UNSURE = (
    *("取消", "替", "代班", "顶班", "顶岗", "换班", "调班", "接班", "交接"),
    *("不", "没", "未", "结束", "销假", "返岗", "复工", "待定"),
    *("cancelled", "canceled", "cover", "covers", "covering", "covered", "stand in", "stands in", "standing in"),
    *("stand-in", "instead", "swap", "swaps", "swapped", "backup", "handover"),
    *("not", "no", "back", "ends", "ended", "end of", "returns", "tbc", "tentative"),
)
_LATIN = re.compile(r"[a-z0-9]", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """What an event says: off and why, or a shift. `unclear` names the words where it says both, or leaves it open."""

    kind: Off | None = None
    shift: str | None = None
    unclear: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Neither off nor a shift was found in it."""
        return self.kind is None and self.shift is None and not self.unclear


def people_in(summary: str, invited: Sequence[str], calendar: str, policy: Policy) -> list[str]:
    """Who it is about: those named in its title; else whoever is invited; else whose calendar it is. User ids.

    `invited` are mail addresses and names. People are known by the policy's name and by what it says calendars call
    them.
    """
    named = _known(policy)
    return _titled(summary, named) or _called(invited, named) or _titled(calendar, named)


def absent_in(summary: str, invited: Sequence[str], made_by: Sequence[str], calendar: str, policy: Policy) -> list[str]:
    """Who may be the one who is off; where they are several, or `SOMEBODY` is among them, nobody can tell who.

    People invite their lead or their deputy to their own leave. So whoever is only invited is off where they are the
    only one, do not lead, and nobody else made the event. A shared calendar, which stands as the maker of its events,
    is nobody else.
    """
    named = _known(policy)
    asked = _called(invited, named)
    if (titled := _titled(summary, named)) or not asked:
        return titled or _titled(calendar, named)
    makers = _called(made_by, named)
    sure = {*_titled(calendar, named), *makers}
    is_strangers = bool(made_by) and not makers and calendar.casefold() not in (one.casefold() for one in made_by)
    leads = any(policy.actor(user).is_at_least(Role.LEAD) for user in asked if user not in sure)
    found = list(dict.fromkeys((*asked, *sorted(sure))))
    return [*found, SOMEBODY] if is_strangers or leads else found


def said_in(words: str, policy: Policy) -> Said:
    """What the title and the categories of an event say; people's names are not heard as words."""
    text = _without(words, _known(policy))
    shifts = _found(text, {name.casefold(): name for name in policy.shifts})
    text = _without(_without(text, shifts), _NO_ABSENCE)  # a shift may be called 值班
    absences = {kind: found for kind, signs in _OFF.items() if (found := _found_words(signs, text))}
    unsure = _found(text, _UNSURE)
    working = _found(text, _WORKING) if absences else []
    if unsure or working or len(shifts) > 1 or (shifts and absences):
        return Said(unclear=(*unsure, *working, *shifts, *absences.values()))
    if absences:
        return Said(kind=next(iter(absences)))
    return Said(shift=next(name for name in policy.shifts if name.casefold() == shifts[0])) if shifts else Said()


def _known(policy: Policy) -> dict[str, str]:
    """User ids by everything that people are called; a name that two have is nobody's."""
    owners: dict[str, set[str]] = {}
    for user, who in policy.people.items():
        for name in (who.name, user, *who.calendar):
            if name.strip():
                owners.setdefault(name.casefold().strip(), set()).add(user)
    return {name: next(iter(users)) for name, users in owners.items() if len(users) == 1}


def _titled(text: str, named: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(named[one] for one in _found(text, named)))


def _called(some: Iterable[str], named: Mapping[str, str]) -> list[str]:
    names = (one.casefold().strip() for one in some)
    return list(dict.fromkeys(named[one] for one in names if one in named))


def _found(text: str, names: Iterable[str]) -> list[str]:
    """Which of them stand in the text, the longest first; what lies within a longer one is not found by itself."""
    rest, found = text.casefold(), []
    for name in sorted(names, key=lambda one: (-len(one), one)):
        if _is_in(name, rest):
            found.append(name)
            rest = _cut(name, rest)
    return found


def _without(text: str, names: Iterable[str]) -> str:
    rest = text.casefold()
    for name in sorted(names, key=len, reverse=True):
        rest = _cut(name, rest)
    return rest


def _is_in(name: str, text: str) -> bool:
    return _pattern(name).search(text.casefold()) is not None


def _cut(name: str, text: str) -> str:
    return _pattern(name).sub(" ", text)


def _found_words(signs: Iterable[str], text: str) -> str:
    """The longest of them that stands there as a word of its own; empty where none does."""
    return max((sign for sign in signs if _is_word(sign, text)), key=len, default="")


def _is_word(word: str, text: str) -> bool:
    """As `_is_in`, and a hyphen does not tie it to another word: no "off" in "kick-off"."""
    return re.search(rf"(?<![a-z0-9][-‐‑–]){_pattern(word).pattern}(?![-‐‑–][a-z0-9])", text) is not None


def _pattern(name: str) -> re.Pattern[str]:
    """Latin words are found whole only: no "off" in "office"; Chinese ones anywhere."""
    begin = "(?<![a-z0-9])" if _LATIN.match(name[0]) else ""
    end = "(?![a-z0-9])" if _LATIN.match(name[-1]) else ""
    return re.compile(begin + re.escape(name.casefold()) + end)
