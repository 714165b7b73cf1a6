"""The engine's loop: look, take in, evaluate, fold when idle, wait for the next hint or appointment."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from reform_tui import times
from reform_tui.assemble import take_files
from reform_tui.engine.acknowledging import end_over
from reform_tui.engine.acts import apply_acts
from reform_tui.engine.intake.inbox import Look, Seen, look
from reform_tui.engine.intake.rebuilding import catch_up, replay
from reform_tui.engine.intake.recognising import Intake
from reform_tui.engine.province import Province
from reform_tui.engine.rhythm import settle_feeds
from reform_tui.engine.step import Engine
from reform_tui.engine.trying import answer_what_ifs
from reform_tui.lean import give_back
from reform_tui.store.database import stamp, transaction
from reform_tui.store.folding import fold, sweep, waiting_homes
from reform_tui.watch.edited import PLACES
from reform_tui.watch.folders import Hints
from reform_tui.watch.locks import Held
from reform_tui.watch.quiet import Quiet

CAP = 0.5
"""Seconds that the loop waits at most: a suspended machine must not sleep through a promise."""
GRAIN = 0.05
"""Seconds between two looks at least: a burst of events is one look."""
FOLD_FROM = 8
"""Segments of a home that are worth folding as soon as nothing else waits; fewer wait for a longer rest."""

_log = logging.getLogger(__name__)
GONE = "the folder is not there, or may not be listed; make it, or mend 'folder' of the feed"


@dataclass
class Loop:
    """The turning engine of one project."""

    engine: Engine
    lock: Held
    hints: Hints
    stop: Callable[[], bool]
    anew: bool = True
    """Whether everything must be asked first; else only what is due: rules were edited beside a running engine."""
    quiet: Quiet = field(init=False)
    province: Province = field(init=False)
    _unfinished: list[Seen] = field(default_factory=list)
    _scanned: float = -1e9
    _rested: float = 0.0
    _worked: bool = True

    def __post_init__(self) -> None:
        self.quiet = Quiet(self.engine.project.settings.settle.total_seconds())
        self.province = Province(self.engine)

    def run(self) -> None:
        """Turn until told to stop."""
        self.begin()
        hinted = True
        try:
            while not self.stop():
                self.lock.beat()
                worked = self.turn(hinted)
                hinted = self.hints.wait(0.0 if worked else min(CAP, self._until_scan())) or worked
                if hinted and not worked:
                    self.hints.wait(self._scanned + GRAIN - times.monotonic())
        finally:
            self.province.drop()

    def begin(self) -> None:
        """What lies there already, and everything evaluated once: history fires nothing on the way."""
        now = times.now()
        self.engine.pool.meanwhile = self.lock.beat  # the first evaluation may take minutes
        if self.anew:
            sweep(self.engine.store)
            self.lock.beat()
            catch_up(self.engine, now)
        taken = self._look(now)  # acts wait for the first turn: the alerts that they speak of must be there
        self.lock.beat()
        self.engine.step(self.engine.units() if self.anew else taken.units, now)
        self.lock.beat()
        settle_feeds(self.engine, now)
        _log.info("started", extra={"units": len(self.engine.units())})

    def turn(self, hinted: bool) -> bool:  # noqa: FBT001 - what the wait said
        """One round; whether anything was done, so that the next should follow at once."""
        now = times.now()
        project = self.engine.project
        acts = apply_acts(self.engine.store, project.settings.groups, project.calendar, now)
        dirty = set(acts.units or ())
        if acts.rescan:
            self.quiet.wake()
        taken = self._look(now) if hinted or acts.rescan or self._until_scan() <= 0 else Intake()
        dirty |= taken.units
        changed = self._evaluate(dirty, now) + end_over(self.engine.store.connection, now)
        if taken.taken or taken.quarantined or acts.units:
            settle_feeds(self.engine, now)
        answer_what_ifs(self.engine, acts.what_ifs, now)
        worked = bool(acts.count or taken.taken or taken.quarantined or changed)
        self._worked |= worked or self.province.busy
        return worked or (not self.province.busy and self._fold_one())  # folding takes away what a worker reads

    def _until_scan(self) -> float:
        """Seconds until the folders must be looked at again: a file is due to be quiet, or the scan is."""
        clock = times.monotonic()
        scan = self._scanned + self.engine.project.settings.scan.total_seconds() - clock
        return max(min(scan, self.quiet.wait(self._unfinished, clock, times.now().timestamp())), 0.0)

    def _look(self, now: datetime) -> Intake:
        self._scanned = times.monotonic()
        self.hints.look_again()
        found = look(self.engine.project.root, self.engine.project.feeds)
        new = self._unknown(found.files)
        ready = self.quiet.ready(new, self._scanned, now.timestamp())
        taken = take_files(self.engine, ready, now) if ready else Intake()
        self.quiet.read_in_vain(ready, taken.waiting, self._scanned)
        finished = {seen.path for seen in ready} - taken.waiting.keys()
        self._unfinished = [seen for seen in new if seen.path not in finished]
        self._note(found, now)
        if taken.outgrown:
            _log.warning("rebuilding: a file grew after it was taken in")
            self.province.drop()
            taken.units |= replay(self.engine, now)
        return taken

    def _unknown(self, files: Iterable[Seen]) -> list[Seen]:
        """Files that were never finished as they are now."""
        known = {
            row["path"]: (row["size"], row["mtime_ns"], row["inode"])
            for row in self.engine.store.connection.execute("SELECT path, size, mtime_ns, inode FROM known_files")
        }
        return [seen for seen in files if known.get(seen.path) != (seen.size, seen.mtime_ns, seen.inode)]

    def _note(self, found: Look, now: datetime) -> None:
        """What waits and what is ignored, for the screen; written only when it changed."""
        connection = self.engine.store.connection
        waiting = {(seen.path, seen.feed.name, self.quiet.reason(seen)) for seen in self._unfinished}
        gone = {feed.folder: feed.name for feed in self.engine.project.feeds if feed.name in found.absent}
        waiting |= {(folder, name, GONE) for folder, name in gone.items()}
        before = {tuple(row) for row in connection.execute("SELECT path, feed, reason FROM waiting")}
        ignored = {tuple(row) for row in connection.execute("SELECT feed, path FROM ignored")}
        if waiting == before and ignored == set(found.ignored):
            return
        with transaction(connection):
            connection.executemany("DELETE FROM waiting WHERE path = ?", ((one[0],) for one in before - waiting))
            connection.executemany(
                "INSERT INTO waiting (path, feed, reason, since) VALUES (?, ?, ?, ?)",
                ((*one, stamp(now)) for one in sorted(waiting - before)),
            )
            connection.execute("DELETE FROM ignored")
            connection.executemany("INSERT INTO ignored (feed, path) VALUES (?, ?)", found.ignored)

    def _evaluate(self, dirty: set[str], now: datetime) -> int:
        """What units say at once; what the province says, when it is due and has been answered."""
        elsewhere = self.engine.questions.of_province
        due, changed = self.engine.questions.due(now, elsewhere), 0
        if dirty or due:
            changed = self.engine.step(dirty, now, leaving_out=elsewhere)
            _log.info("evaluated", extra={"units": len(dirty), "changes": changed})
        if due:
            settle_feeds(self.engine, now)
        if dirty:
            self.province.soil(now)
        return changed + self.province.turn(now)

    def _fold_one(self) -> bool:
        """Fold one home when nothing else was to do; homes with few segments wait for ten quiet seconds."""
        clock = times.monotonic()
        waiting = waiting_homes(self.engine.store, FOLD_FROM)
        if not waiting and clock - self._rested < self.engine.project.settings.scan.total_seconds():
            return False
        waiting = waiting or waiting_homes(self.engine.store)
        if not waiting:
            self._rested = clock
            self._rest()
            return False
        fold(self.engine.store, *waiting[0])
        if len(waiting) == 1:
            sweep(self.engine.store)
        return True

    def _rest(self) -> None:
        """Nothing is left to do: once after work, this process and its workers give back memory."""
        if self._worked:
            give_back()
            self.engine.pool.run_each(give_back, range(4 * self.engine.project.settings.workers))
        self._worked = False


def folders_of(engine: Engine) -> list[Path]:
    """Everything that gives hints: the feeds' folders, the acts, and where the configuration lies."""
    root = engine.project.root
    configured = {(root / place).parent for place in PLACES}
    return [*(root / feed.folder for feed in engine.project.feeds), engine.store.layout.acts, *sorted(configured)]
