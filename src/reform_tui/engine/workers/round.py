"""Jobs that workers were given together: how far each has come, and the folders in which they work."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reform_tui.engine.job import Answer, Job
from reform_tui.engine.workers.attempt import Attempt
from reform_tui.engine.workers.course import Course, tasks_of


@dataclass(frozen=True)
class Round:
    """What is under way of some jobs, and what was answered."""

    jobs: Sequence[Job]
    under_way: dict[Attempt, Course] = field(default_factory=dict)
    done: dict[int, dict[str, Answer]] = field(default_factory=dict)
    """Job number to rule name (``indicator.NAME`` for an indicator) to its answer, once all of the job is answered."""

    def empty_workspaces(self) -> None:
        """Make each job's folder anew."""
        for job in self.jobs:
            shutil.rmtree(job.workspace, ignore_errors=True)
            Path(job.workspace).mkdir(parents=True)

    def note(self, course: Course) -> None:
        """Keep the answers of a job that has come to its end."""
        self.done[course.job.number] = {key: course.answers[key] for key in tasks_of(course.job)}

    def forget(self) -> None:
        """Stop what is under way and remove the jobs' folders."""
        cancel(self.under_way)
        self.under_way.clear()
        for job in self.jobs:
            shutil.rmtree(job.workspace, ignore_errors=True)


def attempts(under_way: Mapping[Attempt, object], aside: Iterable[Round]) -> list[Attempt]:
    """Return everything that waits for a worker, or has one: what is under way, and what is asked aside."""
    return list(dict.fromkeys([*under_way, *(attempt for one in aside for attempt in one.under_way)]))


def cancel(attempts: Iterable[Attempt]) -> None:
    """Ask for these no more; a worker that is at one is ended."""
    for attempt in attempts:
        attempt.future.cancel()
