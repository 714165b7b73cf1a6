"""The third phase: what each plugin offers, asked one plugin at a time, since one that raises would hide the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pluggy

from reform_tui import hookspecs
from reform_tui.config.build import nearest
from reform_tui.errors import PluginError
from reform_tui.model.schema import Schema
from reform_tui.plugins.found import Source
from reform_tui.plugins.loaded import Loaded, load, reason
from reform_tui.plugins.names import check_name
from reform_tui.plugins.sound import fault_in_check, fault_in_count
from reform_tui.sdk import Counting, Reader

HOOKS = tuple(name for name in vars(hookspecs) if name.startswith("reform_"))


@dataclass(frozen=True)
class Plugins:
    """All that the plugins offer, by name; ``faults`` are sentences, ``origins`` say which file offers a name."""

    checks: Mapping[str, type] = field(default_factory=dict)
    counts: Mapping[str, Counting] = field(default_factory=dict)
    schemas: Mapping[str, Schema] = field(default_factory=dict)
    readers: Mapping[str, Reader] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)
    """``check late``, ``count online``, ``schema tasks``, ``reader dbf`` to the plugin's label."""


@dataclass(frozen=True)
class Offer:
    """One thing that one plugin offers."""

    kind: str
    name: str
    thing: Any
    label: str


def load_plugins(sources: Iterable[Source]) -> Plugins:
    """Return what these plugins offer; one that cannot be loaded becomes a fault, not an end."""
    faults: list[str] = []
    offers = [offer for source in sources for offer in _offers(source, faults)]
    return _sorted_out(offers, faults)


def _offers(source: Source, faults: list[str]) -> Iterator[Offer]:
    try:
        loaded = load(source)
        manager = _registered(loaded)
        yield from [offer for hook in HOOKS for offer in _asked(loaded, manager, hook, faults)]
    except PluginError as error:
        faults.append(str(error))


def _registered(loaded: Loaded) -> pluggy.PluginManager:
    """Return a manager with this plugin alone; ``PluginError`` for a hook that is not one."""
    manager = pluggy.PluginManager("reform_tui")
    manager.add_hookspecs(hookspecs)
    try:
        manager.register(loaded.module)
    except pluggy.PluginValidationError as error:
        raise PluginError(f"{loaded.label}: {str(error).splitlines()[-1]}") from error
    callers = {caller.name for caller in manager.get_hookcallers(loaded.module) or ()}
    plain = {name for name, thing in vars(loaded.module).items() if name in HOOKS and callable(thing)}
    _no_unknown_hook(loaded.label, callers, plain)
    return manager


def _no_unknown_hook(label: str, callers: set[str], plain: set[str]) -> None:
    unknown = sorted(callers - set(HOOKS))
    if unknown:
        raise PluginError(f"{label}: '{unknown[0]}' is not a hook{nearest(unknown[0], HOOKS)}")
    if plain - callers:
        raise PluginError(f"{label}: '{min(plain - callers)}' is not marked with @hookimpl, so nothing would call it")
    if not callers:
        raise PluginError(f"{label}: offers nothing: it has none of {', '.join(HOOKS)}")


def _asked(loaded: Loaded, manager: pluggy.PluginManager, hook: str, faults: list[str]) -> Iterator[Offer]:
    """Yield what one hook of one plugin returns; what is not sound becomes a fault."""
    try:
        things = [thing for answer in getattr(manager.hook, hook)() for thing in answer]
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


def _sorted_out(offers: Iterable[Offer], faults: list[str]) -> Plugins:
    """Return the offers by kind and name; the first of two with one name stays, and the other is told."""
    kept: dict[str, dict[str, Any]] = {"check": {}, "count": {}, "schema": {}, "reader": {}}
    origins: dict[str, str] = {}
    for offer in offers:
        title = f"{offer.kind} {offer.name}"
        if title in origins:
            faults.append(
                f"{offer.label}: {offer.kind} '{offer.name}' is already offered by {origins[title]}; rename one"
            )
        else:
            origins[title] = offer.label
            kept[offer.kind][offer.name] = offer.thing
    return Plugins(kept["check"], kept["count"], kept["schema"], kept["reader"], tuple(faults), origins)
