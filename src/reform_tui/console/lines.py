"""The one widget: a screenful of lines that repaints only what differs from the last one."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from reform_tui.console.paint import Ink, Line, differing


class Lines(Widget):
    """Lines of text; a stock table would repaint itself whole for one cell, and header and scrollbar cost 13 KB."""

    DEFAULT_CSS = "Lines { width: 100%; height: 100%; }"

    def __init__(self) -> None:
        super().__init__()
        self._strips: list[Strip] = []
        self._drawn = Size()

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to paint yet, of the size that the window has now."""
        return bool(self._strips) and self._drawn == self.size

    def draw(self, lines: Sequence[Line], ink: Ink) -> None:
        """Show these lines; a row repaints from its left edge to its last changed cell."""
        width, height = self.size
        new = [ink.strip(line, width) for line in lines[:height]]
        new += [ink.strip((), width)] * (height - len(new))
        old, self._strips, self._drawn = self._strips, new, self.size
        if len(old) != len(new):
            self.refresh()
            return
        for y, (before, after) in enumerate(zip(old, new, strict=True)):
            if before is not after and (cells := differing(before._segments, after._segments)):  # noqa: SLF001 - iterating is slower
                self.refresh(Region(0, y, cells, 1))

    def forget(self) -> None:
        """Another screen stands in front: the next drawing paints everything."""
        self._strips = []

    def render_lines(self, crop: Region) -> list[Strip]:
        """Hand over what was drawn, without the styles and filters that a stock widget adds."""
        blank = Strip.blank(self.size.width)
        shown = [self._strips[y] if y < len(self._strips) else blank for y in crop.line_range]
        return [strip.crop(crop.x, crop.right) for strip in shown]

    def shown(self) -> list[str]:
        """The lines as text."""
        return [strip.text for strip in self._strips]
