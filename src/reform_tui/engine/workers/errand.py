"""What crosses to a worker and what comes back: bytes only, so that no plugin's object reaches the engine's pipe."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reform_tui.engine.job import Job
from reform_tui.engine.workers.journal import START, Journal, Step
from reform_tui.engine.workers.limits import prepare
from reform_tui.engine.workers.unspoilt import unspoilt
from reform_tui.errors import ReformError


@dataclass(frozen=True)
class Errand:
    """One job for one worker: what to ask, in which order, and which plugin files to leave out and why."""

    job: Job
    order: tuple[str, ...]
    barred: Mapping[str, str]
    journal: Journal
    fresh: bool = False
    """Whether only a worker in which no plugin has run may take it."""


def carry(function: Callable[[Any], Any], argument: Any, journal: Journal) -> bytes:
    """Call ``function`` in a worker; return its value, or what went wrong, as bytes for ``opened``.

    An exception must not travel as it is: its class may live in a plugin, and pebble's reading thread, failing to
    import it, would end and take the whole pool with it.
    """
    prepare(fresh=isinstance(argument, Errand) and argument.fresh)
    try:
        journal.begin(Step(START))
        with unspoilt():
            return pickle.dumps((function(argument), None))
    except ReformError as error:
        return pickle.dumps((None, str(error)))
    except BaseException as error:  # noqa: BLE001 - a plugin's code runs here (readers), and may raise anything
        return pickle.dumps((None, told(error, ())))


def opened(data: bytes) -> tuple[Any, str]:
    """Return the value that ``carry`` packed, or the sentence that says why there is none."""
    try:
        value, fault = pickle.loads(data)  # noqa: S301 - written by our own worker, under our own user
    except Exception as error:  # noqa: BLE001 - the bytes may name a plugin's class, whose import may raise anything
        return None, f"gave back what only its plugin understands ({type(error).__name__})"
    return value, fault or ""


def told(error: BaseException, files: Collection[str]) -> str:
    """Say what was raised, and where in ``files``; never the message, which may quote a citizen's row."""
    what = f"raised {type(error).__name__}"
    if isinstance(error, MemoryError):
        what = "needed more memory than memory_mb under [limits] allows"
    elif isinstance(error, SystemExit):
        what = "tried to end the process"
    elif isinstance(error, OSError) and error.strerror:
        what += f" ({error.strerror})"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in files]
    return f"{what} at {short(frames[-1].filename)} line {frames[-1].lineno}" if frames else what


def short(path: str) -> str:
    """Folder and file: how sentences call a place in a plugin."""
    return "/".join(Path(path).parts[-2:])
