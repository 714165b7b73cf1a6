"""Every plugin in one row, without running any and without workers: what it is, and how the engine last saw it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reform_tui import __version__
from reform_tui.plugins import Origin, Source, chosen_in, source_of
from reform_tui.plugins.declared import declared_in, fault_in_requirement
from reform_tui.store.layout import Layout
from reform_tui.store.plugins_seen import PluginSeen, read_plugins
from reform_tui.store.reading import open_store

CHANGED, UNSEEN, REFUSED, FAILED = "changed since", "not seen yet", "refused", "failed"
BAD = frozenset({REFUSED, FAILED})
"""The states of a plugin that needs a person."""
_MANY = {"check": "checks", "count": "counts", "schema": "schemas", "reader": "readers"}


@dataclass(frozen=True)
class PluginRow:
    """One plugin: its version, where it comes from, its state, its hooks, and what there is to say of it."""

    name: str
    version: str
    origin: str
    place: str
    state: str
    hooks: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())


def plugin_rows(root: Path) -> Iterator[PluginRow]:
    """Yield every plugin of a project, or of any folder, in the order in which they are loaded."""
    chosen = chosen_in(root)
    seen = {(source_of(one.plugin).origin, one.name): one for one in _seen(root)}
    for source in (*chosen.taken, *chosen.refused):
        yield _row(source, chosen.refused.get(source, ""), seen.get((source.origin, source.name)))


def _seen(root: Path) -> tuple[PluginSeen, ...]:
    path = Layout(root / "state").database
    if not path.exists():
        return ()
    connection = open_store(path)
    try:
        return read_plugins(connection)
    finally:
        connection.close()


def _row(source: Source, refused: str, seen: PluginSeen | None) -> PluginRow:
    version, place = _version(source), source.distribution or str(source.file)
    needs = fault_in_requirement(declared_in(source.file).requires_sdk)
    if refused or needs:
        fault = refused or f"{source.label}: {needs}"
        state, hooks = (REFUSED if refused else FAILED), seen.hooks if seen else ()
        return PluginRow(source.name, version, source.origin.value, place, state, hooks, (fault,))
    if seen is None:
        return PluginRow(source.name, version, source.origin.value, place, UNSEEN)
    state = seen.state if seen.mark == source.mark else CHANGED
    return PluginRow(source.name, version, source.origin.value, place, state, seen.hooks, _notes(seen))


def _version(source: Source) -> str:
    if source.origin is Origin.SHIPPED:
        return __version__
    if source.origin is Origin.INSTALLED:
        return source.distribution.rpartition(" ")[2]
    return declared_in(source.file).version


def _notes(seen: PluginSeen) -> tuple[str, ...]:
    offers = [f"{_MANY[kind]}: {', '.join(names)}" for kind, names in seen.offers.items() if names]
    return (*seen.faults, *seen.notes, *offers)
