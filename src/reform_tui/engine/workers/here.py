"""The workers' work in this very process: no limits and no isolation, so that a debugger can follow a plugin."""

from __future__ import annotations

from bdb import BdbQuit
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from reform_tui.engine.job import Answer, Job
from reform_tui.engine.workers.answering import not_offered
from reform_tui.engine.workers.course import spoken, tasks_of
from reform_tui.engine.workers.offers import load_offers, title_of
from reform_tui.engine.workers.pool import READING, Pool
from reform_tui.engine.workers.worker import asker_of
from reform_tui.errors import Exit, ReformError, WorkerError

T = TypeVar("T")


class RaisedError(ReformError):
    """A plugin's code raised, and nothing stood between; what it raised is the cause."""

    code = Exit.UNHEALTHY


class Here(Pool):
    """A pool without processes: the first thing that a plugin raises comes out as it is, inside a ``RaisedError``."""

    def __init__(self) -> None:
        super().__init__(workers=1, seconds=float("inf"), memory_mb=0)

    def evaluate(self, jobs: Sequence[Job]) -> dict[int, dict[str, Answer]]:
        """Ask every rule and indicator of every job; see ``Pool.evaluate``."""
        return {job.number: self._answers(job) if tasks_of(job) else {} for job in jobs}

    def run_each(
        self, function: Callable[[Any], T], arguments: Iterable[Any], seconds: float = READING
    ) -> list[T | WorkerError]:
        """Run ``function`` over ``arguments``, one after the other; ``seconds`` are not counted."""
        del seconds
        return [_result(function, argument) for argument in arguments]

    def _answers(self, job: Job) -> dict[str, Answer]:
        tasks = tasks_of(job)
        offers = load_offers(job.plugins, {}, self._journal())
        ask = asker_of(job, tuple(tasks), offers)
        answers = {}
        for key, task in tasks.items():
            offered = offers.things.get(title_of(task))
            if offered is None:
                answers[key] = not_offered(task, offers)
            else:
                with _raised_by(spoken(task)):
                    answers[key] = ask(task, offered)
        return answers


def _result(function: Callable[[Any], T], argument: Any) -> T | WorkerError:
    with _raised_by("a plugin"):
        try:
            return function(argument)
        except ReformError as error:
            return WorkerError(str(error))


@contextmanager
def _raised_by(who: str) -> Iterator[None]:
    try:
        yield
    except BdbQuit as error:
        raise KeyboardInterrupt from error
    except (Exception, SystemExit) as error:  # a plugin's code: whatever it raises is shown as it is
        said = str(error) if isinstance(error, ReformError) else f"{who} raised {type(error).__name__}"
        raise RaisedError(f"{said}; mend the plugin") from error
