"""``console``: the screen of one inspector, beside the engine that serves all of them."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from reform_tui.cli.choosing import choice_arguments, choice_words
from reform_tui.cli.main import project_argument
from reform_tui.errors import ConfigError, Exit


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``console`` understands."""
    project_argument(sub)
    sub.add_argument("--language", choices=("vi", "en"), help="the language of the screen (default: the project's)")
    sub.add_argument("--ascii", action="store_true", default=None, help="draw with ASCII only")
    sub.add_argument("--linear", action="store_true", help="print changes as plain lines instead of a screen")
    sub.add_argument("--once", action="store_true", help="print units and alerts as plain lines, and end")
    sub.add_argument(
        "--unit", action="append", default=[], help="with --linear or --once: only this unit; again for more"
    )
    sub.add_argument(
        "--rule", action="append", default=[], help="with --linear or --once: only this rule; again for more"
    )
    sub.add_argument(
        "--severity", action="append", default=[], choices=("critical", "warning"), help="with them: only so bad"
    )
    sub.add_argument("--filter", default="", metavar="WORDS", help="with them: only alerts that / finds by these words")
    sub.add_argument("--no-engine", action="store_true", help="never start an engine, only look")
    choice_arguments(sub)


def run(options: argparse.Namespace) -> Exit:
    """Show the project; an engine that no one started yet is started beside it, where this user may."""
    from reform_tui.watch.locks import looking  # noqa: PLC0415 - only where a console opens

    root: Path = options.project
    if not (root / "reform.toml").is_file():
        raise ConfigError(
            [f"{root.resolve()}: is not a project; give a folder with a reform.toml, or try reform-tui demo"]
        )
    _require_lines(options)
    if options.once:
        return _show(options, {})
    outside = {} if options.no_engine else start_engine(root, choice_words(options))
    lock = root / "state" / "consoles.lock"
    if not os.access(lock.parent, os.W_OK):
        return _show(options, outside)
    with looking(lock):
        return _show(options, outside)


def _require_lines(options: argparse.Namespace) -> None:
    """On a screen ``/`` narrows, so that what narrows lines is a slip there."""
    narrowing = options.unit or options.rule or options.severity or options.filter
    if narrowing and not (options.linear or options.once):
        raise ConfigError(["--unit, --rule, --severity and --filter go with --linear or --once; on the screen type /"])


def _show(options: argparse.Namespace, outside: Mapping[str, str]) -> Exit:
    from reform_tui.console.main import run_console, run_lines, run_once  # noqa: PLC0415 - Textual loads only here

    said = partial(print, flush=True)
    if options.once or options.linear:
        from reform_tui.console.wanted import Wanted  # noqa: PLC0415 - as above

        told = run_once if options.once else run_lines
        wanted = Wanted(tuple(options.unit), tuple(options.rule), tuple(options.severity), options.filter)
        return Exit(told(options.project, said, language=options.language, ascii=options.ascii, wanted=wanted))
    return Exit(run_console(options.project, language=options.language, ascii=options.ascii, outside=outside))


def start_engine(root: Path, words: Sequence[str] = ()) -> Mapping[str, str]:
    """Start the engine in a session of its own, with these options more; return who may not, and for which group.

    It ends when the last console closed, or at once because one runs already.
    """
    from reform_tui.watch.keepers import outsider  # noqa: PLC0415 - only where a console opens

    with suppress(ConfigError):  # the engine itself tells what is wrong with the settings
        if outside := outsider(root):
            return outside
    state = root / "state"
    if not os.access(root, os.W_OK) or (state.exists() and not os.access(state, os.W_OK)):
        return {}
    with suppress(FileExistsError):
        (state / "log").mkdir(parents=True)
    with (state / "log" / "start.log").open("wb") as log:
        subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "reform_tui.cli.main", "watch", str(root), "--while-consoles", *words],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    return {}
