"""What all screens share: the frame of lines, the keys, the filter and the prompt."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events

from reform_tui.board import AlertRow, Board
from reform_tui.calendars import Calendar
from reform_tui.console.acting import ACTS, Asked, asked, said, why_not
from reform_tui.console.asking import Asking
from reform_tui.console.frame import asking, status, title, told
from reform_tui.console.keys import KEYS, key_of
from reform_tui.console.look import Look
from reform_tui.console.paint import Line
from reform_tui.console.prompt import Prompt
from reform_tui.console.table import Column, Row, Table, narrowed
from reform_tui.language import mark
from reform_tui.times import zone_of


class Page(Asking):
    """One screen: it names its columns and rows and what Enter opens; the rest is the same everywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.table = Table()
        self.every: Sequence[Row] = ()
        """All rows; the table holds those that the filter lets through."""
        self.filter = ""
        self.sought = ""
        """The row on which the cursor stood when this screen was left, until it is there or a key is pressed."""

    # What a screen says of itself.

    @property
    def address(self) -> str:
        """The command that opens this screen again; empty where none does."""
        return ""

    def heading(self, board: Board, look: Look) -> str:
        """Where the reader is."""
        del board, look
        return ""

    def columns(self, look: Look) -> tuple[Column, ...]:
        """What is listed, what changes first: a row repaints from its left edge."""
        del look
        return (Column(""),)

    def rows(self, board: Board, look: Look) -> Sequence[Row]:
        """One row a line."""
        del board, look
        return ()

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
        if act in ACTS:
            return why_not(act, self.alert(), closed=self.console.acts.closed)
        if act == "what_if":
            return mark("what-if works on a rule: :rules, and put the cursor on one")
        if act == "open" and (self.table.row is None or self.table.row.still or not self.opened(self.table.key)):
            return mark("there is nothing to open on this line")
        return mark("this is the first screen; q quits") if act == "back" and not self._behind() else ""

    # Painting.

    def renew(self) -> None:
        """Make the rows anew from the newest board, and draw."""
        self.every = self.rows(self.console.board, self.console.look())
        self.narrow()

    def narrow(self) -> None:
        """Show the rows that the filter lets through."""
        board, look = self.console.board, self.console.look()
        height = self.app.size.height - 4 - len(self.notes(board, look))
        table = self.table.showing(self.columns(look), narrowed(self.every, self.filter), height)
        self.table, found = table.seeking(self.sought)
        self.sought = "" if found else self.sought
        self.draw()

    def draw(self) -> None:
        """Put title, headings, rows, notes, status and footer on the screen; the widget sends what differs."""
        board, look = self.console.board, self.console.look()
        width, height = self.app.size
        if not width:
            return
        body = self.table.lines(width, look.ink)
        notes = list(self.notes(board, look))
        body += [()] * (height - 4 - len(notes) - len(body))
        frame = [
            title(board, look, width, self.heading(board, look), self.table, self.filter),
            self.table.heads(width, look.ink), *body, *notes,
            told(self.prompt, look, width)
            if self.prompt and self.prompt.told
            else status(board, look, width, slow=self.console.gate is not None and self.console.gate.slow),
            self._foot(look, width),
        ]  # fmt: skip
        self.lines.draw(frame, look.ink)

    def _foot(self, look: Look, width: int) -> Line:
        if self.prompt is not None:
            return asking(self.prompt, look, width)
        keys = [f"{key.shown} {look.say(key.short)}" for key in KEYS if key.short and not self.off(key.act)]
        return ((look.ink.fit(self.message, width), "head"),) if self.message else (("  ".join(keys), "dim"),)

    # Keys.

    def on_resize(self) -> None:
        """The first size, and each new one."""
        self.renew()

    def on_screen_resume(self) -> None:
        """Back from another screen: the board may be newer."""
        self.renew()

    def press(self, event: events.Key) -> None:
        """Type into the prompt if there is one, else do what the key says or say why not."""
        if not self.table.columns:
            self.renew()  # typed ahead, before the first drawing
        self.sought = ""
        if self.prompt is not None:
            self.type(self.prompt, event)
        elif key := key_of(event.key, event.character):
            self.message = self.console.look().say(self.off(key.act))
            self.draw() if self.message else self._do(key.act)

    def _do(self, act: str) -> None:
        moved = self.table.after(act)
        if moved is None:
            getattr(self, f"do_{act}")()
        else:
            self.table = moved
            self.draw()

    def do_open(self) -> None:
        """Open what the cursor is on."""
        page = self.opened(self.table.key)
        if page is not None:
            self.app.push_screen(page)

    def do_back(self) -> None:
        """Clear the filter, else leave this screen."""
        if self.filter:
            self.filter = ""
            self.narrow()
        else:
            self.app.pop_screen()

    def do_filter(self) -> None:
        """Ask for words to narrow by; the list follows each letter."""
        self.ask(Prompt("/", self.filtered, self.filter, watch=self.filtered, dropped=lambda: self.filtered("")))

    def filtered(self, words: str) -> str:
        """Show what the words find."""
        self.filter = words
        self.narrow()
        return ""

    def do_command(self) -> None:
        """Ask for a command."""
        console = self.console
        self.ask(Prompt(":", console.command, offers=console.offers, earlier=console.memory.lines))

    def do_acknowledge(self) -> None:
        """Ask for the note that goes with it."""
        self.do_act("acknowledge")

    def do_silence(self) -> None:
        """Ask for how long and why."""
        self.do_act("silence")

    def do_act(self, act: str, typed: str = "") -> str:
        """Ask for what an act on the alert needs, or write it at once with what was typed after its command."""
        alert, why = self.alert(), self.off(act)
        if why or alert is None:
            return self.refuse(why)
        one = asked(act, alert)
        if typed or not one.label:
            return self._act(one, typed)
        self.ask(Prompt(one.label, lambda text: self._act(one, text), name=f"{act} {alert.id}"))
        return ""

    def _act(self, one: Asked, text: str) -> str:
        """Write an act, or say what is wrong with what was typed."""
        look = self.console.look()
        told = said(one, text, look.now, Calendar(zone_of(self.console.board.zone)))
        if told.fault:
            return look.say(told.fault, **told.facts)
        self.console.act(one.act, **one.about, **told.body)
        return ""

    def refuse(self, why: str) -> str:
        """Say why nothing is done; no fault of what was typed, so that the line closes."""
        self.say(why)
        return ""

    def do_what_if(self, typed: str = "") -> str:
        """Ask for a change of a rule, or try what was typed after the command."""
        del typed
        return self.refuse(self.off("what_if"))

    def do_help(self) -> None:
        """Show every key."""
        self.console.command("help")

    def do_quit(self) -> None:
        """Leave."""
        self.console.end(0)

    def _behind(self) -> bool:
        return bool(self.filter) or len(self.app.screen_stack) > 1
