"""What all screens share: what their keys do, the filter and the prompt."""

from __future__ import annotations

from textual import events

from reform_tui.board.board import AlertRow
from reform_tui.calendars import Calendar
from reform_tui.console import verdict
from reform_tui.console.acting import ACTS, Asked, asked, said, why_not
from reform_tui.console.choosing import turn
from reform_tui.console.exported import ASKED, TAKING, why_not_taken
from reform_tui.console.keys import key_of
from reform_tui.console.listing import Listing
from reform_tui.console.prompt import Prompt
from reform_tui.console.shell import NO_SHELL, may_stop
from reform_tui.console.sorting import SORTING, why_not_sorted
from reform_tui.console.undoing import undo
from reform_tui.console.unmasking import NOWHERE
from reform_tui.language import mark
from reform_tui.times import zone_of

CLOSED = mark("Ctrl-P is off: its palette sends 21 KB, three seconds of a slow line; :palette on lets it open")


class Page(Listing):
    """One screen: it names its columns and rows and what Enter opens; the rest is the same everywhere."""

    def opened(self, key: str) -> Page | None:
        """The screen that Enter opens on this row."""
        del key
        return None

    def alert(self) -> AlertRow | None:
        """The alert that ``a`` would acknowledge."""
        return None

    def record(self) -> str:
        """The store key of the row that ``v`` would say a cause of."""
        return ""

    def about(self) -> str:
        """The unit that ``i`` tells of."""
        alert = self.alert()
        return alert.unit if alert else ""

    def off(self, act: str) -> str:
        """Why a key does nothing here; empty when it does something."""
        if act in ACTS:
            return why_not(act, self.alert(), self.console.barred)
        elsewhere = {
            "what_if": mark("what-if works on a rule: :rules, and put the cursor on one"),
            "unmask": NOWHERE,
            "undo": self.console.barred,
            "suspend": NO_SHELL if act == "suspend" and not may_stop() else "",
            "palette": "" if self.console.memory.palette else CLOSED,
            "about": "" if self.about() else mark("put the cursor on a unit or an alert, or type :about NAME"),
        }
        if not self.console.terminal.colours:
            elsewhere["theme"] = mark("there are no colours while NO_COLOR is set")
        elsewhere["verdict"] = verdict.why_not(self.record(), self.console.barred)
        if act in elsewhere:
            return elsewhere[act]
        if act in SORTING:
            return why_not_sorted(act, self.table.columns, self.sort)
        if act in TAKING:
            return why_not_taken(act, self.table, self.console.outside)
        if act == "open" and (self.table.row is None or self.table.row.still or not self.opened(self.table.key)):
            return mark("there is nothing to open on this line")
        first = act == "back" and not self._behind() and self.console.past is None
        return mark("this is the first screen; q quits") if first else ""

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
        if self.prompt is not None and event.key != "ctrl+z":
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
        """Clear the filter, else leave this screen; on the first one, return from the past."""
        if self.filter:
            self.filter = ""
            self.narrow()
        elif self._behind():
            self.app.pop_screen()
        else:
            self.console.command("now")

    def do_filter(self) -> None:
        """Ask for words to narrow by; the list follows each letter."""
        self.ask(Prompt("/", self.filtered, self.filter, watch=self.filtered, dropped=lambda: self.filtered("")))

    def filtered(self, words: str) -> str:
        """Show what the words find."""
        self.filter = words
        self.narrow()
        return ""

    def do_command(self, typed: str = "") -> None:
        """Ask for a command, some of which may be typed."""
        console = self.console
        self.ask(Prompt(":", console.command, typed, offers=console.offers, earlier=console.memory.lines))

    def do_palette(self) -> None:
        """Open Textual's palette of commands."""
        from reform_tui.console.palette import open_palette  # noqa: PLC0415 - its widgets load only when it opens

        open_palette(self.console)

    def do_export(self) -> None:
        """Ask for the form of the file."""
        self.ask(Prompt(ASKED, lambda text: self.console.command(f"export {text}")))

    def do_lines(self) -> None:
        """Show the table as plain lines."""
        self.console.command("lines")

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
        hint = self.console.look().say(one.hint)
        self.ask(Prompt(one.label, lambda text: self._act(one, text), name=f"{act} {alert.id}", told=hint))
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

    def do_verdict(self) -> None:
        """Ask for the cause of the record and a note."""
        row, look = self.record(), self.console.look()
        causes = verdict.causes_in(self.console.board, look)

        def answer(text: str) -> str:
            found = verdict.given(text, causes)
            if found.fault:
                return look.say(found.fault, word=text.partition(" ")[0], causes=verdict.listed(causes, look))
            self.console.act("verdict", row=row, cause=found.cause, note=found.note)
            return ""

        self.ask(verdict.prompt(row, causes, look, answer))

    def do_unmask(self, typed: str = "") -> str:
        """Ask why, or take the reason typed after the command; a screen of one record does."""
        del typed
        return self.refuse(self.off("unmask"))

    def do_what_if(self, typed: str = "") -> str:
        """Ask for a change of a rule, or try what was typed after the command."""
        del typed
        return self.refuse(self.off("what_if"))

    def do_about(self) -> None:
        """Tell what the unit is."""
        self.console.command(f"about {self.about()}")

    def do_undo(self) -> None:
        """Take back the last act of this inspector that still holds, and say which."""
        undo(self.console)

    def do_theme(self) -> None:
        """Show the next theme, and say which it is."""
        turn(self.console, "theme")

    def do_language(self) -> None:
        """Speak the other language."""
        turn(self.console, "language")

    def do_charset(self) -> None:
        """Write without marks, or with them again."""
        turn(self.console, "charset")

    def do_today(self) -> None:
        """Go to the first screen."""
        self.console.command("today")

    def do_help(self) -> None:
        """Show every key."""
        self.console.command("help")

    def do_suspend(self) -> None:
        """Leave the terminal to the shell until ``fg``."""
        self.console.action_suspend_process()

    def do_quit(self) -> None:
        """Leave."""
        self.console.end(0)

    def _behind(self) -> bool:
        return bool(self.filter) or len(self.app.screen_stack) > 1
