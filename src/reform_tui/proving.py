"""Whatever is declared carries its proof: cases of rules and indicators, samples of feeds, run together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reform_tui.config.build import nearest
from reform_tui.config.project import load_project
from reform_tui.engine.cases.run import run_cases
from reform_tui.errors import ConfigError, PluginError
from reform_tui.feeds.samples import failures
from reform_tui.model.schema import BUILT_IN
from reform_tui.plugins import load_plugins, sources_of


@dataclass(frozen=True)
class Outcome:
    """One case or one feed's samples: where it stands, its name, and what did not hold."""

    where: str
    name: str
    faults: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether everything held."""
        return not self.faults


def proved(root: Path, only: str | None = None) -> Iterator[Outcome]:
    """Run every proof of a project; ``only`` names one rule or indicator.

    ``PluginError`` when a plugin cannot be loaded, since its rules would seem to have no cases.
    """
    plugins = load_plugins(sources_of(root))
    if plugins.faults:
        raise PluginError("\n".join(plugins.faults))
    project = load_project(root, {**BUILT_IN, **plugins.schemas})
    zone = project.calendar.zone
    named = [*(rule.name for rule in project.rules), *(one.name for one in project.indicators)]
    if only is not None and only not in named:
        raise ConfigError([f"there is no rule or indicator '{only}'{nearest(only, named)}"])
    rules = [rule for rule in project.rules if only in (None, rule.name)]
    indicators = [one for one in project.indicators if only in (None, one.name)]
    for result in run_cases(rules, indicators, plugins, project.calendar, zone, project.schemas):
        yield Outcome(f"{result.path.name} [{result.rule}]", result.case, result.faults)
    if only is None:
        for feed in project.feeds:
            faults = failures(feed, project.schemas[feed.schema], project.settings.zone)
            yield Outcome(f"feeds/{feed.path.name}", f"{len(feed.samples)} samples", faults)
