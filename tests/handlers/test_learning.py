"""Learning: what colleagues regrade is reported, trained on, and can be replayed before it is switched on."""

import csv
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.analysis import analyse
from bot.analysis.learned.model import CATEGORIES, load
from bot.policy.model import Policy
from bot.vocabulary import Category
from handlers.casework.desk import Desk
from handlers.learning.choosing_model import model_of
from handlers.learning.labelled import DataUnreadable, labelled_in, own_labels
from handlers.learning.replay import replayed
from handlers.learning.training import train_model
from handlers.plain_faults import Refused
from scripts_library.wording import Wording
from storage.corrections import corrected_reviews
from tests.house.shop import Shop

SAY = Wording("zh_CN")
ODD = "收到的是隔壁小区的呼啦圈"  # of a trouble that no rule and no model knows
_COLUMNS = ("id", "text", "is_negative", "category", "category2", "severity", "safety", "intensity")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Forty labelled reviews of our own."""
    rows = [_row(n, f"第{n}天包裹还没到", "logistics", 2 + n % 3) for n in range(14)]
    rows += [_row(20 + n, f"用了{n}次拉链就断", "product_quality", 3 + n % 3) for n in range(14)]
    rows += [_row(40 + n, f"第{n}次买了,一直结实耐看", "", 0) for n in range(14)]
    with (tmp_path / "labelled_train.csv").open("w", encoding="utf-8", newline="") as opened:
        written = csv.DictWriter(opened, _COLUMNS)
        written.writeheader()
        written.writerows(rows)
    return tmp_path


def _desk(shop: Shop) -> Desk:
    return shop.parts.staff.desk


def _row(number: int, text: str, category: str, intensity: int) -> dict[str, object]:
    bad = bool(category)
    severity = "normal" if bad else "none"
    return dict(zip(_COLUMNS, (f"r{number}", text, int(bad), category, "", severity, 0, intensity), strict=True))


async def test_the_report_says_how_often_people_corrected_the_bot(shop: Shop) -> None:
    for _ in range(3):
        await shop.review_arrives(text="用了两次就坏了", rating=2)
    await shop.person("小李").presses("改判")
    await shop.person("小李").fills_in(category="物流服务", note="是快递摔的")

    told = await shop.person("陈主管").types("/reviews report")

    assert "2026 年 11 月" in told
    assert "3 个案件,同事改判了 1 个(33%)" in told
    assert "产品质量  3 件 · 改判 1(33%) · 多改成「物流服务」" in told
    assert "普通  3 件 · 改判 0(0%)" in told


async def test_a_regrade_there_and_back_is_no_correction(shop: Shop) -> None:
    await shop.review_arrives(text="用了两次就坏了", rating=2)
    for category in ("物流服务", "产品质量"):
        await shop.person("小李").presses("改判")
        await shop.person("小李").fills_in(category=category, note="再想想")

    assert "同事改判了 0 个" in await shop.person("小李").types("/reviews report 11")


async def test_what_is_no_complaint_is_reported_apart(shop: Shop) -> None:
    await shop.review_arrives()
    await shop.person("陈主管").chooses_more("不是投诉")
    await shop.person("陈主管").fills_in(note="同行乱写的")

    assert "另有 1 个不是投诉" in await shop.person("小李").types("/reviews report 2026-11")


@pytest.mark.parametrize(("typed", "answer"), [("2026-10", "这个月还没有案件"), ("13", "用法"), ("下个月", "用法")])
async def test_another_month_or_none_at_all(shop: Shop, typed: str, answer: str) -> None:
    await shop.review_arrives()

    assert answer in await shop.person("小李").types(f"/reviews report {typed}")


async def test_training_learns_from_regrades(shop: Shop, folder: Path, tmp_path: Path) -> None:
    await shop.review_arrives(text=ODD, rating=1)
    untaught = train_model(folder, tmp_path / "before.npz", _desk(shop).db, _desk(shop).clock, SAY)
    await shop.person("小李").presses("改判")
    await shop.person("小李").fills_in(category="价格促销", note="抽奖送的")

    told = train_model(folder, tmp_path / "after.npz", _desk(shop).db, _desk(shop).clock, SAY)

    assert ("0 次改判" in untaught, "1 次改判" in told) == (True, True)
    before, after = load(tmp_path / "before.npz"), load(tmp_path / "after.npz")
    assert analyse(ODD, 1, model=before).category is not Category.PRICE_PROMOTION
    assert analyse(ODD, 1, model=after).category is Category.PRICE_PROMOTION
    assert "corrections = 1" in (tmp_path / "after.toml").read_text(encoding="utf-8")


async def test_training_learns_what_is_no_complaint(shop: Shop) -> None:
    await shop.review_arrives(text="凑合能用", rating=2)
    await shop.person("陈主管").chooses_more("不是投诉")
    await shop.person("陈主管").fills_in(note="只是描述")

    (one,) = await _desk(shop).db.read(corrected_reviews)

    assert (one.text, one.is_negative, one.category) == ("凑合能用", False, None)


async def test_a_folder_without_labels_is_told_and_nothing_written(shop: Shop, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"--data: .* holds none of labelled_dev\.csv"):
        train_model(tmp_path, tmp_path / "model.npz", _desk(shop).db, _desk(shop).clock, SAY)

    with pytest.raises(Refused):
        model_of(tmp_path / "model.npz")


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("category", "colour", "review r0: 'colour' is not a valid Category"),
        ("intensity", "much", "review r0: invalid"),
    ],
)
def test_a_wrong_label_is_told_with_its_review(folder: Path, column: str, value: str, told: str) -> None:
    lines = (folder / "labelled_train.csv").read_text(encoding="utf-8").splitlines()
    first = lines[1].split(",")
    first[_COLUMNS.index(column)] = value
    (folder / "labelled_train.csv").write_text("\n".join((lines[0], ",".join(first))), encoding="utf-8")

    with pytest.raises(Exception, match=told):
        labelled_in(folder)


async def test_replaying_another_policy_says_what_would_change_and_changes_nothing(shop: Shop) -> None:
    await shop.review_arrives(text="用了两次就坏了", rating=1)
    await shop.review_arrives(text="很好用,喜欢", rating=5)
    before = shop.person("小李").reads()
    policy = _desk(shop).policy
    stricter = policy.model_copy(update={"grading": policy.grading.model_copy(update={"important_at_points": 2})})

    lines = _replay(shop, stricter)

    assert lines[0].startswith("#1  普通 · 产品质量 → 重要 · 产品质量  「用了两次就坏了」")
    assert lines[-1] == "2 条评价里有 1 条会变:升级 1,降级 0。什么都没有改动。"
    assert shop.person("小李").reads() == before


async def test_replaying_what_is_in_force_changes_nothing(shop: Shop) -> None:
    await shop.review_arrives()

    assert _replay(shop, _desk(shop).policy) == ["1 条评价里有 0 条会变:升级 0,降级 0。什么都没有改动。"]


def _replay(shop: Shop, policy: Policy) -> list[str]:
    begin = _desk(shop).clock.now() - timedelta(days=1)
    return list(replayed(_desk(shop).db, begin, (_desk(shop).policy, None), (policy, None), SAY))


def test_a_models_file_that_is_none_is_told_by_its_setting(tmp_path: Path) -> None:
    (tmp_path / "model.npz").write_bytes(b"nothing")

    with pytest.raises(Refused, match=r"MODEL_FILE: .*app\.py train"):
        model_of(tmp_path / "model.npz")


async def test_the_desk_reads_with_the_shops_own_model(shop: Shop, folder: Path, tmp_path: Path) -> None:
    train_model(folder, tmp_path / "model.npz", _desk(shop).db, _desk(shop).clock, SAY)
    own = load(tmp_path / "model.npz")
    bias = own.bias.copy()
    bias[1 + CATEGORIES.index(Category.LOGISTICS)] += 9
    flipped = replace(own, bias=bias)
    object.__setattr__(_desk(shop), "model", flipped)

    await shop.review_arrives(text="拉链用了两次就断", rating=1)

    assert "*问题*   物流服务" in shop.person("小李").reads()


def test_labels_of_our_own_reading_name_reviews_of_the_stream_too(folder: Path) -> None:
    known = next(iter(own_labels()))
    lines = [
        {"review_id": known, "text": "这一条有人读过"},
        {"review_id": "nobody-read-me", "text": "这一条没有人读过"},
    ]
    (folder / "reviews_stream.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")

    found = {one.text: one for one in labelled_in(folder)}

    assert found["这一条有人读过"].id == known
    assert "这一条没有人读过" not in found


def test_a_stream_that_is_no_json_is_named(folder: Path) -> None:
    (folder / "reviews_stream.jsonl").write_text("not json", encoding="utf-8")

    with pytest.raises(DataUnreadable, match=r"reviews_stream\.jsonl"):
        labelled_in(folder)
