"""Faults of one row of a file: (problem zh, problem en, remedy zh, remedy en) by key."""

from collections.abc import Mapping

ROWS: Mapping[str, tuple[str, str, str, str]] = {
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
    "not_a_chat_line": (
        "「{column}」这里应该是一句聊天。",
        "“{column}” should be one line of a chat.",
        '写成 {{"id": …, "at": …, "from": …, "text": …}}。',
        'Write it as {{"id": …, "at": …, "from": …, "text": …}}.',
    ),
    "not_an_order": (
        "「{column}」这里应该是一个订单。",
        "“{column}” should be one order.",
        '写成 {{"id": …, "store": …, "placed_at": …}}。',
        'Write it as {{"id": …, "store": …, "placed_at": …}}.',
    ),
}
