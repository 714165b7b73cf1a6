"""Text written for Vietnamese fonts from before Unicode: recognised by which reading of it is Vietnamese.

TCVN3 (.VnTime, ABC; TCVN 5712:1993) gives each letter a byte of its own, VNI puts a byte for its marks behind a vowel.
Read as anything else both become other letters, and nothing fails: so a text is refused unless it reads as Vietnamese.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

TCVN3, VNI, WINDOWS = "TCVN3 (.VnTime)", "VNI", "windows-1258"
_ENOUGH = 0.8
"""Of the syllables with marks so many must be Vietnamese under a reading,"""
_AHEAD = 0.2
"""and so many more than under any other."""
_FEW = 3
"""With fewer different words that are not Vietnamese as they stand a text is left alone: a name, a sign."""
_LAST = "\u00ff"

_FROM_A1 = "ĂÂÊÔƠƯĐăâêôơưđ"
_FROM_B5 = "àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ"
_TCVN3 = {0xA1 + at: letter for at, letter in enumerate(_FROM_A1)}
_TCVN3 |= {0xB5 + at: letter for at, letter in enumerate(_FROM_B5) if letter != " "}

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT, _HAT, _BREVE = map(chr, (0x300, 0x301, 0x309, 0x303, 0x323, 0x302, 0x306))
_BEHIND = dict(zip("øùûõï", (_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT), strict=True)) | {"â": _HAT, "ê": _BREVE}
_BEHIND |= {one: _HAT + tone for one, tone in zip("àáåãä", (_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT), strict=True)}
_BEHIND |= {one: _BREVE + tone for one, tone in zip("èéúüë", (_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT), strict=True)}
_ALONE = dict(zip("ìíæóòîñôö", "ìíỉĩịỵđơư", strict=True))

_TONES = re.compile(f"[{_GRAVE}{_ACUTE}{_HOOK}{_TILDE}{_DOT}]")
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|gh|gi|kh|ch|ph|th|tr|qu|[bcdđghklmnprstvx])?"
    r"(?:uyê|uya|iê|yê|ươ|uô|oă|oa|oe|oo|uâ|uê|uơ|uy|ưa|ua|ia|[aăâeêioôơuưy])"
    r"(?:ng|nh|ch|[cmnptiouy])?"
)
_HIGH = "\u00a1-\u00af\u00b5-\u00ff"
"""What letters stand on; ° ± ² ³ ´ are letters in none of them."""
_WORD = re.compile(f"[A-Za-z{_HIGH}]*[{_HIGH}][A-Za-z{_HIGH}]*")
_MARKED = re.compile(r"[^\W\d_]*[^\x00-\x7f\W\d_][^\W\d_]*")


def reading_of(content: bytes) -> str:
    """Return how bytes that are no Unicode read as Vietnamese: one of the three names, or '' where none of them fits.

    Bytes without a letter outside ASCII are ``WINDOWS``: its signs are those of the other code pages of Windows.
    """
    words = _WORD.findall(content.decode("latin-1"))
    if not words:
        return WINDOWS
    shares = {WINDOWS: _share(_windows(word) for word in words)} | _old_shares(words)
    best, second = sorted(shares, key=lambda name: shares[name], reverse=True)[:2]
    return best if shares[best] >= _ENOUGH and shares[best] - shares[second] >= _AHEAD else ""


def old_font(text: str) -> str:
    """Return which old font Unicode text was typed for, '' where it reads as it stands or as nothing we know.

    That is how TCVN3 and VNI come in workbooks: their bytes as the characters of Western Europe.
    """
    # A word with a letter that none of these bytes is, such as đ or ồ, is Unicode for certain.
    bytewise = " ".join(word for word in unicodedata.normalize("NFC", text).split() if max(word) <= _LAST)
    words = _WORD.findall(bytewise)
    if len({word for word in words if not _is_syllable(word)}) < _FEW:
        return ""
    shares = _old_shares(words)
    best = max(shares, key=lambda name: shares[name])
    standing = _share(_MARKED.findall(bytewise))
    return best if shares[best] >= _ENOUGH and shares[best] - standing >= _AHEAD else ""


def from_tcvn3(text: str) -> str:
    """Return Unicode for TCVN3 whose bytes stand as characters."""
    return text.translate(_TCVN3)


def from_vni(text: str) -> str:
    """Return Unicode for VNI whose bytes stand as characters; text in capitals reads in small letters."""
    letters: list[str] = []
    for one in text.lower():
        behind_a_vowel = bool(letters) and letters[-1] in "aeouyơư"
        letters.append(_BEHIND[one] if behind_a_vowel and one in _BEHIND else _ALONE.get(one, one))
    return unicodedata.normalize("NFC", "".join(letters))


def _old_shares(words: list[str]) -> dict[str, float]:
    return {TCVN3: _share(map(from_tcvn3, words)), VNI: _share(map(from_vni, words))}


def _windows(word: str) -> str:
    return word.encode("latin-1").decode(WINDOWS, "replace")


def _share(words: Iterable[str]) -> float:
    """Which share of words are syllables of Vietnamese: its letters in its order, with one tone at most."""
    judged = [_is_syllable(word) for word in words]
    return sum(judged) / len(judged) if judged else 0.0


def _is_syllable(word: str) -> bool:
    apart = unicodedata.normalize("NFD", word.lower())
    bare, tones = _TONES.subn("", apart)
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)) is not None
