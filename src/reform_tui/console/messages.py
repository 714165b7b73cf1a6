"""From other threads to the screen, by messages only."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from threading import Thread
from typing import TypeVar

from textual.message import Message

from reform_tui.board.board import Board
from reform_tui.errors import StoreError
from reform_tui.store.layout import Layout
from reform_tui.store.reading import open_store, telling_damage

Value = TypeVar("Value")


class BoardRead(Message):
    """A newer board."""

    def __init__(self, board: Board) -> None:
        super().__init__()
        self.board = board

    def can_replace(self, message: Message) -> bool:
        """One that still waits is replaced, never queued behind."""
        return isinstance(message, BoardRead)


class Measured(Message):
    """How many cells wide the terminal draws a letter with two marks."""

    def __init__(self, cells: int) -> None:
        super().__init__()
        self.cells = cells


class Fetched(Message):
    """Details that somebody asked for: what to do with them once back in the screen's own thread."""

    def __init__(self, deliver: Callable[[], None]) -> None:
        super().__init__()
        self.deliver = deliver


def fetch(
    root: Path,
    read: Callable[[sqlite3.Connection], Value],
    then: Callable[[Value], None],
    fault: Callable[[str], None],
    post: Callable[[Message], object],
) -> Thread:
    """A thread, to be started, that reads details; ``then`` gets them, or ``fault`` a sentence, by way of ``post``."""

    def run() -> None:
        try:
            path = Layout(root / "state").database
            with closing(open_store(path)) as connection, telling_damage(path):
                value = read(connection)
        except (StoreError, sqlite3.Error, OSError) as error:
            told = str(error)
            post(Fetched(lambda: fault(told)))
        else:
            post(Fetched(lambda: then(value)))

    def run_to_the_end() -> None:
        with suppress(RuntimeError):  # the screen's loop may have ended meanwhile
            run()

    return Thread(target=run_to_the_end, name="details", daemon=True)
