"""Vietnamese text compared, and text from files made harmless."""

from __future__ import annotations

import unicodedata

# Old style puts the tone mark on the first vowel of oa, oe, uy ("Hòa"), new style on the second ("Hoà"); one unit may
# be spelt both ways (DOMAIN 2.5), so we compare in the new style.
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_PAIRS = tuple((a + t + b, a + b + t) for a, b in (("o", "a"), ("o", "e"), ("u", "y")) for t in _TONES)


def fold(text: str) -> str:
    """One spelling of a name for comparison: NFC, one tone-mark style, one space, lower case."""
    loose = unicodedata.normalize("NFD", " ".join(text.split())).casefold()
    for old, new in _PAIRS:
        # "hoàn" carries its mark on the second vowel in both styles: only an open syllable moves.
        loose = _move(loose, old, new)
    return unicodedata.normalize("NFC", loose)


def _move(text: str, old: str, new: str) -> str:
    at = text.find(old)
    while at >= 0:
        after = text[at + len(old) : at + len(old) + 1]
        before = text[at - 1 : at]
        if not after.isalpha() and before != "q":
            text = text[:at] + new + text[at + len(old) :]
        at = text.find(old, at + 1)
    return text


def plain(text: str) -> str:
    """Letters without marks, đ as d, for a filter typed without an input method: "dat dai" finds "Đất đai"."""
    loose = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return "".join(c for c in loose if not unicodedata.combining(c))


def harmless(text: str) -> str:
    """Text that no terminal acts on: controls, bidirectional marks and unassigned characters become U+FFFD."""
    return "".join("\ufffd" if unicodedata.category(c) in _ACTING else c for c in text)


def inert(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe stands before what would be one."""
    return f"'{text}" if text.startswith(_FORMULA) else text


_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ACTING = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
