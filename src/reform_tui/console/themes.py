"""Colours by theme and by how many the terminal has; what each pair of them contrasts is computed in a test."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from rich.color import Color
from rich.style import Style

THEMES = ("terminal", "light", "dark", "contrast")
"""The first keeps the terminal's own background and colours."""
NONE, FEW, MANY = 0, 16, 256
"""How many colours a terminal has; one that has more shows the 256 alike, for 10 bytes less than truecolor costs."""


class Pair(NamedTuple):
    """Colours of text and background by number, as ``38;5;n`` counts them."""

    text: int
    ground: int
    bold: bool = False


# The terminal's own sixteen colours on its own background: they suit it, and cost 5 bytes where truecolor costs 19.
_TERMINAL = {
    "title": Style(reverse=True),
    "head": Style(bold=True),
    "cursor": Style(reverse=True),
    "critical": Style(color="red", bold=True),
    "warning": Style(color="yellow"),
    "ill": Style(color="magenta", bold=True),
    "blind": Style(color="magenta"),
    "ok": Style(color="green"),
    "dim": Style(dim=True),
}
_BARE = {
    "title": Style(reverse=True),
    "head": Style(bold=True),
    "cursor": Style(reverse=True),
    "critical": Style(bold=True),
    "ill": Style(bold=True),
}

# None of the sixteen is bold: terminals show it as another colour.  Grounds are of the first eight: more are not drawn
# everywhere.
PAIRS: Mapping[tuple[str, int], Mapping[str, Pair]] = {
    ("light", MANY): {
        "": Pair(234, 255), "title": Pair(231, 24), "head": Pair(234, 255, bold=True), "cursor": Pair(16, 153),
        "critical": Pair(124, 255, bold=True), "warning": Pair(94, 255), "ill": Pair(90, 255, bold=True),
        "blind": Pair(90, 255), "ok": Pair(22, 255), "dim": Pair(240, 255),
    },
    ("light", FEW): {
        "": Pair(0, 7), "title": Pair(15, 4), "head": Pair(4, 7), "cursor": Pair(7, 0), "critical": Pair(15, 1),
        "warning": Pair(0, 6), "ill": Pair(15, 5), "blind": Pair(15, 5), "ok": Pair(0, 7), "dim": Pair(0, 7),
    },
    ("dark", MANY): {
        "": Pair(252, 234), "title": Pair(231, 24), "head": Pair(252, 234, bold=True), "cursor": Pair(231, 238),
        "critical": Pair(210, 234, bold=True), "warning": Pair(221, 234), "ill": Pair(213, 234, bold=True),
        "blind": Pair(213, 234), "ok": Pair(114, 234), "dim": Pair(247, 234),
    },
    ("dark", FEW): {
        "": Pair(7, 0), "title": Pair(0, 7), "head": Pair(15, 0), "cursor": Pair(0, 6), "critical": Pair(9, 0),
        "warning": Pair(11, 0), "ill": Pair(13, 0), "blind": Pair(13, 0), "ok": Pair(10, 0), "dim": Pair(7, 0),
    },
    ("contrast", MANY): {
        "": Pair(231, 16), "title": Pair(16, 231), "head": Pair(231, 16, bold=True), "cursor": Pair(16, 226),
        "critical": Pair(210, 16, bold=True), "warning": Pair(226, 16), "ill": Pair(219, 16, bold=True),
        "blind": Pair(219, 16), "ok": Pair(120, 16), "dim": Pair(252, 16),
    },
    ("contrast", FEW): {
        "": Pair(15, 0), "title": Pair(0, 7), "head": Pair(15, 0), "cursor": Pair(0, 6), "critical": Pair(11, 0),
        "warning": Pair(14, 0), "ill": Pair(15, 0), "blind": Pair(15, 0), "ok": Pair(10, 0), "dim": Pair(7, 0),
    },
}  # fmt: skip
"""Tone to colours, by theme and number of colours; the tone without a name is plain text."""


@cache
def styles_of(theme: str, colours: int) -> Mapping[str, Style]:
    """Tone to style; a terminal without colours has no themes."""
    if not colours:
        return _BARE
    pairs = PAIRS.get((theme, colours))
    return _TERMINAL if pairs is None else {tone: _style(pair) for tone, pair in pairs.items()}


def _style(pair: Pair) -> Style:
    text, ground = (Color.parse(f"color({number})") for number in pair[:2])
    return Style.from_color(text, ground) + Style(bold=pair.bold or None)
