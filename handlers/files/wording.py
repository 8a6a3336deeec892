"""Wording of imports: each fault of a file or of one row, with its remedy, in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """One sentence in the two languages people read."""

    zh: str
    en: str

    def in_locale(self, locale: str) -> str:
        """The sentence for `zh_CN` or `en`; anything but `en` reads Chinese, the first language of the house."""
        return self.en if locale == "en" else self.zh


def fault(key: str, **facts: object) -> tuple[Said, Said]:
    """(problem, remedy) of one fault. `facts` fill the slots; they are data and are never read as templates.

    Lists and what is `Said` are told in each language's own way.
    """
    problem_zh, problem_en, remedy_zh, remedy_en = _FAULTS[key]
    zh, en = ({name: _told(value, locale) for name, value in facts.items()} for locale in ("zh_CN", "en"))
    problem = Said(problem_zh.format(**zh), problem_en.format(**en))
    return problem, Said(remedy_zh.format(**zh), remedy_en.format(**en))


def _told(value: object, locale: str) -> object:
    if isinstance(value, Said):
        return value.in_locale(locale)
    if isinstance(value, (list, tuple)):
        return (", " if locale == "en" else "、").join(str(_told(one, locale)) for one in value)
    return value


def fault_keys() -> frozenset[str]:
    """Every fault that has its sentences."""
    return frozenset(_FAULTS)


_ROWS: dict[str, tuple[str, str, str, str]] = {
    "rating_unclear": (
        "「{column}」写的是“{value}”,看不出是几星。",
        "“{column}” says “{value}”, which is not a number of stars.",
        "改成 1 到 5 的整数,或写好评、中评、差评。",
        "Use a whole number from 1 to 5, or good, neutral or bad.",
    ),
    "time_missing": (
        "这一行没有评价时间。",
        "This row does not say when the review was written.",
        "补上评价时间,例如 2026-11-22 09:58。",
        "Add the time of the review, for example 2026-11-22 09:58.",
    ),
    "order_time_missing": (
        "这一行没有下单时间。",
        "This row does not say when the order was placed.",
        "补上下单时间,例如 2026-11-22 09:58。",
        "Add the time of the order, for example 2026-11-22 09:58.",
    ),
    "order_apart": (
        "订单“{value}”的几行没有排在一起,这一行没有收。",
        "The rows of order “{value}” do not stand together; this one was left out.",
        "按「{column}」排序后再导入。",
        "Sort the file by “{column}” and import it again.",
    ),
    "quantity_unclear": (
        "「{column}」写的是“{value}”,不是件数。",
        "“{column}” says “{value}”, which is not a quantity.",
        "写 1 或更大的整数,没有就留空。",
        "Write a whole number from 1 upwards, or leave it empty.",
    ),
    "time_unclear": (
        "「{column}」写的是“{value}”,看不出是什么时间。",
        "“{column}” says “{value}”, which is not a time we can read.",
        "按“年-月-日 时:分”来写,例如 2026-11-22 09:58。",
        "Write it as year-month-day hour:minute, for example 2026-11-22 09:58.",
    ),
    "nothing_said": (
        "这一行既没有星级,也没有评价内容。",
        "This row has neither stars nor words.",
        "两样补上一样就可以;如果买家确实什么都没写,可以不管这一行。",
        "Add one of the two; if the customer really left neither, this row needs nothing more.",
    ),
    "number_damaged": (
        "「{column}」里的“{value}”被表格软件改写过,原来的号码已经不全。",
        "“{value}” in “{column}” was rewritten by a spreadsheet; the original number is no longer whole.",
        "请从平台重新导出,导入前不要用表格软件另存;一定要编辑的话,先把这一列设成“文本”。",
        "Export again and import that file untouched; if it must be edited, set this column to Text first.",
    ),
    "amount_unclear": (
        "「{column}」写的是“{value}”,不是金额。",
        "“{column}” says “{value}”, which is not an amount.",
        "只写数字,例如 129.00。",
        "Write the number alone, for example 129.00.",
    ),
    "count_unclear": (
        "「{column}」写的是“{value}”,不是个数。",
        "“{column}” says “{value}”, which is not a count.",
        "写 0 或更大的整数,没有就留空。",
        "Write a whole number from 0 upwards, or leave it empty.",
    ),
    "word_unknown": (
        "「{column}」写的是“{value}”,这里只认得:{expected}。",
        "“{column}” says “{value}”; only these are known: {expected}.",
        "换成其中一个,或者留空。",
        "Use one of them, or leave it empty.",
    ),
    "too_many_cells": (
        "这一行有 {cells} 格,表头只有 {columns} 格。",
        "This row has {cells} cells, the heading only {columns}.",
        "多半是内容里带了分隔符:请用英文双引号把那一格整个包起来。",
        "Most likely the words contain the separator: put that whole cell in double quotes.",
    ),
    "too_long": (
        "「{column}」超出了上限 {limit}。",
        "“{column}” is over its limit of {limit}.",
        "删短一些再导入。",
        "Shorten it and import again.",
    ),
    "value_missing": (
        "少了必填的「{column}」。",
        "The required “{column}” is missing.",
        "补上这一项再导入。",
        "Add it and import again.",
    ),
    "value_unfit": (
        "「{column}」的内容“{value}”不合要求。",
        "“{value}” does not fit “{column}”.",
        "对照旁边能导入的行改一改,再导入一次。",
        "Compare it with a row that was taken in, mend it and import again.",
    ),
    "not_json": (
        "这一行不是完整的 JSON。",
        "This line is not whole JSON.",
        "一行写一条,从 {{ 开始,到 }} 结束,中间不换行。",
        "One a line, from {{ to }}, with no line break inside.",
    ),
    "not_an_object": (
        "「{column}」这里应该是一条评价。",
        "“{column}” should be one review.",
        '写成 {{"id": …, "store": …, "created_at": …, "text": …}}。',
        'Write it as {{"id": …, "store": …, "created_at": …, "text": …}}.',
    ),
}

_ROWS["not_a_chat_line"] = (
    "「{column}」这里应该是一句聊天。",
    "“{column}” should be one line of a chat.",
    '写成 {{"id": …, "at": …, "from": …, "text": …}}。',
    'Write it as {{"id": …, "at": …, "from": …, "text": …}}.',
)
_ROWS["not_an_order"] = (
    "「{column}」这里应该是一个订单。",
    "“{column}” should be one order.",
    '写成 {{"id": …, "store": …, "placed_at": …}}。',
    'Write it as {{"id": …, "store": …, "placed_at": …}}.',
)

_EVENTS: dict[str, tuple[str, str, str, str]] = {
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
_FILES: dict[str, tuple[str, str, str, str]] = {
    "file_missing": (
        "找不到文件 {file}。",
        "There is no file {file}.",
        "检查路径和文件名,再试一次。",
        "Check the path and the name, and try again.",
    ),
    "calendar_empty": (
        "{file} 是空的。",
        "{file} is empty.",
        "在日历软件里重新导出 iCalendar(.ics)文件,再试一次。",
        "Export an iCalendar file (.ics) from the calendar once more and try again.",
    ),
    "calendar_elsewhere": (
        "{file} 是日历文件。",
        "{file} is a calendar.",
        "排班的日历用 --rota 导入:app.py import {file} --rota。",
        "A calendar of the rota is imported with --rota: app.py import {file} --rota.",
    ),
    "calendar_broken": (
        "{file} 不是能读的日历文件。",
        "{file} is no calendar that can be read.",
        "在日历软件里导出 iCalendar(.ics)文件再试。",
        "Export an iCalendar file (.ics) from the calendar and try again.",
    ),
    "calendar_large": (
        "{file} 超过 {most} MB。",
        "{file} is larger than {most} MB.",
        "只导出今后几个月的日程,再试一次。",
        "Export the coming months only, and try again.",
    ),
    "calendar_events": (
        "{file} 里超过 {most} 个日程。",
        "{file} holds more than {most} events.",
        "只导出今后几个月的日程,再试一次。",
        "Export the coming months only, and try again.",
    ),
    "calendar_endless": (
        "{file} 里重复的日程加起来超过 {most} 天。",
        "The repeating events of {file} come to more than {most} days.",
        "去掉不是排班的重复日程,再试一次。",
        "Take out repeating events that are no shifts, and try again.",
    ),
    "file_closed": (
        "打不开文件 {file}:{detail}。",
        "The file {file} cannot be opened: {detail}.",
        "关掉正在占用它的程序,确认有读取权限,再试一次。",
        "Close whatever holds it, make sure that you may read it, and try again.",
    ),
    "kind_unknown": (
        "{file} 不是能导入的文件类型。",
        "{file} is not a kind of file that can be imported.",
        "从平台导出成 CSV、XLSX 或 JSONL。",
        "Export it as CSV, XLSX or JSONL.",
    ),
    "file_empty": (
        "{file} 是空的。",
        "{file} is empty.",
        "到平台重新导出;如果这段时间确实没有评价,就不用导入。",
        "Export it again; if there were no reviews in that time, there is nothing to import.",
    ),
    "workbook_encrypted": (
        "{file} 加了密码,读不了。",
        "{file} is protected by a password.",
        "用表格软件打开,去掉打开密码,另存后再导入。",
        "Open it in a spreadsheet, remove the password, save it and import that.",
    ),
    "workbook_old": (
        "{file} 是旧版 Excel(.xls)文件。",
        "{file} is an old Excel (.xls) workbook.",
        "用表格软件打开,另存为 .xlsx 再导入。",
        "Open it in a spreadsheet, save it as .xlsx and import that.",
    ),
    "workbook_broken": (
        "{file} 打不开:它不是完整的 XLSX 工作簿。",
        "{file} cannot be opened: it is not a whole XLSX workbook.",
        "重新下载一次;如果其实是文本表格,把后缀改成 .csv 再导入。",
        "Download it again; if it is a text table in truth, rename it to .csv and import that.",
    ),
    "workbook_misnamed": (
        "{file} 的后缀是文本表格,里面却是 Excel 工作簿。",
        "{file} is named as a text table but holds an Excel workbook.",
        "把后缀改成 .xlsx 再导入。",
        "Rename it to .xlsx and import that.",
    ),
    "page_misnamed": (
        "{file} 里面是网页,不是表格。",
        "{file} holds a web page, not a table.",
        "多半是登录过期,下载到了登录页:请重新登录平台再导出;确实是表格的话,用表格软件另存为 .xlsx。",
        "Most likely the login had expired: log in and export again; if it shows a table, save that as .xlsx.",
    ),
    "json_misnamed": (
        "{file} 的第一行不是 JSON。",
        "The first line of {file} is not JSON.",
        "一行写一条;如果是表格,把后缀改成 .csv 再导入。",
        "Write one a line; if it is a table, rename it to .csv and import that.",
    ),
    "letters_unreadable": (
        "{file} 里的文字读不出来。",
        "The letters in {file} cannot be read.",
        "另存为“CSV UTF-8”再导入。",
        "Save it as “CSV UTF-8” and import that.",
    ),
    "quote_open": (
        "{file} 从第 {row} 行往后读不下去:那里有一个双引号没有合上。",
        "{file} cannot be read beyond row {row}: a double quote there is never closed.",
        "补上那个双引号,或到平台重新导出。",
        "Close that quote, or export the file again.",
    ),
    "column_missing": (
        "{file} 的表头里没有{missing}。看到的是:{seen}。",
        "The heading of {file} has no column for {missing_en}. It has: {seen}.",
        "给那一列起个认得的名字,例如{examples}。",
        "Give that column a name we know, for example {examples_en}.",
    ),
    "formula_cell": (
        "{file} 的 {cell} 格是公式或出错的值,不是内容。",
        "Cell {cell} of {file} is a formula or an error value, not content.",
        "整列复制,“选择性粘贴”为数值,另存后再导入。",
        "Copy the column, paste it as values, save and import that.",
    ),
    "file_too_large": (
        "{file} 解开后超过 {limit},放不下。",
        "{file} unpacks to more than {limit}.",
        "按时间分几段导出,一段一段导入。",
        "Export it in several spans of time and import them one by one.",
    ),
}

_FAULTS = _ROWS | _EVENTS | _FILES
