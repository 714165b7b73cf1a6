"""An engine from start to end: locked, logging, assembled, turning, and cleanly stopped."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from reform_tui import times
from reform_tui.assemble import assembled, running
from reform_tui.config.build import nearest
from reform_tui.config.project import require_project
from reform_tui.engine.acts import apply_acts
from reform_tui.engine.intake.rebuilding import Replayed, catch_up, empty_state, replay, replay_feed
from reform_tui.engine.log import logging_to
from reform_tui.engine.rhythm import settle_feeds
from reform_tui.engine.step import Engine
from reform_tui.errors import ConfigError, ReformError
from reform_tui.plugins import ALL, Choice
from reform_tui.store.layout import Layout
from reform_tui.watch.configured import Configured, configured
from reform_tui.watch.folders import Hints
from reform_tui.watch.keepers import require_keeper
from reform_tui.watch.locks import Held, engine_lock, nobody_looks
from reform_tui.watch.loop import Loop, folders_of

_log = logging.getLogger(__name__)
PATIENCE = 10.0
"""Seconds that an engine waits for its first console before it may end for want of one."""


def serve(root: Path, stop: Callable[[], bool], *, while_consoles: bool, choice: Choice = ALL) -> None:
    """Run the engine of a project until ``stop()``, or until nobody looks any more."""
    require_project(root)
    require_keeper(root)
    layout = Layout(root / "state")
    layout.prepare()
    started = times.monotonic()

    def enough() -> bool:
        lonely = while_consoles and times.monotonic() - started > PATIENCE and nobody_looks(consoles_lock(root))
        return stop() or lonely

    with (
        engine_lock(layout.lock) as lock,
        configured(root, choice) as project,
        logging_to(layout.log, project.parts.project.settings.keep),
        running(project.parts, layout.state, times.now()) as engine,
    ):
        newer: Engine | None = engine
        while newer is not None:
            newer = _turn(newer, project, lock, enough)


def _turn(engine: Engine, project: Configured, lock: Held, enough: Callable[[], bool]) -> Engine | None:
    """Turn until ``enough()``, or until an edited configuration can take this one's place: its engine is given."""
    newer: list[Engine] = []

    def over() -> bool:
        if not enough() and (found := project.renewed(engine)) is not None:
            newer.append(found)
        return bool(newer) or enough()

    for fault in (*engine.faces.faults, *engine.project.left_out.values()):
        _log.warning("plugin left out", extra={"why": fault})
    for fault in project.parts.references.faults:
        _log.warning("row of a reference table left out", extra={"why": fault})
    hints = Hints(folders_of(engine))
    try:
        Loop(engine, lock, hints, over, project.anew).run()
    except ReformError as error:
        _log.error("ended", extra={"why": str(error)})
        raise
    finally:
        hints.close()
    return newer[0] if newer and not enough() else None


def consoles_lock(root: Path) -> Path:
    """The lock that every console of a project shares."""
    return root / "state" / "consoles.lock"


def rebuild(root: Path) -> tuple[int, int, int]:
    """Make the store anew from archive and acts; return files taken in, units and live alerts.

    ``ConfigError`` where nothing was ever taken in.
    """
    require_project(root)
    require_keeper(root)
    layout = Layout(root / "state")
    if not (layout.database.exists() or layout.archive.exists() or layout.acts.exists()):
        raise ConfigError([f"{layout.state}: there is no store to make anew; reform-tui watch {root} makes the first"])
    layout.prepare()
    now = times.now()
    with engine_lock(layout.lock), assembled(root) as parts:
        empty_state(root)
        with running(parts, layout.state, now) as engine:
            engine.step(replay(engine, now), now, held=True)  # an act on an alert that had been held must find it
            settle_feeds(engine, now)
            _apply_all(engine, now)
            connection = engine.store.connection
            files = connection.execute("SELECT count(*) FROM arrivals WHERE status = 'taken'").fetchone()[0]
            alerts = connection.execute("SELECT count(*) FROM alerts WHERE state != 'resolved'").fetchone()[0]
            return files, len(engine.units()), alerts


def rebuild_feed(root: Path, name: str) -> tuple[Replayed, int]:
    """Read again what was taken in of every feed that shares this one's schema; return what that was, and the files.

    Alerts keep their id, their state and since when; ``ConfigError`` where there is no such feed.
    """
    require_project(root)
    require_keeper(root)
    layout = Layout(root / "state")
    layout.prepare()
    now = times.now()
    with engine_lock(layout.lock), assembled(root) as parts:
        known = [feed.name for feed in parts.project.feeds]
        if name not in known:
            raise ConfigError([f"there is no feed '{name}'{nearest(name, known)}"])
        with running(parts, layout.state, now) as engine:
            catch_up(engine, now)
            replayed = replay_feed(engine, name, now)
            engine.step(engine.units() | replayed.units, now)
            settle_feeds(engine, now)
            marks = ", ".join("?" * len(replayed.feeds))
            counted = f"SELECT count(*) FROM arrivals WHERE status = 'taken' AND feed IN ({marks})"
            return replayed, engine.store.connection.execute(counted, replayed.feeds).fetchone()[0]


def _apply_all(engine: Engine, now: datetime) -> None:
    """Every act in its order, with what it changes evaluated before the next."""
    project = engine.project
    while (acts := apply_acts(engine.store, project.settings.groups, project.calendar, now)).count:
        if acts.units:
            engine.step(acts.units, now, held=True)
            settle_feeds(engine, now)
