"""A screen made of one widget of lines, behind the gate that lets one frame through at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, cast

from textual.app import ComposeResult
from textual.geometry import Region
from textual.screen import Screen

from reform_tui.console.driver import ConsoleDriver
from reform_tui.console.lines import Lines

if TYPE_CHECKING:
    from reform_tui.console.app import Console


class Face(Screen[None]):
    """How any screen of ours reaches the terminal."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = Lines()

    @property
    def console(self) -> Console:
        """The application, by its own type."""
        return cast("Console", self.app)

    def draw(self) -> None:
        """Put into the lines what this screen shows; a face alone shows nothing."""

    def compose(self) -> ComposeResult:
        """One widget."""
        yield self.lines

    def returned(self) -> None:
        """Back from the shell, which wrote over everything."""
        self.lines.forget()
        self.draw()

    def on_screen_suspend(self) -> None:
        """Another screen comes in front."""
        self.lines.forget()

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Lay out, but never repaint the screen itself: its lines cover it, and they know what differs."""
        del regions, repaint
        return super().refresh(repaint=False, layout=layout, recompose=recompose)

    def paint(self) -> None:
        """Send what has changed since the last frame."""
        self._compositor_refresh()

    def _compositor_refresh(self) -> None:
        """Hold the frame back while the last one is on its way: what changed waits, merged, in the compositor."""
        if not self.lines.is_drawn:
            return  # a blank frame would only cost the line 2 KB
        self._compositor.update_widgets({self.lines})  # else a repaint may leave its regions for the next frame
        gate, driver = self.console.gate, self.app._driver  # noqa: SLF001 - Textual has no public hook before a frame
        if gate is None or not isinstance(driver, ConsoleDriver):
            super()._compositor_refresh()
        elif gate.is_open:
            written = driver.written
            super()._compositor_refresh()
            if driver.written > written:
                gate.sent()
        else:
            self._dirty_widgets.clear()
