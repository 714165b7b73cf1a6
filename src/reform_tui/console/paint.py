"""From text and tone to cells: the one place where anything reaches the terminal, so the one place that cleans it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reform_tui.console.themes import FEW, THEMES, styles_of
from reform_tui.language import bare
from reform_tui.model.text import harmless

Part = tuple[str, str]
"""(text, tone)."""
Line = tuple[Part, ...]
_LOOKED_AT = 4
"""Characters for each cell of a line that are looked at; more than so many marks on every letter break it early."""


@dataclass(frozen=True)
class Ink:
    """What the terminal can show: its characters and its colours."""

    ascii: bool = False
    colours: int = FEW
    theme: str = THEMES[0]

    def clean(self, text: str) -> str:
        """Text that is only text: composed, harmless, and in ASCII where nothing else is shown."""
        composed = text if text.isascii() else unicodedata.normalize("NFC", text)
        safe = composed if composed.isprintable() else "".join(map(_plain_space, harmless(composed)))
        return bare(safe) if self.ascii else safe

    def fit(self, text: str, width: int, *, right: bool = False) -> str:
        """Clean text of exactly ``width`` cells; what is too long ends in an ellipsis."""
        clean = self.clean(text)
        length = cell_len(clean)
        if length > width:
            clean = cut(clean, width - 1) + ("~" if self.ascii else "…") if width > 0 else ""
            length = cell_len(clean)
        blank = " " * (width - length)
        return blank + clean if right else clean + blank

    def strip(self, line: Line, width: int) -> Strip:
        """A line of exactly ``width`` cells."""
        styles = styles_of(self.theme, self.colours)
        plain = styles.get("")
        segments = [Segment(self.clean(text), styles.get(tone, plain)) for text, tone in line if text]
        return Strip(segments).adjust_cell_length(width, plain)


def _plain_space(character: str) -> str:
    """Spaces of other kinds and widths (no-break, ideographic) as the usual one."""
    return " " if character.isspace() else character


def cut(text: str, width: int) -> str:
    """The beginning of ``text`` that fits into ``width`` cells."""
    used = 0
    for index, character in enumerate(text):
        used += get_character_cell_size(character)
        if used > width:
            return text[:index]
    return text


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` cells, broken between words where there is a space to break at."""
    width = max(width, 2)  # room for one wide character, else nothing would ever fit
    lines: list[str] = []
    for word in text.split():
        if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines += _broken(word, width)
    return lines or [""]


def _broken(word: str, width: int) -> list[str]:
    """A word over as many lines as it needs; what was cut off is not looked at again, for a cell may hold megabytes."""
    lines, start = [], 0
    while start < len(word):
        lines.append(cut(word[start : start + _LOOKED_AT * width], width))
        start += len(lines[-1])
    return lines


def differing(old: Sequence[Segment], new: Sequence[Segment]) -> int:
    """How many cells from the left cover everything that differs between two lines; 0 when they are equal."""
    before, after = _spread(old), _spread(new)
    if len(before) != len(after):
        return max(sum(get_character_cell_size(c) for c, _ in cells) for cells in (before, after))
    last = next((i for i in range(len(after) - 1, -1, -1) if before[i] != after[i]), -1)
    return max(sum(get_character_cell_size(c) for c, _ in cells[: last + 1]) for cells in (before, after))


def _spread(segments: Sequence[Segment]) -> list[tuple[str, Style | None]]:
    return [(character, style) for text, style, _ in segments for character in text]
