"""The plugins of a project, looked at under the group that its reform.toml names, and loaded in this process."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path

from reform_tui.config.project import SETTINGS
from reform_tui.config.settings import settings_of
from reform_tui.config.toml import read_document
from reform_tui.errors import ConfigError
from reform_tui.plugins.chosen import ALL, Choice, Chosen, choose
from reform_tui.plugins.classified import Plugins, load_plugins


def chosen_in(root: Path, choice: Choice = ALL) -> Chosen:
    """Look at every plugin of a project, or of a folder that is none.

    Where reform.toml is missing or faulty, which others tell, no group may write plugins.
    """
    try:
        group = settings_of(read_document(root / SETTINGS, SETTINGS)).groups.plugins
    except ConfigError:
        group = ""
    return choose(root, group, choice)


def plugins_of(root: Path, choice: Choice = ALL) -> Plugins:
    """Load the plugins of a project that may run, in this process; those that are refused are faults, and not touched.

    No limit holds here: it is for whoever writes a plugin, at a terminal.  What one prints goes to stderr.
    """
    chosen = chosen_in(root, choice)
    with redirect_stdout(sys.stderr):  # a schema or a list that is piped on must stay whole
        plugins = load_plugins(chosen.taken)
    return replace(plugins, faults=(*chosen.refused.values(), *plugins.faults))
