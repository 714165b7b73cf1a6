"""Whatever is declared carries its proof: cases of rules and indicators, samples of feeds, run together."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from reform_tui.config.build import faults as faults_in
from reform_tui.config.build import nearest
from reform_tui.config.project import load_project
from reform_tui.config.rule_types import Case, Indicator, Moment, Rule
from reform_tui.config.types import Project
from reform_tui.engine.cases.run import run_cases
from reform_tui.engine.references import periods_in, read_references
from reform_tui.engine.refusing import refusals
from reform_tui.errors import ConfigError, PluginError
from reform_tui.feeds.samples import failures
from reform_tui.model.schema import BUILT_IN
from reform_tui.plugins import ALL, Choice, Plugins, plugins_of

R = TypeVar("R", Rule, Indicator)


@dataclass(frozen=True)
class Outcome:
    """One case or one feed's samples: where it stands, its name, and a line for each thing that did not hold."""

    where: str
    name: str
    faults: tuple[str, ...]
    alone: str = ""
    """The options that run nothing else, and the project where it is not the current folder; empty for samples."""

    @property
    def passed(self) -> bool:
        """Whether everything held."""
        return not self.faults


def proved(root: Path, only: str | None = None, case: str | None = None, choice: Choice = ALL) -> Iterator[Outcome]:
    """Run every proof of a project; ``only`` names one rule or indicator, ``case`` those of its cases that are run.

    ``choice`` may leave plugins out, and with them what needs them.  ``PluginError`` when a plugin cannot be loaded or
    is refused, since its rules would seem to have no cases.  ``ConfigError`` for what the engine would refuse, cases or
    none.
    """
    plugins = plugins_of(root, choice)
    if plugins.faults:
        raise PluginError("\n".join(plugins.faults))
    project = load_project(root, {**BUILT_IN, **plugins.schemas}, whole=choice == ALL)
    if refused := _refused(project, plugins, choice):
        raise ConfigError(refused)
    chosen = _chosen(project if choice == ALL else _offered(project, plugins), only, case)
    zone = project.calendar.zone
    place = "" if root == Path() else f" {shlex.quote(str(root))}"
    for result in run_cases(chosen.rules, chosen.indicators, plugins, project.calendar, zone, project.schemas):
        alone = f"--rule {shlex.quote(result.rule)} --case {shlex.quote(result.case)}{place}"
        yield Outcome(f"{result.path.name} [{result.rule}]", result.case, result.faults, alone)
    if only is None and case is None:
        for feed in project.feeds:
            faults = failures(feed, project.schemas[feed.schema], project.settings.zone)
            yield Outcome(
                f"feeds/{feed.path.name}",
                "1 sample" if len(feed.samples) == 1 else f"{len(feed.samples)} samples",
                faults,
            )


def _refused(project: Project, plugins: Plugins, choice: Choice) -> list[str]:
    """What an engine would refuse the rules for: their checks' own keys, names that nobody offers, periods."""
    references = read_references(project.root, project.schemas, project.settings.zone)

    def of_settings(rules: Sequence[Rule]) -> list[str]:
        return [fault for one in rules for fault in faults_in(plugins.checks[one.check], one.settings, one.where)]

    return refusals(project, project.rules, plugins, of_settings, periods_in(references), whole=choice == ALL)


def _offered(project: Project, plugins: Plugins) -> Project:
    """Return the project with the rules and indicators that the plugins can answer."""
    return replace(
        project,
        rules=tuple(rule for rule in project.rules if rule.check in plugins.checks),
        indicators=tuple(one for one in project.indicators if one.count in plugins.counts),
    )


def files_of_cases(root: Path) -> frozenset[Path]:
    """Return the files that hold rows of cases; none while the configuration cannot be read."""
    try:
        project = load_project(root, {**BUILT_IN, **plugins_of(root).schemas}, whole=False)
    except (ConfigError, PluginError):
        return frozenset()
    owners: list[Rule | Indicator] = [*project.rules, *project.indicators]
    cases = [case for owner in owners for case in owner.cases]
    states: list[Case | Moment] = [*cases, *(moment for case in cases for moment in case.at)]
    tables = (given for state in states for given in state.rows.values())
    return frozenset(given for given in tables if isinstance(given, Path))


def _chosen(project: Project, only: str | None, case: str | None) -> Project:
    """Return the project with the cases that were asked for alone; ``ConfigError`` where there are none."""
    owners: list[Rule | Indicator] = [*project.rules, *project.indicators]
    named = [one.name for one in owners]
    if only is not None and only not in named:
        raise ConfigError([f"there is no rule or indicator '{only}'{nearest(only, named)}"])
    cases = [each.name for one in owners if only in (None, one.name) for each in one.cases]
    if case is not None and case not in cases:
        raise ConfigError([f"there is no case '{case}'{nearest(case, cases)}"])

    def kept(owner: R) -> R:
        wanted: tuple[Case, ...] = owner.cases if only in (None, owner.name) else ()
        return replace(owner, cases=tuple(each for each in wanted if case in (None, each.name)))

    return replace(project, rules=tuple(map(kept, project.rules)), indicators=tuple(map(kept, project.indicators)))
