"""``new project``: a folder on which ``check`` and ``test-rules`` pass at once."""

from __future__ import annotations

from pathlib import Path

from reform_tui.config.toml_text import toml_value
from reform_tui.errors import ConfigError
from reform_tui.scaffold.shipped_rules import SHIPPED, shipped_rules
from reform_tui.scaffold.written import Written, filled, own_folder, write_new

_FOLDERS = ("plugins", "reference", "inbox/one-stop")


def new_project(folder: Path) -> Written:
    """Make a project in a folder that is new or empty; ``ConfigError`` for one that holds anything."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConfigError([f"{folder}: is not an empty folder; nothing was written. Give the name of a new one"])
    title = folder.resolve().name
    files = {
        folder / "reform.toml": filled("reform.toml.txt", project_name=toml_value(title)),
        folder / "README.md": filled("README.md.txt", title=title),
        folder / "feeds/one-stop.toml": filled("one-stop.toml.txt"),
        folder / "rules" / SHIPPED: shipped_rules(),
    }
    written = write_new(files)
    for name in _FOLDERS:
        own_folder(folder / name)
    return Written(
        written,
        (
            f"drop an export into {folder / 'inbox/one-stop'}, then run: reform-tui check {folder}",
            f"its headings are not the usual ones? reform-tui new feed FILE {folder}",
            f"prove rules and feeds: reform-tui test-rules {folder}",
            f"write a check of your own: reform-tui new check NAME {folder}",
        ),
    )
