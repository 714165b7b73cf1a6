"""Plugins, in typed phases: found (a file), loaded (a module), classified (checks, counts, schemas, readers)."""

from reform_tui.plugins.classified import Plugins, load_plugins
from reform_tui.plugins.found import found_in, installed_plugins
from reform_tui.plugins.names import check_name, grain_of, references_of, sentences_of

__all__ = [
    "Plugins", "check_name", "found_in", "grain_of", "installed_plugins", "load_plugins", "references_of",
    "sentences_of",
]  # fmt: skip
