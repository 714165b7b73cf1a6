"""The thread that notices a changed store and reads it; what it hands over is one frozen board."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from threading import Event, Thread

from reform_tui import times
from reform_tui.board.board import Board, engine_state
from reform_tui.board.reading import read_board
from reform_tui.errors import StoreError
from reform_tui.store.layout import Layout
from reform_tui.store.reading import Watched, heartbeat, last_words, telling_damage

POLL = 0.25
"""Seconds between two looks; a look is one pragma, some microseconds."""


def read_newer(watched: Watched, root: Path, last: Board) -> Board:
    """Return ``last`` itself when nothing changed and no silence turned, else what is there now."""
    now = times.now()
    board = _read(watched, last, now)
    beat = heartbeat(root)
    ended = last_words(root)
    state = "stopped" if ended else engine_state(beat, now)
    known = (state, ended) == (board.engine, board.ended)
    return board if known else replace(board, engine=state, ended=ended, heartbeat=beat)


def _read(watched: Watched, last: Board, now: datetime) -> Board:
    """The store's board; trouble is told on the last one that could be read."""
    try:
        connection = watched.changed(anyway=last.turns_at is not None and last.turns_at <= now)
        if connection is not None:
            known = None if watched.anew else last
            with telling_damage(watched.path):
                read = read_board(connection, now, known)
            return replace(read, engine=last.engine, ended=last.ended, heartbeat=last.heartbeat)
        trouble = ""
    except StoreError as error:
        watched.close()
        trouble = str(error).replace(f"{watched.path}", watched.path.name)  # a line has no room for the folder
    except sqlite3.Error as error:
        watched.close()
        trouble = f"{watched.path.name}: {error}"
    return last if trouble == last.trouble else replace(last, trouble=trouble)


@dataclass
class Watcher:
    """Reads boards in a thread of its own until stopped."""

    root: Path
    last: Board
    post: Callable[[Board], object]
    watched: Watched | None = None
    """The store as it was opened for ``last``; without it, all is read again."""
    _stop: Event = field(default_factory=Event)

    def thread(self) -> Thread:
        """The thread, to be started; it never keeps the process alive."""
        return Thread(target=self._run, name="board", daemon=True)

    def stop(self) -> None:
        """End after the present look."""
        self._stop.set()

    def _run(self) -> None:
        with self.watched or Watched(Layout(self.root / "state").database) as watched:
            while not self._stop.wait(POLL):
                board = read_newer(watched, self.root, self.last)
                if board is not self.last:
                    self.last = board
                    _ = board.worst_first  # put in order here, where no key waits for it
                    with suppress(RuntimeError):  # the screen's loop may end between two looks
                        self.post(board)
