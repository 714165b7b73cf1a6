"""What one inspector's console keeps between two sittings of one project: a small file of the user's own."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

_LINES = 100
_MODE = 0o600


@dataclass(frozen=True)
class Left:
    """One screen of those that were open: how to open it again, and where the reader was."""

    address: str
    row: str = ""
    filter: str = ""


@dataclass(frozen=True)
class Memory:
    """All that is kept; a new inspector has nothing."""

    language: str = ""
    charset: str = ""
    theme: str = ""
    screens: tuple[Left, ...] = ()
    """Those that were open, the first screen first."""
    lines: tuple[str, ...] = ()
    """Command lines, the newest last."""
    drafts: Mapping[str, str] = field(default_factory=dict)
    """Half-typed texts by the name of what they were for."""
    sorts: Mapping[str, str] = field(default_factory=dict)
    """By which column a screen is sorted, by the first word of its address: ``-Overdue``."""
    bell: bool = False
    """Whether a new critical alert rings."""
    palette: bool = False
    """Whether Textual's palette may open, which costs a slow line seconds."""
    looked_at: str = ""
    """When the last key was pressed, ISO 8601."""

    def with_choice(self, name: str, word: str) -> Memory:
        """The memory with another language, character set or theme."""
        choice: dict[str, Any] = {name: word}
        return replace(self, **choice)

    def with_line(self, line: str) -> Memory:
        """The memory with one more command line, each once."""
        return replace(self, lines=(*(one for one in self.lines if one != line), line)[-_LINES:])

    def with_draft(self, name: str, text: str) -> Memory:
        """The memory with another half-typed text; an empty one is forgotten."""
        others = {key: one for key, one in self.drafts.items() if key != name}
        return replace(self, drafts=others | {name: text} if text else others)

    def with_sort(self, screen: str, sort: str) -> Memory:
        """The memory with another order of one screen; an empty one is forgotten."""
        others = {key: one for key, one in self.sorts.items() if key != screen}
        return replace(self, sorts=others | {screen: sort} if sort else others)


def place_of(root: Path) -> Path:
    """The file of this user and this project, under ``XDG_STATE_HOME`` or what stands for it."""
    home = os.environ.get("XDG_STATE_HOME") or Path("~/.local/state").expanduser()
    mark = sha256(os.fsencode(root.resolve())).hexdigest()[:12]
    return Path(home) / "reform-tui" / f"{root.resolve().name}-{mark}.json"


def recall(path: Path) -> Memory:
    """What was kept; nothing where there is no such file, or one that another version or a person wrote otherwise."""
    try:
        kept = json.loads(path.read_text("utf-8"))
        json.dumps(kept, ensure_ascii=False).encode()  # half a surrogate pair is JSON, and no terminal takes it
        return _memory(kept)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Memory()  # a convenience that is lost, not a record: the console starts as for somebody new


def _memory(kept: Mapping[str, Any]) -> Memory:
    return Memory(
        language=str(kept.get("language", "")),
        charset=str(kept.get("charset", "")),
        theme=str(kept.get("theme", "")),
        screens=tuple(Left(**{name: str(text) for name, text in left.items()}) for left in kept.get("screens", ())),
        lines=tuple(map(str, kept.get("lines", ()))),
        drafts={str(name): str(text) for name, text in kept.get("drafts", {}).items()},
        sorts={str(name): str(text) for name, text in kept.get("sorts", {}).items()},
        bell=kept.get("bell") is True,
        palette=kept.get("palette") is True,
        looked_at=str(kept.get("looked_at", "")),
    )


def keep(path: Path, memory: Memory) -> str:
    """Write what is kept, for its owner's eyes; returns why it could not be."""
    temporary = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _MODE)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(memory), file, ensure_ascii=False)
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        return f"{path}: {error.strerror}"
    return ""
