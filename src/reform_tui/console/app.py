"""The application: it holds the newest board and hands it to the screen in front."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from textual import events
from textual.app import App
from textual.screen import Screen

from reform_tui import times
from reform_tui.board.board import Board
from reform_tui.board.changes import ChangeRow, changes_since
from reform_tui.console import choosing, claiming, going, memory, sitting
from reform_tui.console.alert_lines import KeptWords
from reform_tui.console.bell import Bell, newly_critical
from reform_tui.console.chosen import Asked, look_of
from reform_tui.console.doing import Acts
from reform_tui.console.driver import ConsoleDriver
from reform_tui.console.gate import Gate
from reform_tui.console.leaving import Leaving, heed_signals
from reform_tui.console.look import Look
from reform_tui.console.memory import Left
from reform_tui.console.messages import BoardRead, Fetched, Measured, fetch
from reform_tui.console.page import CLOSED, Page
from reform_tui.console.past import ONLY_PAST
from reform_tui.console.prompt import Offer
from reform_tui.console.screens.today import TodayPage
from reform_tui.console.sitting import AT_FIRST
from reform_tui.console.terminal import Terminal
from reform_tui.console.watcher import Watcher
from reform_tui.language import mark

Value = TypeVar("Value")
_TICK = 1.0


class Console(App[int]):
    """One inspector's console."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, root: Path, board: Board, asked: Asked, terminal: Terminal) -> None:
        super().__init__(driver_class=ConsoleDriver, ansi_color=True)
        self.root, self.newest, self.asked, self.terminal = root, board, asked, terminal
        self.past: Board | None = None
        """The board of a moment that the reader went back to."""
        self.gate: Gate | None = None
        self.watcher = Watcher(root, board, lambda newer: self.post_message(BoardRead(newer)))
        self.leaving = Leaving()
        self.acts = Acts(root)
        self.words = KeptWords()
        self.memory_file = memory.place_of(root)
        self.memory = self.kept = memory.recall(self.memory_file)
        self.sitting = sitting.begun(self.memory.looked_at, times.now())
        self.kept_not = False
        """Whether it was said that nothing can be kept."""
        self.alarm = Bell(self._write)
        self.drawn_at = ""
        self.fault: Exception | None = None
        self.no_engine: Mapping[str, str] = {}
        """Who may not start the engine, and the group whose members may; empty for who may."""

    def get_default_screen(self) -> Screen[None]:
        """Whom to call comes first."""
        return TodayPage()

    @property
    def page(self) -> Page:
        """The screen in front."""
        return next(screen for screen in reversed(self.screen_stack) if isinstance(screen, Page))

    @property
    def barred(self) -> str:
        """Why this inspector may only look, in words; empty for whoever may act."""
        return self.look().say(ONLY_PAST) if self.past else self.outside

    @property
    def outside(self) -> str:
        """Why this inspector's rights let nothing be written, in words; empty where they do."""
        return self.acts.barred(self.board.groups, self.look())

    @property
    def board(self) -> Board:
        """What the screens show: the newest, or that of a moment that is past."""
        return self.past or self.newest

    @property
    def since(self) -> datetime:
        """From when on what came is new: the last key before this sitting; in the past, a day before the moment."""
        return self.past.past - AT_FIRST if self.past and self.past.past else self.sitting.since

    def look(self) -> Look:
        """How things look at this moment."""
        now = self.board.past or times.now()
        return look_of(self.asked, self.memory, self.board, self.terminal, now)

    def newest_day(self) -> date:
        """Today in the project's zone, also while the past is shown."""
        return times.now().astimezone(times.zone_of(self.newest.zone)).date()

    def news(self) -> Sequence[ChangeRow]:
        """What happened since this inspector last looked, the newest first."""
        return changes_since(self.board.changes, self.since)

    def on_mount(self) -> None:
        """Watch the store, the clock, the line and the signals."""
        if isinstance(self._driver, ConsoleDriver):
            self.gate = Gate(self._driver.ask, self.repaint)
            choosing.measure(self, self.gate, self._driver)
        self.call_later(self._return)
        self.call_later(claiming.greet, self)
        self.leaving.read(self.watcher.thread())
        self.set_interval(_TICK, self.tick)
        heed_signals(self.end)
        self.app_resume_signal.subscribe(self, lambda _: self.page.returned())

    def end(self, code: int) -> None:
        """Leave at once; not even a terminal that takes nothing may hold us."""
        self.keep()
        self.alarm.quiet(self.look().ink)
        self.leaving.begin(code)
        self.exit(code, return_code=code)

    async def on_event(self, event: events.Event) -> None:
        """Give a key to the screen in front at once: forwarded, keys typed ahead would reach the screen before."""
        if isinstance(event, events.Key) and isinstance(self.screen, Page):
            self.alarm.quiet(self.look().ink)
            self.sitting = self.sitting.pressed(times.now())
            self.memory = replace(self.memory, looked_at=self.sitting.looked_at.isoformat())
            self.page.press(event)
        else:
            await super().on_event(event)

    def on_unmount(self) -> None:
        """Nothing is read for a screen that is gone."""
        self.watcher.stop()

    def repaint(self) -> None:
        """Send what waited for the last frame to arrive."""
        self.page.paint()

    def _handle_exception(self, error: Exception) -> None:
        """A fault of ours ends the console; Textual's own report would show every variable, and so people."""
        self.fault = self.fault or error
        self._close_messages_no_wait()

    def tick(self) -> None:
        """The clock moved: ages with it, once a minute."""
        minute = self.look().clock()
        self.page.draw() if minute == self.drawn_at else self.page.renew()
        self.drawn_at = minute
        claiming.ask(self)
        self.keep()

    def _return(self) -> None:
        """Open the screens that this inspector left, each where it was left."""
        for left in self.memory.screens:
            first = left is self.memory.screens[0] and left.address == self.page.address
            page = self.page if first else going.opened(left.address)
            if page is None:
                return
            page.sought, page.filter = left.row, left.filter
            if page is not self.page:
                self.push_screen(page)

    def keep(self) -> None:
        """Keep where this inspector is, when it differs from what was kept; the line may drop at any moment."""
        pages = [page for page in self.screen_stack if isinstance(page, Page) and page.address]
        screens = tuple(Left(page.address, page.sought or page.table.key, page.filter) for page in pages)
        self.memory = replace(self.memory, screens=screens)
        if self.memory != self.kept and (why := memory.keep(self.memory_file, self.memory)) and not self.kept_not:
            self.kept_not = True
            self.page.say(mark("where you are is not kept for the next time: {why}"), why=why)
        self.kept = self.memory

    def keep_draft(self, name: str, text: str) -> None:
        """Keep a half-typed text under its name, or forget it."""
        if name:
            self.memory = self.memory.with_draft(name, text)

    def on_board_read(self, message: BoardRead) -> None:
        """Show the newest board, and what became of an act of ours."""
        old, self.newest = self.newest, message.board
        if self.memory.bell:
            self.alarm.ring(newly_critical(old, self.newest), self.newest, self.look())
        if self.past is None:
            self.page.renew()
        if why := self.acts.refused(self.newest, self.look()):
            self.page.say(mark("refused: {reason}"), reason=why)

    def want_bell(self, *, on: bool) -> None:
        """Ring for new critical alerts from now on and the next time, or no more."""
        self.memory = replace(self.memory, bell=on)
        self.page.say(mark("a new critical alert rings from now on") if on else mark("nothing rings any more"))

    def want_palette(self, *, on: bool) -> None:
        """Let Ctrl-P open the palette from now on and the next time, or no more."""
        self.memory = replace(self.memory, palette=on)
        self.page.say(mark("Ctrl-P opens the palette from now on") if on else CLOSED)

    def _write(self, text: str) -> None:
        if self._driver is not None:
            self._driver.write(text)

    def on_cursor_position(self, event: events.CursorPosition) -> None:
        """The terminal has drawn the last frame."""
        del event
        if self.gate is not None:
            self.gate.answered()

    def on_measured(self, message: Measured) -> None:
        """What the terminal makes of letters is known."""
        choosing.measured(self, message.cells)

    def on_fetched(self, message: Fetched) -> None:
        """Details that a screen asked for."""
        message.deliver()

    def ask(self, read: Callable[[sqlite3.Connection], Value], then: Callable[[Value], None]) -> None:
        """Read details in a thread, then hand them over."""
        self.leaving.read(fetch(self.root, read, then, self.page.say, self.post_message))

    def command(self, line: str) -> str:
        """Carry out a command line; returns what is wrong with it."""
        fault = going.run(self, line)
        if not fault and not line.lstrip(": ").startswith("unmask"):  # why somebody was unmasked is for the trail alone
            self.memory = self.memory.with_line(line.strip())
        return fault

    def offers(self, typed: str) -> tuple[Offer, ...]:
        """What a half-typed command may become."""
        return going.offers(self, typed)

    def act(self, kind: str, **body: object) -> None:
        """Write an act; the engine applies or refuses it."""
        self.page.say(self.outside or self.acts.write(kind, body, self.board.engine))
