"""Answers on their way from a worker to the engine: one file a rule, whole or absent, and only plain data inside."""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reform_tui.engine.job import Answer

_PLAIN = {
    ("reform_tui.engine.job", "Answer"), ("reform_tui.engine.job", "Blind"), ("reform_tui.engine.job", "Count"),
    ("reform_tui.model.finding", "Finding"), ("reform_tui.model.finding", "Judgement"),
    ("datetime", "datetime"), ("datetime", "timezone"), ("datetime", "timedelta"),
    ("zoneinfo", "ZoneInfo"), ("builtins", "getattr"),  # how a ZoneInfo is pickled
}  # fmt: skip


class NotPlainError(TypeError):
    """An answer holds a value of a class that the engine does not know."""


class _Plain(pickle.Unpickler):
    """Reads nothing that would make the engine import a plugin, or pandas."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _PLAIN:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


def encode(answer: Answer) -> bytes:
    """Return the bytes of ``answer``; ``NotPlainError`` when something in it is not plain data."""
    try:
        data = pickle.dumps(answer)
        _Plain(io.BytesIO(data)).load()
    except (pickle.PickleError, AttributeError, TypeError) as error:
        raise NotPlainError from error
    return data


def deliver(folder: Path, key: str, data: bytes) -> None:
    """Put one answer into ``folder``: written aside, then renamed, so that a kill leaves it whole or absent."""
    path = _path(folder, key)
    aside = path.with_suffix(".part")
    aside.write_bytes(data)
    aside.replace(path)


def collect(folder: Path, keys: Iterable[str]) -> dict[str, Answer]:
    """Return the answers that were delivered, by key."""
    return {key: _Plain(io.BytesIO(path.read_bytes())).load() for key in keys if (path := _path(folder, key)).exists()}


def _path(folder: Path, key: str) -> Path:
    return folder / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.answer"
