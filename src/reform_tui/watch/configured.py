"""The configuration that an engine works under: read again when it was edited, kept while the newer one is faulty."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from reform_tui import times
from reform_tui.assemble import Assembled, assemble_with, engine_on, settings_in, workers_for
from reform_tui.config.rule_types import Rule
from reform_tui.config.types import Settings
from reform_tui.engine.planning import INDICATOR
from reform_tui.engine.step import Engine
from reform_tui.engine.workers.pool import Pool
from reform_tui.errors import UNFORESEEN, ReformError
from reform_tui.plugins import ALL, Choice
from reform_tui.store.faulty import note_fault
from reform_tui.watch.edited import Edited

_log = logging.getLogger(__name__)
_RULES = ("rules/", "shipped/rules/")


@dataclass
class Configured:
    """A project as it was last read, and the workers that serve it; both outlive an edit where they can."""

    root: Path
    choice: Choice
    edited: Edited
    parts: Assembled
    anew: bool = True
    """Whether an engine must ask everything first: more than some of the rules was edited."""
    read_at: datetime = field(default_factory=times.now)
    """When the configuration was last read: an entry of a reference table may have begun or ended since."""

    _turns: tuple[datetime, ...] = ()
    """When entries of reference tables begin and end."""

    def __post_init__(self) -> None:
        self._turns = self.parts.references.turns(self.parts.project.calendar.zone)

    def renewed(self, engine: Engine) -> Engine | None:
        """Return the engine under the edited configuration, on the same store; ``None`` to go on with the old one.

        A faulty configuration is told once, in the store and in the log.
        """
        pool, now = self.parts.pool, times.now()
        turned = any(self.read_at < turn <= now for turn in self._turns)
        if not turned and not self.edited.changed():
            return None
        self.edited.note()
        self.read_at = now
        try:
            pool = self._pool_for(settings_in(self.root))
            parts = assemble_with(self.root, pool, self.choice)
            same = frozenset() if turned else untouched(self.parts, parts)
            newer = engine_on(engine.store, parts, now, standing=same)
        except (ReformError, OSError, *UNFORESEEN) as error:
            self._let_go(pool)
            note_fault(engine.store.connection, str(error), now)
            _log.warning("configuration changed and is faulty: the old one stays", extra={"why": str(error)})
            return None
        newer.make_due(newer.questions.rules.keys() - same, now)
        self.parts, before, self.anew = parts, self.parts, not same
        self._turns = parts.references.turns(parts.project.calendar.zone)
        if before.pool is not pool:
            before.pool.close()
        _log.info("configuration changed: read again")
        return newer

    def _pool_for(self, settings: Settings) -> Pool:
        """The workers that are there, or others where the settings ask for others."""
        known = self.parts.project.settings
        if (settings.workers, settings.limits, settings.keep) == (known.workers, known.limits, known.keep):
            return self.parts.pool
        pool = workers_for(self.root, settings)
        pool.meanwhile = self.parts.pool.meanwhile
        return pool

    def _let_go(self, pool: Pool) -> None:
        if pool is not self.parts.pool:
            pool.close()


def untouched(before: Assembled, after: Assembled) -> frozenset[str]:
    """Rules, and indicators as ``indicator.NAME``, that answer as before; none where more than rules was edited."""
    if _but_rules(before) != _but_rules(after):
        return frozenset()
    known = {rule.name: _deciding(rule) for rule in before.project.rules}
    same = {rule.name for rule in after.project.rules if known.get(rule.name) == _deciding(rule)}
    return frozenset({*same, *(INDICATOR + one.name for one in after.project.indicators)})


def _but_rules(parts: Assembled) -> tuple[object, ...]:
    """What decides beside rules, as values to compare."""
    files = {label: sha256 for label, sha256 in parts.project.files.items() if not label.startswith(_RULES)}
    counted = [replace(one, cases=(), where="") for one in parts.project.indicators]
    return files, parts.references.hashes, counted, parts.faces.faults


def _deciding(rule: Rule) -> Rule:
    """The rule without what proves it, and without where it stands."""
    return replace(rule, cases=(), where="", path=Path())


@contextmanager
def configured(root: Path, choice: Choice = ALL) -> Iterator[Configured]:
    """Read a project and start its workers, which end with it; ``ConfigError`` where it cannot be worked with."""
    edited = Edited(root)
    pool = workers_for(root, settings_in(root))
    now_read: Configured | None = None
    try:
        now_read = Configured(root, choice, edited, assemble_with(root, pool, choice))
        yield now_read
    finally:
        (now_read.parts.pool if now_read else pool).close()
