"""What a value looks like, whatever its column is called."""

from __future__ import annotations

import re

from reform_tui.feeds.words import CLOSED, flag_of, spelling
from reform_tui.model.record_code import unit_in

PHONE = re.compile(r"(?:\(?(?:\+|00)?84\)?|\(?0)[\s.\-()]*\d(?:[\s.\-()]*\d){7,9}")
EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")
LONG_NUMBER = re.compile(r"(?<!\d)\d{9,14}(?!\d)")
IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|(?=[0-9a-fA-F:]*:[0-9a-fA-F:]*:)[0-9a-fA-F:]{3,39}")
NUMBER = re.compile(r"\d(?:[\s.\-]*\d)*(?:\.0)?")
TIME = re.compile(r"(?=.*\d)[\d\s./:,TZ+\-]{1,35}(?:\s?(?:AM|PM|SA|CH))?", re.IGNORECASE)
_DAY_IN_DIGITS = re.compile(r"(?:19|20)\d{6}(?:\d{4}|\d{6})?")
_QUANTITY = re.compile(
    r"[+-]?(?:0|[1-9]\d{0,2}(?:[., ]?\d{3})*|\d{1,8})(?:[.,]\d+)?\s?(?:%|đ|đồng|vnđ|vnd|₫)?", re.IGNORECASE
)
_NOBODY = re.compile(r"(\d)\1*|0+1|[\W_]+|null|none|nan|n/a|không|không có|chưa có", re.IGNORECASE)
_SPACES = re.compile(r"\s+")


def is_nobody(text: str) -> bool:
    """Whether it names nobody: nothing, one digit repeated, 000000001, a dash, a word for none."""
    return not text or _NOBODY.fullmatch(text) is not None


def is_time(text: str) -> bool:
    """Whether it is written as a time, one that exists or not, and cannot be somebody's number."""
    if not TIME.fullmatch(text):
        return False
    if LONG_NUMBER.search(text):
        return _DAY_IN_DIGITS.fullmatch(text) is not None
    return not PHONE.fullmatch(text) or "/" in text or ":" in text or text.count("-") == 2  # noqa: PLR2004 - y-m-d


def is_quantity(text: str) -> bool:
    """Whether it is a number or a sum of money; a number that begins with 0 may be a phone."""
    return _QUANTITY.fullmatch(text) is not None


def is_phone(text: str) -> bool:
    """Whether it is a whole phone number."""
    return PHONE.fullmatch(text) is not None


def is_somebody(text: str) -> bool:
    """Whether it is a phone, an identity number, an email or an address of a machine, and not a time."""
    if is_time(text):
        return False
    return any(look.fullmatch(text) for look in (PHONE, EMAIL, LONG_NUMBER, IP))


def is_known_word(text: str) -> bool:
    """Whether it is a word of a closed list, or a yes or no."""
    return flag_of("", text) is not None or any(spelling(text) in words for words in CLOSED.values())


def is_record_code(text: str) -> bool:
    """Whether it is a national record code."""
    return unit_in(text) is not None


def squeezed(text: str) -> str:
    """One space between words."""
    return _SPACES.sub(" ", text).strip()
