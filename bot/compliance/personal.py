"""Personal data: what names or finds a person in a text that everybody can read."""

import re
from collections.abc import Iterator

_KINDS = (
    re.compile(r"(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)"),  # mobile telephone
    re.compile(r"(?<!\d)0\d{2,3}[\s-]?\d{7,8}(?!\d)"),  # landline
    re.compile(r"(?<!\d)\d{6}(?:19|20)\d{2}[01]\d[0-3]\d{4}[\dXx](?!\d)"),  # identity card
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"),
    re.compile(r"(?:订单|单号|运单|快递单|order)[^,,。\d]{0,6}[A-Za-z]{0,3}\d{5,}", re.IGNORECASE),
    re.compile(r"(?<!\d)\d{12,}(?!\d)"),
    re.compile(r"[\u4e00-\u9fff]{2,12}(?:路|街|道|巷|弄|小区|花园|村)\d{1,5}(?:号|弄|栋|幢|单元|室)"),
    re.compile(r"(?:收货人|收件人|姓名|地址|电话|手机号)[::是为]\s*[^\s,,。]{2,30}"),
    re.compile(r"[\u4e00-\u9fff]{1,2}(?:先生|女士|小姐|太太)(?!们)"),
    re.compile(r"(?:Mr|Ms|Mrs|Miss)\.? [A-Z][a-z]+"),
)
_NO_NAME = ("这位", "那位", "各位", "这个", "亲爱", "尊敬", "有位", "一位", "两位", "该位", "的")


def personal_data_in(text: str) -> Iterator[tuple[int, int]]:
    """The spans that name or find somebody."""
    for kind in _KINDS:
        for found in kind.finditer(text):
            if not found.group().startswith(_NO_NAME):
                yield found.span()
