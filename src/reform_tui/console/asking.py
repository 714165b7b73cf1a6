"""A screen with one line of typing at its foot, and sentences that stand there until the next key."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual import events

from reform_tui.console.face import Face
from reform_tui.console.keys import ENTER
from reform_tui.console.prompt import Prompt


class Asking(Face):
    """A face that can ask for one line, and say one."""

    def __init__(self) -> None:
        super().__init__()
        self.message = ""
        self.prompt: Prompt | None = None

    def ask(self, prompt: Prompt) -> None:
        """Ask for a line; one that was half typed under this name when the line dropped is there again."""
        self.prompt = replace(prompt, text=prompt.text or self.console.memory.drafts.get(prompt.name, ""))
        self.draw()

    def say(self, message: str, **facts: Any) -> None:
        """Show a sentence in the footer until the next key."""
        self.message = self.console.look().say(message, **facts)
        self.draw()

    def type(self, prompt: Prompt, event: events.Key) -> None:
        """Give a key to the line: Esc leaves it, Enter ends it unless there is a fault, all else is typed."""
        if event.key in {"escape", "ctrl+c"}:
            self._left(prompt)
        elif event.key in ENTER:
            self._answered(prompt)
        else:
            self._changed(prompt.typed(event.key, event.character))

    def on_paste(self, event: events.Paste) -> None:
        """Paste into the line."""
        if self.prompt is not None:
            self._changed(self.prompt.pasted(event.text))

    def _changed(self, prompt: Prompt) -> None:
        self.prompt = prompt
        if prompt.name:
            self.console.keep_draft(prompt.name, prompt.text)
        if prompt.watch is not None:
            prompt.watch(prompt.text)
        self.draw()

    def _left(self, prompt: Prompt) -> None:
        self.prompt = None
        self.console.keep_draft(prompt.name, "")
        if prompt.dropped is not None:
            prompt.dropped()
        self.draw()

    def _answered(self, prompt: Prompt) -> None:
        """A fault leaves the line open with what was typed: a slip costs one word, never the sentence."""
        self.prompt = None
        if fault := prompt.answer(prompt.text):
            self.prompt = replace(prompt, told=fault)
        else:
            self.console.keep_draft(prompt.name, "")
        self.draw()
