"""Masking: personal data as others than the case's owner may see it."""

import re

# Mobile numbers of mainland China, and e-mail addresses, as customers write them into reviews.
_PHONE = re.compile(r"(?<!\d)(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})(?!\d)")
_EMAIL = re.compile(r"([\w.+-])[\w.+-]*@([\w-]+\.[\w.-]+)")
_ID_CARD = re.compile(r"(?<!\d)(\d{4})\d{10}(\d{3}[\dXx])(?!\d)")


def mask_name(name: str) -> str:
    """王小明 → 王*明, 李四 → 李*, J. Doe → J****e."""
    letters = name.strip()
    if len(letters) <= 2:
        return letters[:1] + "*" * (len(letters) - 1)
    return letters[0] + "*" * min(len(letters) - 2, 4) + letters[-1]


def mask_phone(phone: str) -> str:
    """13800138000 → 138****8000; anything else keeps its last two characters."""
    return _PHONE.sub(r"\1****\3", phone) if _PHONE.search(phone) else mask_tail(phone, 2)


def mask_tail(text: str, keep: int) -> str:
    """o-771234 → ****34: enough to tell two orders apart, too little to use."""
    return f"****{text[-keep:]}" if text else ""


def mask_text(text: str) -> str:
    """Phone numbers, ID card numbers and e-mail addresses inside free text."""
    return _EMAIL.sub(r"\1***@\2", _PHONE.sub(r"\1****\3", _ID_CARD.sub(r"\1**********\2", text)))
