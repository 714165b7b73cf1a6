"""A project's rows looked at beside its engine, or taken into a scratch store where it has none; nothing is written."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from reform_tui.assemble import Assembled, questions_on, running, take_all
from reform_tui.engine.asking import Asker
from reform_tui.engine.questions import Questions
from reform_tui.store.layout import Layout
from reform_tui.store.people_key import key_for_looking
from reform_tui.store.store import snapshot


@dataclass(frozen=True)
class Looked:
    """The project's questions, who asks them, and what units are called."""

    questions: Questions
    """Their store was closed again: the asker opens one whenever it must know where rows lie."""
    asker: Asker
    layout: Layout
    live: bool
    """Whether these are the rows of the project's own store."""
    names: Mapping[str, str]


@contextmanager
def looking(parts: Assembled, now: datetime, tell: Callable[[int, int], object]) -> Iterator[Looked]:
    """Look at a project put together; ``tell`` hears how many units were asked, of how many."""
    own = Layout(parts.project.root / "state")
    key = key_for_looking(own, parts.project.settings.name)
    with tempfile.TemporaryDirectory(prefix="reform-tui-look-") as scratch:
        live = own.database.exists()
        layout = own if live else _filled(parts, Path(scratch) / "state", now, key)
        work = Path(scratch) / "work"
        work.mkdir()
        rows = partial(snapshot, layout, parts.project.schemas)
        asker = Asker(parts.pool, parts.project.settings.workers, rows, tell)
        with rows() as store:
            questions = questions_on(store, parts, key, work)
            names = dict(store.connection.execute("SELECT unit, name FROM units").fetchall())
        yield Looked(
            questions, asker, layout, live, {parts.project.settings.province: parts.project.settings.name, **names}
        )


def _filled(parts: Assembled, state: Path, now: datetime, key: bytes) -> Layout:
    """Take the inbox into a scratch store, as ``check`` does."""
    with running(parts, state, now, key) as engine:
        take_all(engine, now)
    return Layout(state)
