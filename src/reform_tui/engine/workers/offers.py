"""What the plugin files of a job offer, loaded in the worker, one file at a time, each named in the journal first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reform_tui.engine.job import RuleTask
from reform_tui.engine.workers.course import Task
from reform_tui.engine.workers.errand import short, told
from reform_tui.engine.workers.journal import PLUGIN, Journal, Step
from reform_tui.engine.workers.unspoilt import unspoilt
from reform_tui.plugins import Plugins, load_plugins

_known: dict[tuple[str, int, int], Plugins] = {}


@dataclass(frozen=True)
class Offers:
    """What can be asked: ``check late`` or ``count online`` to the class or counting function, and to its file."""

    things: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    """Sentences on the files that offer nothing, or not all that they would."""


def load_offers(files: Sequence[str], barred: Mapping[str, str], journal: Journal) -> Offers:
    """Return what ``files`` offer, the first of two with one name; a barred file is a fault and is not touched."""
    things: dict[str, Any] = {}
    places: dict[str, str] = {}
    faults = list(barred.values())
    for file in files:
        if file not in barred:
            plugins = _load(file, journal)
            faults += plugins.faults
            offered: dict[str, Any] = {f"check {name}": check for name, check in plugins.checks.items()}
            offered |= {f"count {name}": count for name, count in plugins.counts.items()}
            things = {**offered, **things}
            places = {**dict.fromkeys(offered, file), **places}
    return Offers(things, places, tuple(faults))


def title_of(task: Task) -> str:
    """Return the title of what a task asks: ``check late`` or ``count online``."""
    return f"check {task.check}" if isinstance(task, RuleTask) else f"count {task.count}"


def _load(file: str, journal: Journal) -> Plugins:
    """Load one file, or give what it offered when this worker last saw it in this state."""
    try:
        stat = Path(file).stat()
    except OSError as error:
        return Plugins(faults=(f"{short(file)}: cannot be read: {error.strerror}",))
    key = (file, stat.st_mtime_ns, stat.st_size)
    if key not in _known:
        journal.begin(Step(PLUGIN, file))
        try:
            with unspoilt():
                _known[key] = load_plugins([Path(file)])
        except BaseException as error:  # noqa: BLE001 - a plugin's code runs for the first time, and may raise anything
            return Plugins(faults=(f"{short(file)}: {told(error, (file,))} while it was loaded",))
    return _known[key]
