"""How a time may be written: strptime directives to where their digits stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from reform_tui.errors import FeedError

DIRECTIVES = {
    "Y": (4, r"\d{4}"),
    "y": (2, r"\d{2}"),
    "m": (2, r"\d{1,2}"),
    "d": (2, r"\d{1,2}"),
    "H": (2, r"\d{1,2}"),
    "I": (2, r"\d{1,2}"),
    "M": (2, r"\d{1,2}"),
    "S": (2, r"\d{1,2}"),
    "f": (0, r"\d{1,9}"),
    "p": (0, r"(?i:AM|PM|SA|CH)"),
    "z": (0, r"Z|[+-]\d{2}:?\d{2}"),
}
"""Directive to its width when written in full (0: not fixed) and its pattern; ``p`` is also sáng and chiều."""

ISO = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S%z",
    "%Y-%m-%dT%H:%M:%S.%f%z",
)  # fmt: skip
USUAL = (
    "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", *ISO, "%Y%m%d%H%M%S", "%Y%m%d", "%Y%m%d%H%M",
    "%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%d-%m-%Y", "%d.%m.%Y", "%H:%M %d/%m/%Y", "%H:%M:%S %d/%m/%Y",
    "%d/%m/%Y %I:%M:%S %p", "%d/%m/%Y %H:%M:%S.%f", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d",
)  # fmt: skip


@dataclass(frozen=True)
class Format:
    """A format taken apart: ``pattern`` finds it in a text, ``width`` and ``places`` stand for the fixed form."""

    text: str
    pattern: str
    """A regular expression with a group a directive, not anchored."""
    width: int
    """Characters of the fixed form; 0 when there is none."""
    places: tuple[tuple[str, int, int], ...]
    """(directive, first, past the last) in the fixed form."""
    literals: tuple[tuple[int, int], ...]
    """(position, byte) of what must stand between them."""


@cache
def compile_format(text: str) -> Format:
    """Take a strptime format apart; ``FeedError`` for a directive that we do not read."""
    pattern, at, fixed = "", 0, text.isascii()
    places: list[tuple[str, int, int]] = []
    literals: list[tuple[int, int]] = []
    pieces = re.findall(r"%.|[^%]|%$", text.replace("%T", "%H:%M:%S"), re.DOTALL)
    for before, piece, after in zip(["", *pieces], pieces, [*pieces[1:], ""], strict=False):
        if piece.startswith("%") and piece != "%%":
            width, expression = _directive(piece[1:], text)
            if before.startswith("%") or after.startswith("%"):  # digits in a row are read by their width
                expression = expression.replace("{1,2}", "{2}")
            pattern += f"(?P<{piece[1:]}>{expression})"
            places.append((piece[1:], at, at + width))
            fixed, at = fixed and width > 0, at + width
        else:
            pattern += re.escape(piece[-1])
            literals.append((at, ord(piece[-1])))
            at += 1
    names = [name for name, _, _ in places]
    if len(names) != len(set(names)) or not {"d", "m"} <= set(names) or not {"Y", "y"} & set(names):
        raise FeedError(f"the time format '{text}' must name a day, a month and a year once each, such as %d/%m/%Y")
    return Format(text, pattern, at if fixed else 0, tuple(places), tuple(literals))


def _directive(name: str, text: str) -> tuple[int, str]:
    if name not in DIRECTIVES:
        known = " ".join(f"%{one}" for one in DIRECTIVES)
        raise FeedError(f"the time format '{text}' has %{name}, which is not one of {known}")
    return DIRECTIVES[name]
