"""The first phase: which plugins there are and where they come from.  Nothing of theirs has run yet."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from reform_tui.shipped import shipped

GROUP = "reform_tui"
_INSTALLED = "installed:"


class Origin(StrEnum):
    """The three ways in, in the order in which plugins are loaded."""

    SHIPPED = "shipped"
    INSTALLED = "installed"
    PROJECT = "project"


@dataclass(frozen=True)
class Source:
    """Where a plugin comes from.  ``name`` is the stem of its file or the name of its entry point."""

    name: str
    origin: Origin
    place: str
    """The absolute path of its file, or what its entry point names: ``package.module`` or ``package.module:thing``."""
    distribution: str = ""
    """``NAME VERSION`` of the package that brings an installed one."""

    @property
    def text(self) -> str:
        """All of it as one plain text, which a job carries to a worker; ``source_of`` reads it."""
        if self.origin is not Origin.INSTALLED:
            return self.place
        return f"{_INSTALLED}{self.name}={self.place}@{self.distribution}"

    @property
    def label(self) -> str:
        """How sentences call it: folder and file, or what it is and its name."""
        return f"installed plugin {self.name}" if self.origin is Origin.INSTALLED else "/".join(self.file.parts[-2:])

    @cached_property
    def file(self) -> Path:
        """The file of its module; for an installed one found without importing it, or a path that does not exist."""
        if self.origin is not Origin.INSTALLED:
            return Path(self.place)
        return module_file(self.place.partition(":")[0]) or Path(self.place)

    @property
    def module(self) -> str:
        """The name of a plugin file in ``sys.modules``: one path, one name."""
        stem = re.sub(r"\W", "_", self.name)
        return f"reform_plugin_{stem}_{hashlib.sha256(self.place.encode()).hexdigest()[:12]}"

    @property
    def filed(self) -> str:
        """How the trail calls its file."""
        if self.origin is Origin.INSTALLED:
            return f"installed/{self.name} ({self.distribution})"
        return f"{'shipped/' if self.origin is Origin.SHIPPED else ''}plugins/{self.file.name}"

    @property
    def fingerprint(self) -> tuple[str, int, int] | None:
        """What changes when it is mended: its text, its file's time of change and size; ``None`` without its file."""
        try:
            stat = self.file.stat()
        except OSError:
            return None
        return (self.text, stat.st_mtime_ns, stat.st_size)

    @property
    def mark(self) -> str:
        """The fingerprint as one text; empty without its file."""
        return " ".join(map(str, self.fingerprint or ()))


def source_at(path: Path) -> Source:
    """Return the plugin file at ``path``, whether or not there is such a file."""
    path = path.absolute()
    origin = Origin.SHIPPED if path.parent == shipped("plugins") else Origin.PROJECT
    return Source(path.stem, origin, str(path))


def source_of(text: str) -> Source:
    """Return the source that ``Source.text`` made this of."""
    if not text.startswith(_INSTALLED):
        return source_at(Path(text))
    name, _, rest = text.removeprefix(_INSTALLED).partition("=")
    place, _, distribution = rest.partition("@")
    return Source(name, Origin.INSTALLED, place, distribution)


def sources_of(root: Path) -> tuple[Source, ...]:
    """Return the shipped plugins, then those that are installed, then those of the project in ``root``; by name.

    In a checkout of the product both folders are one, and its plugins are shipped.
    """
    found = (*files_in([shipped("plugins")]), *installed_plugins(), *files_in([root / "plugins"]))
    return tuple(dict.fromkeys(found))


def files_in(folders: Iterable[Path]) -> tuple[Source, ...]:
    """Return the plugin files of these folders; a name that begins with ``_`` or ``.`` is not a plugin.

    ``OSError`` for a folder that is there but closed: ``glob`` would take it for empty.
    """
    there = (folder for folder in folders if folder.is_dir())
    return tuple(source_at(path) for folder in there for path in sorted(folder.iterdir()) if path.match("[!_.]*.py"))


def installed_plugins() -> tuple[Source, ...]:
    """Return the entry points of group ``reform_tui``, by name; about 10 ms, so not once a job."""
    return tuple(sorted({_installed(entry) for entry in entry_points(group=GROUP)}, key=lambda one: one.text))


def _installed(entry: EntryPoint) -> Source:
    made_by = f"{entry.dist.name} {entry.dist.version}" if entry.dist else ""
    return Source(entry.name, Origin.INSTALLED, entry.value, made_by)


def module_file(module: str) -> Path | None:
    """Return the file of a module, found without importing it or the packages around it."""
    top, *rest = module.split(".")
    spec = find_spec(top)
    if spec is None:
        return None
    if not rest:
        return Path(spec.origin) if spec.origin and spec.has_location else None
    places = [Path(folder).joinpath(*rest) for folder in spec.submodule_search_locations or ()]
    files = [file for place in places for file in (place / "__init__.py", place.with_suffix(".py"))]
    return next((file for file in files if file.is_file()), None)
