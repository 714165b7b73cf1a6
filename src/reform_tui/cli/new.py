"""``new``: files for those who write rules; nothing is ever written over."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reform_tui.errors import ConfigError, Exit

if TYPE_CHECKING:
    from reform_tui.scaffold.written import Written

KINDS = ("project", "check", "rule", "feed", "case", "calendar", "units")
_USES = {
    "project": "reform-tui new project FOLDER",
    "check": "reform-tui new check NAME [PROJECT]",
    "rule": "reform-tui new rule NAME --check CHECK [PROJECT]",
    "feed": "reform-tui new feed FILE [--name NAME] [--schema NAME] [PROJECT]",
    "case": "reform-tui new case --from-alert ID [--into rules/FILE.toml] [PROJECT]",
    "calendar": "reform-tui new calendar YEAR [PROJECT]",
    "units": "reform-tui new units --province NAME [PROJECT]",
}
_OPTIONS = {
    "check": "rule",
    "name": "feed",
    "schema": "feed",
    "from_alert": "case",
    "into": "case",
    "province": "units",
}
"""Which kind each option belongs to."""


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``new`` understands."""
    sub.add_argument("what", metavar="WHAT", help=f"{', '.join(KINDS)}")
    sub.add_argument(
        "names", nargs="*", metavar="NAME", help="its name, file, folder or year; then the project's folder"
    )
    sub.add_argument("--check", metavar="CHECK", help="the check of a new rule")
    sub.add_argument("--name", metavar="NAME", help="the name of a new feed (default: from its file)")
    sub.add_argument(
        "--schema", metavar="NAME", help="what the rows of a new feed are (default: what fits its file best)"
    )
    sub.add_argument("--from-alert", metavar="ID", help="the alert that a new case is made from: its id, or its start")
    sub.add_argument("--province", metavar="NAME", help="the province whose units are listed")
    sub.add_argument("--into", type=Path, metavar="FILE", help="the rules file that a new case is added to")


def run(options: argparse.Namespace) -> Exit:
    """Write what is new, and say on stderr what was written and what to do next."""
    _understood(options)
    makers: Mapping[str, Callable[[argparse.Namespace], Written]] = {
        "project": _project,
        "check": _check,
        "rule": _rule,
        "feed": _feed,
        "case": _case,
        "calendar": _calendar,
        "units": _units,
    }
    written = makers[options.what](options)
    if written.text:
        print(written.text, end="")
    for path in written.files:
        print(path)
    for sentence in written.next:
        print(f"reform-tui: {sentence}", file=sys.stderr)
    return Exit.CLEAN


def _understood(options: argparse.Namespace) -> None:
    """``ConfigError`` for words that make no sense together."""
    if options.what not in KINDS:
        from reform_tui.config.build import nearest  # noqa: PLC0415 - only to say what was meant

        raise ConfigError([f"new: there is no '{options.what}' to make{nearest(options.what, KINDS)}"])
    foreign = [name for name, kind in _OPTIONS.items() if getattr(options, name) is not None and kind != options.what]
    if foreign:
        option = f"--{foreign[0].replace('_', '-')}"
        raise ConfigError([f"new {options.what}: {option} belongs to new {_OPTIONS[foreign[0]]}; {_use(options.what)}"])
    least, most = (0, 1) if options.what in {"case", "units"} else (1, 1 if options.what == "project" else 2)
    if not least <= len(options.names) <= most:
        fault = "a name is missing" if len(options.names) < least else f"'{options.names[most]}' is one word too many"
        raise ConfigError([f"new {options.what}: {fault}; {_use(options.what)}"])


def _use(what: str) -> str:
    return f"it is written: {_USES[what]}"


def _place(options: argparse.Namespace) -> Path:
    return Path(options.names[1]) if len(options.names) > 1 else Path()


def _project(options: argparse.Namespace) -> Written:
    from reform_tui.scaffold.project import new_project  # noqa: PLC0415 - only what is asked for loads

    return new_project(Path(options.names[0]))


def _check(options: argparse.Namespace) -> Written:
    from reform_tui.scaffold.check import new_check  # noqa: PLC0415 - pandas loads only here

    return new_check(options.names[0], _place(options))


def _rule(options: argparse.Namespace) -> Written:
    from reform_tui.scaffold.check import new_rule  # noqa: PLC0415 - pandas loads only here

    if options.check is None:
        raise ConfigError([f"new rule: --check is missing; {_use('rule')}; reform-tui checks lists them"])
    return new_rule(options.names[0], options.check, _place(options))


def _feed(options: argparse.Namespace) -> Written:
    from reform_tui.scaffold.feed import new_feed  # noqa: PLC0415 - pyarrow loads only here

    return new_feed(Path(options.names[0]), options.name, _place(options), schema=options.schema)


def _case(options: argparse.Namespace) -> Written:
    from reform_tui.freezing.new_case import new_case  # noqa: PLC0415 - pandas loads only here

    if options.from_alert is None:
        raise ConfigError([f"new case: --from-alert is missing; {_use('case')}"])
    return new_case(options.from_alert, options.into, Path(options.names[0]) if options.names else Path())


def _calendar(options: argparse.Namespace) -> Written:
    from reform_tui.scaffold.calendar import new_calendar  # noqa: PLC0415 - only what is asked for loads

    return new_calendar(options.names[0], _place(options))


def _units(options: argparse.Namespace) -> Written:
    from reform_tui.scaffold.units import new_units  # noqa: PLC0415 - only what is asked for loads

    return new_units(options.province, Path(options.names[0]) if options.names else Path())
