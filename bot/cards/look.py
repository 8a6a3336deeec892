"""Look: what every card is drawn with, the language, the shop's policy and the team's names, and the small phrases."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.cards.blocks import moment, one_line
from bot.case_file import CaseFile, ReasonGiven
from bot.masking import mask_name, mask_text
from bot.policy.model import Policy
from bot.vocabulary import Category
from scripts_library.wording import Token, Wording

_NAME = 60
_EVIDENCE = 40
_REMARK = 120


@dataclass(frozen=True)
class Look:
    """Everything a card needs besides its facts. `name` gives a member's display name, which pings nobody."""

    say: Wording
    policy: Policy
    name: Callable[[str], str]

    def stars(self, rating: int | None) -> str:
        """★★☆☆☆."""
        return self.say("card.no_stars") if rating is None else "★" * rating + "☆" * (5 - rating)

    def product(self, file: CaseFile) -> str:
        """The product's name as people know it, short enough for a line."""
        return one_line(file.review.product, _NAME) or self.say("card.no_product")

    def category(self, category: Category | None) -> str:
        """The category's name."""
        return self.say(f"words.category.{category or 'none'}")

    def customer(self, file: CaseFile) -> str:
        """The customer's masked name."""
        return mask_name(one_line(file.review.customer_name, _NAME)) or self.say("card.anonymous")

    def brief(self, text: str) -> str:
        """A colleague's remark as part of a card: one line, numbers masked; the timeline has the whole of it."""
        return one_line(mask_text(text), _REMARK)

    def time(self, at: datetime, form: str = "{time}") -> Token:
        """A time in the reader's own zone."""
        return moment(at, self.policy.zone, form)

    def day_time(self, at: datetime) -> Token:
        """Day and time, for what may not be today."""
        return self.time(at, "{date_short_pretty} {time}")

    def day(self, at: datetime) -> str:
        """12-03: the shop's day of what lies some days back."""
        return f"{at.astimezone(self.policy.zone):%m-%d}"

    def reason(self, reason: ReasonGiven) -> str:
        """A reason in people's words, as plain text."""
        key = f"reasons.{reason.rule}"
        evidence = one_line(mask_text(reason.evidence), _EVIDENCE)
        return self.say(key, evidence=evidence) if self.say.has(key) else evidence

    def reasons(self, file: CaseFile, most: int) -> str:
        """The first few reasons, each said once."""
        return " · ".join(list(dict.fromkeys(self.reason(one) for one in file.reasons))[:most])

    def department(self, department: str) -> str:
        """A department by the catalogue's name, or as the shop calls it."""
        key = f"words.department.{department}"
        return self.say(key) if self.say.has(key) else one_line(department, _NAME)

    def cause(self, name: str) -> str:
        """A root cause by the catalogue's name, or as the shop calls it."""
        key = f"words.cause.{name}"
        return self.say(key) if self.say.has(key) else one_line(name, _NAME)

    def money(self, cents: int) -> str:
        """¥80, ¥12.50."""
        return f"¥{cents // 100}" if cents % 100 == 0 else f"¥{cents / 100:.2f}"

    def length(self, length: timedelta) -> str:
        """30 分钟, 2 小时: a length that somebody chose."""
        minutes = round(length.total_seconds() / 60)
        if minutes % 60:
            return self.say("dialogs.snooze.minutes", count=minutes)
        return self.say("dialogs.snooze.hours", count=minutes // 60)

    def spent(self, length: timedelta) -> str:
        """2 小时 14 分."""
        minutes = max(0, round(length.total_seconds() / 60))
        hours, days = minutes // 60, minutes // 1440
        if days:
            return self.say("card.spent_days", days=days, hours=hours % 24)
        if hours:
            return self.say("card.spent_hours", hours=hours, minutes=minutes % 60)
        return self.say("card.spent_minutes", minutes=minutes)
