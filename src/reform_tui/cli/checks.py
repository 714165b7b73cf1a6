"""``checks``: every check on offer, with its keys, their types and defaults, and its help."""

from __future__ import annotations

import argparse
import inspect
import json
import sys
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from reform_tui.cli.formats import FORMATS, Row, write_rows
from reform_tui.cli.main import existing, project_argument
from reform_tui.config.key import keys_of
from reform_tui.errors import ConfigError, Exit
from reform_tui.model.text import harmless

if TYPE_CHECKING:
    from reform_tui.plugins import Plugins

COLUMNS = ("check", "grain", "key", "type", "default", "help")
COUNT_COLUMNS = ("count", "reads", "help")
TEXT = "text"
WIDTH = 88


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``checks`` understands."""
    project_argument(sub)
    sub.add_argument("--format", choices=(TEXT, *FORMATS), default=TEXT)
    sub.add_argument("--counts", action="store_true", help="list the counting functions of indicators instead")
    sub.add_argument("--schema", action="store_true", help="print a JSON Schema of rules/*.toml, for an editor")


def run(options: argparse.Namespace) -> Exit:
    """Print what is on offer, as a person reads it or as rows."""
    from reform_tui.plugins import plugins_of  # noqa: PLC0415 - pandas loads only here

    plugins = plugins_of(existing(options.project))
    if options.schema:
        _write_schema(options, plugins)
    elif options.format == TEXT:
        paragraphs = _counts_told(plugins) if options.counts else _checks_told(plugins)
        sys.stdout.write("\n".join(paragraphs))
    elif options.counts:
        write_rows(sys.stdout, _count_rows(plugins), COUNT_COLUMNS, options.format)
    else:
        rows = [row for name, check in sorted(plugins.checks.items()) for row in _rows(name, check)]
        write_rows(sys.stdout, rows, COLUMNS, options.format)
    for fault in plugins.faults:
        print(f"reform-tui: {fault}", file=sys.stderr)
    return Exit.CONFIGURATION if plugins.faults else Exit.CLEAN


def _write_schema(options: argparse.Namespace, plugins: Plugins) -> None:
    from reform_tui.config.project import load_project  # noqa: PLC0415 - as above
    from reform_tui.config.rules_schema import rules_schema  # noqa: PLC0415 - as above
    from reform_tui.model.schema import BUILT_IN  # noqa: PLC0415 - as above

    schemas = {**BUILT_IN, **plugins.schemas}
    try:
        schemas = dict(load_project(options.project, schemas).schemas)
    except ConfigError as error:  # what is being written may be wrong just now; only the feeds' own columns are lost
        print(f"reform-tui: {error}\nreform-tui: the schema is without columns of the feeds' own", file=sys.stderr)
    schema = rules_schema(plugins.checks, {name: one.help for name, one in plugins.counts.items()}, schemas)
    sys.stdout.write(json.dumps(schema, ensure_ascii=False, indent=1) + "\n")


def _checks_told(plugins: Plugins) -> Iterator[str]:
    """Yield a paragraph a check: its name, its help, and below them its keys."""
    for name, check in sorted(plugins.checks.items()):
        keys = [
            f"    {key.name}: {key.words} ({_default(key.written)})\n{_indented(key.help, 8)}" for key in keys_of(check)
        ]
        grain = getattr(check, "grain", "unit")
        yield f"{name} ({grain})\n{_indented(inspect.getdoc(check) or '', 4)}{chr(10) if keys else ''}{''.join(keys)}"


def _default(written: str) -> str:
    return written if written == "required" else f"default {written}"


def _counts_told(plugins: Plugins) -> Iterator[str]:
    for name, counting in sorted(plugins.counts.items()):
        yield f"{name} (reads {_reads(counting.reads)})\n{_indented(inspect.cleandoc(counting.help), 4)}"


def _indented(text: str, by: int) -> str:
    """Return the paragraphs of a text, each wrapped and moved to the right."""
    margin = " " * by
    wrapped = (
        textwrap.fill(" ".join(paragraph.split()), WIDTH, initial_indent=margin, subsequent_indent=margin)
        for paragraph in harmless_lines(text).split("\n\n")
        if paragraph.strip()
    )
    return "\n\n".join(wrapped) + ("\n" if text.strip() else "")


def harmless_lines(text: str) -> str:
    """Return a plugin's text with its lines, and nothing else that a terminal acts on."""
    return "\n".join(map(harmless, text.splitlines()))


def _reads(reads: Any) -> str:
    return "; ".join(f"{schema}: {', '.join(columns)}" for schema, columns in reads.items())


def _count_rows(plugins: Plugins) -> list[Row]:
    return [
        {"count": name, "reads": _reads(counting.reads), "help": " ".join(counting.help.split())}
        for name, counting in sorted(plugins.counts.items())
    ]


def _rows(name: str, check: type[Any]) -> Iterator[Row]:
    help_text = " ".join((check.__doc__ or "").split())
    yield {"check": name, "grain": getattr(check, "grain", "unit"), "key": "", "type": "", "help": help_text}
    for key in keys_of(check):
        yield {"check": name, "grain": "", "key": key.name, "type": key.words, "default": key.written, "help": key.help}
