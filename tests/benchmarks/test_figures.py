"""Figures: medians, ratios and promises are computed as the table says."""

import pytest

from benchmarks.figures import Bound, Figure, Sample, show


def test_the_ratio_is_that_of_the_medians() -> None:
    figure = Figure("press", "…", Sample((9.0, 1.0, 2.0)), "bare", Sample((4.0, 4.0, 100.0)))

    assert figure.ratio == 0.5


def test_what_was_measured_in_pairs_is_compared_in_pairs() -> None:
    ours, bare = Sample((10.0, 50.0, 20.0), "/s"), Sample((20.0, 200.0, 25.0), "/s")

    assert Figure("intake", "…", ours, "bare", bare, in_pairs=True).ratio == 0.5


def test_a_figure_without_baseline_has_no_ratio() -> None:
    assert Figure("memory", "…", Sample((9.0,), "MB")).ratio is None


@pytest.mark.parametrize(("count", "place"), [(1, 1), (3, 3), (19, 19), (20, 19), (40, 38), (100, 95)])
def test_p95_is_the_first_value_that_95_of_100_do_not_exceed(count: int, place: int) -> None:
    assert Sample(tuple(float(value) for value in range(count, 0, -1))).p95 == place


def test_a_sample_without_measurements_is_refused() -> None:
    with pytest.raises(ValueError, match="values: a sample needs at least one measurement"):
        Sample(())


@pytest.mark.parametrize(("value", "kept"), [(99.9, True), (100.0, False), (250.0, False)])
def test_a_promise_is_kept_below_its_bound_only(value: float, kept: bool) -> None:
    assert Bound("median < 100 ms", value, 100.0).kept is kept


def test_the_table_says_which_promise_was_broken(capsys: pytest.CaptureFixture[str]) -> None:
    slow, quick = Bound("p95 < 1 s", 1200.0, 1000.0), Bound("median < 100 ms", 20.0, 100.0)

    show(
        [
            Figure("card", "slow one", Sample((1200.0,)), bound=slow),
            Figure("press", "quick one", Sample((20.0,)), bound=quick),
        ]
    )

    lines = capsys.readouterr().out.splitlines()
    assert ["FAIL" in line for line in lines if "slow one" in line] == [True]
    assert ["PASS" in line for line in lines if "quick one" in line] == [True]
