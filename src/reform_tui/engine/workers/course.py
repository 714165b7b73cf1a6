"""Who is to blame when a worker was stopped or died, and what is asked next: decisions only."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from reform_tui.engine.job import Answer, IndicatorTask, Job, RuleTask
from reform_tui.engine.workers.attempt import End, Ending
from reform_tui.engine.workers.journal import ASK, PLUGIN
from reform_tui.engine.workers.limits import SHORT, STALE
from reform_tui.plugins import source_of

PATIENCE = 150
"""What may be lost in a row, with nobody to blame, before an errand is given up: three workers."""

Task = RuleTask | IndicatorTask


@dataclass(frozen=True)
class Course:
    """How far one job has come: what is still to ask, in which order, without which plugin files."""

    job: Job
    order: tuple[str, ...]
    barred: Mapping[str, str] = field(default_factory=dict)
    """Plugin file to the sentence that says why it is left out."""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    lost: int = 0
    suspect: str = ""
    """Who was asked when a worker died: asked first, in a fresh worker, it alone can be to blame."""


def tasks_of(job: Job) -> dict[str, Task]:
    """Everything a job asks: rules by name, indicators as in TOML, ``indicator.NAME``."""
    return {rule.name: rule for rule in job.rules} | {f"indicator.{i.name}": i for i in job.indicators}


def onward(course: Course, ending: Ending, answered: Mapping[str, Answer], memory_mb: int) -> Course:
    """Return the course after one worker ended: nothing left to ask when ``order`` is empty."""
    left = tuple(key for key in course.order if key not in answered)
    suspect = course.suspect if course.suspect in left else ""
    course = replace(course, order=left, answers={**course.answers, **answered}, suspect=suspect)
    step = ending.step
    if not left:
        return course
    if step and step.kind == PLUGIN and ending.end is not End.DONE:
        sentence = f"{source_of(step.name).label} {happened(ending, memory_mb)} while it was loaded; mend or remove it"
        return replace(course, barred={**course.barred, step.name: sentence})
    if step and step.kind == ASK and step.name in left:
        if ending.end is End.LATE or step.name == course.suspect:
            return _ill(course, (step.name,), f"{happened(ending, memory_mb)} in {step.place}; {_remedy(ending)}")
        # Whoever was asked before may have left the worker sick.
        return replace(course, order=(step.name, *(key for key in left if key != step.name)), suspect=step.name)
    lost = loss(ending) + (0 if answered else course.lost)
    if ending.end in {End.DONE, End.LATE} or lost >= PATIENCE:
        return _ill(course, left, f"could not be asked: the worker {happened(ending, memory_mb)}")
    return replace(course, lost=lost)


def loss(ending: Ending) -> int:
    """How much patience one lost worker costs; little if it was stale, since each handover ends one of those."""
    return 1 if ending.code == STALE else PATIENCE // 3


def _ill(course: Course, keys: tuple[str, ...], what: str) -> Course:
    tasks = tasks_of(course.job)
    ill = {key: Answer(tasks[key].name, fault=f"{spoken(tasks[key])} {what}") for key in keys}
    order = tuple(key for key in course.order if key not in ill)
    return replace(course, order=order, answers={**course.answers, **ill}, lost=0, suspect="")


def spoken(task: Task) -> str:
    """Name a task and the plugin code behind it in a sentence."""
    if isinstance(task, RuleTask):
        return f"rule {task.name} (check {task.check})"
    return f"indicator {task.name} (count {task.count})"


def happened(ending: Ending, memory_mb: int) -> str:
    """What became of the worker, as the verb of a sentence."""
    if ending.end is End.DIED:
        return _died(ending.code, memory_mb)
    return {
        End.LATE: f"took longer than {ending.seconds:g} s",
        End.LOST: "was lost",
        End.DONE: ending.fault or "gave no answer",
    }[ending.end]


def _died(code: int | None, memory_mb: int) -> str:
    if code == SHORT:
        return f"used more memory than {memory_mb} MB"
    if code in {-signal.SIGKILL, -signal.SIGABRT}:
        return f"was ended by {signal.Signals(-code).name}, often the sign of more memory than {memory_mb} MB"
    if code is not None and code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended the process with exit code {code or 0}"


def _remedy(ending: Ending) -> str:
    if ending.end is End.LATE:
        return "mend the check, or raise seconds under [limits] in reform.toml"
    if ending.code in {SHORT, -signal.SIGKILL, -signal.SIGABRT}:
        return "mend the check, or raise memory_mb under [limits] in reform.toml"
    return "mend the check"
