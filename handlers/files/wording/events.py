"""Faults of one event of a calendar: (problem zh, problem en, remedy zh, remedy en) by key."""

from collections.abc import Mapping

EVENTS: Mapping[str, tuple[str, str, str, str]] = {
    "event_nobody": (
        "“{value}”没有写是谁的。",
        "“{value}” does not say whom it is about.",
        '在标题里写上政策文件 [people] 里的名字,或邀请本人;别的叫法写进那个人的 calendar = ["…"]。',
        "Put a name of the policy's [people] into its title, or invite them; add other names to that person's "
        'calendar = ["…"].',
    ),
    "event_no_role": (
        "“{value}”说的是 {who},政策文件的 [roles] 里没有这位。",
        "“{value}” is about {who}, whom the policy's [roles] do not name.",
        "把人加进 [roles],或从日历里删掉这一项。",
        "Add them to [roles], or take the event out of the calendar.",
    ),
    "event_says_nothing": (
        "“{value}”看不出是休息还是哪个班。",
        "“{value}” says neither that somebody is off nor which shift they work.",
        "在标题或分类里写休假、病假、培训,或一个班的名字({shifts})。",
        "Write leave, sick or training into its title or category, or the name of a shift ({shifts}).",
    ),
    "event_unclear": (
        "“{value}”不够明白:{words}。",
        "“{value}” is not plain enough: {words}.",
        "一项只写一样:休息的种类,或一个班的名字;谁替谁、上不上班不要写在同一项里。取消了的请删掉,或把状态改成已取消。",
        "Say one thing in each: why somebody is off, or the name of one shift, and nothing of who works instead. "
        "Delete what is cancelled, or set its status so.",
    ),
    "event_who_is_off": (
        "“{value}”看不出是谁休息({who})。",
        "“{value}” does not say which of them is off ({who}).",
        "一项只写一个人,把休息的人的名字写在标题里。",
        "Give each person an event of their own, with the name of who is off in its title.",
    ),
    "event_short": (
        "“{value}”只占了上班时间的一部分,不能算一整天休息。",
        "“{value}” covers only a part of the working hours, which is no day off.",
        "要算一天就改成全天;只离开半天,本人用 /reviews rest 就好。",
        "Make it an all-day event to count; for half a day, /reviews rest does it.",
    ),
    "event_two_shifts": (
        "“{value}”和同一天的另一个班({shift})对不上。",
        "“{value}” does not agree with another shift of the same day ({shift}).",
        "一个人一天只留一个班。",
        "Leave one shift a day to each person.",
    ),
    "event_no_date": (
        "“{value}”的日期读不出来。",
        "The date of “{value}” cannot be read.",
        "在日历里重新选一次日期,再导出。",
        "Choose its date again in the calendar, and export it again.",
    ),
    "event_unreadable": (
        "“{value}”的时间或重复规则读不出来({detail})。",
        "The times or the rule of “{value}” cannot be read ({detail}).",
        "在日历里重新设一次时间和重复,再导出。",
        "Set its times and how it repeats again in the calendar, and export it again.",
    ),
    "event_too_often": (
        "“{value}”一天里重复好几次,不像排班。",
        "“{value}” repeats several times a day, which no shift does.",
        "改成每天、每周或每月重复。",
        "Let it repeat daily, weekly or monthly.",
    ),
    "event_too_old": (
        "“{value}”从十多年前就开始重复。",
        "“{value}” has been repeating for more than ten years.",
        "从今年起新建一个重复的日程。",
        "Make a new one that begins this year.",
    ),
}
