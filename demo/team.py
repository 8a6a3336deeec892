"""Team: the people, channels and app of the local workspace; the ids are those of the built-in policy."""

from collections.abc import Sequence

from sandbox.people_and_rooms import AppSettings, Member, Room, SlashCommand

PHONES = "C0PHONES"
_ZONE = "Asia/Shanghai"
_PEOPLE = (
    ("U0LI", "xiaoli", "小李", "客服", "agent"),
    ("U0WANG", "xiaowang", "小王", "客服", "agent"),
    ("U0SUN", "xiaosun", "小孙", "客服", "agent"),
    ("U0ZHAO", "zhao", "赵组长", "组长", "lead"),
    ("U0CHEN", "chen", "陈主管", "主管", "supervisor"),
    ("U0ZHOU", "zhou", "周经理", "经理", "manager"),
    ("U0GUEST", "guest", "访客小何", "其他部门", "another team"),
)
_LEADERS = ("U0ZHAO", "U0CHEN", "U0ZHOU")
_VERBS = (
    ("status", "", "现在的情况", "how things stand"),
    ("mine", "", "我的案件", "my cases"),
    ("overdue", "", "已超时的案件", "overdue cases"),
    ("show", "12", "看一个案件", "look at a case"),
    ("assign", "12 @小李", "交给同事", "give it to a colleague"),
    ("team", "", "谁在当班,手上多少", "who is on duty, and how much they hold"),
    ("search", "水壶", "搜评价、商品、订单、客户", "search reviews, products, orders, customers"),
    ("digest", "", "昨天的简报", "yesterday's digest"),
    ("drill", "", "练一场:机器扮演顾客", "practise with a played customer"),
    ("rest", "", "歇一会儿,不用说原因", "take a break, no reason needed"),
    ("help", "", "能用的命令", "what there is"),
)


def members() -> list[Member]:
    """Three agents, a lead, a supervisor, a manager, and someone from outside the team."""
    return [
        Member(id=user, name=name, real_name=shown, tz=_ZONE, locale="zh-CN", role_note={"zh": zh, "en": en})
        for user, name, shown, zh, en in _PEOPLE
    ]


def rooms() -> list[Room]:
    """A channel per store and one for what belongs to none; those of leaders and departments; what customers get."""
    everyone = [person[0] for person in _PEOPLE]
    return [
        Room("C0HOME", "家居用品店", topic="家居用品店的中差评 · 天猫", members=everyone),
        Room("C0BEAUTY", "美妆旗舰店", topic="美妆旗舰店的中差评 · 京东", members=everyone),
        Room("C0FRESH", "生鲜食品店", topic="生鲜食品店的中差评 · 拼多多", members=everyone),
        Room("C0REVIEWS", "其他评价", topic="不属于以上店铺的评价", members=everyone),
        Room("C0SUPERVISE", "主管", topic="超时与升级", members=list(_LEADERS)),
        Room("C0MANAGERS", "经理简报", topic="每天 09:00 的简报", members=list(_LEADERS)),
        Room("C0WAREHOUSE", "仓储部", topic="仓储部的问题原因", members=["U0GUEST", *_LEADERS]),
        Room(PHONES, "顾客手机", topic="顾客收到的旺旺、短信和公开回复", members=everyone),
        Room("C0QUALITY", "品控部", topic="品控部的问题原因", members=["U0GUEST", *_LEADERS]),
    ]


def app_settings(*, token: str, signing_secret: str, request_url: str, scopes: Sequence[str], name: str) -> AppSettings:
    """The bot as the workspace knows it."""
    verbs = [{"name": verb, "hint": hint, "description": {"zh": zh, "en": en}} for verb, hint, zh, en in _VERBS]
    command = SlashCommand(
        "/reviews",
        usage_hint="status | mine | overdue | show | assign | team | search | digest | drill | rest | help",
        description={"zh": "差评处理", "en": "bad reviews"},
        verbs=verbs,
    )
    return AppSettings(
        bot_user_id="U0BOT",
        bot_id="B0DESK",
        app_id="A0DESK",
        name=name,
        token=token,
        app_token="xapp-" + token.removeprefix("xoxb-"),
        signing_secret=signing_secret,
        request_url=request_url,
        commands=[command],
        scopes=list(scopes),
    )
