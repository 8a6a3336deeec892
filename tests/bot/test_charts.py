"""Charts: every word of them has its shape on any machine, and they say the same in words."""

import struct
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from bot.charts import before_after, days, heat, pareto, trend
from bot.charts.font import writable
from bot.charts.numbers import percent, round_percent
from bot.charts.scale import scale_for
from bot.vocabulary import Grade
from scripts_library.wording import LOCALES, Wording, catalogue

TODAY = date(2026, 11, 30)
SAY = Wording("zh_CN")
MIXED = "飞利浦 Kettle ☕ 1.5L «Größe» $5 & $6 <旗舰款> 儿童适用加厚款"
_MOST_BYTES = 150 * 1024


def _days(*counts: int) -> days.Days:
    """So many cases a day, the last day today; one of each day is urgent."""
    made = [
        days.DayCases(
            TODAY - timedelta(days=len(counts) - 1 - place),
            {Grade.URGENT: min(1, count), Grade.NORMAL: count - min(1, count)},
        )
        for place, count in enumerate(counts)
    ]
    return days.Days(tuple(made), TODAY)


def _trend(*values: float | None, is_rate: bool = False) -> trend.Trend:
    """Days with limits from 3 to 20, or from 3 % to 20 %."""
    unit = 0.01 if is_rate else 1.0
    points = [
        trend.Point(TODAY - timedelta(days=len(values) - 1 - place), value, 3 * unit, 20 * unit)
        for place, value in enumerate(values)
    ]
    return trend.Trend(MIXED, "单位:件", tuple(points), 11 * unit, is_rate)


NAMED = tuple(pareto.Named(f"{MIXED} {number}", number * number) for number in range(14))
HEAT = heat.Heat("商品", "单位:件", (MIXED, "电饭煲"), ("产品质量", "Wrong or missing items"), ((31, None), (0, 16)))
BEFORE = before_after.Measured("10-01 至 10-31", 0.05, 0.043, 0.058, 187, 3740)
AFTER = before_after.Measured("11-05 至 11-29", 0.012, 0.009, 0.017, 38, 3090)
CHARTS: dict[str, tuple[Any, Any]] = {
    "days": (days, _days(3, 14, 2, 0, 41, 1200)),
    "no days": (days, days.Days((), TODAY)),
    "quiet days": (days, _days(0, 0)),
    "trend": (trend, _trend(5, 27, 28, None, 1, 0)),
    "rates": (trend, _trend(0.05, 0.27, None, 0.001, is_rate=True)),
    "one day": (trend, _trend(5)),
    "no trend": (trend, _trend()),
    "pareto": (pareto, pareto.Pareto("原因", "单位:件", NAMED)),
    "no pareto": (pareto, pareto.Pareto("原因", "单位:件", ())),
    "heat": (heat, HEAT),
    "no heat": (heat, heat.Heat("商品", "单位:件", (), (), ())),
    "before and after": (before_after, before_after.BeforeAfter(MIXED, "占订单", BEFORE, AFTER, 0.003)),
    "without target": (before_after, before_after.BeforeAfter(MIXED, "占订单", BEFORE, AFTER)),
}


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without any font of its own, not even those that come with matplotlib."""
    from matplotlib.font_manager import fontManager

    monkeypatch.setattr(fontManager, "ttflist", [])
    monkeypatch.setattr(fontManager, "afmlist", [])
    fontManager._findfont_cached.cache_clear()
    yield
    fontManager._findfont_cached.cache_clear()


@pytest.mark.usefixtures("no_fonts")
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_drawn_on_a_machine_without_fonts(name: str, locale: str) -> None:
    """matplotlib warns of every missing shape, and warnings are errors here."""
    module, chart = CHARTS[name]

    png = module.draw(chart, Wording(locale))

    wide, _ = _size(png)
    assert wide in (720, 960)
    assert len(png) < _MOST_BYTES
    assert module.alt(chart, Wording(locale))


@pytest.mark.usefixtures("no_fonts")
def test_without_our_font_the_machine_would_have_none() -> None:
    """So that the test above means something."""
    from matplotlib.font_manager import FontProperties, findfont

    with pytest.raises(ValueError, match="Failed to find font"):
        findfont(FontProperties(family="DejaVu Sans"), fallback_to_default=False)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_font_has_every_letter_of_all_words_that_a_chart_may_show(locale: str) -> None:
    shown = {key: text for key, text in catalogue(locale).items() if key.startswith(("charts.", "words."))}
    without_marks = {key: text for key, text in shown.items() if not key.startswith("words.mark.")}

    assert {key for key, text in without_marks.items() if writable(text) != " ".join(text.split())} == set()


def test_what_the_font_has_no_shape_for_is_left_out() -> None:
    assert writable("电热水壶 ☕🔥 1.5L\n升级款") == "电热水壶 1.5L 升级款"


def test_the_same_values_make_the_same_picture() -> None:
    for module, chart in CHARTS.values():
        assert module.draw(chart, SAY) == module.draw(chart, SAY)


def test_the_digests_chart_is_as_wide_as_a_phone() -> None:
    assert _size(days.draw(_days(*range(14)), SAY))[0] == 2 * 360


def test_the_days_are_told_in_words() -> None:
    told = days.alt(_days(10, 20, 41, 7), SAY)

    assert told == "近 4 天每天新开的案件:昨天 41 件(紧急 1)、今天 7 件(紧急 1),之前平均每天 15.0 件"


def test_only_what_chance_does_not_explain_is_outside() -> None:
    assert [one.is_outside for one in _trend(2, 3, 20, 21, None).points] == [True, False, False, True, False]


def test_a_trend_tells_its_days_outside() -> None:
    told = trend.alt(_trend(5, 27, 6), SAY)

    assert "最近一天 6,中线 11,1 天超出正常波动:11-29 27" in told
    assert "都在正常波动范围内" in trend.alt(_trend(5, 6), SAY)
    assert "还没有数据" in trend.alt(_trend(None), SAY)


def test_a_pareto_tells_the_largest_and_their_share() -> None:
    counts = (pareto.Named("物流", 20), pareto.Named("质量", 60), pareto.Named("客服", 10), pareto.Named("价格", 10))

    told = pareto.alt(pareto.Pareto("原因", "件", counts), SAY)

    assert told == "原因(件):共 100,最多的是 质量 60、物流 20、价格 10,合计占 90%"


def test_of_many_names_the_small_ones_are_one_row() -> None:
    told = [one.name for one in pareto._rows(pareto.Pareto("原因", "件", NAMED), SAY)]

    assert len(told) == 10
    assert told[-1] == "其他 4 项"


def test_a_heat_map_tells_where_the_most_is() -> None:
    assert heat.alt(HEAT, SAY).endswith(f"最多的是 {MIXED} × 产品质量 31、电饭煲 × Wrong or missing items 16")


def test_before_and_after_tell_their_intervals_and_the_target() -> None:
    told = before_after.alt(CHARTS["before and after"][1], SAY)

    assert "改进前 10-01 至 10-31 5.0%(187/3740,区间 4.3% 到 5.8%)" in told
    assert told.endswith("目标 0.3%")


@pytest.mark.parametrize(
    ("share", "said"), [(0, "0%"), (0.0001, "0.1%"), (0.003, "0.3%"), (0.62, "62%"), (0.9999, "99.9%"), (1, "100%")]
)
def test_none_and_all_are_not_said_of_almost(share: float, said: str) -> None:
    assert percent(share) == said


@pytest.mark.parametrize(
    ("most", "lines"), [(0, [0, 1]), (3, [0, 1, 2, 3]), (27, [0, 10, 20, 30]), (100, [0, 25, 50, 75, 100])]
)
def test_the_lines_of_a_scale_are_round_and_reach_the_most(most: float, lines: list[float]) -> None:
    assert scale_for(most, 100, 0).lines() == lines


def test_shares_have_round_lines_too() -> None:
    assert [round_percent(one) for one in scale_for(0.058, 0, 100, whole=False).lines()] == ["0%", "2%", "4%", "6%"]


def _size(png: bytes) -> tuple[int, int]:
    """Width and height out of a PNG's head."""
    wide, high = struct.unpack(">II", png[16:24])
    return wide, high
