"""Plugins, in typed phases: found (a source), chosen (permitted, wanted), loaded (a module), classified (offers)."""

from reform_tui.plugins.chosen import ALL, Choice, Chosen, choose
from reform_tui.plugins.classified import Plugins, load_plugins
from reform_tui.plugins.found import Origin, Source, source_at, source_of
from reform_tui.plugins.names import check_name, grain_of, references_of, sentences_of
from reform_tui.plugins.of_project import chosen_in, plugins_of

__all__ = [
    "ALL", "Choice", "Chosen", "Origin", "Plugins", "Source", "check_name", "choose", "chosen_in", "grain_of",
    "load_plugins", "plugins_of", "references_of", "sentences_of", "source_at", "source_of",
]  # fmt: skip
