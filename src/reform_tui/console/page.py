"""What all screens share: the frame of lines, the keys, the filter and the prompt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self, cast

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.geometry import Region
from textual.screen import Screen

from reform_tui.board import AlertRow, Board
from reform_tui.board_reading import states
from reform_tui.console.driver import ConsoleDriver
from reform_tui.console.keys import BY_NAME, KEYS
from reform_tui.console.lines import Lines
from reform_tui.console.look import SYMBOLS, Look
from reform_tui.console.paint import Line
from reform_tui.console.prompt import Prompt
from reform_tui.console.table import Column, Row, Table, narrowed
from reform_tui.language import mark

if TYPE_CHECKING:
    from reform_tui.console.app import Console

_PAN = 10


class Page(Screen[None]):
    """One screen: it names its columns and rows and what Enter opens; the rest is the same everywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.lines, self.table = Lines(), Table()
        self.filter, self.message = "", ""
        self.prompt: Prompt | None = None

    # What a screen says of itself.

    def heading(self, board: Board, look: Look) -> str:
        """Where the reader is."""
        raise NotImplementedError

    def columns(self, look: Look) -> tuple[Column, ...]:
        """What is listed, what changes first: a row repaints from its left edge."""
        raise NotImplementedError

    def rows(self, board: Board, look: Look) -> Sequence[Row]:
        """One row a line."""
        raise NotImplementedError

    def notes(self, board: Board, look: Look) -> Sequence[Line]:
        """Lines under the table."""
        del board, look
        return ()

    def opened(self, key: str) -> Page | None:
        """The screen that Enter opens on this row."""
        del key
        return None

    def alert(self) -> AlertRow | None:
        """The alert that ``a`` would acknowledge."""
        return None

    def off(self, act: str) -> str:
        """Why a key does nothing here; empty when it does something."""
        if act == "acknowledge":
            alert = self.alert()
            if alert is None:
                return mark("acknowledge works on an alert: open a unit and put the cursor on one")
            return mark("this alert is acknowledged already") if alert.state == "acknowledged" else ""
        if act == "open" and (self.table.row is None or self.table.row.still or not self.opened(self.table.key)):
            return mark("there is nothing to open on this line")
        return mark("this is the first screen; q quits") if act == "back" and not self._behind() else ""

    # Painting.

    @property
    def console(self) -> Console:
        """The application, by its own type."""
        return cast("Console", self.app)

    def compose(self) -> ComposeResult:
        """One widget."""
        yield self.lines

    def renew(self) -> None:
        """Make the rows anew from the newest board, and draw."""
        board, look = self.console.board, self.console.look()
        height = self.size.height - 4 - len(self.notes(board, look))
        self.table = self.table.showing(self.columns(look), narrowed(self.rows(board, look), self.filter), height)
        self.draw()

    def draw(self) -> None:
        """Put title, headings, rows, notes, status and footer on the screen; the widget sends what differs."""
        board, look = self.console.board, self.console.look()
        width, height = self.size
        if not width:
            return
        body = self.table.lines(width, look.ink)
        notes = list(self.notes(board, look))
        body += [()] * (height - 4 - len(notes) - len(body))
        frame = [self._title(board, look, width), self.table.heads(width, look.ink), *body, *notes]
        self.lines.draw([*frame, self._status(board, look, width), self._foot(look, width)], look.ink)

    def _title(self, board: Board, look: Look, width: int) -> Line:
        counts = states(board.alerts.values())
        tally = " ".join(f"{SYMBOLS[s]} {look.language.whole(counts.get(s, 0))}" for s in ("critical", "warning"))
        table = self.table
        place = f"{table.top + 1}–{table.top + len(table.window)}/{len(table.rows)} " if table.rows else ""
        name = " › ".join(filter(None, (board.province or board.project, self.heading(board, look))))
        room = width - cell_len(look.ink.clean(place))
        narrow = f"  /{self.filter}" if self.filter else ""
        return ((look.ink.fit(f" {tally}  {name}{narrow}", room) + look.ink.clean(place), "title"),)

    def _status(self, board: Board, look: Look, width: int) -> Line:
        data = look.say("data of {moment} ({age})", moment=look.minute(board.data_at), age=look.age(board.data_at))
        since = f" {look.short(board.heartbeat)}" if board.engine == "stopped" else ""
        parts = [
            f"{look.word(board.engine)}{since}",
            board.trouble or (data if board.data_at else look.say("no data yet")),
            look.say("profile {names}", names=", ".join(board.profiles)) if board.profiles else "",
            look.say("SLOW LINK") if self.console.slow else "",
        ]
        text = look.ink.fit(f"{look.clock()} {' · '.join(filter(None, parts))}", width)
        return ((text, "" if board.engine == "running" and not board.trouble else "warning"),)

    def _foot(self, look: Look, width: int) -> Line:
        if self.prompt is not None:
            typed = look.ink.clean(f"{look.say(self.prompt.label)} {self.prompt.text}")
            while cell_len(typed) >= width:
                typed = typed[1:]
            return ((f"{typed}▏", ""),)
        if self.message:
            return ((look.ink.fit(self.message, width), "head"),)
        keys = [f"{key.shown} {look.say(key.short)}" for key in KEYS if key.short and not self.off(key.act)]
        return (("  ".join(keys), "dim"),)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Lay out, but never repaint the page itself: its lines cover it, and they know what differs."""
        del regions, repaint
        return super().refresh(repaint=False, layout=layout, recompose=recompose)

    def paint(self) -> None:
        """Send what has changed since the last frame."""
        self._compositor_refresh()

    def _compositor_refresh(self) -> None:
        """Hold the frame back while the last one is on its way: what changed waits, merged, in the compositor."""
        if not self.lines.is_drawn:
            return  # a blank frame would only cost the line 2 KB
        self._compositor.update_widgets(
            {self.lines}
        )  # what a repaint of the page would leave behind for the next frame
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

    # Keys.

    def on_resize(self) -> None:
        """The first size, and each new one."""
        self.renew()

    def on_screen_suspend(self) -> None:
        """Another screen comes in front."""
        self.lines.forget()

    def on_screen_resume(self) -> None:
        """Back from another screen: the board may be newer."""
        self.renew()

    def on_key(self, event: events.Key) -> None:
        """Type into the prompt if there is one, else do what the key says or say why not."""
        event.stop()
        if self.prompt is not None:
            self._type(event)
        elif key := BY_NAME.get(event.key):
            self.message = self.console.look().say(self.off(key.act))
            self.draw() if self.message else self._do(key.act)

    def on_paste(self, event: events.Paste) -> None:
        """Paste into the prompt."""
        if self.prompt is not None:
            self.prompt = self.prompt.pasted(event.text)
            self._typed()

    def _do(self, act: str) -> None:
        if (move := self._moves().get(act)) is not None:
            self.table = move
            self.draw()
        else:
            getattr(self, f"do_{act}")()

    def _moves(self) -> dict[str, Table]:
        table = self.table
        return {
            "up": table.moved(-1), "down": table.moved(1),
            "page_up": table.moved(-table.height), "page_down": table.moved(table.height),
            "first": table.at(0), "last": table.at(len(table.rows) - 1),
            "left": table.panned(-_PAN), "right": table.panned(_PAN),
        }  # fmt: skip

    def do_open(self) -> None:
        """Open what the cursor is on."""
        page = self.opened(self.table.key)
        if page is not None:
            self.app.push_screen(page)

    def do_back(self) -> None:
        """Clear the filter, else leave this screen."""
        if self.filter:
            self.filter = ""
            self.renew()
        else:
            self.app.pop_screen()

    def do_filter(self) -> None:
        """Ask for words to narrow by."""
        self._ask("filter", "/", self.filter)

    def do_command(self) -> None:
        """Ask for a command."""
        self._ask("command", ":")

    def do_acknowledge(self) -> None:
        """Ask for the note that goes with it."""
        self._ask("note", mark("Acknowledge with this note:"))

    def do_help(self) -> None:
        """Show every key."""
        self.console.command("help")

    def do_quit(self) -> None:
        """Leave."""
        self.app.exit(0)

    def say(self, message: str, **facts: Any) -> None:
        """Show a sentence in the footer until the next key."""
        self.message = self.console.look().say(message, **facts)
        self.draw()

    def _behind(self) -> bool:
        return bool(self.filter) or len(self.app.screen_stack) > 1

    def _ask(self, kind: str, label: str, text: str = "") -> None:
        self.prompt = Prompt(kind, label, text)
        self.draw()

    def _type(self, event: events.Key) -> None:
        prompt = self.prompt
        if prompt is None or event.key in {"escape", "ctrl+c"}:
            self._ended(keep=False)
        elif event.key == "enter":
            self._ended(keep=True)
            self._answered(prompt)
        else:
            self.prompt = prompt.typed(event.key, event.character)
            self._typed()

    def _typed(self) -> None:
        """A filter narrows while it is typed."""
        if self.prompt is not None and self.prompt.kind == "filter":
            self.filter = self.prompt.text
            self.renew()
        self.draw()

    def _ended(self, *, keep: bool) -> None:
        if self.prompt is not None and self.prompt.kind == "filter" and not keep:
            self.filter = ""
        self.prompt = None
        self.renew()

    def _answered(self, prompt: Prompt) -> None:
        if prompt.kind == "command":
            self.console.command(prompt.text)
        elif prompt.kind == "note" and (alert := self.alert()) is not None:
            self._acknowledge(alert, prompt.text.strip())

    def _acknowledge(self, alert: AlertRow, note: str) -> None:
        if note:
            self.console.act("acknowledge", alert=alert.id, note=note)
        else:
            self.say(mark("a note says why; nothing was written"))
