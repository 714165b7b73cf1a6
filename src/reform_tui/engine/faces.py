"""What the plugins offer, described by workers, so that the engine knows every check and loads none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from reform_tui.config.build import faults as faults_in
from reform_tui.config.build import nearest
from reform_tui.config.types import Indicator, Rule
from reform_tui.engine.workers.pool import Pool
from reform_tui.engine.workers.prints import printed_by
from reform_tui.errors import ReformError
from reform_tui.model.schema import Schema
from reform_tui.plugins import Source, load_plugins, source_of
from reform_tui.plugins.names import grain_of, references_of, sentences_of

_PLAIN = {str, int, float, bool}


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
    """Everything on offer, by name; ``faults`` are sentences."""

    checks: Mapping[str, CheckFace] = field(default_factory=dict)
    counts: Mapping[str, str] = field(default_factory=dict)
    """Counting function to its definition."""
    count_reads: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    schemas: Mapping[str, Schema] = field(default_factory=dict)
    readers: Mapping[str, str] = field(default_factory=dict)
    """Format to the plugin that reads it, its source as text."""
    faults: tuple[str, ...] = ()
    rule_faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Question:
    """One plugin, and the settings of rules that may use its checks."""

    plugin: str
    rules: tuple[tuple[str, str, Mapping[str, Any]], ...]
    """(where the rule stands, its check, its settings)."""


def describe(pool: Pool, plugins: Sequence[Source], rules: Iterable[Rule] = ()) -> Faces:
    """Ask workers what each plugin offers and what is wrong with the rules that use it."""
    asked = tuple((rule.where, rule.check, rule.settings) for rule in rules)
    answers = pool.run_each(face_of, [_Question(one.text, asked) for one in plugins], seconds=20.0)
    told = Faces()
    for plugin, answer in zip(plugins, answers, strict=True):
        if isinstance(answer, ReformError):
            told = _joined(told, Faces(faults=(f"{plugin.label}: {answer}",)))
        else:
            told = _joined(told, answer)
    return told


def face_of(question: _Question) -> Faces:
    """Load one plugin, in a worker, and say what it offers."""
    source = source_of(question.plugin)
    with printed_by(source.name):
        plugins = load_plugins([source])
    checks = {
        name: CheckFace(
            name,
            question.plugin,
            grain_of(check),
            {schema: tuple(columns) for schema, columns in check.reads.items()},  # type: ignore[attr-defined]
            references_of(check),
            {key: dict(said) for key, said in sentences_of(check).items()},
            (check.__doc__ or "").strip(),
            _defaults(check),
        )
        for name, check in plugins.checks.items()
    }
    wrong = [
        fault
        for where, check, settings in question.rules
        if check in plugins.checks
        for fault in faults_in(plugins.checks[check], settings, where)
    ]
    counts = {name: counting.help for name, counting in plugins.counts.items()}
    reads = {name: {s: tuple(c) for s, c in counting.reads.items()} for name, counting in plugins.counts.items()}
    readers = dict.fromkeys(plugins.readers, question.plugin)
    return Faces(checks, counts, reads, plugins.schemas, readers, plugins.faults, tuple(wrong))


def _defaults(check: Any) -> dict[str, str | float | bool]:
    """The keys' defaults that are plain: other values may be of a class that only the plugin's worker has."""
    known: dict[str, Any] = {one.name: one.default for one in fields(check)}
    return {name: value for name, value in known.items() if type(value) in _PLAIN}


def unknown_names(faces: Faces, rules: Iterable[Rule], indicators: Iterable[Indicator]) -> list[str]:
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


def _joined(left: Faces, right: Faces) -> Faces:
    """Two descriptions as one; of two things with one name the first counts, as in the workers."""
    return Faces(
        {**right.checks, **left.checks},
        {**right.counts, **left.counts},
        {**right.count_reads, **left.count_reads},
        {**right.schemas, **left.schemas},
        {**right.readers, **left.readers},
        left.faults + right.faults,
        left.rule_faults + right.rule_faults,
    )
