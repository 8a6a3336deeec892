"""Quality checks: who may check what, that a strike has its proof, and that the sample is chance."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.case import Actor
from bot.rules.quality_checks import (
    QualityCheck,
    ensure_may_check,
    ensure_may_strike,
    ensure_whole,
    is_settled,
    may_check,
    sampled,
    shared,
    still_stands,
)
from bot.rules.refusals.scorecards import CheckNeedsLead, CheckNotPossible, CheckSettled, OwnCase, StrikeIncomplete
from bot.vocabulary import Role, Status
from tests.bot.cases import LEAD, LI, SUPERVISOR, WANG, a_case
from tests.house.clock import T0

MONTH = date(2026, 11, 1)
CHECK = QualityCheck(1042, LI.user_id, LEAD.user_id, T0, (3, 2, 1, 0))


class TestWhoMayCheck:
    @pytest.mark.parametrize("status", [Status.RESOLVED, Status.CLOSED])
    @pytest.mark.parametrize("by", [LEAD, SUPERVISOR])
    def test_a_lead_checks_what_an_agent_resolved(self, status: Status, by: Actor) -> None:
        assert ensure_may_check(a_case(status), by, Role.AGENT) == LI.user_id
        assert may_check(a_case(status), by, Role.AGENT)

    @pytest.mark.parametrize("status", [one for one in Status if one not in (Status.RESOLVED, Status.CLOSED)])
    def test_what_is_not_over_is_not_checked(self, status: Status) -> None:
        with pytest.raises(CheckNotPossible):
            ensure_may_check(a_case(status), LEAD, Role.AGENT)

    def test_agents_do_not_check_each_other(self) -> None:
        with pytest.raises(CheckNeedsLead):
            ensure_may_check(a_case(Status.RESOLVED), WANG, Role.AGENT)

    def test_nobody_checks_themselves(self) -> None:
        with pytest.raises(OwnCase):
            ensure_may_check(a_case(Status.RESOLVED, resolved_by=LEAD.user_id), LEAD, Role.LEAD)

    def test_what_a_lead_resolved_is_not_checked(self) -> None:
        assert not may_check(a_case(Status.RESOLVED, resolved_by="U0OTHER"), LEAD, Role.LEAD)


class TestStrike:
    @pytest.mark.parametrize(("rule", "quote"), [("threat", ""), ("", "起诉你")])
    def test_rule_and_proof_come_together(self, rule: str, quote: str) -> None:
        with pytest.raises(StrikeIncomplete):
            ensure_whole(replace(CHECK, rule=rule, quote=quote))

    def test_four_marks_are_a_share(self) -> None:
        assert CHECK.value == 0.5


class TestSeenAgain:
    """`CHECK` was made at T0; a card that was frozen later has it."""

    CASE, LATER = a_case(Status.RESOLVED, resolved_at=T0 - timedelta(hours=1)), T0 + timedelta(days=15)

    def test_on_a_frozen_card_it_stays_as_it_was(self) -> None:
        assert is_settled(CHECK, self.CASE, self.LATER)
        assert still_stands(CHECK, self.CASE, self.LATER)

    @pytest.mark.parametrize("until", [None, T0 - timedelta(days=1), T0])
    def test_until_then_another_look_takes_its_place(self, until: datetime | None) -> None:
        assert not is_settled(CHECK, self.CASE, until)
        assert still_stands(CHECK, self.CASE, until)

    @pytest.mark.parametrize("since", [{"resolved_at": T0 + timedelta(days=16)}, {"resolved_by": WANG.user_id}])
    def test_resolved_again_it_is_looked_at_for_the_first_time(self, since: dict[str, Any]) -> None:
        again = replace(self.CASE, **since)

        assert not is_settled(CHECK, again, self.LATER)
        assert not still_stands(CHECK, again, self.LATER)

    def test_no_strike_is_added_to_it(self) -> None:
        strike = replace(CHECK, rule="threat", quote="起诉你")

        ensure_may_strike(CHECK, settled=True)
        ensure_may_strike(strike, settled=False)
        with pytest.raises(CheckSettled):
            ensure_may_strike(strike, settled=True)


class TestSample:
    @given(st.sets(st.integers(1, 10_000), max_size=60), st.integers(0, 8))
    def test_it_is_the_same_in_whatever_order_and_never_more(self, cases: set[int], most: int) -> None:
        chosen = sampled(MONTH, "U0LI", cases, most)

        assert chosen == sampled(MONTH, "U0LI", sorted(cases, reverse=True), most)
        assert set(chosen) <= cases
        assert len(chosen) == min(most, len(cases))

    def test_another_month_or_person_has_other_cases(self) -> None:
        cases = range(1, 200)

        drawn = {tuple(sampled(month, user, cases, 5)) for month in (MONTH, date(2026, 12, 1)) for user in ("A", "B")}

        assert len(drawn) == 4

    def test_every_case_comes_up_about_as_often(self) -> None:
        times = dict.fromkeys(range(20), 0)
        for number in range(400):
            for case_id in sampled(MONTH, f"U0{number}", range(20), 5):
                times[case_id] += 1

        assert min(times.values()) > 65  # of 100 to be expected
        assert max(times.values()) < 135

    @given(st.integers(0, 12), st.integers(0, 4), st.booleans())
    def test_each_agent_is_offered_once_and_to_nobody_themselves(self, agents: int, leads: int, both: bool) -> None:
        team = [f"A{number}" for number in range(agents)]
        above = [*(f"L{number}" for number in range(leads)), *(team[:1] if both else [])]

        offered = shared(team, above)

        everybody = [agent for theirs in offered.values() for agent in theirs]
        assert len(everybody) == len(set(everybody))
        assert all(lead not in theirs for lead, theirs in offered.items())
        if leads:
            assert sorted(everybody) == sorted(team)
