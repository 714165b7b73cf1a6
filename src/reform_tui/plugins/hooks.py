"""Asking one plugin its hooks: it is alone in its manager, since one that raises would hide the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType
from typing import Any

import pluggy

from reform_tui import hookspecs
from reform_tui.config.build import nearest
from reform_tui.errors import PluginError
from reform_tui.plugins.loaded import Loaded

PREFIX = "reform_"


def names_of(specs: ModuleType = hookspecs) -> tuple[str, ...]:
    """Return the names of the hooks, in the order in which they are asked."""
    return tuple(name for name in vars(specs) if name.startswith(PREFIX))


class Asked:
    """One plugin's hooks, ready to be called."""

    def __init__(
        self, loaded: Loaded, specs: ModuleType = hookspecs, given: Mapping[str, object] | None = None
    ) -> None:
        """Register the plugin; ``PluginError`` for a hook that is not one, or an argument that it does not have.

        ``given`` is what hooks may ask for, by the name of the argument: a hook gets what its specification names, and
        a plugin of it what its own function names, so that one written before an argument came keeps working.
        """
        self._given = given or {}
        self._manager = pluggy.PluginManager("reform_tui")
        self._manager.add_hookspecs(specs)
        known = names_of(specs)
        _no_unknown_hook(loaded, known)
        try:
            self._manager.register(loaded.module)
        except pluggy.PluginValidationError as error:
            raise PluginError(f"{loaded.label}: {str(error).splitlines()[-1]}") from error
        callers = {caller.name for caller in self._manager.get_hookcallers(loaded.module) or ()}
        self.names = tuple(name for name in known if name in callers)
        """The hooks that this plugin has."""
        if not callers:
            raise PluginError(f"{loaded.label}: offers nothing: it has none of {', '.join(known)}")

    def answers(self, hook: str) -> Iterator[Any]:
        """Yield each thing that the plugin returns from one hook; raises whatever the plugin does."""
        caller = getattr(self._manager.hook, hook)
        arguments = {name: self._given[name] for name in caller.spec.argnames}
        for answer in caller(**arguments):
            if not isinstance(answer, Iterable):
                raise PluginError(f"gave {answer!r}, which is no list; return a list")
            yield from answer


def _no_unknown_hook(loaded: Loaded, known: tuple[str, ...]) -> None:
    """``PluginError`` for a marked function that is no hook, and for one that looks like a hook and is not marked."""
    functions = {name: thing for name, thing in vars(loaded.module).items() if callable(thing)}
    marked = {name for name, thing in functions.items() if _is_marked(thing)}
    own = {name for name, thing in functions.items() if getattr(thing, "__module__", "") == loaded.module.__name__}
    called = marked | {name for name in own if name.startswith(PREFIX)}
    unknown = sorted(called - set(known))
    if unknown:
        raise PluginError(f"{loaded.label}: '{unknown[0]}' is not a hook{nearest(unknown[0], known)}")
    if called - marked:
        raise PluginError(f"{loaded.label}: '{min(called - marked)}' is not marked with @hookimpl, so nothing calls it")


def _is_marked(thing: Any) -> bool:
    return isinstance(getattr(thing, "reform_tui_impl", None), dict)
