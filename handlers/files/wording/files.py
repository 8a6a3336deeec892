"""Faults of a whole file: (problem zh, problem en, remedy zh, remedy en) by key."""

from collections.abc import Mapping

FILES: Mapping[str, tuple[str, str, str, str]] = {
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
