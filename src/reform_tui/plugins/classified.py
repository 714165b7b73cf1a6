"""The third phase: what each plugin offers, asked one plugin at a time, since one that raises would hide the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from reform_tui import hookspecs
from reform_tui.errors import PluginError
from reform_tui.model.schema import Schema
from reform_tui.plugins.found import Source
from reform_tui.plugins.hooks import Asked
from reform_tui.plugins.loaded import Loaded, load, reason
from reform_tui.plugins.names import check_name
from reform_tui.plugins.renamed import noting
from reform_tui.plugins.sound import fault_in_check, fault_in_count
from reform_tui.sdk import Counting, Reader


@dataclass(frozen=True)
class Plugins:
    """All that the plugins offer, by name; ``faults`` are sentences, ``origins`` say which plugin offers a name."""

    checks: Mapping[str, type] = field(default_factory=dict)
    counts: Mapping[str, Counting] = field(default_factory=dict)
    schemas: Mapping[str, Schema] = field(default_factory=dict)
    readers: Mapping[str, Reader] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)
    """``check late``, ``count online``, ``schema tasks``, ``reader dbf`` to the plugin's label."""
    notes: tuple[str, ...] = ()
    """Sentences on old names of the sdk that the plugins use: no faults."""
    hooks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """A plugin's label to the hooks that it has."""


@dataclass
class _Told:
    """What is said of plugins while they are asked."""

    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    hooks: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Offer:
    """One thing that one plugin offers."""

    kind: str
    name: str
    thing: Any
    label: str


def load_plugins(
    sources: Iterable[Source], specs: ModuleType = hookspecs, given: Mapping[str, object] | None = None
) -> Plugins:
    """Return what these plugins offer; one that cannot be loaded becomes a fault, not an end.

    ``given`` holds what hooks may ask for, by the name of the argument; those of ``hookspecs`` ask for nothing.
    """
    told = _Told()
    offers = [offer for source in sources for offer in _offers(source, specs, given, told)]
    return _sorted_out(offers, told)


def _offers(source: Source, specs: ModuleType, given: Mapping[str, object] | None, told: _Told) -> list[Offer]:
    try:
        with noting(source, told.notes):
            loaded = load(source)
            asked = Asked(loaded, specs, given)
            told.hooks[loaded.label] = asked.names
            return [offer for hook in asked.names for offer in _asked(loaded, asked, hook, told.faults)]
    except PluginError as error:
        told.faults.append(str(error))
        return []


def _asked(loaded: Loaded, asked: Asked, hook: str, faults: list[str]) -> Iterator[Offer]:
    """Yield what one hook of one plugin returns; what is not sound becomes a fault."""
    try:
        things = list(asked.answers(hook))
    except PluginError as error:
        faults.append(f"{loaded.label}: {hook}: {error}")
        return
    except Exception as error:  # noqa: BLE001 - a plugin's code: whatever it raises is told in a sentence
        faults.append(f"{loaded.label}: {hook}: {reason(error, loaded.module.__file__ or '')}")
        return
    for thing in things:
        kind, fault = _KINDS[hook](thing)
        if fault:
            faults.append(f"{loaded.label}: {hook}: {fault}")
        else:
            yield Offer(kind, _name(thing), thing, loaded.label)


def _name(thing: Any) -> str:
    return check_name(thing) if isinstance(thing, type) else str(thing.name)


def _must_be(kind: type, thing: Any) -> str:
    return "" if isinstance(thing, kind) else f"{thing!r} is not a {kind.__name__}"


_KINDS: Mapping[str, Callable[[Any], tuple[str, str]]] = {
    "reform_checks": lambda thing: ("check", fault_in_check(thing)),
    "reform_counts": lambda thing: ("count", fault_in_count(thing)),
    "reform_schemas": lambda thing: ("schema", _must_be(Schema, thing)),
    "reform_readers": lambda thing: ("reader", _must_be(Reader, thing)),
}


def _sorted_out(offers: Iterable[Offer], told: _Told) -> Plugins:
    """Return the offers by kind and name; the first of two with one name stays, and the other is told."""
    kept: dict[str, dict[str, Any]] = {"check": {}, "count": {}, "schema": {}, "reader": {}}
    origins: dict[str, str] = {}
    for offer in offers:
        title = f"{offer.kind} {offer.name}"
        if title in origins:
            told.faults.append(offered_twice(offer.label, title, origins[title]))
        else:
            origins[title] = offer.label
            kept[offer.kind][offer.name] = offer.thing
    faults, notes = tuple(told.faults), tuple(told.notes)
    return Plugins(kept["check"], kept["count"], kept["schema"], kept["reader"], faults, origins, notes, told.hooks)


def offered_twice(label: str, title: str, first: str) -> str:
    """Return the sentence on a plugin that offers what another one offers already; ``title`` is kind and name."""
    kind, _, name = title.partition(" ")
    return f"{label}: {kind} '{name}' is already offered by {first}; rename one"
