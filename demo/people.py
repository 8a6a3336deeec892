"""People: invented customers of the sample shops."""

from typing import Any

CUSTOMERS = range(570)
FOREIGN_CUSTOMERS = range(570, 600)

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
# fmt: off
_GIVEN = (
    "小明", "晓燕", "志强", "雨桐", "建国", "思远", "佳怡", "浩然", "丽华", "子涵",
    "海燕", "文博", "静", "俊杰", "秀英", "一诺", "磊", "欣妍", "国庆", "婷婷",
    "宇轩", "桂兰", "晨曦", "大勇", "若琳", "凯", "梦洁", "振华", "诗雅", "立新",
)
# fmt: on
_ENGLISH = ("Anna Keller", "Tom Baker", "Priya Nair", "Luis Ortega", "Grace Lim", "Ben Walsh")
# Of twenty customers ten are basic, five silver, four gold and one diamond.
_TIERS = ["basic"] * 10 + ["silver"] * 5 + ["gold"] * 4 + ["diamond"]


def customer(number: int) -> dict[str, Any]:
    """The customer of this number: always the same person, so that people come back.

    Phone numbers run on from 138 0013 8000, the one that forms show as an example.
    """
    surname, given = _SURNAMES[number % len(_SURNAMES)], _GIVEN[number * 7 % len(_GIVEN)]
    return {
        "id": f"c-{number:04d}",
        "name": _ENGLISH[number % len(_ENGLISH)] if number in FOREIGN_CUSTOMERS else surname + given,
        "phone": f"1380013{8000 + number}",
        "tier": _TIERS[number % len(_TIERS)],
    }
