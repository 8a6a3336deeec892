"""Escalation rules: what is missed, who hears next and when, and when nobody is disturbed."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.policy.loader import PolicyError, load_policy
from bot.policy.model import Policy
from bot.rules.audience import Audience, Presence, Team, audience, patient_audience
from bot.rules.escalation import (
    EscalationRules,
    Miss,
    is_still_missed,
    ladder_for,
    miss_of,
    rests_until,
    steps_due,
    told_at,
)
from bot.rules.working_days import is_weekday
from bot.vocabulary import Escalation, Grade, Level, Status
from tests.bot.cases import a_case
from tests.house.clock import T0, at

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
RULES = EscalationRules()
TEAM = Team(("U0ZHAO", "U0QIAN"), ("U0CHEN",), ("U0ZHOU",), "C0SUPERVISE", "C0MANAGERS")


def _local(day: int, hour: int, minute: int = 0, zone: ZoneInfo = SHANGHAI) -> datetime:
    """November 2026; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=zone).astimezone(UTC)


class TestWhatIsMissed:
    def test_nothing_before_the_deadline(self) -> None:
        assert miss_of(a_case()) is None

    def test_a_start(self) -> None:
        case = a_case(start_missed_at=at(minutes=30))

        assert miss_of(case) == Miss(Escalation.START, at(minutes=30))

    def test_a_case_that_nobody_began_rises_by_its_start_alone(self) -> None:
        case = a_case(start_missed_at=at(minutes=30), contact_missed_at=at(hours=2))

        assert miss_of(case) == Miss(Escalation.START, at(minutes=30))

    def test_a_contact_once_somebody_began(self) -> None:
        case = a_case(Status.CLAIMED, attempted_at=None, reached_at=None, contact_missed_at=at(hours=2))

        assert miss_of(case) == Miss(Escalation.CONTACT, at(hours=2))

    @pytest.mark.parametrize("status", [Status.CONTACTED, Status.WAITING, Status.RESOLVED, Status.DISMISSED])
    def test_nothing_once_somebody_acted(self, status: Status) -> None:
        assert miss_of(a_case(status, start_missed_at=at(minutes=30), contact_missed_at=at(hours=2))) is None

    def test_nobody_is_to_contact_a_customer_who_wants_to_be_left_alone(self) -> None:
        case = a_case(Status.CLAIMED, attempted_at=None, contact_missed_at=at(hours=2), no_contact=True)

        assert miss_of(case) is None

    def test_a_message_is_to_be_heard_while_it_says_what_is(self) -> None:
        missed = a_case(start_missed_at=at(minutes=30))

        assert is_still_missed(Escalation.START, missed)
        assert is_still_missed(Escalation.MANY, missed)
        assert not is_still_missed(Escalation.CONTACT, missed)
        assert not is_still_missed(Escalation.MANY, a_case(Status.CONTACTED))


class TestWhenStepsAreDue:
    def test_they_count_from_the_missed_deadline(self) -> None:
        case = a_case(start_missed_at=at(minutes=31))

        assert steps_due(case, ladder_for(Grade.URGENT, RULES, T0)) == {
            Level.LEAD: at(minutes=40),
            Level.SUPERVISOR: at(minutes=50),
            Level.MANAGER: at(minutes=90),
        }

    def test_whoever_takes_the_case_late_gets_the_whole_time(self) -> None:
        case = a_case(Status.CLAIMED, attempted_at=None, contact_missed_at=at(hours=2), claimed_at=at(hours=3))

        assert steps_due(case, ladder_for(Grade.URGENT, RULES, T0))[Level.LEAD] == at(hours=3, minutes=10)

    def test_a_new_grade_counts_from_when_it_was_given(self) -> None:
        case = a_case(Status.CLAIMED, attempted_at=None, contact_missed_at=at(hours=2), claimed_at=at(hours=1))

        assert steps_due(case, ladder_for(Grade.URGENT, RULES, at(hours=5)))[Level.LEAD] == at(hours=5, minutes=10)

    def test_they_are_told_at_full_minutes_and_those_that_can_wait_at_every_fifth(self) -> None:
        assert told_at(Grade.URGENT, _local(23, 10, 40)) == _local(23, 10, 40)
        assert told_at(Grade.URGENT, _local(23, 10, 40) + timedelta(seconds=1)) == _local(23, 10, 41)
        assert told_at(Grade.NORMAL, _local(23, 10, 41)) == _local(23, 10, 45)


class TestQuietHours:
    @pytest.mark.parametrize(
        ("moment", "until"),
        [
            (_local(23, 20, 59), None),
            (_local(23, 21), _local(24, 9)),
            (_local(24, 3), _local(24, 9)),
            (_local(24, 9), None),
        ],
    )
    def test_the_night_is_quiet(self, moment: datetime, until: datetime | None) -> None:
        assert rests_until(Grade.IMPORTANT, moment, RULES, SHANGHAI, is_weekday) == until
        assert rests_until(Grade.URGENT, moment, RULES, SHANGHAI, is_weekday) is None

    def test_a_weekend_is_quiet_where_the_shop_says_so(self) -> None:
        rules = RULES.model_copy(update={"workdays_only": True})

        assert rests_until(Grade.NORMAL, _local(27, 22), rules, SHANGHAI, is_weekday) == _local(30, 9)
        assert rests_until(Grade.NORMAL, _local(28, 12), rules, SHANGHAI, is_weekday) == _local(30, 9)
        assert rests_until(Grade.NORMAL, _local(28, 12), RULES, SHANGHAI, is_weekday) is None

    def test_a_shop_may_have_none(self) -> None:
        rules = RULES.model_copy(update={"quiet_from": time(0), "quiet_until": time(0)})

        assert rests_until(Grade.NORMAL, _local(23, 3), rules, SHANGHAI, is_weekday) is None

    def test_a_night_in_which_the_clock_is_put_back_ends_at_nine_on_the_wall(self) -> None:
        night = datetime(2026, 10, 24, 22, tzinfo=BERLIN).astimezone(UTC)

        end = rests_until(Grade.NORMAL, night, RULES, BERLIN, is_weekday)

        assert end is not None
        assert (end.astimezone(BERLIN).hour, end - night) == (9, timedelta(hours=12))


class TestWhoIsTold:
    def test_the_leads_on_duty_each_by_themselves(self) -> None:
        assert audience(Level.LEAD, "U0LI", TEAM, {"U0QIAN"}) == Audience(Level.LEAD, ("U0ZHAO",), ("U0ZHAO",))

    def test_supervisors_in_their_channel(self) -> None:
        assert audience(Level.SUPERVISOR, "U0LI", TEAM, ()) == Audience(Level.SUPERVISOR, ("C0SUPERVISE",), ("U0CHEN",))

    def test_nobody_there_is_passed_over(self) -> None:
        whom = audience(Level.OWNER, "U0LI", TEAM, {"U0LI", "U0ZHAO", "U0QIAN"})

        assert whom == Audience(Level.SUPERVISOR, ("C0SUPERVISE",), ("U0CHEN",), (Level.OWNER, Level.LEAD))

    def test_the_owner_is_not_told_as_their_own_lead(self) -> None:
        assert audience(Level.LEAD, "U0ZHAO", TEAM, ()).people == ("U0QIAN",)
        assert audience(Level.SUPERVISOR, "U0CHEN", TEAM, ()).level is Level.MANAGER

    def test_the_managers_channel_is_told_whoever_is_there(self) -> None:
        everybody = {"U0ZHAO", "U0QIAN", "U0CHEN", "U0ZHOU"}

        assert audience(Level.LEAD, None, TEAM, everybody) == Audience(
            Level.MANAGER, ("C0MANAGERS",), ("U0ZHOU",), (Level.LEAD, Level.SUPERVISOR)
        )

    def test_a_shop_without_leads_goes_to_the_supervisors_and_one_without_names_to_the_channel(self) -> None:
        assert audience(Level.LEAD, "U0LI", replace(TEAM, leads=()), ()).rooms == ("C0SUPERVISE",)
        nobody = replace(TEAM, leads=(), supervisors=(), managers=())
        assert audience(Level.LEAD, None, nobody, ()) == Audience(Level.SUPERVISOR, ("C0SUPERVISE",), ())
        assert audience(Level.MANAGER, None, nobody, ()) == Audience(Level.MANAGER, ("C0MANAGERS",), ())


class TestWhatCanWait:
    NOON = _local(23, 13, 30)
    MIDNIGHT = _local(24, 0)

    def _whom(
        self, level: Level, top: Level, *, off: Collection[str], coming: Collection[str] = (), team: Team = TEAM
    ) -> Audience | datetime | None:
        present = Presence(off, dict.fromkeys(coming, self.NOON), self.MIDNIGHT)
        return patient_audience(level, top, "U0LI", team, present)

    def test_whoever_is_there_is_told(self) -> None:
        whom = self._whom(Level.LEAD, Level.SUPERVISOR, off={"U0QIAN"}, coming={"U0QIAN"})

        assert whom == Audience(Level.LEAD, ("U0ZHAO",), ("U0ZHAO",))

    def test_who_comes_later_on_this_day_is_waited_for(self) -> None:
        leads, everybody = {"U0ZHAO", "U0QIAN"}, {"U0ZHAO", "U0QIAN", "U0CHEN", "U0ZHOU"}

        assert self._whom(Level.LEAD, Level.SUPERVISOR, off=leads, coming={"U0QIAN"}) == self.NOON
        assert self._whom(Level.LEAD, Level.SUPERVISOR, off=everybody, coming={"U0CHEN"}) == self.NOON
        assert self._whom(Level.MANAGER, Level.MANAGER, off=everybody, coming={"U0ZHOU"}) == self.NOON

    def test_a_level_that_does_not_come_today_is_passed_over(self) -> None:
        whom = self._whom(Level.LEAD, Level.MANAGER, off={"U0ZHAO", "U0QIAN"})

        assert whom == Audience(Level.SUPERVISOR, ("C0SUPERVISE",), ("U0CHEN",), (Level.LEAD,))

    def test_it_never_rises_above_the_highest_step_of_its_grade(self) -> None:
        off = {"U0ZHAO", "U0QIAN", "U0CHEN"}

        assert self._whom(Level.LEAD, Level.SUPERVISOR, off=off) == Audience(
            Level.SUPERVISOR, ("C0SUPERVISE",), (), (Level.LEAD,)
        )
        assert self._whom(Level.LEAD, Level.LEAD, off=off) == self.MIDNIGHT

    def test_the_managers_channel_is_told_whoever_is_there(self) -> None:
        off = {"U0ZHAO", "U0QIAN", "U0CHEN", "U0ZHOU"}

        assert self._whom(Level.SUPERVISOR, Level.MANAGER, off=off) == Audience(
            Level.MANAGER, ("C0MANAGERS",), ("U0ZHOU",), (Level.SUPERVISOR,)
        )

    def test_nobody_is_told_where_the_levels_name_only_the_owner(self) -> None:
        alone = replace(TEAM, leads=("U0LI",))

        assert self._whom(Level.LEAD, Level.LEAD, off=(), team=alone) is None
        assert self._whom(Level.LEAD, Level.SUPERVISOR, off=(), team=replace(alone, supervisors=())) == Audience(
            Level.SUPERVISOR, ("C0SUPERVISE",), ()
        )


class TestWhatAShopWrites:
    def test_its_own_steps(self, tmp_path: Path) -> None:
        policy = _written(tmp_path, 'urgent = [{ to = "owner", after = "5m" }, { to = "manager", after = "2h" }]')

        assert [(step.to, step.after) for step in policy.escalation.urgent] == [
            (Level.OWNER, timedelta(minutes=5)),
            (Level.MANAGER, timedelta(hours=2)),
        ]
        assert policy.escalation.normal == RULES.normal

    def test_none_at_all(self, tmp_path: Path) -> None:
        assert _written(tmp_path, "normal = []").escalation.normal == ()

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ('urgent = [{ to = "boss", after = "5m" }]', "escalation.urgent.0.to is 'boss'; expected 'owner', 'lead'"),
            ('urgent = [{ to = "lead", after = "0m" }]', "escalation.urgent.0.after is '0m'; expected a duration"),
            ('urgent = [{ to = "lead" }]', "escalation.urgent.0.after is missing"),
            (
                'urgent = [{ to = "lead", after = "5m", how = "dm" }]',
                "unknown key escalation.urgent.0.how; expected one of to, after",
            ),
            (
                'urgent = [{ to = "manager", after = "5m" }, { to = "lead", after = "9m" }]',
                "escalation.urgent is [",
            ),
            (
                'important = [{ to = "lead", after = "9m" }, { to = "manager", after = "9m" }]',
                "expected steps that rise, each later and to somebody higher",
            ),
            ('quiet_from = "late"', "escalation.quiet_from is 'late'; expected a local time such as 09:00"),
            ("quiet = true", "unknown key escalation.quiet; expected one of urgent, important, normal, quiet_from"),
        ],
    )
    def test_a_fault_names_its_key(self, tmp_path: Path, text: str, said: str) -> None:
        with pytest.raises(PolicyError) as fault:
            _written(tmp_path, text)

        assert said in str(fault.value)


def _written(folder: Path, text: str) -> Policy:
    path = folder / "shop.toml"
    path.write_text(f"[escalation]\n{text}\n", encoding="utf-8")
    return load_policy(path)
