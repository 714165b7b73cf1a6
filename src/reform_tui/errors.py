"""Errors are sentences for a person: what is wrong, where, what to do.  They are caught once, in ``cli/main.py``."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

Fact = str | int
"""What a sentence is filled with."""


class Exit(IntEnum):
    """Exit codes of the command line: an interface, DESIGN 10."""

    CLEAN = 0
    """Nothing at or above ``--fail-on``."""
    ALERTS = 1
    """At least one alert at or above ``--fail-on``."""
    CONFIGURATION = 2
    """A file, an option or the machine is not as it must be."""
    UNHEALTHY = 3
    """A rule is ill or blind, so a clean answer cannot be trusted."""
    CASE_FAILED = 4
    """A case of a rule, or a sample of a feed, did not hold."""
    INTERRUPTED = 130
    """Ctrl-C."""


UNFORESEEN = (ValueError, ArithmeticError, RecursionError)
"""What a value that nobody foresaw may raise: caught only where one person's file must not end the engine for all."""


class ReformError(Exception):
    """A sentence that says what is wrong, where, and what to do."""

    code: Exit = Exit.CONFIGURATION


class ConfigError(ReformError):
    """Every fault found in the configuration, each a sentence that begins with its file."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class FeedError(ReformError):
    """A file that cannot be read as a whole; it goes to quarantine with this sentence.

    With ``facts`` the sentence is a template of the catalogues, so that a screen can say it in another language.
    """

    def __init__(self, sentence: str, **facts: Fact) -> None:
        self.sentence, self.facts = sentence, facts
        super().__init__(sentence.format_map(facts) if facts else sentence)


class FileIncompleteError(FeedError):
    """A file without its end: it is still being written, so it waits."""


class StoreError(ReformError):
    """The store cannot be opened, or is not what this version writes."""


class StoreFileGoneError(StoreError):
    """A file that the store's tables name is not there: folded away a moment ago, or removed by somebody."""


class PluginError(ReformError):
    """A plugin that cannot be loaded, or that answered nonsense."""


class WorkerError(ReformError):
    """Work in another process that did not come back: it took too long or too much memory, or its process ended."""


class RenamedWarning(DeprecationWarning):
    """A plugin uses an old name of the sdk, which still works; it becomes a note of that plugin and no fault."""

    def __init__(self, old: str, new: str, since: str, gone_in: str) -> None:
        super().__init__(f"{old} is called {new} since sdk {since}; the old name goes away in sdk {gone_in}")
