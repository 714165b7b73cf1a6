"""Who may run the engine of a project: members of the group that ``[groups] engine`` names, and root."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from reform_tui.config.project import SETTINGS
from reform_tui.config.settings import settings_of
from reform_tui.config.toml import read_document
from reform_tui.errors import ConfigError
from reform_tui.store.rights import OUTSIDE, account_of, is_member


def outsider(root: Path) -> Mapping[str, str]:
    """Return the name and the group of whoever may not run it, as facts of ``OUTSIDE``; nothing for those who may."""
    group, account = settings_of(read_document(root / SETTINGS, SETTINGS)).groups.engine, account_of(os.geteuid())
    return {} if os.geteuid() == 0 or is_member(account, group) else {"name": account, "group": group}


def require_keeper(root: Path) -> None:
    """``ConfigError`` with the sentence where this user may not run the engine."""
    if facts := outsider(root):
        raise ConfigError([OUTSIDE.format_map(facts)])
