"""A feed of a project, with its schema, read without starting any worker."""

from __future__ import annotations

from pathlib import Path

from reform_tui.config.build import nearest
from reform_tui.config.project import load_project
from reform_tui.config.types import Feed
from reform_tui.errors import ConfigError
from reform_tui.model.schema import BUILT_IN, Schema
from reform_tui.plugins import plugins_of


def feed_named(root: Path, name: str) -> tuple[Feed, Schema]:
    """Return a feed and its schema; ``ConfigError`` says the nearest name where there is none."""
    project = load_project(root, {**BUILT_IN, **plugins_of(root).schemas})
    known = {feed.name: feed for feed in project.feeds}
    if name not in known:
        raise ConfigError([f"--feed: there is no feed '{name}'{nearest(name, known)}"])
    return known[name], project.schemas[known[name].schema]
