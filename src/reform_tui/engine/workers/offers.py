"""What the plugins of a job offer, loaded in the worker, one at a time, each named in the journal first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reform_tui.engine.job import RuleTask
from reform_tui.engine.workers.course import Task
from reform_tui.engine.workers.errand import told
from reform_tui.engine.workers.journal import PLUGIN, Journal, Step
from reform_tui.engine.workers.prints import printed_by
from reform_tui.engine.workers.unspoilt import unspoilt
from reform_tui.plugins import Plugins, Source, load_plugins, source_of

_known: dict[tuple[str, int, int], Plugins] = {}


@dataclass(frozen=True)
class Offers:
    """What can be asked: ``check late`` or ``count online`` to the class or counting function, and to its plugin."""

    things: Mapping[str, Any] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    """Sentences on the plugins that offer nothing, or not all that they would."""


def load_offers(texts: Sequence[str], barred: Mapping[str, str], journal: Journal) -> Offers:
    """Return what these plugins offer, the first of two with one name; a barred one is a fault and is not touched."""
    things: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    faults = list(barred.values())
    for source in (source_of(text) for text in texts if text not in barred):
        plugins = _load(source, journal)
        faults += plugins.faults
        offered: dict[str, Any] = {f"check {name}": check for name, check in plugins.checks.items()}
        offered |= {f"count {name}": count for name, count in plugins.counts.items()}
        things = {**offered, **things}
        sources = {**dict.fromkeys(offered, source), **sources}
    return Offers(things, sources, tuple(faults))


def title_of(task: Task) -> str:
    """Return the title of what a task asks: ``check late`` or ``count online``."""
    return f"check {task.check}" if isinstance(task, RuleTask) else f"count {task.count}"


def _load(source: Source, journal: Journal) -> Plugins:
    """Load one plugin, or give what it offered when this worker last saw it in this state."""
    seen = source.fingerprint
    known = _known.get(seen) if seen else None
    if known is not None:
        return known
    journal.begin(Step(PLUGIN, source.text))
    try:
        with printed_by(source.name), unspoilt():
            plugins = load_plugins([source])
    except BaseException as error:  # noqa: BLE001 - a plugin's code runs for the first time, and may raise anything
        return Plugins(faults=(f"{source.label}: {told(error, (str(source.file),))} while it was loaded",))
    if seen:
        _known[seen] = plugins
    return plugins
