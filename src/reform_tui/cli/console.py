"""``console``: the screen of one inspector, beside the engine that serves all of them."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
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
    if options.once:
        return _show(options)
    if not options.no_engine:
        start_engine(root, choice_words(options))
    lock = root / "state" / "consoles.lock"
    if not os.access(lock.parent, os.W_OK):
        return _show(options)
    with looking(lock):
        return _show(options)


def _show(options: argparse.Namespace) -> Exit:
    from reform_tui.console.main import run_console, run_lines, run_once  # noqa: PLC0415 - Textual loads only here

    said = partial(print, flush=True)
    if options.once:
        return Exit(run_once(options.project, said, language=options.language, ascii=options.ascii))
    if options.linear:
        return Exit(run_lines(options.project, said, language=options.language, ascii=options.ascii))
    return Exit(run_console(options.project, language=options.language, ascii=options.ascii))


def start_engine(root: Path, words: Sequence[str] = ()) -> None:
    """Start the engine in a session of its own, with these options more.

    It ends when the last console closed, or at once because one runs already.
    """
    state = root / "state"
    if not os.access(root, os.W_OK) or (state.exists() and not os.access(state, os.W_OK)):
        return
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
