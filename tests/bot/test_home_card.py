"""Home: however much there is to do, the page fits, and what stands at its end is there."""

from dataclasses import replace
from typing import Any

import pytest

from bot.cards.home_card import HomeFacts, home_view
from bot.cards.my_day import OwnDuty
from bot.cards.status_line import standing_line
from bot.case import Actor
from bot.rules.figures import Standing
from bot.rules.improvements import ItemStand
from bot.rules.reply_request import ReplyRequest
from bot.rules.strain import TeamStrain
from bot.vocabulary import Role, Status
from slack_rules import limits
from tests.bot.drawings import COMPENSATION, Pen, _incident, _own_day, _task
from tests.house.clock import T0, at
from tests.house.reading import words_of


def _busy(role: Role, many: int) -> dict[str, Any]:
    pen = Pen("zh_CN", "电热水壶")
    files = pen.many(3 * many)
    facts = HomeFacts(
        person=Actor("U0ZHAO", role),
        now=at(hours=9),
        mine=pen.many(many, Status.CLAIMED),
        unclaimed=files[many : 2 * many],
        overdue=files[2 * many :],
        approvals=[(replace(COMPENSATION, id=n), file) for n, file in enumerate(files[:8])],
        replies=[
            (ReplyRequest(n, file.case.id, "非常抱歉", "s@1", "U0LI", T0, Role.LEAD), file)
            for n, file in enumerate(files[:8])
        ],
        incidents=[_incident(pen, id=n) for n in range(1, 9)],
        tasks=[(_task(file, n), file) for n, file in enumerate(files[:10], 1)],
        duty=OwnDuty(),
        standing=standing_line(Standing(3, 1, T0, 12, 2, 4, 17), pen.look),
        improvements=[replace(pen.item(stand), id=10 * n + k) for n, stand in enumerate(ItemStand) for k in range(4)],
        own_day=_own_day(paused=False),
        team=TeamStrain(9, 310.5, 4, 41.2, 38.0, 3),
        team_month="团队上个月",
    )
    return home_view(facts, pen.look, lambda _: None)


@pytest.mark.parametrize("role", [Role.AGENT, Role.LEAD, Role.SUPERVISOR, Role.MANAGER])
@pytest.mark.parametrize("many", [3, 8, 14, 25])
def test_the_page_fits_with_all_its_parts(role: Role, many: int) -> None:
    view = _busy(role, many)
    words = words_of(view)

    assert len(view["blocks"]) <= limits.BLOCKS_PER_VIEW
    assert len({one["block_id"] for one in view["blocks"] if "block_id" in one}) == sum(
        "block_id" in one for one in view["blocks"]
    )
    assert "改进" in words
    if role is not Role.AGENT:
        assert "团队情绪负荷" in words
        assert "团队上个月" in words
        assert "全店现在" in words
    assert "我最近四周的回答" in words
