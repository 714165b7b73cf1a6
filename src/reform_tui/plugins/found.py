"""The first phase: which plugins there are.  Nothing of theirs has run yet."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

GROUP = "reform_tui"


@dataclass(frozen=True)
class Found:
    """A plugin's file.  ``module`` is a name of its own in ``sys.modules``: one path, one name."""

    path: Path
    module: str

    @property
    def label(self) -> str:
        """How sentences call it: folder and file."""
        return f"{self.path.parent.name}/{self.path.name}"


def found_at(path: Path) -> Found:
    """Return the plugin at ``path``, whether or not there is such a file."""
    mark = hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:12]
    stem = re.sub(r"\W", "_", path.stem)
    return Found(path, f"reform_plugin_{stem}_{mark}")


def found_in(folders: Iterable[Path]) -> tuple[Path, ...]:
    """Return the plugin files of these folders, by folder and name; a name that begins with ``_`` is not a plugin."""
    return tuple(path for folder in folders for path in sorted(folder.glob("*.py")) if not path.name.startswith("_"))


def installed_plugins() -> tuple[EntryPoint, ...]:
    """Return the entry points of group ``reform_tui``, by name; about 10 ms, so not once a job."""
    return tuple(sorted(entry_points(group=GROUP), key=lambda entry: entry.name))
