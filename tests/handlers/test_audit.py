"""Audit by doors: a case that was paid, resolved and invited is told in order, and a forged record is found."""

import csv
from io import StringIO

import pytest
from sqlmodel import Session, select

from handlers.audit import audit_of, written
from handlers.plain_faults import Refused
from storage.tables import CompensationRow
from tests.house.shop import Shop


async def _invited(shop: Shop) -> None:
    await shop.review_arrives(text="物流太慢了,等了十天", customer={"tier": "basic"})
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="联系上了")
    await xiaoli.presses("解决方案")
    await xiaoli.fills_in(solution="运费补偿", amount="10")
    shop.clock.advance(minutes=10)
    await xiaoli.presses("补偿已执行")
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="暴力分拣", department="物流", note="分拨中心积压")
    shop.clock.advance(minutes=10)
    await xiaoli.chooses_more("邀请更新评价")
    await xiaoli.fills_in(text="您好,运费已退给您,打这个电话 13800138000 找我。如果您愿意,可以如实更新评价。")


def _rows(told: str) -> list[list[str]]:
    assert told.startswith("\ufeff")
    return list(csv.reader(StringIO(told[1:])))


async def test_the_month_is_told_case_by_case_with_every_rule_checked(shop: Shop) -> None:
    await _invited(shop)
    desk = shop.parts.staff.desk

    found = audit_of(desk.db, desk.policy, f"{shop.clock.now():%Y-%m}")

    head, row, *rest = _rows(written(found, desk.policy, desk.look.say))
    told = dict(zip(head, row, strict=True))
    assert told["案件"] == "1"
    assert "2 级 10.00 元 · 已执行" in told["补偿"]
    assert told["结案时间"] < told["邀请时间"]
    assert "13800138000" not in told["邀请原文(已打码)"]
    assert told["检查结果"] == "合规"
    assert found.is_clean
    assert ["补偿执行完才邀请", "0"] in rest


async def test_a_record_changed_behind_the_desks_back_is_found(shop: Shop) -> None:
    await _invited(shop)
    desk = shop.parts.staff.desk
    await desk.db.write(_tampered)

    found = audit_of(desk.db, desk.policy, f"{shop.clock.now():%Y-%m}")

    assert not found.is_clean
    assert "金额变动过" in _rows(written(found, desk.policy, desk.look.say))[1][-1]


def _tampered(session: Session) -> None:
    row = session.exec(select(CompensationRow)).one()
    row.amount_cents = 99900
    session.add(row)


async def test_a_month_without_anything_is_clean_and_another_word_is_refused(shop: Shop) -> None:
    desk = shop.parts.staff.desk

    assert audit_of(desk.db, desk.policy, "2020-01").is_clean
    with pytest.raises(Refused, match="write it like 2026-11"):
        audit_of(desk.db, desk.policy, "last month")
