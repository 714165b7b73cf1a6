"""Plugins, in typed phases: found (a source), loaded (a module), classified (checks, counts, schemas, readers)."""

from reform_tui.plugins.classified import Plugins, load_plugins
from reform_tui.plugins.found import Origin, Source, source_at, source_of, sources_of
from reform_tui.plugins.names import check_name, grain_of, references_of, sentences_of

__all__ = [
    "Origin", "Plugins", "Source", "check_name", "grain_of", "load_plugins", "references_of", "sentences_of",
    "source_at", "source_of", "sources_of",
]  # fmt: skip
