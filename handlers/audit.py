"""Audit: the month's compensations and invitations side by side, with every rule checked anew, for somebody outside."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO

from bot.compliance import Sent, lint
from bot.masking import mask_text
from bot.policy.model import Policy
from bot.rules.firewall import Audited, Breach, breaches
from bot.rules.ladder import Compensation
from bot.vocabulary import Outlet, Purpose
from handlers.months import month_typed
from handlers.tables import safe_cell, yuan
from scripts_library.wording import Wording
from storage.audit import audited
from storage.database import Database

COLUMNS = ("case", "compensation", "resolved_at", "invited_at", "invited_by", "channel", "script", "words", "verdict")


@dataclass(frozen=True)
class Audit:
    """The cases of a month, and how many of them break each rule."""

    cases: Sequence[Audited]
    broken: Counter[Breach]

    @property
    def is_clean(self) -> bool:
        """No rule is broken anywhere."""
        return not self.broken


def audit_of(database: Database, policy: Policy, month: str) -> Audit:
    """Everything offered or invited in a month such as 2026-11, in the shop's zone. Raises `Refused` for another."""
    _, begin, end = month_typed(month, policy.zone)
    cases = database.in_snapshot(audited, begin, end, _is_neutral)
    return Audit(cases, Counter(one for case in cases for one in breaches(case)))


def written(audit: Audit, policy: Policy, say: Wording) -> str:
    """As CSV that spreadsheets open: a row a case, then the rules with how many cases break each."""
    told = StringIO()
    rows = csv.writer(told, lineterminator="\r\n")
    rows.writerow([say(f"audit.column_{name}") for name in COLUMNS])
    for case in audit.cases:
        rows.writerow([safe_cell(cell) for cell in _cells(case, policy, say)])
    rows.writerow([])
    rows.writerow([say("audit.rule"), say("audit.breaches")])
    for rule in Breach:
        rows.writerow([say(f"audit.rule_{rule}"), audit.broken.get(rule, 0)])
    return "\ufeff" + told.getvalue()


def _cells(case: Audited, policy: Policy, say: Wording) -> list[str]:
    found, between = breaches(case), say("words.joint.list")
    invitations = case.invitations
    return [
        str(case.number),
        between.join(_compensation(one, policy, say) for one in case.compensations),
        between.join(_at(at, policy) for at in case.resolved),
        between.join(_at(one.at, policy) for one in invitations),
        between.join(one.by for one in invitations),
        between.join(say(f"words.channel.{one.channel}") for one in invitations if one.channel),
        between.join(one.script for one in invitations),
        "\n".join(mask_text(one.words) for one in invitations),
        between.join(say(f"audit.breach_{one}") for one in found) or say("audit.well"),
    ]


def _compensation(one: Compensation, policy: Policy, say: Wording) -> str:
    return say(
        "audit.compensation",
        number=one.id,
        level=one.level,
        amount=yuan(one.amount_cents),
        stand=say(f"words.stand.{one.stand}"),
        asked=_at(one.asked_at, policy),
        executed=_at(one.executed_at, policy) if one.executed_at else "",
    )


def _at(moment: datetime, policy: Policy) -> str:
    return moment.astimezone(policy.zone).strftime("%Y-%m-%d %H:%M:%S")


def _is_neutral(words: str) -> bool:
    return lint(words, Sent(Outlet.WANGWANG, Purpose.AMEND)).allowed
