"""What a worker is busy with: one line a step, appended before it, read by the engine to know whom to blame."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

START, PLUGIN, ROWS, ASK = "start", "plugin", "rows", "ask"


@dataclass(frozen=True)
class Step:
    """One step: its kind, the name of what is loaded or asked, and the plugin file behind it."""

    kind: str
    name: str = ""
    place: str = ""
    pid: int = 0


@dataclass(frozen=True)
class Journal:
    """The steps of one errand, in a file of its own."""

    path: Path

    def begin(self, step: Step) -> None:
        """Say what comes now; opened each time, because a plugin may close every descriptor it finds."""
        line = json.dumps([step.kind, step.name, step.place, os.getpid()]) + "\n"
        with self.path.open("ab") as file:
            file.write(line.encode())

    def last(self) -> Step | None:
        """Return the step begun last, or ``None`` before the first."""
        lines = self.path.read_bytes().split(b"\n")[:-1]
        return Step(*json.loads(lines[-1])) if lines else None

    def size(self) -> int:
        """Bytes written so far: it grows with each step."""
        return self.path.stat().st_size if self.path.exists() else 0
