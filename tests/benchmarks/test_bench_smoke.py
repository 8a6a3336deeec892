"""Benchmarks: each runs through on a tiny workload, on real processes, and compares like with like."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import card, case_lists, intake, month, morning, press, scorecards, sealing, start, storm, timers
from benchmarks.figures import Figure

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


def test_a_card_is_measured_beside_the_same_card_posted_directly() -> None:
    usual, first = card.measure(pushes=3, starts=1)

    assert _counts(usual) == (3, 3)
    assert _counts(first) == (1, 1)
    assert _is_more_work_than_its_baseline(usual)
    assert usual.bound
    assert usual.bound.value == usual.ours.p95


def test_a_press_is_measured_beside_a_bare_acknowledgement_and_while_snownlp_loads() -> None:
    idle, loading = press.measure(presses=3, while_loading=2)

    assert _counts(idle) == (3, 3)
    assert _counts(loading) == (2, 3)
    assert idle.bound
    assert idle.bound.value == idle.ours.median


def test_a_start_is_measured_beside_a_bare_program() -> None:
    usual, first, worked, memory = start.measure(runs=2, opinion=False)

    assert _counts(usual) == (2, 3)
    assert _counts(first) == (1, 3)
    assert _is_more_work_than_its_baseline(worked)
    assert _is_more_work_than_its_baseline(memory)
    assert memory.ours.unit == "MB"
    assert memory.ours.median < 200, "SnowNLP's model has been loaded by the start"


def test_understanding_a_review_costs_a_fraction_of_snownlp() -> None:
    """In a process of its own: the model would stay in the test's for good."""
    program = (
        "from benchmarks.analysis_speed import measure; [it] = measure(texts=5, rounds=1); "
        "print(len(it.ours.values), len(it.baseline.values), it.ratio)"
    )
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    ours, theirs, ratio = told.stdout.split()

    assert (ours, theirs) == ("5", "5")
    assert 0 < float(ratio) < 1


def test_scorecards_are_measured_beside_one_count_of_the_same_rows() -> None:
    so_far, frozen = scorecards.measure(cases=300, times=1)

    assert so_far.baseline is frozen.baseline
    assert so_far.bound
    assert frozen.bound


def test_a_month_is_measured_beside_one_count_of_its_rows_and_presses_beside_it() -> None:
    figures, press = month.measure(cases=300, times=2)

    assert _counts(figures) == (2, 2)
    assert _is_more_work_than_its_baseline(figures)
    assert press.ours.median > 0


def test_intake_is_measured_beside_a_door_that_keeps_nothing() -> None:
    figures = intake.measure(requests=40, connections=4, rounds=1)

    stored = [figure for figure in figures if figure.bound]
    assert stored[0].name == "durable intake, SQLite, synchronous=FULL"
    assert all(0 < (figure.ratio or 0) < 2 for figure in stored)
    assert any(figure.ours.unit == "MB" for figure in figures)


def test_sealing_is_measured_beside_the_check_of_the_fields() -> None:
    (figure,) = sealing.measure(deliveries=20, rounds=2)

    assert _counts(figure) == (2, 2)
    assert figure.bound
    assert figure.bound.value == figure.ratio


def test_timers_are_measured_beside_few_and_beside_a_bare_update() -> None:
    idle, firing = timers.measure(many=3000, few=1000, due=200, ticks=3)

    assert _counts(idle) == (3, 3)
    assert (firing.ratio or 0) < 1


def test_case_lists_are_measured_beside_a_young_shop() -> None:
    figures = case_lists.measure(many=4000, few=2100, times=2)

    assert [figure.name for figure in figures] == ["/reviews status", "/reviews overdue", "/reviews mine"]
    assert all(_counts(figure) == (2, 2) for figure in figures)


def test_the_morning_is_measured_beside_a_young_shop() -> None:
    (figure,) = morning.measure(many=4000, few=2100, times=2, recent=290)

    assert _counts(figure) == (2, 2)
    assert figure.bound


def test_a_storm_is_measured_until_all_is_visible() -> None:
    shown, against_cards, _worked = storm.measure(reviews=60)

    assert shown.bound
    assert shown.bound.kept
    assert (against_cards.ratio or 1) < 1


def _counts(figure: Figure) -> tuple[int, int]:
    assert figure.baseline is not None
    return len(figure.ours.values), len(figure.baseline.values)


def _is_more_work_than_its_baseline(figure: Figure) -> bool:
    return figure.ratio is not None and figure.ratio > 1
