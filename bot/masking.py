"""Masking: personal data as others than the case's owner may see it."""

import re
import unicodedata

# What people put between the digits of a number: nothing, a blank, a dash, a dot, sometimes several of them.
_GAP = r"[ \-.·\u00a0\u2013\u2014\u3000]{0,3}"
# Mobile numbers of mainland China in the groupings that people write: 138 0013 8000, 138 001 38000, 13800 138000.
_COUNTRY = rf"(?:\+?86{_GAP})?"
_GROUPED = "|".join(
    rf"\d{{{first - 2}}}{_GAP}\d{{{second}}}{_GAP}\d{{{third}}}"
    for first, second, third in ((3, 4, 4), (3, 3, 5), (5, 3, 3))
)
_PHONE = re.compile(rf"(?<!\d){_COUNTRY}[1\uff11][3-9\uff13-\uff19](?:{_GROUPED})(?!\d)")
_LANDLINE = re.compile(rf"(?<!\d)(0\d{{2,3}}){_GAP}\d{{3,4}}{_GAP}(\d{{4}})(?!\d)")
_ABROAD = re.compile(r"(?<!\d)(\+\d{1,3})(?:[ \-]?\(?\d\)?){5,11}[ \-]?(\d{2})(?!\d)")
_ID_CARD = re.compile(rf"(?<!\d)(\d{{4}})\d{{2}}{_GAP}\d{{8}}{_GAP}(\d{{3}}[\dXx])(?![\dXx])")
_BANK_CARD = re.compile(r"(?<!\d)(?:\d{4}[ \-]?){3}(?:\d{4}[ \-]?)?\d{0,3}(\d{4}|(?<= )\d{3})(?!\d)")
_EMAIL = re.compile(r"([\w.+-])[\w.+-]{0,63}([@\uff20])([\w-]{1,63}\.[\w.-]{1,190})", re.ASCII)
_INVISIBLE = frozenset({"Mn", "Mc", "Me", "Cc", "Cf", "Cs"})


def mask_name(name: str) -> str:
    """王小明 → 王*明, 李四 → 李*, 王 → 王*, J. Doe → J****e; an accent or a joiner is never left without its letter."""
    letters = [one for one in name.strip() if unicodedata.category(one) not in _INVISIBLE]
    if len(letters) <= 2:
        return f"{letters[0]}*" if letters else ""
    return letters[0] + "*" * min(len(letters) - 2, 4) + letters[-1]


def mask_phone(phone: str) -> str:
    """13800138000 → 138****8000; anything else keeps its last two characters."""
    return _PHONE.sub(_masked_phone, phone) if _PHONE.search(phone) else mask_tail(phone, 2)


def mask_tail(text: str, keep: int) -> str:
    """o-771234 → ****34: enough to tell two orders apart, too little to use."""
    return f"****{text[-keep:]}" if text else ""


def mask_text(text: str) -> str:
    """Telephone, ID card and bank card numbers and e-mail addresses inside free text, however they are spaced."""
    text = _PHONE.sub(_masked_phone, _ID_CARD.sub(r"\1**********\2", text))
    text = _LANDLINE.sub(r"\1****\2", _ABROAD.sub(r"\1****\2", _BANK_CARD.sub(r"****\1", text)))
    return _EMAIL.sub(r"\1***\2\3", text)


def _masked_phone(found: re.Match[str]) -> str:
    digits = [one for one in found[0] if one.isdecimal()]
    return f"{''.join(digits[-11:-8])}****{''.join(digits[-4:])}"
