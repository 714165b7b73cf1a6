"""Whether a project as a draft would make it can be asked at all, and whether the draft's own cases hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from reform_tui.calendars import Calendar
from reform_tui.config.rule_types import Indicator, Rule
from reform_tui.config.types import Project
from reform_tui.engine.describing import rule_faults
from reform_tui.engine.faces import unknown_names
from reform_tui.engine.pairing import changed_rules
from reform_tui.engine.questions import Questions
from reform_tui.engine.refusing import refusals
from reform_tui.engine.workers.pool import Pool
from reform_tui.errors import ConfigError
from reform_tui.model.schema import Schema
from reform_tui.plugins import source_of

PROVING = 300.0
"""Seconds for all the cases of a draft."""


def drafted(pool: Pool, questions: Questions, project: Project) -> Questions:
    """Return the questions of a drafted project; ``ConfigError`` with what its checks say of its rules."""
    new = changed_rules(questions.project, project)
    faces = questions.faces
    faults = refusals(project, new, faces, partial(rule_faults, pool, faces), questions.periods, whole=faces.whole)
    if not faces.whole:
        faults += unknown_names(faces, new, ())  # a draft that nobody can answer is no draft
    if faults:
        raise ConfigError(faults)
    return replace(questions, project=project)


@dataclass(frozen=True)
class Proofs:
    """What crosses to a worker that runs cases."""

    rules: tuple[Rule, ...]
    indicators: tuple[Indicator, ...]
    plugins: tuple[str, ...]
    calendar: Calendar
    schemas: Mapping[str, Schema]


def case_faults(pool: Pool, questions: Questions, path: Path) -> list[str]:
    """Run the cases of what one file says; return a sentence for each that did not hold."""
    project = questions.project
    rules = tuple(one for one in project.rules if one.path == path)
    indicators = tuple(one for one in project.indicators if one.path == path)
    proofs = Proofs(rules, indicators, questions.plugins, project.calendar, project.schemas)
    if not any(one.cases for one in rules) and not any(one.cases for one in indicators):
        return []
    return pool.run(prove, proofs, PROVING)


def prove(proofs: Proofs) -> list[str]:
    """Run cases, in a worker."""
    from reform_tui.engine.cases.run import run_cases  # noqa: PLC0415 - pandas loads only in workers
    from reform_tui.plugins import load_plugins  # noqa: PLC0415 - as above

    plugins = load_plugins([source_of(text) for text in proofs.plugins])
    calendar = proofs.calendar
    results = run_cases(proofs.rules, proofs.indicators, plugins, calendar, calendar.zone, proofs.schemas)
    return [f"{one.path.name} [{one.rule}] {one.case}: {'; '.join(one.faults)}" for one in results if not one.passed]
