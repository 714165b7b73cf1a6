"""One line of typing: a filter, a command, or what goes with an act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Prompt:
    """What is asked (``filter``, ``command``, ``act``) and what has been typed."""

    kind: str
    label: str
    text: str = ""
    act: str = ""
    about: Mapping[str, str] = field(default_factory=dict)
    """The act that the text goes with, and what it is about: the cursor may be elsewhere by then."""

    def typed(self, key: str, character: str | None) -> Prompt:
        """The prompt after one more key; keys that write nothing change nothing."""
        if key in {"backspace", "ctrl+h"}:
            return replace(self, text=self.text[:-1])
        if key == "ctrl+u":
            return replace(self, text="")
        if key == "ctrl+w":
            return replace(self, text=" ".join(self.text.split(" ")[:-1]))
        return self.pasted(character or "")

    def pasted(self, text: str) -> Prompt:
        """The prompt after a paste: its first line, without anything that does not print."""
        line = text.splitlines()[0] if text.splitlines() else ""
        return replace(self, text=self.text + "".join(c for c in line if c.isprintable()))
