"""New files, written only where nothing was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from string import Template

from reform_tui.errors import ConfigError

_MODE, _FOLDER_MODE = 0o644, 0o755


@dataclass(frozen=True)
class Written:
    """What was written, and what to do next, as sentences."""

    files: tuple[Path, ...]
    next: tuple[str, ...] = ()
    text: str = ""
    """What was asked for, where it is printed and not written."""


def write_new(files: Mapping[Path, str]) -> tuple[Path, ...]:
    """Write files and the folders that they need; ``ConfigError`` before the first when any of them is there."""
    taken = [path for path in files if path.exists() or path.is_symlink()]
    if taken:
        raise ConfigError(
            [f"{path}: is there already; nothing was written. Choose another name, or move it away" for path in taken]
        )
    for path, text in files.items():
        own_folder(path.parent)
        with path.open("x", encoding="utf-8") as out:
            out.write(text)
        if path.suffix == ".py":
            path.chmod(_MODE)
    return tuple(files)


def own_folder(folder: Path) -> None:
    """Make a folder where there is none; one for plugins that nobody else may write: what lies there is run."""
    if not folder.is_dir():
        folder.mkdir(parents=True)
        if folder.name == "plugins":
            folder.chmod(_FOLDER_MODE)


def filled(template: str, **names: str) -> str:
    """Return one of the templates with its names filled in; ``KeyError`` for one that is not given."""
    text = resources.files("reform_tui.scaffold").joinpath("templates", template).read_text("utf-8")
    return Template(text).substitute(names)
