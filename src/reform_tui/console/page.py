"""What all screens share: the frame of lines, the keys, the filter and the prompt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from textual import events

from reform_tui.board import AlertRow, Board
from reform_tui.calendars import Calendar
from reform_tui.console.acting import ACTS, prompt_for, said, why_not
from reform_tui.console.face import Face
from reform_tui.console.frame import asking, status, title
from reform_tui.console.keys import BY_NAME, KEYS
from reform_tui.console.look import Look
from reform_tui.console.paint import Line
from reform_tui.console.prompt import Prompt
from reform_tui.console.table import Column, Row, Table, narrowed
from reform_tui.language import mark
from reform_tui.times import zone_of


class Page(Face):
    """One screen: it names its columns and rows and what Enter opens; the rest is the same everywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.table = Table()
        self.every: Sequence[Row] = ()
        """All rows; the table holds those that the filter lets through."""
        self.filter, self.message = "", ""
        self.prompt: Prompt | None = None

    # What a screen says of itself.

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
        self.table = self.table.showing(self.columns(look), narrowed(self.every, self.filter), height)
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
            status(board, look, width, slow=self.console.gate is not None and self.console.gate.slow),
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
        """Ask for words to narrow by."""
        self._ask("filter", "/", self.filter)

    def do_command(self) -> None:
        """Ask for a command."""
        self._ask("command", ":")

    def do_acknowledge(self) -> None:
        """Ask for the note that goes with it."""
        self.do_act("acknowledge")

    def do_silence(self) -> None:
        """Ask for how long and why."""
        self.do_act("silence")

    def do_act(self, act: str, typed: str = "") -> None:
        """Ask for what an act on the alert needs, or write it at once with what was typed after its command."""
        alert, why = self.alert(), self.off(act)
        if why or alert is None:
            self.say(why)
            return
        prompt = prompt_for(act, alert)
        if typed or not prompt.label:
            self._answered(replace(prompt, text=typed))
        else:
            self.prompt = prompt
            self.draw()

    def do_what_if(self, typed: str = "") -> None:
        """Ask for a change of a rule, or try what was typed after the command."""
        del typed
        self.say(self.off("what_if"))

    def do_help(self) -> None:
        """Show every key."""
        self.console.command("help")

    def do_quit(self) -> None:
        """Leave."""
        self.console.end(0)

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
            self.narrow()
        self.draw()

    def _ended(self, *, keep: bool) -> None:
        if self.prompt is not None and self.prompt.kind == "filter" and not keep:
            self.filter = ""
        self.prompt = None
        self.narrow()

    def _answered(self, prompt: Prompt) -> None:
        if prompt.kind == "command":
            self.console.command(prompt.text)
        elif prompt.kind == "act":
            told = said(prompt, self.console.look().now, Calendar(zone_of(self.console.board.zone)))
            self.say(told.fault, **told.facts) if told.fault else self.console.act(
                prompt.act, **prompt.about, **told.body
            )
