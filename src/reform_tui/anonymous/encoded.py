"""Text written again in the encoding in which it came."""

from __future__ import annotations

import unicodedata

from reform_tui.feeds.encodings import encoding_of, to_utf8

_LOST = "\ufffd"
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def decoded(where: str, content: bytes, stated: str) -> tuple[bytes, str]:
    """Return the text in UTF-8, its byte-order mark left in place, and what it is written in."""
    text = to_utf8(where, content, stated)
    return text, stated or ("utf-8" if text is content else encoding_of(where, content))


def encoded(text: bytes, encoding: str) -> bytes:
    """Return UTF-8 text in another encoding; a character that it lacks becomes a question mark."""
    if encoding.lower().replace("-", "").replace("_", "") in {"utf8", "u8"}:
        return text
    told = text.decode("utf-8", "surrogatepass")
    if encoding.lower().removeprefix("windows-").removeprefix("cp") == "1258":
        told = _tones_apart(told)
    return told.encode(encoding, "replace")


def _tones_apart(text: str) -> str:
    """Each tone mark behind its letter, as Windows wrote Vietnamese: ``ế`` is ``ê`` and a mark."""
    apart: list[str] = []
    for character in text:
        marks = unicodedata.normalize("NFD", character)
        tone = next((mark for mark in marks if mark in _TONES), "") if len(marks) > 1 else ""
        apart.append(unicodedata.normalize("NFC", marks.replace(tone, "")) + tone if tone else character)
    return "".join(apart).replace(_LOST, "?")
