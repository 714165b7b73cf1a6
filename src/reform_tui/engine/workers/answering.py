"""Asking one rule after another in a worker: each answer is delivered at once, and a fault is an answer too."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from reform_tui.engine.job import Answer
from reform_tui.engine.workers.answers import NotPlainError, deliver, encode
from reform_tui.engine.workers.course import Task, spoken, tasks_of
from reform_tui.engine.workers.errand import Errand, told
from reform_tui.engine.workers.journal import ASK, Step
from reform_tui.engine.workers.limits import SHORT
from reform_tui.engine.workers.offers import Offers, title_of
from reform_tui.engine.workers.prints import printed_by
from reform_tui.engine.workers.unspoilt import unspoilt
from reform_tui.errors import ConfigError, PluginError
from reform_tui.plugins.renamed import noting

Asker = Callable[[Task, Any], Answer]
"""Asks one task of its check class or counting function."""


def answer_all(errand: Errand, offers: Offers, ask: Asker) -> None:
    """Ask what the errand lists, in its order, and deliver each answer into the job's workspace."""
    tasks = tasks_of(errand.job)
    for key in errand.order:
        data = _answer(errand, key, tasks[key], offers, ask)
        deliver(Path(errand.job.workspace), key, data)


def _answer(errand: Errand, key: str, task: Task, offers: Offers, ask: Asker) -> bytes:
    title = title_of(task)
    offered = offers.things.get(title)
    if offered is None:
        return encode(not_offered(task, offers))
    source = offers.sources[title]
    errand.journal.begin(Step(ASK, key, source.label))
    try:
        notes: list[str] = []
        with printed_by(source.name), unspoilt():
            with noting(source, notes):
                answer = ask(task, offered)
            return encode(replace(answer, notes=tuple(notes)))
    except (PluginError, ConfigError) as error:  # both say whose fault it is
        return encode(Answer(task.name, fault=str(error)))
    except NotPlainError:
        fault = "answered with a value of its own class; use plain text, numbers and moments"
    except BaseException as error:  # noqa: BLE001 - a plugin's code: whatever it raises makes this rule ill, no other
        if isinstance(error, MemoryError) and not (errand.fresh and key == errand.order[0]):
            # Others may have eaten the memory: asked first in a fresh worker, it shows its own hunger.
            os._exit(SHORT)
        more = f"reform-tui check --here --rule {task.name} shows its author what happened"
        fault = f"{told(error, (str(source.file),))}; mend the plugin: {more}"
    return _ill(task, fault)


def not_offered(task: Task, offers: Offers) -> Answer:
    """Return the answer of a task whose check or counting function no plugin offers."""
    why = "; ".join(offers.faults)
    what = f"is offered by no plugin ({why})" if why else "is offered by no plugin; mend the rule or add the plugin"
    return Answer(task.name, fault=f"{spoken(task)} {what}")


def _ill(task: Task, what: str) -> bytes:
    return encode(Answer(task.name, fault=f"{spoken(task)} {what}"))
