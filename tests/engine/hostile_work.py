"""Functions that a worker runs for ``Pool.run``: they stand in a module that it can import."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pyarrow as pa

from reform_tui.errors import FeedError, FileIncompleteError


class OwnError(Exception):
    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} {two}")


def double(number: int) -> int:
    return 2 * number


def table(rows: int) -> pa.Table:
    return pa.table({"row": range(rows)})


def incomplete(path: str) -> None:
    raise FileIncompleteError(f"{path} has no end yet")


def unreadable(path: str) -> None:
    raise FeedError(f"{path} is no workbook")


def breaks(_: object) -> None:
    raise OwnError(1, 2)


def gives_own(_: object) -> object:
    return OwnError


def gives_function(_: object) -> object:
    return lambda: None


def hangs(_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(1000)


def ends(code: int) -> None:
    os._exit(code)


def hoards(_: object) -> None:
    bytearray(1 << 32)


def state(_: object) -> tuple[int, int, int]:
    return os.getpid(), os.nice(0), os.getppid()


def says_who_and_hangs(pipe: str) -> None:
    with Path(pipe).open("w", encoding="ascii") as file:
        file.write(f"{os.getpid()}\n")
    hangs(None)
