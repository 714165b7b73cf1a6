"""Asking workers what each plugin offers: once for all, and again only for the rules that use it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from reform_tui.config.rule_types import Rule
from reform_tui.engine.faces import Faces, PluginFace, PluginState, Settings, face_of, settings_faults
from reform_tui.engine.workers.pool import Pool
from reform_tui.errors import ReformError
from reform_tui.plugins import Chosen, Source
from reform_tui.plugins.classified import offered_twice

SECONDS = 20.0
"""What one plugin may take to say what it offers, where no project says otherwise."""


def describe(pool: Pool, plugins: Sequence[Source], seconds: float = SECONDS) -> Faces:
    """Ask workers what each plugin offers; one that hangs, dies or raises costs its own offers and ``seconds``."""
    told = Faces()
    answers = pool.run_each(face_of, [one.text for one in plugins], seconds=seconds)
    for source, answer in zip(plugins, answers, strict=True):
        told = _joined(told, _failed(source, answer) if isinstance(answer, ReformError) else answer)
    return told


def describe_chosen(pool: Pool, chosen: Chosen, seconds: float) -> Faces:
    """Ask those that may run, and add what became of the others, none of which is touched."""
    told = describe(pool, chosen.taken, seconds)
    kept_out = [PluginFace(source, PluginState.REFUSED, faults=(why,)) for source, why in chosen.refused.items()]
    kept_out += [PluginFace(source, PluginState.OFF, faults=(why,)) for source, why in chosen.off.items()]
    return replace(told, plugins=(*told.plugins, *kept_out))


def rule_faults(pool: Pool, faces: Faces, rules: Iterable[Rule], seconds: float = SECONDS) -> list[str]:
    """Return what is wrong with the settings of rules; only plugins that could say what they offer are asked."""
    asked: dict[str, list[tuple[str, str, Any]]] = defaultdict(list)
    for rule in rules:
        if rule.check in faces.checks:
            asked[faces.checks[rule.check].plugin].append((rule.where, rule.check, rule.settings))
    questions = [Settings(plugin, tuple(of)) for plugin, of in asked.items()]
    answers = pool.run_each(settings_faults, questions, seconds=seconds)
    return [fault for answer in answers for fault in _told(answer)]


def _told(answer: list[str] | ReformError) -> list[str]:
    return [str(answer)] if isinstance(answer, ReformError) else answer


def _failed(source: Source, why: ReformError) -> Faces:
    fault = f"{source.label}: {why} when it was asked what it offers; mend or remove it"
    return Faces(plugins=(PluginFace(source, PluginState.FAILED, faults=(fault,)),))


def _joined(left: Faces, right: Faces) -> Faces:
    """Two descriptions as one; of two things with one name the first counts, as in the workers, and it is told."""
    return Faces(
        {**right.checks, **left.checks},
        {**right.counts, **left.counts},
        {**right.count_reads, **left.count_reads},
        left.whole_counts | (right.whole_counts - left.counts.keys()),
        {**right.schemas, **left.schemas},
        {**right.readers, **left.readers},
        (*left.plugins, *(_after(left, one) for one in right.plugins)),
    )


def _after(left: Faces, plugin: PluginFace) -> PluginFace:
    """The plugin with a fault for each thing that one before it offers already."""
    known = left.offered()
    titles = [f"{kind} {name}" for kind, names in plugin.offers.items() for name in names]
    twice = tuple(offered_twice(plugin.source.label, title, known[title]) for title in titles if title in known)
    state = PluginState.FAILED if twice else plugin.state
    return replace(plugin, state=state, faults=(*plugin.faults, *twice))
