"""Invented people in the shape of real ones: nobody has these names, numbers or addresses.

Names are made of Vietnamese syllables that nobody is called by, phones begin with 01 (no number does since 2018),
identity numbers with 9 (no province does), machines are of ranges kept for documents.
"""

from __future__ import annotations

import re
import unicodedata

from reform_tui.anonymous.draws import Draw

_ONSETS = tuple("b ch d đ g gi h kh l m n nh ph r s t th tr v x".split())  # noqa: SIM905 - a list of sounds
_RHYMES = tuple(
    "ẫu oẵng ượp iễng ỗm ẽo ửu ẩng oằm uẩng ịu uột oẹt ẳm ưỡm iếp uỗi oặc ẹn ỏng iểu uộm ẵn ựng ỡi oẻn ửi ấng".split()  # noqa: SIM905 - as above
)
_SYLLABLES = [onset + rhyme for onset in _ONSETS for rhyme in _RHYMES if not (onset == "gi" and rhyme[0] == "i")]
_HAMLETS = ("Tổ", "Xóm", "Thôn", "Bản", "Ngõ", "Khu")
_FEW, _MANY = 40, 999
_WORDS_AT_LEAST = 3
_GAP = re.compile(r"(\s+)")
_FLOAT = re.compile(r"\.0$")


def name(key: bytes, canonical: str, attempt: int) -> str:
    """Return as many words as the name has; one family name always becomes the same one."""
    words = canonical.split()
    draw = Draw(key, "name", canonical, attempt)
    family = Draw(key, "family", words[0]) if len(words) > 1 else draw
    many = max(len(words), _WORDS_AT_LEAST if attempt > _FEW else 1)
    rest = [_word(draw) for _ in range(many - 1)]
    return " ".join([_word(family), *rest])


def _word(draw: Draw) -> str:
    return _SYLLABLES[draw.below(len(_SYLLABLES))].capitalize()


def address(key: bytes, canonical: str, attempt: int) -> str:
    """Return a place that is none."""
    draw = Draw(key, "address", canonical, attempt)
    number, hamlet = draw.below(_MANY) + 1, _HAMLETS[draw.below(len(_HAMLETS))]
    return f"Số {number}, {hamlet} {_word(draw)} {_word(draw)}"


def home_number(text: str) -> str:
    """Return a phone's digits as written from home, with the 0 that a spreadsheet drops."""
    digits = re.sub(r"\D", "", _FLOAT.sub("", text))
    from_abroad = re.fullmatch(r"(?:00)?84(\d{8,10})", digits)
    if from_abroad:
        return f"0{from_abroad[1]}"
    return f"0{digits}" if re.fullmatch(r"[1-9]\d{8}", digits) else digits


def phone(key: bytes, home: str, attempt: int, written: str) -> str:
    """Return a number that nobody has, in the form in which this one is written; ``home`` is it as from home."""
    body, end = (written[:-2], written[-2:]) if _FLOAT.search(written) else (written, "")
    digits = re.sub(r"\D", "", body)
    drawn = "01" + Draw(key, "phone", home, attempt).digits(len(home) - 2)
    own = len(home) if digits == home else len(home) - 1  # what stands before is a country's prefix
    whole = iter(digits[: len(digits) - own] + drawn[len(drawn) - own :])
    return "".join(next(whole) if c.isdecimal() else c for c in body) + end


def number(key: bytes, canonical: str, attempt: int, written: str) -> str:
    """Return an identity number that nobody has: a 9 and as many digits, points and spaces where they were."""
    body, end = (written[:-2], written[-2:]) if _FLOAT.search(written) else (written, "")
    digits = iter("9" + Draw(key, "number", canonical, attempt).digits(len(canonical)))
    return "".join(next(digits) if c.isdecimal() else c for c in body) + end


def email(key: bytes, canonical: str, attempt: int) -> str:
    """Return an address at a domain that is kept for examples."""
    local = canonical.partition("@")[0]
    return f"{shape(key, local, attempt, local)}@example.com"


def machine(key: bytes, canonical: str, attempt: int) -> str:
    """Return an address of a range that no machine has."""
    draw = Draw(key, "machine", canonical, attempt)
    if ":" in canonical:
        return f"2001:db8:{draw.below(1 << 16):x}:{draw.below(1 << 16):x}::{draw.below(1 << 16):x}"
    return f"240.{draw.below(256)}.{draw.below(256)}.{draw.below(256)}"


def shape(key: bytes, canonical: str, attempt: int, written: str) -> str:
    """Return letters for letters and digits for digits; what stands between them stays."""
    draw = Draw(key, "shape", canonical, attempt)
    drawn = "".join(_like(c, draw) for c in written)
    return drawn + (draw.digits(attempt // _FEW) if attempt >= _FEW else "")


def _like(character: str, draw: Draw) -> str:
    if character.isdecimal():
        return str(draw.below(10))
    if unicodedata.combining(character):
        return ""
    if not character.isalpha():
        return character
    hexadecimal = character in "abcdefABCDEF"
    letter = "abcdef"[draw.below(6)] if hexadecimal else "ghjklmnpqrstuvwxyz"[draw.below(18)]
    return letter.upper() if character.isupper() else letter


def in_form_of(written: str, replacement: str) -> str:
    """Return words in the case, the spaces and the normal form in which the original is written."""
    if written == written.upper() and written != written.lower():
        replacement = replacement.upper()
    elif written == written.lower():
        replacement = replacement.lower()
    gaps, words = _GAP.findall(written), replacement.split(" ")
    odd = [gap if at < len(gaps) and (gap := gaps[at]) else " " for at in range(len(words) - 1)]
    spaced = "".join(word + gap for word, gap in zip(words, [*odd, ""], strict=True))
    composed = unicodedata.is_normalized("NFC", written)
    return spaced if composed else unicodedata.normalize("NFD", spaced)
