"""``state/log``: what the engine says of itself, one JSON object a line, and never a cell of anybody's file."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from reform_tui.config.types import Keep

MEGABYTE = 1 << 20
logging.getLogger("reform_tui").addHandler(logging.NullHandler())  # without a log, say nothing on the terminal
_USUAL = vars(logging.makeLogRecord({})).keys() | {"message", "asctime", "taskName"}


@contextmanager
def logging_to(folder: Path, keep: Keep) -> Iterator[None]:
    """Send this process's log and warnings to ``engine.log`` in ``folder``, and nothing to the terminal.

    Log an event as ``_log.info("evaluated", extra={"units": 3})``: counts, names of feeds, rules and units, paths
    inside the project.
    """
    folder.mkdir(parents=True, exist_ok=True)
    root, raised = logging.getLogger(), logging.raiseExceptions
    handler = RotatingFileHandler(
        folder / "engine.log", maxBytes=keep.log_mb * MEGABYTE, backupCount=keep.logs, encoding="utf-8", delay=True
    )
    handler.setFormatter(Line())
    before, level = root.handlers[:], root.level
    root.handlers, logging.raiseExceptions = [handler], False  # a full disk must not write on the console's screen
    root.setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    try:
        yield
    finally:
        logging.captureWarnings(capture=False)
        root.handlers, logging.raiseExceptions = before, raised
        root.setLevel(level)
        handler.close()


class Line(logging.Formatter):
    """One record as a JSON object; of an exception or a warning its class and place, since its text may quote a row."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": _first_words(record.getMessage()) if record.name == "py.warnings" else record.getMessage(),
            **{name: fact for name, fact in vars(record).items() if name not in _USUAL},
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = _place(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _first_words(warning: str) -> str:
    """File, line and class of a warning: ``path:12: UserWarning``."""
    return ": ".join(warning.split(": ", 2)[:2])


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name} line {frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"


def turn_over(path: Path, keep: Keep) -> None:
    """Set a file that others append to aside once it is full: ``NAME.1`` is the newest of those kept."""
    if not path.exists() or path.stat().st_size <= keep.log_mb * MEGABYTE:
        return
    for number in range(keep.logs, 0, -1):
        older = path.with_name(f"{path.name}.{number - 1}") if number > 1 else path
        if older.exists():
            older.replace(path.with_name(f"{path.name}.{number}"))
