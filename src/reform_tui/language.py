"""Vietnamese and English: sentences from catalogues, figures and days as each language writes them."""

from __future__ import annotations

import gettext
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from math import isfinite
from pathlib import Path

LANGUAGES = ("vi", "en")
_LOCALE = Path(__file__).parent / "locale"
_HUNDREDTH = Decimal("0.01")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LENGTH = re.compile(r"(\d+)(w[dhm])")
_WRITTEN = re.compile(r"[-+]?\d{1,3}(?:,\d{3})*(?:\.\d+)?(?: ?%)?")


def mark(message: str) -> str:
    """Name a sentence for the catalogues where it stands as data; ``Language.say`` translates it later."""
    return message


_JOINS: Mapping[re.Pattern[str], str] = {
    re.compile(r"no row of (?P<right>\w+) for it"): mark("no row of {right} for it"),
    re.compile(r"(?P<right>\w+) without (?P<left>\w+)"): mark("{right} without {left}"),
    re.compile(r"no feed has (?P<lacks>\w+\..+)"): mark("no feed has {lacks}"),
}
"""Why ``judge`` skips rows that were joined, an index what it scores: no catalogue can know the schemas."""


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    return gettext.translation("reform_tui", _LOCALE, languages=[code], fallback=True)


@dataclass(frozen=True)
class _Facts:
    """Facts of a sentence, written as it asks for them; one that is missing stays visible as its name in braces."""

    facts: Mapping[str, object]
    write: Callable[[object], str]

    def __getitem__(self, name: str) -> str:
        return self.write(self.facts[name]) if name in self.facts else f"{{{name}}}"


@dataclass(frozen=True)
class Language:
    """One of ``LANGUAGES``; anything else speaks English."""

    code: str

    def say(self, message: str, **facts: object) -> str:
        """Return the sentence in this language with ``{fact}`` filled in."""
        return self.fill(_catalogue(self.code).gettext(message) if message else "", facts)

    def reason(self, reason: str) -> str:
        """Why rows were skipped, in this language where its catalogue, or the pattern of a join, knows the reason."""
        found = next(((match, said) for one, said in _JOINS.items() if (match := one.fullmatch(reason))), None)
        return self.say(found[1], **found[0].groupdict()) if found else self.say(reason)

    def fill(self, template: str, facts: Mapping[str, object]) -> str:
        """Fill ``{fact}`` braces; whole numbers are grouped, a missing fact or a broken brace never fails."""
        if "{" not in template and "}" not in template:
            return template
        try:
            return template.format_map(_Facts(facts, self.fact))
        except (ValueError, IndexError, KeyError, AttributeError):  # a brace that an operator mistyped in a message
            return template

    def fact(self, value: object) -> str:
        """A fact as text: numbers as this language writes them, everything else as it stands."""
        if value is None:
            return "–"
        if isinstance(value, bool):
            return self.say("yes") if value else self.say("no")
        if isinstance(value, int):
            return self.whole(value)
        if isinstance(value, float) and not isfinite(value):
            return "–"
        if isinstance(value, float):
            return self._written(f"{Decimal(repr(value)).quantize(_HUNDREDTH, ROUND_HALF_UP).normalize():,f}")
        return self._length(str(value)) or self._day_of(str(value))

    def _length(self, text: str) -> str:
        """Working time, written ``1wd`` in rules, in words; empty for any other text."""
        found = _LENGTH.fullmatch(text)
        if found is None:
            return ""
        count = int(found[1])
        if found[2] == "wd":
            return (
                self.say("{count} working day", count=1)
                if count == 1
                else self.say("{count} working days", count=count)
            )
        if found[2] == "wh":
            return self.say("{count} working hours", count=count)
        return self.say("{count} working minutes", count=count)

    def _day_of(self, text: str) -> str:
        """An ISO day or moment as this language writes days; any other text as it stands."""
        if not _DAY.match(text):
            return text
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return text
        return self.day(moment) if len(text) <= len("2025-03-31") else self.minute(moment)

    def chosen(self, names: Mapping[str, str], otherwise: str = "") -> str:
        """The text in this language out of ``{"vi": …, "en": …}``; else any language, else ``otherwise``."""
        return names.get(self.code) or next(iter(names.values()), "") or otherwise

    def whole(self, number: int) -> str:
        """``34.530`` or ``34,530``."""
        return self._written(f"{number:,}")

    def decimal(self, value: float | Decimal, places: int = 2) -> str:
        """Two places, half up, from the exact number: never from one already rounded."""
        exact = Decimal(repr(value)) if isinstance(value, float) else value
        if not exact.is_finite():
            return "–"
        return self._written(f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}")

    def percent(self, share: float) -> str:
        """``71,12 %`` or ``71.12%`` of a share between 0 and 1."""
        figure = self.decimal(Decimal(repr(float(share))) * 100)
        return figure if figure == "–" else self.with_sign(figure)

    def rate(self, numerator: int, denominator: int) -> str:
        """``numerator`` of ``denominator`` as a percentage, rounded once; a dash when there is nothing to divide by."""
        return self.with_sign(self.bare_rate(numerator, denominator)) if denominator else "–"

    def bare_rate(self, numerator: int, denominator: int) -> str:
        """The same without its sign."""
        exact = Decimal(numerator) * 100 / Decimal(denominator)
        # 38/124 is 30,645…: rounding the quotient to 28 digits first cannot move the second place.
        return self._written(f"{exact.quantize(_HUNDREDTH, ROUND_HALF_UP):,}")

    def with_sign(self, figure: str) -> str:
        """A percent sign after a figure: Vietnamese puts a space before it."""
        return f"{figure} %" if self.code == "vi" else f"{figure}%"

    def day(self, moment: datetime) -> str:
        """``31/03/2025``: as Vietnamese offices write it, in both languages."""
        return f"{moment:%d/%m/%Y}"

    def minute(self, moment: datetime) -> str:
        """``31/03/2025 17:00``."""
        return f"{moment:%d/%m/%Y %H:%M}"

    def age(self, passed: timedelta) -> str:
        """A coarse age that seldom changes: ``<1 h``, ``5 h``, ``3 d``, ``8 w``."""
        hours = max(int(passed.total_seconds()) // 3600, 0)
        if hours < 1:
            return self.say("<1 h")
        if hours < 48:  # noqa: PLR2004 - two days still read well in hours
            return self.say("{hours} h", hours=hours)
        days = hours // 24
        return self.say("{days} d", days=days) if days < 100 else self.say("{weeks} w", weeks=days // 7)  # noqa: PLR2004

    def number(self, text: str) -> float | None:
        """Read a figure that this language wrote, a percentage without its sign; ``None`` for any other text."""
        figure = self._written(text)
        return float(figure.rstrip(" %").replace(",", "")) if _WRITTEN.fullmatch(figure) else None

    def _written(self, figure: str) -> str:
        return figure.translate(_SWAPPED) if self.code == "vi" else figure


_SWAPPED = str.maketrans(",.", ".,")


def bare(text: str) -> str:
    """Letters that ASCII has, for a terminal that shows no others: ``Đất đai`` is ``Dat dai``."""
    loose = unicodedata.normalize("NFD", text).translate(_ASCII)
    return "".join(c if c.isascii() else "?" for c in loose if not unicodedata.combining(c))


_ASCII = str.maketrans({
    "đ": "d", "Đ": "D", "–": "-", "—": "-", "…": "~", "·": ".", "▲": "!", "●": "*", "○": "o", "✓": "+", "✗": "x",
    "›": ">", "≥": ">=", "’": "'", "“": '"', "”": '"', "│": "|", "─": "-", "×": "x", "↑": "^", "↓": "v", "▏": "_",
    "→": "->", "Σ": "=", "◌": "?", "█": "#", "\u00a0": " ",
})  # fmt: skip
