"""The console's entry: what the command line calls."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from threading import Event

from reform_tui import times
from reform_tui.board.board import Board, engine_state
from reform_tui.board.reading import read_board
from reform_tui.console.app import Console
from reform_tui.console.chosen import Asked, asked_of, look_of
from reform_tui.console.linear import run_linear
from reform_tui.console.memory import Memory
from reform_tui.console.once import board_lines
from reform_tui.console.terminal import Terminal, terminal_of
from reform_tui.console.wanted import EVERYTHING, Wanted
from reform_tui.errors import Exit, ReformError
from reform_tui.language import Language
from reform_tui.lean import without_pandas
from reform_tui.store.layout import Layout
from reform_tui.store.reading import Watched, heartbeat, telling_damage

_SELDOM = (20_000, 50, 100)
"""When garbage is looked for: thousands of rows in order are not garbage, and looking through them takes longer."""


def run_console(
    root: Path,
    *,
    language: str | None = None,
    ascii: bool | None = None,  # noqa: A002 - the option's name
    outside: Mapping[str, str] | None = None,
) -> int:
    """Show the project ``root`` until the inspector leaves; returns an exit code.

    ``language`` and ``ascii`` are the options; without them ``chosen`` tells who decides.  ``outside`` says who may not
    start the engine.  ``ReformError`` where there is no terminal, or one that cannot place text, or another version
    wrote the store.
    """
    if not (os.isatty(0) and os.isatty(2)):
        raise ReformError("the console needs a terminal; reform-tui check prints the same findings anywhere")
    terminal = this_terminal()
    if terminal.dumb:
        raise ReformError("TERM names a terminal that cannot place text; set it to xterm, or add --linear or --once")
    without_pandas()
    gc.set_threshold(*_SELDOM)
    watched = Watched(Layout(root / "state").database)
    board = first_board(root, watched)
    console = Console(root, board, _asked(language, ascii=ascii), terminal)
    console.no_engine, console.watcher.watched = outside or {}, watched
    console.run(mouse=False)
    left = Exit.CONFIGURATION if console.fault else console.return_code or Exit.CLEAN
    console.leaving.finish(left)
    if console.fault is not None:
        raise console.fault
    return left


def run_lines(
    root: Path,
    write: Callable[[str], object],
    *,
    language: str | None,
    ascii: bool | None,  # noqa: A002 - the option's name
    wanted: Wanted = EVERYTHING,
) -> int:
    """Write changes as plain lines by ``write`` until interrupted; the same options as ``run_console``."""
    asked = _asked(language, ascii=ascii)
    with Watched(Layout(root / "state").database) as watched:
        board = first_board(root, watched)
    look = look_of(asked, Memory(), board, this_terminal(), times.now())
    wanted.require(board, look)
    run_linear(root, Language(asked.language) if asked.language else None, look.ink, write, Event(), wanted)
    return Exit.CLEAN


def run_once(
    root: Path,
    write: Callable[[str], object],
    *,
    language: str | None,
    ascii: bool | None,  # noqa: A002 - the option's name
    wanted: Wanted = EVERYTHING,
) -> int:
    """Write the board as it stands by ``write``, and end; the same options as ``run_console``."""
    with Watched(Layout(root / "state").database) as watched:
        board = first_board(root, watched)
    look = look_of(_asked(language, ascii=ascii), Memory(), board, this_terminal(), times.now())
    wanted.require(board, look)
    for line in board_lines(board, look, wanted):
        write(look.ink.clean(line))
    return Exit.CLEAN


def first_board(root: Path, watched: Watched) -> Board:
    """What there is to show at once: the store as it stands, or an empty board before there is one."""
    beat, now = heartbeat(root), times.now()
    board = Board(engine=engine_state(beat, now), heartbeat=beat)
    if not watched.path.exists():
        return board
    connection = watched.changed()
    with telling_damage(watched.path):
        read = board if connection is None else read_board(connection, now)
    return replace(read, engine=board.engine, heartbeat=beat)


def this_terminal() -> Terminal:
    """What the terminal can show; from now on it is written to in UTF-8, of which ASCII is a part."""
    stream = sys.__stderr__
    terminal = terminal_of(os.environ, stream.encoding if stream else "")
    if stream is not None:
        stream.reconfigure(encoding="utf-8", errors="replace")
    return terminal


def _asked(language: str | None, *, ascii: bool | None) -> Asked:  # noqa: A002
    return asked_of(os.environ, language=language or "", charset="ascii" if ascii else "")
