"""What the plugins offer, as plain values that cross from a worker; the engine knows every check and loads none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from reform_tui.config.build import faults as faults_in
from reform_tui.config.build import nearest
from reform_tui.config.rule_types import Indicator, Rule
from reform_tui.engine.workers.prints import printed_by
from reform_tui.model.schema import Schema
from reform_tui.plugins import Plugins, Source, load_plugins, source_of
from reform_tui.plugins.names import PROVINCE, grain_of, references_of, sentences_of

_PLAIN = {str, int, float, bool}


class PluginState(StrEnum):
    """What became of a plugin when the engine was put together."""

    ON = "on"
    REFUSED = "refused"
    FAILED = "failed"
    OFF = "off"


@dataclass(frozen=True)
class PluginFace:
    """One plugin as the engine saw it: what became of it, its hooks, and what it offers by kind."""

    source: Source
    state: PluginState
    hooks: tuple[str, ...] = ()
    offers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """``check``, ``count``, ``schema`` or ``reader`` to the names that it offers."""
    faults: tuple[str, ...] = ()
    """Sentences; why it is off, where it is."""
    notes: tuple[str, ...] = ()
    """Old names of the sdk that it uses: no faults."""


@dataclass(frozen=True)
class CheckFace:
    """What a check says about itself."""

    name: str
    plugin: str
    """Its source, as text."""
    grain: str
    reads: Mapping[str, tuple[str, ...]]
    references: tuple[str, ...]
    sentences: Mapping[str, Mapping[str, str]]
    help: str
    defaults: Mapping[str, str | float | bool] = field(default_factory=dict)
    """What a rule that leaves a key out gets, where that is plain."""


@dataclass(frozen=True)
class Faces:
    """Everything on offer, by name, and what became of each plugin."""

    checks: Mapping[str, CheckFace] = field(default_factory=dict)
    counts: Mapping[str, str] = field(default_factory=dict)
    """Counting function to its definition."""
    count_reads: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    whole_counts: frozenset[str] = frozenset()
    """Counting functions of province grain."""
    schemas: Mapping[str, Schema] = field(default_factory=dict)
    readers: Mapping[str, str] = field(default_factory=dict)
    """Format to the plugin that reads it, its source as text."""
    plugins: tuple[PluginFace, ...] = ()

    @property
    def faults(self) -> tuple[str, ...]:
        """Sentences on the plugins that were refused, or failed in whole or in part."""
        return tuple(fault for one in self.plugins if one.state is not PluginState.OFF for fault in one.faults)

    @property
    def whole(self) -> bool:
        """Whether every plugin there is could say what it offers: what is missing then is nobody's."""
        return all(one.state is PluginState.ON for one in self.plugins)

    def offered(self) -> dict[str, str]:
        """Return ``check late`` and so on to the label of the plugin that offers it; of two, the first."""
        titles = [(f"{kind} {name}", one) for one in self.plugins for kind in one.offers for name in one.offers[kind]]
        return {title: one.source.label for title, one in reversed(titles)}


@dataclass(frozen=True)
class Settings:
    """One plugin, and the settings of the rules that use its checks."""

    plugin: str
    rules: tuple[tuple[str, str, Mapping[str, Any]], ...]
    """(where the rule stands, its check, its settings)."""


def face_of(text: str) -> Faces:
    """Load one plugin, in a worker, and say what it offers."""
    source, plugins = _loaded(text)
    counts = plugins.counts
    return Faces(
        {name: _check_face(name, text, check) for name, check in plugins.checks.items()},
        {name: counting.help for name, counting in counts.items()},
        {name: {schema: tuple(of) for schema, of in one.reads.items()} for name, one in counts.items()},
        frozenset(name for name, one in counts.items() if grain_of(one) == PROVINCE),
        plugins.schemas,
        dict.fromkeys(plugins.readers, text),
        (_plugin_face(source, plugins),),
    )


def settings_faults(question: Settings) -> list[str]:
    """Return what is wrong with the settings of the rules that use one plugin's checks, in a worker."""
    _, plugins = _loaded(question.plugin)
    return [
        fault
        for where, check, settings in question.rules
        if check in plugins.checks
        for fault in faults_in(plugins.checks[check], settings, where)
    ]


def _loaded(text: str) -> tuple[Source, Plugins]:
    source = source_of(text)
    with printed_by(source.name):
        return source, load_plugins([source])


def _plugin_face(source: Source, plugins: Plugins) -> PluginFace:
    offers: dict[str, tuple[str, ...]] = {}
    for title in plugins.origins:
        kind, _, name = title.partition(" ")
        offers[kind] = (*offers.get(kind, ()), name)
    state = PluginState.FAILED if plugins.faults else PluginState.ON
    return PluginFace(source, state, plugins.hooks.get(source.label, ()), offers, plugins.faults, plugins.notes)


def _check_face(name: str, text: str, check: Any) -> CheckFace:
    return CheckFace(
        name,
        text,
        grain_of(check),
        {schema: tuple(columns) for schema, columns in check.reads.items()},
        references_of(check),
        {key: dict(said) for key, said in sentences_of(check).items()},
        (check.__doc__ or "").strip(),
        _defaults(check),
    )


def _defaults(check: Any) -> dict[str, str | float | bool]:
    """The keys' defaults that are plain: other values may be of a class that only the plugin's worker has."""
    known: dict[str, Any] = {one.name: one.default for one in fields(check)}
    return {name: value for name, value in known.items() if type(value) in _PLAIN}


def unknown_names(faces: Faces | Plugins, rules: Iterable[Rule], indicators: Iterable[Indicator]) -> list[str]:
    """Rules whose check, and indicators whose counting function, no plugin offers."""
    return [
        f"{rule.where}: no plugin offers the check '{rule.check}'{nearest(rule.check, faces.checks)}"
        for rule in rules
        if rule.check not in faces.checks
    ] + [
        f"{one.where}: no plugin offers the counting function '{one.count}'{nearest(one.count, faces.counts)}"
        for one in indicators
        if one.count not in faces.counts
    ]
