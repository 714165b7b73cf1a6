"""``index``: what every unit, level and the province score in index sets, ranked, with moves; and outside scores."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reform_tui.board.figures import ALL, PROVINCE
from reform_tui.cli.formats import FORMATS, cell, write_rows
from reform_tui.cli.main import project_argument
from reform_tui.cli.moments import moment_after
from reform_tui.config.build import nearest
from reform_tui.config.rule_types import Rule
from reform_tui.config.types import Project
from reform_tui.errors import ConfigError, Exit

if TYPE_CHECKING:
    from reform_tui.engine.asking import Said
    from reform_tui.model.finding import Finding

CHECK = "index_score"
WHO = ("rule", "period", "unit", "unit_name", "level")
PLACES = ("points", "possible", "at_most", "band", "rank", "ranked", "rank_before", "at_most_before", "move")
WHY = ("left_out", "not_computed")
OUTSIDE = ("index_below", "index_group", "index_rank")
"""Checks of scores that somebody outside published."""
READ = (
    *("rule", "unit", "unit_name", "index", "of_period", "score", "group", "target", "gap"),
    *("rank", "ranked", "rank_before", "period_before", "move", "source"),
)


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``index`` understands."""
    project_argument(sub)
    sub.add_argument("--as-of", metavar="T", help="the moment to judge at (default now; without a zone, the project's)")
    sub.add_argument("--period", default="", help="what to score, such as month, 2025-Q1 (default the rule's)")
    sub.add_argument("--rule", action="append", default=[], metavar="NAME", help="only this rule; may stand again")
    sub.add_argument("--variant", default="", help="the version of this name, instead of the one in force")
    sub.add_argument("--outside", action="store_true", help="scores, groups and ranks of outside indexes instead")
    sub.add_argument("--items", action="store_true", help="a column for every item, and why some could not be computed")
    sub.add_argument("--format", choices=FORMATS, default="table")


def run(options: argparse.Namespace) -> Exit:
    """Score and print; 3 when a rule gave no answer."""
    from reform_tui.engine.workers.early import start_fork_server  # noqa: PLC0415 - only where workers are needed

    start_fork_server()
    from reform_tui.assemble import assembled  # noqa: PLC0415 - pyarrow loads only here
    from reform_tui.engine.asking import Asking  # noqa: PLC0415 - as above
    from reform_tui.looking import looking  # noqa: PLC0415 - as above

    with assembled(options.project) as parts:
        rules = chosen(parts.project, options)
        moment = moment_after("--as-of", options.as_of, parts.project.settings.zone)
        with looking(parts, moment, lambda *_: None) as looked:
            questions = replace(looked.questions, project=replace(looked.questions.project, rules=rules))
            asking = Asking(questions, frozenset(rule.name for rule in rules), moment)
            [[heard]] = looked.asker.hear([[asking]])
        names, language = looked.names, parts.project.settings.language
    told = outside_rows if options.outside else rows_of
    rows = [row for rule in rules if rule.name in heard for row in told(rule, heard[rule.name], names, language)]
    columns = READ if options.outside else columns_of(rules, items=options.items)
    write_rows(sys.stdout, rows, columns, options.format)
    faults = [one.fault for one in heard.values() if one.fault]
    for fault in faults:
        print(f"reform-tui: {cell(fault)}", file=sys.stderr)
    return Exit.UNHEALTHY if faults else Exit.CLEAN


def chosen(project: Project, options: argparse.Namespace) -> tuple[Rule, ...]:
    """Return the rules that hold index sets, as the options want them; ``ConfigError`` for one that does not."""
    checks = OUTSIDE if options.outside else (CHECK,)
    rules = {rule.name: rule for rule in project.rules if rule.check in checks}
    faults = [
        f"--rule: '{name}' holds no index set{nearest(name, rules)}" for name in options.rule if name not in rules
    ]
    if not rules:
        shipped = "sipas-below" if options.outside else "index-766"
        faults.append(f"no rule of this project is of the check {' or '.join(checks)}; extend the shipped {shipped}")
    if faults:
        raise ConfigError(faults)
    variant = {"variant": options.variant} if options.variant and not options.outside else {}
    return tuple(
        replace(rule, period=options.period or rule.period, settings={**rule.settings, **variant})
        for name, rule in rules.items()
        if name in options.rule or not options.rule
    )


def rows_of(rule: Rule, said: Said, names: Mapping[str, str], language: str) -> Iterator[dict[str, Any]]:
    """Yield a row a score: the province, the levels, then units by level and place."""
    for found in sorted(said.findings, key=_place):
        facts = found.facts
        yield {
            **facts,
            **{name: facts.get(f"{name}_{language}") for name in ("band", "not_computed")},
            "rule": rule.name,
            "period": said.period.name,
            "unit": found.unit,
            "unit_name": names.get(found.unit, ""),
            "level": {"province": PROVINCE, "level": f"{ALL}{facts['level']}"}.get(
                str(facts["scored"]), facts["level"]
            ),
        }


def outside_rows(rule: Rule, said: Said, names: Mapping[str, str], language: str) -> Iterator[dict[str, Any]]:
    """Yield a row for each outside score, group or rank, what reached its target and what held or rose too."""
    for found in sorted(said.findings, key=lambda found: (found.subject, found.unit)):
        facts = found.facts
        yield {
            **facts,
            **{name: facts[f"{name}_{language}"] for name in ("group", "target") if f"{name}_{language}" in facts},
            "rule": rule.name,
            "unit": found.unit,
            "unit_name": names.get(found.unit, ""),
            "index": found.subject,
        }


def _place(found: Finding) -> tuple[int, str, int, str]:
    facts = found.facts
    kind = ("province", "level", "unit").index(str(facts["scored"]))
    return kind, str(facts["level"] or ""), int(facts.get("rank") or sys.maxsize), found.unit


def columns_of(rules: Iterable[Rule], *, items: bool) -> list[str]:
    """Return the columns: who, each group, total and place; where they are wanted, every item too, and why not."""
    told = dict.fromkeys(name for rule in rules for name in rule.settings.get("groups", {}))
    versions = (version for rule in rules for version in rule.settings.get("version", ()))
    codes = dict.fromkeys(code for version in versions for code in version.get("items", {})) if items else {}
    return [*WHO, *told, *codes, *PLACES, *(WHY if items else WHY[:1])]
