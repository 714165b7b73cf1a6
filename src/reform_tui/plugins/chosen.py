"""Between found and loaded: which plugins may run on this start, and why the others may not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reform_tui.config.build import nearest
from reform_tui.errors import ConfigError
from reform_tui.plugins.found import Source, sources_of
from reform_tui.plugins.permitted import refusal, trusted


@dataclass(frozen=True)
class Choice:
    """What a person asked for: every plugin, none at all, or ``only`` those with these names."""

    none: bool = False
    only: tuple[str, ...] = ()

    def takes(self, source: Source) -> bool:
        """Whether this plugin is wanted."""
        return not self.none and (not self.only or source.name in self.only)

    @property
    def option(self) -> str:
        """The option that leaves the others out."""
        return "--no-plugins" if self.none else "--only"


ALL = Choice()


@dataclass(frozen=True)
class Chosen:
    """Every plugin there is: those to be run, those refused with the sentence that says why, those left out."""

    taken: tuple[Source, ...] = ()
    refused: Mapping[Source, str] = field(default_factory=dict)
    off: Mapping[Source, str] = field(default_factory=dict)
    """Left out by an option, with the sentence that says so: no fault."""

    @property
    def whole(self) -> bool:
        """Whether every plugin that there is may run."""
        return not self.refused and not self.off


def choose(root: Path, group: str, choice: Choice = ALL) -> Chosen:
    """Look at every plugin of a project, without touching its code; ``group`` is ``[groups] plugins``.

    ``ConfigError`` for a name in ``choice`` that no plugin has.
    """
    found = sources_of(root)
    names = [source.name for source in found]
    unknown = [
        f"--only: there is no plugin '{name}'{nearest(name, names)}" for name in choice.only if name not in names
    ]
    if unknown:
        raise ConfigError(unknown)
    wanted = [source for source in found if choice.takes(source)]
    trust = trusted(root, group)
    refused = {source: why for source in wanted if (why := refusal(source, trust))}
    off = {source: f"{source.label}: left out by {choice.option}" for source in found if source not in wanted}
    return Chosen(tuple(source for source in wanted if source not in refused), refused, off)
