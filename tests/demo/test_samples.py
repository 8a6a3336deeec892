"""Samples: the reviews that the local workspace shows are valid, varied and in the promised proportions."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.analysis import analyse, topics_said
from bot.analysis.abuse import is_abusive
from bot.chat import ChatLine
from bot.policy.loader import load_policy
from bot.review import Review
from bot.rules.likeness import IncidentRules, complaint, gathered
from bot.vocabulary import Category, Grade, Tier
from demo import chats
from demo.material import groups, products, written
from demo.people import CUSTOMERS, FOREIGN_CUSTOMERS, customer
from demo.samples import afresh, hard_day, like_ones, ready_samples, stores, stream

T0 = datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = T0

    def __call__(self) -> datetime:
        return self.at


def some(count: int, seed: int = 1) -> list[dict[str, Any]]:
    return list(islice(stream(Random(seed), lambda: T0), count))


def test_every_body_of_the_stream_is_a_review() -> None:
    for body in some(3000):
        Review.model_validate(body)


def test_every_written_review_comes_by_in_the_stream() -> None:
    seen = {body["text"] for body in some(600)}

    assert {one.key for one in written().values() if one.text not in seen} == set()


def test_the_stream_keeps_its_proportions() -> None:
    fresh = [body for body in some(6000) if body["type"] == "created"]
    moods = {one.text: one.mood for one in written().values()}
    counted = Counter(moods.get(body["text"], "negative") for body in fresh)

    assert counted["negative"] / len(fresh) == pytest.approx(0.55, abs=0.03)
    assert counted["neutral"] / len(fresh) == pytest.approx(0.10, abs=0.02)


def test_every_review_was_written_moments_ago_and_bought_days_before() -> None:
    for body in some(500):
        review = Review.model_validate(body)
        assert timedelta(0) < T0 - review.created_at <= timedelta(seconds=90)
        assert review.order.placed_at is not None
        assert timedelta(days=2) <= T0 - review.order.placed_at <= timedelta(days=21)


def test_ids_are_fresh_except_where_an_earlier_review_is_revised() -> None:
    met: dict[str, dict[str, Any]] = {}
    revisions = 0
    for body in some(2000):
        if body["type"] == "created":
            assert body["id"] not in met
            met[body["id"]] = body
            continue
        revisions += 1
        earlier = met[body["id"]]
        assert body["text"] != earlier["text"]
        assert (body["product"], body["customer"], body["order"]) == tuple(
            earlier[part] for part in ("product", "customer", "order")
        )

    assert 60 < revisions < 200
    assert {body["type"] for body in some(2000)} == {"created", "updated", "appended"}


def test_no_review_is_revised_twice() -> None:
    revised = [body["id"] for body in some(3000) if body["type"] != "created"]

    assert len(revised) == len(set(revised))


def test_like_complaints_come_in_a_row_about_one_product() -> None:
    group_of = {text: number for number, group in enumerate(groups()) for text in group.texts}
    runs: list[list[dict[str, Any]]] = [[]]
    for body in some(3000):
        if body["text"] in group_of and (not runs[-1] or runs[-1][-1]["product"] == body["product"]):
            runs[-1].append(body)
        elif runs[-1]:
            runs.append([body] if body["text"] in group_of else [])
    whole = [run for run in runs if len(run) >= 3]

    assert len(whole) > 20
    assert all(len({body["customer"]["id"] for body in run}) > 1 for run in whole)


def test_the_same_seed_and_clock_give_the_same_stream_and_another_seed_another() -> None:
    assert some(50) == some(50)
    assert some(50) != some(50, seed=2)


def test_a_demo_started_again_later_with_the_same_seed_repeats_no_id() -> None:
    clock = Clock()
    first = {body["id"] for body in islice(stream(Random(1), clock), 200)}
    clock.at += timedelta(hours=1)

    assert first.isdisjoint(body["id"] for body in islice(stream(Random(1), clock), 200))


def test_the_stream_follows_the_clock_as_it_moves() -> None:
    clock = Clock()
    feed = stream(Random(1), clock)
    next(feed)
    clock.at += timedelta(days=3)

    assert datetime.fromisoformat(next(feed)["created_at"]) > T0 + timedelta(days=2)


def test_a_clock_without_a_zone_is_refused_with_the_remedy() -> None:
    with pytest.raises(ValueError, match=r"datetime\.now\(UTC\)"):
        next(stream(Random(1), lambda: T0.replace(tzinfo=None)))


def test_the_ready_samples_are_nine_valid_reviews_with_titles_in_both_languages() -> None:
    samples = ready_samples()

    assert len({sample.key for sample in samples}) == len(samples) == 9
    for sample in samples:
        Review.model_validate(sample.review)
        assert any("\u4e00" <= letter <= "\u9fff" for letter in sample.title_zh)
        assert sample.title_en.isascii() or "·" in sample.title_en
    assert ready_samples() == samples


def test_a_ready_sample_sent_afresh_is_another_review_with_the_same_words() -> None:
    (sample, *_) = ready_samples()
    random = Random(1)

    first, second = (afresh(sample.review, random, lambda: T0) for _ in range(2))

    assert len({sample.review["id"], first["id"], second["id"]}) == 3
    assert first["text"] == second["text"] == sample.review["text"]
    assert Review.model_validate(first).created_at > T0 - timedelta(minutes=2)
    assert sample.review["id"].startswith("sample-")


def test_a_first_start_is_a_hard_day_for_one_agent_and_another_meets_abuse() -> None:
    """Three dangers in lines of one owner, which is the soft limit; nobody is abused in them."""
    policy = load_policy(None)
    first = [*(sample.review for sample in ready_samples()), *hard_day(Random(3), lambda: T0)]
    owners = Counter(
        policy.lines[body["product"]["line"]].owner for body in first if analyse(body["text"], body["rating"]).safety
    )
    rude = {policy.lines[body["product"]["line"]].owner for body in first if is_abusive(body["text"])}

    for body in first:
        Review.model_validate(body)
    assert max(owners.values()) == policy.wellbeing.soft == owners["U0SUN"]
    assert rude == {"U0WANG"}


def test_the_like_ones_become_one_incident() -> None:
    """Three different customers say of one product what the desk's rules find to be one thing."""
    bodies = like_ones(Random(3), lambda: T0)
    read = [analyse(body["text"], body["rating"]) for body in bodies]
    said = [
        complaint(number, T0, one.category, [(why.rule, why.evidence) for why in one.reasons], "", safety=one.safety)
        for number, one in enumerate(read)
    ]

    assert len({body["customer"]["id"] for body in bodies}) == 3
    assert {body["product"]["sku"] for body in bodies} == {"earbuds-01"}
    assert len(gathered(said[-1], said[:-1], IncidentRules())) == 3


def test_the_written_reviews_cover_the_whole_trade() -> None:
    every = list(written().values())
    tags = {tag for one in every for tag in one.tags}

    assert len(every) >= 60
    assert len({one.text for one in every}) == len(every)
    assert {one.category for one in every} - {None} == set(Category)
    assert {one.grade for one in every} - {None} == set(Grade)
    assert {one.rating for one in every} == {1, 2, 3, 4, 5}
    assert tags >= {
        "safety",
        "false_friend",
        "sarcasm",
        "mixed",
        "angry",
        "polite",
        "long",
        "emoji",
        "english",
        "hostile",
    }
    assert any(one.append for one in every)
    assert all((one.category is None) == (one.grade is None) for one in every)
    assert {one.kind for one in every} <= set(products())


def test_the_hostile_ones_hold_what_they_threaten_with() -> None:
    words = " ".join(one.text for one in written().values() if "hostile" in one.tags)

    for threat in ("<!channel>", "<script>", "{{ ", "{% ", "\u202e", "=HYPERLINK", "@所有人", "&lt;"):
        assert threat in words


def test_three_shops_sell_six_lines() -> None:
    assert [(store.key, store.name, store.platform) for store in stores()] == [
        ("home-cn", "家居用品店", "tmall"),
        ("beauty-cn", "美妆旗舰店", "jd"),
        ("fresh-cn", "生鲜食品店", "pdd"),
    ]
    lines = [line for store in stores() for line in store.lines]
    assert sorted(lines) == sorted(["厨房电器", "家居用品", "数码配件", "美妆个护", "服饰鞋包", "食品生鲜"])


def test_customers_come_back_as_themselves_in_every_tier() -> None:
    everyone = [customer(number) for number in [*CUSTOMERS, *FOREIGN_CUSTOMERS]]

    assert customer(7) == everyone[7]
    assert {one["tier"] for one in everyone} == set(Tier)
    assert len({one["phone"] for one in everyone}) == len(everyone)
    assert all(one["name"].isascii() == (at in FOREIGN_CUSTOMERS) for at, one in enumerate(everyone))
    assert all(len(one["phone"]) == 11 and one["phone"].startswith("1380013") for one in everyone)


def test_utc_clocks_do_as_well() -> None:
    body = next(stream(Random(1), lambda: T0.astimezone(UTC)))

    assert body["created_at"].endswith("+00:00")


def test_the_shops_customers_chat_and_since_today_about_one_thing() -> None:
    batch = chats.past(Random(1), lambda: T0)["lines"]
    lines = [ChatLine.model_validate(one) for one in [*batch, *islice(chats.stream(Random(1), lambda: T0), 60)]]

    assert len(json.dumps({"lines": batch}, ensure_ascii=False).encode()) < 256 * 1024
    assert len({line.id for line in lines}) == len(lines)
    assert {line.said_by for line in lines} == {"customer", "agent"}
    today = [line for line in lines if line.at > T0 - timedelta(hours=3)]
    assert sum("size" in topics_said(line.text) for line in today) > 8
