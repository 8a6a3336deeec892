"""Script outcomes by doors: what was sent in the month, by version, in the report and on the command line."""

from pathlib import Path

import pytest

from bot.cards.look import Look
from handlers.plain_faults import Refused
from handlers.script_outcomes import print_outcomes
from scripts_library.scripts import Library, scripts
from tests.house.people import Somebody
from tests.house.shop import Shop

KEY = "contact.product_quality.wangwang.sincere"


async def _contacts(shop: Shop, outcome: str) -> Somebody:
    await shop.review_arrives()
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.chooses("旺旺")
    await xiaoli.fills_in(text_wangwang_sincere="您好,水壶的事由我来办。", outcome=outcome)
    return xiaoli


async def test_versions_are_counted_apart_and_too_few_are_not_compared(
    shop: Shop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = scripts("zh_CN")[KEY].version
    theirs = ours  # a shop counts its own from 1 as well
    xiaoli = await _contacts(shop, "联系上了")
    await _contacts(shop, "拒绝沟通")
    own = tmp_path / "own" / "zh_CN"
    own.mkdir(parents=True)
    words = "{{ customer }}您好,{{ slot }}我来办。"
    text = f'[[script]]\nkey = "{KEY}"\nversion = {theirs}\ntext = "{words}"\n'
    (own / "contact.toml").write_text(text, encoding="utf-8")
    desk = shop.parts.staff.desk
    object.__setattr__(desk, "scripts", Library("zh_CN", own.parent))  # as after a restart with SCRIPTS_FOLDER
    third = await _contacts(shop, "联系上了")
    await third.presses("结案")
    await third.fills_in(cause="没有抽检", department="品控", note="没有抽检")

    told = await xiaoli.types("/reviews report")

    assert f"产品质量 · 旺旺 · 诚恳 第 {ours} 版   2 次,联系上 50%(9–91%),拒绝 1 · 次数还少" in told
    assert f"产品质量 · 旺旺 · 诚恳 本店第 {theirs} 版   1 次,联系上 100%(21–100%),结案 1/1 · 次数还少" in told
    assert f"本店第 {theirs} 版和第 {ours} 版,要各满 20 次才好比" in told

    look = Look(desk.look.say, desk.policy, str)
    print_outcomes(desk.db, look, f"{shop.clock.now():%Y-%m}")
    printed = capsys.readouterr().out
    assert "产品质量 · 旺旺 · 诚恳" in printed
    assert "要各满 20 次才好比" in printed
    print_outcomes(desk.db, look, "2020-01")
    assert "还没有用话术联系过客户" in capsys.readouterr().out
    with pytest.raises(Refused, match="write it like 2026-11"):
        print_outcomes(desk.db, look, "November")
