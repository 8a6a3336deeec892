"""Experience: what counts as a good end, and when one choice may be called better than another."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.experience import GIVEN_UP, STANDS, Tried, best, has_worked
from bot.rules.figures.measures import ENOUGH, Kept
from bot.rules.intervals import share_apart
from bot.vocabulary import Status
from tests.house.clock import T0

NOTHING = Kept(0, 0)
_MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("status", "resolved", "satisfaction", "reopened", "worked"),
    [
        (Status.CLOSED, timedelta(0), 3, 0, True),
        (Status.CLOSED, timedelta(0), 2, 0, False),
        (Status.RESOLVED, STANDS, None, 0, True),
        (Status.RESOLVED, STANDS - _MINUTE, None, 0, None),
        (Status.CLOSED, STANDS, 5, 1, False),  # the second go was good, the first was not
        (Status.DISMISSED, None, None, 0, None),
        (Status.DISMISSED, None, None, 2, None),
    ],
)
def test_a_case_has_ended_well_or_badly_or_nobody_can_know(
    status: Status, resolved: timedelta | None, satisfaction: int | None, reopened: int, worked: bool | None
) -> None:
    opened = T0 - timedelta(days=9)
    resolved_at = None if resolved is None else T0 - resolved
    assert has_worked(status, opened, resolved_at, satisfaction, reopened, T0) is worked


def test_what_is_not_resolved_after_two_weeks_did_not_work() -> None:
    assert has_worked(Status.SOLVING, T0 - GIVEN_UP, None, None, 0, T0) is False
    assert has_worked(Status.SOLVING, T0 - GIVEN_UP + _MINUTE, None, None, 0, T0) is None


def test_the_best_beats_every_other_of_which_enough_is_known() -> None:
    good, poor = Tried("good", Kept(90, 100), NOTHING), Tried("poor", Kept(50, 100), NOTHING)
    assert best([poor, good]) is good
    assert best([poor, good, Tried("rare", Kept(5, 5), NOTHING)]) is good
    assert best([poor, good, Tried("as good", Kept(89, 100), NOTHING)]) is None
    assert best([good]) is None
    assert best([good, Tried("rare", Kept(0, ENOUGH - 1), NOTHING)]) is None


def test_where_as_many_work_contentment_decides_and_never_against_the_other_measure() -> None:
    glad, sad = Tried("glad", Kept(70, 100), Kept(38, 40)), Tried("sad", Kept(70, 100), Kept(12, 40))
    assert best([sad, glad]) is glad
    settles = Tried("settles", Kept(95, 100), Kept(12, 40))
    assert best([settles, glad]) is None


counts = st.integers(0, 60).flatmap(lambda of: st.builds(Kept, st.integers(0, of), st.just(of)))


@given(st.lists(st.builds(Tried, st.uuids().map(str), counts, counts), max_size=4))
def test_nothing_is_called_best_that_a_plain_look_at_the_intervals_denies(tried: list[Tried]) -> None:
    found = best(tried)
    if found is None:
        return
    rivals = [one for one in tried if one is not found and one.worked.of >= ENOUGH]
    assert found.worked.of >= ENOUGH
    assert rivals
    for one in rivals:
        apart = [
            share_apart(a.kept, a.of, b.kept, b.of)
            for a, b in ((found.worked, one.worked), (found.content, one.content))
            if min(a.of, b.of) >= ENOUGH
        ]
        assert any(low > 0 for low, _ in apart)
        assert all(high >= 0 for _, high in apart)
