"""Scorecard counts: whose a case is and what it is worth, case by case; added up and one by one they agree."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, col, update

from bot.policy.loader import load_policy
from bot.rules.figures.period import Period, Scope
from bot.rules.quality_checks import QualityCheck
from bot.rules.scorecard import PARTS, Counted, Part, counted_of
from bot.vocabulary import Grade, Status
from storage import quality_checks, repurchases, scorecard_months, scorecards
from storage.database import Database
from storage.period import period_figures
from storage.scorecard_counts import NOBODY, counted, evidence, resolved, waiting
from storage.scorecard_rows import Asked, Window
from storage.tables import CaseRow
from tests.storage.plans import plans_of
from tests.storage.scorecard_cases import add_case, appointed, handed_over, reopened, resolved_before, unresolved

ZONE = ZoneInfo("Asia/Shanghai")
BEGIN, END = datetime(2026, 10, 1, tzinfo=ZONE), datetime(2026, 11, 1, tzinfo=ZONE)
NOW = datetime(2026, 11, 8, 9, tzinfo=ZONE)
IN_MONTH = datetime(2026, 10, 10, 12, tzinfo=ZONE)
DAY = timedelta(days=1)
POLICY = load_policy(None)
WINDOW = Window(BEGIN, END, NOW, datetime(2026, 10, 8, 9, tzinfo=ZONE), NOW, date(2026, 9, 1))
UNCLAIMED = unresolved(claimed_at=None, claimed_by=None, first_claimed_at=None, status=Status.OPEN)
MISSED = {"contact_kept": False, "attempted_at": None, "attempted_by": None}
Values = dict[int, float]


def values(db: Database, part: Part, *agents: str) -> dict[str, Values]:
    """By agent: case → what it is worth."""
    found = db.in_snapshot(lambda session: evidence(Asked(session, WINDOW, POLICY), agents))
    return {agent: {one.case_id: one.value for one in parts[part].items} for agent, parts in found.items()}


def write(db: Database, agent: str | None = "U0LI", opened_at: datetime = IN_MONTH, **said: Any) -> int:
    return db.in_transaction(lambda session: add_case(session, agent, opened_at, **said))


class TestResolution:
    def test_confirmed_and_stood_for_a_week_are_resolved_and_in_hand_is_not(self, db: Database) -> None:
        confirmed = write(db)
        stood = write(db, status=Status.RESOLVED, satisfaction=None)
        in_hand = write(db, **unresolved())

        assert values(db, Part.RESOLUTION, "U0LI")["U0LI"] == {confirmed: 1, stood: 1, in_hand: 0}

    def test_too_early_to_say_and_dismissed_are_left_out(self, db: Database) -> None:
        write(db, status=Status.RESOLVED, satisfaction=None, resolved_at=NOW - 6 * DAY)
        write(db, status=Status.DISMISSED)
        write(db, opened_at=BEGIN - DAY)
        write(db, opened_at=END)

        assert values(db, Part.RESOLUTION, "U0LI")["U0LI"] == {}

    def test_it_is_whose_who_resolved_it_not_whose_it_was_or_is(self, db: Database) -> None:
        handed_over = write(db, "U0LI", resolved_by="U0WANG")
        held = write(db, "U0LI", **unresolved())

        found = values(db, Part.RESOLUTION, "U0LI", "U0WANG")

        assert found == {"U0WANG": {handed_over: 1}, "U0LI": {held: 0}}

    def test_who_took_a_case_over_within_the_week_is_not_charged_that_it_is_in_hand(self, db: Database) -> None:
        write(db, **unresolved(claimed_at=NOW - 6 * DAY))
        long_held = write(db, **unresolved(claimed_at=NOW - 8 * DAY))
        never_claimed = write(db, **UNCLAIMED)

        assert values(db, Part.RESOLUTION, "U0LI")["U0LI"] == dict.fromkeys((long_held, never_claimed), 0)

    def test_who_was_given_lately_what_nobody_could_take_is_not_charged_either(self, db: Database) -> None:
        case_id = write(db, **UNCLAIMED)
        db.in_transaction(appointed, case_id, NOW - DAY)

        assert values(db, Part.RESOLUTION, "U0LI")["U0LI"] == {}

    def test_who_resolved_it_before_is_charged_at_once_and_who_took_it_over_then_is_not(self, db: Database) -> None:
        own = write(db, **unresolved(claimed_at=NOW - DAY, reopened=1))
        taken_over = write(db, "U0WANG", **unresolved(claimed_at=NOW - DAY, reopened=1))
        for case_id in (own, taken_over):
            db.in_transaction(resolved_before, case_id, "U0LI", IN_MONTH)

        assert values(db, Part.RESOLUTION, "U0LI", "U0WANG") == {"U0LI": {own: 0, taken_over: 0}, "U0WANG": {}}

    def test_what_nobody_claimed_is_held_since_it_was_handed_over(self, db: Database) -> None:
        lately, long_ago = write(db, "U0WANG", **UNCLAIMED), write(db, "U0WANG", **UNCLAIMED)
        for case_id, at in ((lately, NOW - 9 * DAY), (lately, NOW - DAY), (long_ago, NOW - 9 * DAY)):
            db.in_transaction(handed_over, case_id, "U0LI", at)

        assert values(db, Part.RESOLUTION, "U0LI", "U0WANG") == {"U0LI": {}, "U0WANG": {long_ago: 0}}

    def test_what_was_dismissed_by_mistake_is_held_since_it_is_open_again(self, db: Database) -> None:
        case_id = write(db, **UNCLAIMED, reopened=1)
        db.in_transaction(reopened, case_id, "U0CHEN", NOW - DAY)

        assert values(db, Part.RESOLUTION, "U0LI")["U0LI"] == {}

    def test_what_came_back_counts_against_whoever_resolved_it_before(self, db: Database) -> None:
        again = write(db, "U0WANG", reopened=1)
        own = write(db, "U0LI", reopened=1)
        for case_id in (again, again, own):
            db.in_transaction(resolved_before, case_id, "U0LI", IN_MONTH)

        found = values(db, Part.RESOLUTION, "U0LI", "U0WANG")

        assert found == {"U0WANG": {again: 1}, "U0LI": {again: 0, own: 1}}

    def test_it_weighs_by_grade_and_emotion(self, db: Database) -> None:
        write(db, grade=Grade.URGENT, intensity=5)

        found = db.in_snapshot(lambda session: evidence(Asked(session, WINDOW, POLICY), ["U0LI"]))

        assert [one.weight for one in found["U0LI"][Part.RESOLUTION].items] == [20]


class TestContact:
    def test_it_is_of_whoever_tried_first(self, db: Database) -> None:
        kept = write(db, "U0LI", attempted_by="U0WANG")
        missed = write(db, "U0LI", contact_kept=False)

        assert values(db, Part.CONTACT, "U0LI", "U0WANG") == {"U0WANG": {kept: 1}, "U0LI": {missed: 0}}

    def test_who_took_over_what_was_late_already_is_not_charged(self, db: Database) -> None:
        late = {"contact_kept": False, "claimed_at": IN_MONTH + timedelta(hours=3)}
        write(db, **late)
        write(db, **late, attempted_at=None, attempted_by=None)

        assert values(db, Part.CONTACT, "U0LI")["U0LI"] == {}

    def test_who_held_it_and_never_tried_is(self, db: Database) -> None:
        missed = write(db, contact_kept=False, attempted_at=None, attempted_by=None)
        unclaimed = write(db, **UNCLAIMED, **MISSED)

        assert values(db, Part.CONTACT, "U0LI")["U0LI"] == {missed: 0, unclaimed: 0}

    def test_handed_over_unclaimed_it_counts_against_who_had_it_in_time_alone(self, db: Database) -> None:
        late, in_time = write(db, "U0WANG", **UNCLAIMED, **MISSED), write(db, "U0WANG", **UNCLAIMED, **MISSED)
        db.in_transaction(handed_over, late, "U0LI", IN_MONTH + timedelta(hours=3))
        db.in_transaction(handed_over, in_time, "U0LI", IN_MONTH + timedelta(minutes=30))

        assert values(db, Part.CONTACT, "U0LI", "U0WANG") == {"U0LI": {}, "U0WANG": {in_time: 0}}

    def test_given_back_untried_it_is_nobodys(self, db: Database) -> None:
        write(db, contact_kept=False, attempted_at=None, attempted_by=None, claimed_by=None, claimed_at=None)

        assert values(db, Part.CONTACT, "U0LI")["U0LI"] == {}

    def test_undecided_reopened_and_dismissed_are_left_out(self, db: Database) -> None:
        write(db, contact_kept=None)
        write(db, reopened=1)
        write(db, status=Status.DISMISSED)

        assert values(db, Part.CONTACT, "U0LI")["U0LI"] == {}


class TestAfterwards:
    def test_bought_again_is_told_of_cases_whose_time_ended_in_the_month(self, db: Database) -> None:
        ended = BEGIN + 2 * DAY - POLICY.repurchase.within
        bought = write(db, opened_at=ended, bought_again_at=ended + DAY)
        not_bought = write(db, opened_at=ended)
        write(db, bought_again_at=IN_MONTH + DAY)  # resolved in the month itself: its time is not over
        write(db, opened_at=ended, customer_id=None)
        write(db, "U0WANG", opened_at=ended)

        assert values(db, Part.REPURCHASE, "U0LI")["U0LI"] == {bought: 1, not_bought: 0}

    def test_alone_nobody_is_measured_against_themselves(self, db: Database) -> None:
        ended = BEGIN + 2 * DAY - POLICY.repurchase.within
        write(db, opened_at=ended, bought_again_at=ended + DAY)

        found = db.in_snapshot(lambda session: evidence(Asked(session, WINDOW, POLICY), ["U0LI"]))

        assert found["U0LI"][Part.REPURCHASE].prior is None
        assert found["U0LI"][Part.REPURCHASE].items == ()

    def test_another_case_of_the_customer_within_thirty_days_is_a_repeat(self, db: Database) -> None:
        ended = BEGIN + 2 * DAY - timedelta(days=30)
        calm = write(db, opened_at=ended)
        repeated = write(db, opened_at=ended, customer_id="again")
        write(db, "U0WANG", ended + 29 * DAY, customer_id="again")
        late = write(db, opened_at=ended, customer_id="late")
        write(db, "U0WANG", ended + 31 * DAY, customer_id="late")
        forgiven = write(db, opened_at=ended, customer_id="no complaint")
        write(db, "U0WANG", ended + DAY, customer_id="no complaint", status=Status.DISMISSED)

        assert values(db, Part.REPEAT, "U0LI")["U0LI"] == {calm: 1, repeated: 0, late: 1, forgiven: 1}


class TestQuality:
    def test_checks_belong_to_the_card_that_is_frozen_next(self, db: Database) -> None:
        case_id = write(db)
        for by, at in (("U0A", WINDOW.checks_from - DAY), ("U0B", WINDOW.checks_from), ("U0C", NOW)):
            check = QualityCheck(case_id, "U0LI", by, at, (3, 3, 2, 1))
            db.in_transaction(quality_checks.keep, check)

        assert values(db, Part.QUALITY, "U0LI")["U0LI"] == {case_id: 0.75}

    def test_the_same_persons_second_check_takes_the_place_of_the_first(self, db: Database) -> None:
        case_id = write(db)
        for marks in ((0, 0, 0, 0), (3, 3, 3, 3)):
            db.in_transaction(quality_checks.keep, QualityCheck(case_id, "U0LI", "U0B", IN_MONTH, marks))

        assert values(db, Part.QUALITY, "U0LI")["U0LI"] == {case_id: 1}


class TestWaiting:
    """What no card of October could count, the card of November does."""

    later = Window(END, datetime(2026, 12, 1, tzinfo=ZONE), NOW + 30 * DAY, NOW, NOW + 30 * DAY, date(2026, 10, 1))

    def waits(self, db: Database) -> dict[int, str | None]:
        """October is frozen: case → whose."""
        left = db.in_snapshot(lambda session: waiting(Asked(session, WINDOW, POLICY)))
        db.in_transaction(scorecard_months.note, date(2026, 10, 1), NOW, left)
        return {one.case_id: one.agent for one in left}

    def november(self, db: Database, *agents: str) -> dict[str, Values]:
        found = db.in_snapshot(lambda session: evidence(Asked(session, self.later, POLICY), agents))
        return {agent: {one.case_id: one.value for one in of[Part.RESOLUTION].items} for agent, of in found.items()}

    def becomes(self, db: Database, case_id: int, **now: Any) -> None:
        db.in_transaction(lambda session: session.exec(update(CaseRow).where(col(CaseRow.id) == case_id).values(**now)))

    def test_what_was_decided_or_dismissed_or_is_of_another_month_does_not_wait(self, db: Database) -> None:
        write(db)
        write(db, **unresolved())
        write(db, status=Status.DISMISSED)
        for moment in (BEGIN - DAY, END):
            write(db, opened_at=moment, status=Status.RESOLVED, satisfaction=None, resolved_at=NOW - DAY)

        assert self.waits(db) == {}

    def test_resolved_too_lately_it_counts_on_the_next_card_and_on_no_third(self, db: Database) -> None:
        late = write(db, status=Status.RESOLVED, satisfaction=None, resolved_at=NOW - 6 * DAY)
        assert self.waits(db) == {late: "U0LI"}
        assert self.november(db, "U0LI") == {"U0LI": {late: 1}}
        again = db.in_snapshot(lambda session: waiting(Asked(session, self.later, POLICY)))
        assert again == []
        db.in_transaction(scorecard_months.note, date(2026, 11, 1), NOW + 30 * DAY, again)

        december = replace(self.later, after=date(2026, 11, 1))
        assert db.in_snapshot(lambda session: counted(Asked(session, december, POLICY))).keys() == {NOBODY}

    def test_taken_over_lately_it_counts_for_who_resolves_it_or_against_who_kept_it(self, db: Database) -> None:
        resolved_later = write(db, **unresolved(claimed_at=NOW - DAY))
        kept = write(db, **unresolved(claimed_at=NOW - DAY))
        assert self.waits(db) == {resolved_later: "U0LI", kept: "U0LI"}
        done = {"status": Status.CLOSED, "satisfaction": 4, "resolved_by": "U0WANG", "resolved_at": NOW + DAY}
        self.becomes(db, resolved_later, **done)

        assert self.november(db, "U0LI", "U0WANG") == {"U0LI": {kept: 0}, "U0WANG": {resolved_later: 1}}

    def test_one_that_comes_back_after_the_freezing_counts_against_who_had_resolved_it(self, db: Database) -> None:
        late = write(db, status=Status.RESOLVED, satisfaction=None, resolved_at=NOW - DAY)
        db.in_transaction(resolved_before, late, "U0LI", NOW - DAY)
        self.waits(db)
        self.becomes(db, late, reopened=1, resolved_by="U0WANG", resolved_at=NOW + 3 * DAY)

        assert self.november(db, "U0LI", "U0WANG") == {"U0LI": {late: 0}, "U0WANG": {late: 1}}

    def test_who_was_charged_on_the_first_card_is_not_charged_again(self, db: Database) -> None:
        late = write(db, "U0WANG", status=Status.RESOLVED, satisfaction=None, resolved_at=NOW - DAY, reopened=1)
        db.in_transaction(resolved_before, late, "U0LI", NOW - 9 * DAY)
        db.in_transaction(resolved_before, late, "U0WANG", NOW - DAY)
        assert values(db, Part.RESOLUTION, "U0LI", "U0WANG") == {"U0LI": {late: 0}, "U0WANG": {}}
        assert self.waits(db) == {late: "U0WANG"}

        assert self.november(db, "U0LI", "U0WANG") == {"U0LI": {}, "U0WANG": {late: 1}}

    def test_every_case_is_counted_once(self, db: Database) -> None:
        """By chance, over both months: what October left out is what November has more."""
        agents = [f"U0{number}" for number in range(6)]
        db.in_transaction(_by_chance, Random(11), agents)
        october = {case for one in values(db, Part.RESOLUTION, *agents).values() for case in one}
        alone = {case for one in self.november(db, *agents).values() for case in one}
        left = set(self.waits(db))
        both = {case for one in self.november(db, *agents).values() for case in one}

        assert left
        assert not left & october
        assert both - alone == left


def test_added_up_and_one_by_one_they_agree(db: Database) -> None:
    random = Random(5)
    agents = [f"U0{number}" for number in range(6)]
    db.in_transaction(_by_chance, random, agents)

    added = db.in_snapshot(lambda session: counted(Asked(session, WINDOW, POLICY)))
    single = db.in_snapshot(lambda session: evidence(Asked(session, WINDOW, POLICY), [*agents, "U0IDLE"]))

    for agent in agents:
        assert {part: _rounded(one) for part, one in counted_of(single[agent]).items()} == {
            part: _rounded(added[agent][part]) for part in PARTS
        }
    assert {part: one.prior for part, one in single["U0IDLE"].items()} == {
        part: one.prior for part, one in added[NOBODY].items()
    }


def test_what_becomes_of_a_review_changes_no_number(db: Database) -> None:
    write(db)
    write(db, **unresolved())
    before = db.in_snapshot(lambda session: counted(Asked(session, WINDOW, POLICY)))
    plain = {part: _rounded(one) for part, one in before["U0LI"].items()}

    def amend(session: Session) -> None:
        add_case(session, "U0LI", IN_MONTH, change="updated", changed_at=IN_MONTH + DAY, rating=5)
        add_case(session, "U0LI", IN_MONTH, **unresolved(), change="deleted", changed_at=IN_MONTH + DAY)

    db.in_transaction(amend)
    after = db.in_snapshot(lambda session: counted(Asked(session, WINDOW, POLICY)))["U0LI"][Part.RESOLUTION]

    assert plain[Part.RESOLUTION][:2] == (0.5, 2)
    assert _rounded(after)[:2] == (0.5, 4)  # two more like the others: amended or not makes no difference


def test_the_sample_is_drawn_from_what_was_resolved_in_the_month(db: Database) -> None:
    mine, his = write(db), write(db, "U0WANG")
    write(db, opened_at=BEGIN - DAY)
    write(db, **unresolved())

    assert db.in_snapshot(resolved, BEGIN, END, ["U0LI", "U0WANG"]) == {"U0LI": [mine], "U0WANG": [his]}


@pytest.mark.sqlite_only
def test_only_the_months_rows_are_read(db: Database) -> None:
    def asked(session: Session) -> object:
        return evidence(Asked(session, WINDOW, POLICY), ["U0LI"])

    steps = [*plans_of(db, asked), *plans_of(db, resolved, BEGIN, END, ["U0LI"])]

    assert {step for step in steps if step.startswith("SCAN")} == {"SCAN anon_1"}
    assert not [step for step in steps if "case_status" in step]


def _by_chance(session: Session, random: Random, agents: list[str]) -> None:
    for number in range(400):
        agent = random.choice(agents)
        opened = BEGIN - 100 * DAY + timedelta(minutes=random.randrange(130 * 1440))
        said: dict[str, Any] = {
            "grade": random.choice(list(Grade)),
            "intensity": random.randrange(1, 6),
            "contact_kept": random.choice((True, False, None)),
            "tier": random.choice(("basic", "gold")),
            "customer_id": random.choice((None, f"c-{number % 70}")),
            "bought_again_at": opened + DAY if random.random() < 0.3 else None,
        }
        if random.random() < 0.3:
            said |= unresolved()
        elif random.random() < 0.3:
            lately = min(NOW, opened + timedelta(days=random.randrange(20)))
            said |= {"status": Status.RESOLVED, "satisfaction": None, "resolved_at": lately}
        case_id = add_case(session, agent, opened, **said)
        if random.random() < 0.1:
            check = QualityCheck(case_id, agent, "U0ZHAO", IN_MONTH, (3, 2, 1, random.randrange(4)))
            quality_checks.keep(session, check)


def _rounded(one: Counted) -> tuple[float, ...]:
    tally, prior = one.tally, one.prior
    numbers = (prior or 0, tally.n, tally.weight, tally.squares, tally.got)
    return tuple(round(number, 6) for number in numbers)


def test_the_team_together_is_what_the_reports_count(db: Database) -> None:
    agents = [f"U0{number}" for number in range(6)]
    db.in_transaction(_by_chance, Random(8), agents)
    month = Period.month(date(2026, 10, 1))
    report = db.in_snapshot(lambda session: period_figures(session, month, Scope(), POLICY, NOW))
    team = db.in_snapshot(lambda session: counted(Asked(session, WINDOW, POLICY)))
    within = POLICY.repurchase.within
    bought = db.in_snapshot(repurchases.counted, BEGIN - within, END - within, NOW, within)

    def together(part: Part) -> int:
        return sum(team[agent][part].tally.n for agent in agents)

    assert together(Part.RESOLUTION) == report.ending.resolved.of
    assert together(Part.CONTACT) == report.clocks.attempted.of
    assert together(Part.REPURCHASE) == bought.closed
    assert sum(team[agent][Part.REPURCHASE].tally.got for agent in agents) == bought.closed_bought
    assert sum(team[agent][Part.CONTACT].tally.got for agent in agents) == report.clocks.attempted.kept


@pytest.mark.sqlite_only
def test_cards_are_found_by_indexes(db: Database) -> None:
    for plan in (
        plans_of(db, scorecards.of_person, "U0LI", 12),
        plans_of(db, scorecards.of_month, date(2026, 10, 1)),
        plans_of(db, scorecards.find, 1),
        plans_of(db, scorecards.due, NOW, 10),
        plans_of(db, scorecards.next_due),
        plans_of(db, scorecards.last_closed),
        plans_of(db, quality_checks.checkers, 1),
    ):
        assert not [step for step in plan if step.startswith("SCAN") and "USING" not in step]
