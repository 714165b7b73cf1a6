"""``checks``: every check on offer, with its keys, their types and defaults, and its help."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from reform_tui.cli.formats import FORMATS, Row, write_rows
from reform_tui.cli.main import existing, project_argument
from reform_tui.cli.paragraphs import checks_told, counts_told, definition_of, indicators_told, reads_told
from reform_tui.config.key import keys_of
from reform_tui.config.project import load_project, require_project
from reform_tui.config.rule_types import Indicator
from reform_tui.errors import ConfigError, Exit
from reform_tui.model.schema import BUILT_IN

if TYPE_CHECKING:
    from reform_tui.plugins import Plugins

COLUMNS = ("check", "grain", "key", "type", "default", "help")
COUNT_COLUMNS = ("count", "reads", "help")
INDICATOR_COLUMNS = ("indicator", "count", "target", "period", "name", "definition", "source", "dated")
TEXT = "text"


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``checks`` understands."""
    project_argument(sub)
    sub.add_argument("--format", choices=(TEXT, *FORMATS), default=TEXT)
    instead = sub.add_mutually_exclusive_group()
    instead.add_argument("--counts", action="store_true", help="list the counting functions of indicators instead")
    instead.add_argument("--indicators", action="store_true", help="list the project's indicators instead")
    instead.add_argument("--schema", action="store_true", help="print a JSON Schema of rules/*.toml, for an editor")


def run(options: argparse.Namespace) -> Exit:
    """Print what is on offer, as a person reads it or as rows."""
    from reform_tui.plugins import plugins_of  # noqa: PLC0415 - pandas loads only here

    plugins = plugins_of(existing(options.project))
    if options.schema:
        _write_schema(options, plugins)
    elif options.indicators:
        _write_indicators(options, plugins)
    elif options.format == TEXT:
        sys.stdout.write("\n".join(counts_told(plugins) if options.counts else checks_told(plugins)))
    elif options.counts:
        write_rows(sys.stdout, _count_rows(plugins), COUNT_COLUMNS, options.format)
    else:
        rows = [row for name, check in sorted(plugins.checks.items()) for row in _rows(name, check)]
        write_rows(sys.stdout, rows, COLUMNS, options.format)
    for fault in plugins.faults:
        print(f"reform-tui: {fault}", file=sys.stderr)
    return Exit.CONFIGURATION if plugins.faults else Exit.CLEAN


def _write_schema(options: argparse.Namespace, plugins: Plugins) -> None:
    from reform_tui.config.rules_schema import rules_schema  # noqa: PLC0415 - only here

    schemas = {**BUILT_IN, **plugins.schemas}
    try:
        schemas = dict(load_project(options.project, schemas).schemas)
    except ConfigError as error:  # what is being written may be wrong just now; only the feeds' own columns are lost
        print(f"reform-tui: {error}\nreform-tui: the schema is without columns of the feeds' own", file=sys.stderr)
    schema = rules_schema(plugins.checks, {name: one.help for name, one in plugins.counts.items()}, schemas)
    sys.stdout.write(json.dumps(schema, ensure_ascii=False, indent=1) + "\n")


def _write_indicators(options: argparse.Namespace, plugins: Plugins) -> None:
    require_project(options.project)
    indicators = load_project(options.project, {**BUILT_IN, **plugins.schemas}).indicators
    if options.format == TEXT:
        sys.stdout.write("\n".join(indicators_told(indicators, plugins)))
    else:
        rows = [_indicator_row(one, plugins) for one in indicators]
        write_rows(sys.stdout, rows, INDICATOR_COLUMNS, options.format)


def _indicator_row(one: Indicator, plugins: Plugins) -> Row:
    own = {name: getattr(one, name) for name in ("count", "target", "period")}
    own["dated"] = one.dated.isoformat() if one.dated else ""
    said = {"name": dict(one.names), "definition": dict(definition_of(one, plugins)), "source": dict(one.source)}
    return {**own, **said, "indicator": one.name}


def _count_rows(plugins: Plugins) -> list[Row]:
    return [
        {"count": name, "reads": reads_told(counting.reads), "help": " ".join(counting.help.split())}
        for name, counting in sorted(plugins.counts.items())
    ]


def _rows(name: str, check: type[Any]) -> Iterator[Row]:
    help_text = " ".join((check.__doc__ or "").split())
    yield {"check": name, "grain": getattr(check, "grain", "unit"), "key": "", "type": "", "help": help_text}
    for key in keys_of(check):
        yield {"check": name, "grain": "", "key": key.name, "type": key.words, "default": key.written, "help": key.help}
