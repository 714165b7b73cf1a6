"""The console's entry: what the command line calls."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

from reform_tui import times
from reform_tui.board import Board, engine_state
from reform_tui.board_reading import read_board
from reform_tui.console.app import Console
from reform_tui.console.linear import run_linear
from reform_tui.console.look import Look
from reform_tui.console.once import board_lines
from reform_tui.console.paint import Ink
from reform_tui.errors import Exit, ReformError
from reform_tui.language import LANGUAGES, Language
from reform_tui.lean import without_pandas
from reform_tui.store.layout import Layout
from reform_tui.store.reading import Watched, heartbeat

LANGUAGE_VARIABLE = "REFORM_TUI_LANG"
_SELDOM = (20_000, 50, 100)
"""When garbage is looked for: thousands of rows in order are not garbage, and looking through them takes longer."""


def run_console(root: Path, *, language: str | None = None, ascii: bool | None = None) -> int:  # noqa: A002 - the option's name
    """Show the project ``root`` until the inspector leaves; returns an exit code.

    ``language`` is the option; without it ``REFORM_TUI_LANG`` decides, then the project's setting.  ``ascii`` left out,
    the terminal's character set decides.  ``ReformError`` where there is no terminal or another version wrote the
    store.
    """
    if not (os.isatty(0) and os.isatty(2)):
        raise ReformError("the console needs a terminal; reform-tui check prints the same findings anywhere")
    without_pandas()
    gc.set_threshold(*_SELDOM)
    watched = Watched(Layout(root / "state").database)
    board = first_board(root, watched)
    code = language or os.environ.get(LANGUAGE_VARIABLE, "")
    console = Console(root, board, Language(code) if code in LANGUAGES else None, ink_for(plain_only=ascii))
    console.watcher.watched = watched
    console.run(mouse=False)
    left = Exit.CONFIGURATION if console.fault else console.return_code or Exit.CLEAN
    console.leaving.finish(left)
    if console.fault is not None:
        raise console.fault
    return left


def run_lines(root: Path, write: Callable[[str], object], *, language: str | None, ascii: bool | None) -> int:  # noqa: A002
    """Write changes as plain lines by ``write`` until interrupted; the same options as ``run_console``."""
    code = language or os.environ.get(LANGUAGE_VARIABLE, "")
    run_linear(root, Language(code) if code in LANGUAGES else None, ink_for(plain_only=ascii), write, Event())
    return Exit.CLEAN


def run_once(root: Path, write: Callable[[str], object], *, language: str | None, ascii: bool | None) -> int:  # noqa: A002
    """Write the board as it stands by ``write``, and end; the same options as ``run_console``."""
    with Watched(Layout(root / "state").database) as watched:
        board, ink = first_board(root, watched), ink_for(plain_only=ascii)
    code = language or os.environ.get(LANGUAGE_VARIABLE, "") or board.language or "vi"
    for line in board_lines(board, Look(Language(code), times.zone_of(board.zone), times.now(), ink)):
        write(ink.clean(line))
    return Exit.CLEAN


def first_board(root: Path, watched: Watched) -> Board:
    """What there is to show at once: the store as it stands, or an empty board before there is one."""
    beat, now = heartbeat(root), times.now()
    board = Board(engine=engine_state(beat, now), heartbeat=beat)
    if not watched.path.exists():
        return board
    connection = watched.changed()
    read = board if connection is None else read_board(connection, now)
    return replace(read, engine=board.engine, heartbeat=beat)


def ink_for(*, plain_only: bool | None) -> Ink:
    """What this terminal shows: a character set that is not UTF-8 gets ASCII unless a setting says otherwise."""
    stream = sys.__stderr__
    encoding = (stream.encoding if stream else "").lower().replace("-", "")
    narrow = encoding != "utf8" if plain_only is None else plain_only
    if stream is not None and not narrow and encoding != "utf8":
        stream.reconfigure(encoding="utf-8", errors="replace")
    return Ink(ascii=narrow, colour="NO_COLOR" not in os.environ)
