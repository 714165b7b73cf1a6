"""What a project knows of a file: a feed with its schema, formats of plugins; without starting any worker."""

from __future__ import annotations

from pathlib import Path

from reform_tui.config.build import nearest
from reform_tui.config.project import load_project
from reform_tui.config.types import Feed
from reform_tui.errors import ConfigError, FeedError
from reform_tui.feeds.readers import CSV, format_of, reader_of
from reform_tui.model.schema import BUILT_IN, Schema
from reform_tui.plugins import plugins_of


def feed_named(root: Path, name: str) -> tuple[Feed, Schema]:
    """Return a feed and its schema; ``ConfigError`` says the nearest name where there is none."""
    project = load_project(root, {**BUILT_IN, **plugins_of(root).schemas})
    known = {feed.name: feed for feed in project.feeds}
    if name not in known:
        raise ConfigError([f"--feed: there is no feed '{name}'{nearest(name, known)}"])
    return known[name], project.schemas[known[name].schema]


def refuse_formats_of_plugins(root: Path, where: str, content: bytes) -> None:
    """``FeedError`` for a file that only a plugin can read: as text it would be blanked from end to end."""
    if format_of(where, content) != CSV:
        return  # a workbook or JSON is written whatever a plugin makes of it
    name = reader_of(where, content, tuple(plugins_of(root).readers.values()))
    if name:
        raise FeedError(
            f"{where}: '{name}' is a format of a plugin, which can be read and not written; "
            "rows of it with nobody in them come from reform-tui new case --from-alert ID --into FILE"
        )
