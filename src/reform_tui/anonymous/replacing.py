"""Every person of a file and what stands for them: the same for the same, different for different."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from re import Match
from unicodedata import normalize

from reform_tui.anonymous import invented
from reform_tui.anonymous.looks import EMAIL, IP, LONG_NUMBER, NUMBER, PHONE, is_nobody, is_phone, is_time, squeezed

NAME, PHONE_NUMBER, NUMBERED, ADDRESS, WHO = "name", "phone", "number", "address", "who"
"""What a column holds; ``who`` is an account or a name, as its values look."""
TELLING = 4
"""A value of so many characters must not be found anywhere in what comes out."""
_ATTEMPTS = 2000
_SHORTEST_NUMBER = 5


class Originals:
    """The values that must not come out: looked up at every place of a text by their first characters."""

    def __init__(self) -> None:
        self._lengths: defaultdict[str, set[int]] = defaultdict(set)
        self._values: set[str] = set()

    def add(self, values: Iterable[str]) -> None:
        """Add values; those that are short or name nobody are left out."""
        for value in values:
            text = value.strip()
            if len(text) >= TELLING and not is_nobody(text):
                self._values.add(text)
                self._lengths[text[:TELLING]].add(len(text))

    def found_in(self, text: str) -> str:
        """Return the first and longest original inside a text, or nothing."""
        for at in range(len(text) - TELLING + 1):
            for length in sorted(self._lengths.get(text[at : at + TELLING], ()), reverse=True):
                if text[at : at + length] in self._values:
                    return text[at : at + length]
        return ""


@dataclass
class Replacements:
    """What stands for whom under one key; ``originals`` is filled before the first is asked for."""

    key: bytes = field(repr=False)
    originals: Originals = field(default_factory=Originals)
    _made: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def of(self, raw: str, hint: str) -> str:
        """Return what stands for a value of a column that holds ``hint``, with the spaces around it."""
        text = raw.strip()
        if is_nobody(text):
            return raw
        return raw.replace(text, self._of(text, hint), 1)

    def _of(self, text: str, hint: str) -> str:
        if text not in self._made:
            self._made[text] = made = self._new(text, hint)
            self._taken.add(made)
        return self._made[text]

    def _new(self, text: str, hint: str) -> str:
        for attempt in range(_ATTEMPTS):
            candidate = _candidate(self.key, text, hint, attempt)
            if candidate not in self._taken and candidate != text and not self.originals.found_in(candidate):
                return candidate
        return "…" * (len(self._taken) + 1)

    def scrubbed(self, text: str) -> str:
        """Return a text that is kept, with whatever in it is somebody's replaced."""
        while found := self.originals.found_in(text):
            text = text.replace(found, self._of(found, WHO))
        if not is_time(text):
            for look in (EMAIL, PHONE, LONG_NUMBER):
                text = look.sub(self._instead, text)
        return text

    def _instead(self, match: Match[str]) -> str:
        return match[0] if match[0] in self._taken else self._of(match[0], WHO)


def _candidate(key: bytes, text: str, hint: str, attempt: int) -> str:
    canonical = squeezed(normalize("NFC", text)).casefold()
    if EMAIL.fullmatch(text) or IP.fullmatch(text):
        return (invented.email if "@" in text else invented.machine)(key, canonical, attempt)
    if hint in {PHONE_NUMBER, WHO} and _is_phone(text, hint):
        return invented.phone(key, invented.home_number(text), attempt, text)
    if hint != ADDRESS and NUMBER.fullmatch(text):
        digits = "".join(c for c in text.removesuffix(".0") if c.isdecimal())
        if len(digits) >= _SHORTEST_NUMBER:
            return invented.number(key, digits, attempt, text)
    if hint == ADDRESS:
        return invented.in_form_of(text, invented.address(key, canonical, attempt))
    if hint == NAME or (hint == WHO and " " in canonical and not any(c.isdecimal() for c in canonical)):
        return invented.in_form_of(text, invented.name(key, canonical, attempt))
    return invented.shape(key, canonical, attempt, text)


def _is_phone(text: str, hint: str) -> bool:
    home = invented.home_number(text)
    bare = NUMBER.fullmatch(text.lstrip("+(").replace(")", ""))
    return is_phone(text) or (hint == PHONE_NUMBER and bare is not None and len(home) in {9, 10, 11})
