"""Workers that run what plugins wrote: a hang, an exit or a full memory costs one rule its answer and nobody else."""

from __future__ import annotations

import logging
import multiprocessing
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import replace
from itertools import count, islice
from pathlib import Path
from typing import Any, TypeVar

from pebble import CONSTS, ProcessPool

from reform_tui.config.types import Keep
from reform_tui.engine.job import Answer, Job
from reform_tui.engine.log import turn_over
from reform_tui.engine.workers.answers import collect
from reform_tui.engine.workers.attempt import Attempt, End, Ending
from reform_tui.engine.workers.barred import Barred
from reform_tui.engine.workers.course import PATIENCE, Course, happened, loss, onward, tasks_of
from reform_tui.engine.workers.early import PRELOADED
from reform_tui.engine.workers.errand import Errand, carry, opened
from reform_tui.engine.workers.journal import ASK, PLUGIN, ROWS, START, Journal
from reform_tui.engine.workers.limits import Confinement, confine
from reform_tui.engine.workers.prints import OTHERS, PLUGINS
from reform_tui.engine.workers.round import Round, attempts, cancel
from reform_tui.engine.workers.worker import evaluate
from reform_tui.errors import WorkerError
from reform_tui.times import monotonic

_log = logging.getLogger(__name__)
T = TypeVar("T")
POLL = 0.05
STALLED = 15.0
"""Seconds that errands may wait with no worker busy: one that died while it held pebble's lock stops all others."""
READING = 300.0
"""Seconds for what is not one rule's own doing: opening rows, reading a file."""

CONSTS.term_timeout = 0.1  # a plugin may ignore SIGTERM; pebble would wait three seconds before SIGKILL


class Pool:
    """Worker processes under limits: ``seconds`` a rule, ``memory_mb`` a worker; ``log`` is the folder for prints."""

    def __init__(
        self, workers: int, seconds: float, memory_mb: int, log: Path | None = None, keep: Keep | None = None
    ) -> None:
        self._workers = workers
        self._seconds, self._memory_mb = seconds, memory_mb
        self._scratch = Path(tempfile.mkdtemp(prefix="reform-tui-"))
        self._keep = keep or Keep()
        self._confinement = Confinement(memory_mb, (log or self._scratch).absolute(), self._keep.log_mb)
        self._barred = Barred()
        self._numbers = count()
        self._busy_at = monotonic()
        self._aside: list[Round] = []
        self._processes: ProcessPool | None = None
        self.meanwhile: Callable[[], object] = nothing
        """Called again and again while workers are waited for, and between transactions: a loop beats its heart."""

    def evaluate(self, jobs: Sequence[Job]) -> dict[int, dict[str, Answer]]:
        """Ask every rule and indicator of every job; one that cannot answer gets an answer with a fault.

        Returns job number to rule name (``indicator.NAME`` for an indicator) to its answer.  Workspaces are emptied
        first and removed afterwards.
        """
        asked = self._begun(jobs)
        try:
            while asked.under_way:
                self._look_aside()
                self._advance(asked)
        finally:
            asked.forget()
        return asked.done

    def begin(self, jobs: Sequence[Job]) -> Round:
        """Ask as ``evaluate`` does, and do not wait: whatever else is asked meanwhile goes on beside it."""
        asked = self._begun(jobs)
        self._aside.append(asked)
        return asked

    def answered(self, asked: Round) -> bool:
        """Look, without waiting, how far what was begun has come; whether all of it is ``done``."""
        if asked.under_way:
            self._advance(asked, seconds=0)
        if not asked.under_way:
            self.drop(asked)
        return not asked.under_way

    def drop(self, asked: Round) -> None:
        """Ask no more what was begun."""
        self._aside = [one for one in self._aside if one is not asked]
        asked.forget()

    def run(self, function: Callable[[Any], T], argument: Any, seconds: float = READING) -> T:
        """Return ``function(argument)`` from a worker; raise the ``WorkerError`` that ``run_each`` returns."""
        [result] = self.run_each(function, [argument], seconds)
        if isinstance(result, WorkerError):
            raise result
        return result

    def run_each(
        self, function: Callable[[Any], T], arguments: Iterable[Any], seconds: float = READING
    ) -> list[T | WorkerError]:
        """Run ``function`` over ``arguments`` in parallel; a result or an error for each, in their order.

        ``function`` stands at the top of a module.  Whatever it raises comes back as a sentence only.
        """
        results: dict[int, T | WorkerError] = {}
        rest = iter(enumerate(arguments))
        waiting: dict[Attempt, tuple[int, Any, int]] = {}
        try:
            while True:
                for number, argument in islice(rest, 4 * self._workers - len(waiting)):
                    waiting[self._send(function, argument, {START: seconds})] = (number, argument, PATIENCE)
                if not waiting:
                    return [results[number] for number in sorted(results)]
                self._look_aside()
                for attempt, ending in self._ended(waiting):
                    number, argument, patience = waiting.pop(attempt)
                    patience -= loss(ending)
                    if ending.end is End.LOST and patience > 0:
                        waiting[self._send(function, argument, {START: seconds})] = (number, argument, patience)
                    else:
                        results[number] = self._result(ending)
        finally:
            cancel(waiting)

    def close(self) -> None:
        """End every worker at once and remove what they left behind."""
        self._stop()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _turn_over(self) -> None:
        folder = self._confinement.log
        for path in (folder / OTHERS, *(folder / PLUGINS).glob("*.log")):
            turn_over(path, self._keep)

    def _begun(self, jobs: Sequence[Job]) -> Round:
        self._turn_over()
        asked = Round(jobs, done={job.number: {} for job in jobs})
        asked.empty_workspaces()
        asked.under_way.update(self._ask(self._course(job)) for job in jobs if tasks_of(job))
        return asked

    def _advance(self, asked: Round, seconds: float = POLL) -> None:
        for attempt, ending in self._ended(asked.under_way, seconds):
            course = self._onward(asked.under_way.pop(attempt), ending)
            if course.order:
                asked.under_way.update([self._ask(course)])
            else:
                asked.note(course)

    def _look_aside(self) -> None:
        """What is asked beside everything else is kept within its limits too."""
        for asked in self._aside:
            self._advance(asked, seconds=0)

    def _course(self, job: Job) -> Course:
        return Course(job, tuple(tasks_of(job)), self._barred.among(job.plugins))

    def _ask(self, course: Course) -> tuple[Attempt, Course]:
        journal = self._journal()
        errand = Errand(course.job, course.order, course.barred, journal, fresh=bool(course.suspect))
        allowed = {START: READING, PLUGIN: self._seconds, ROWS: READING, ASK: self._seconds}
        return self._send(evaluate, errand, allowed, journal), course

    def _onward(self, course: Course, ending: Ending) -> Course:
        fault = opened(ending.result)[1] if ending.end is End.DONE else ""
        answered = collect(Path(course.job.workspace), course.order)
        after = onward(course, replace(ending, fault=fault), answered, self._memory_mb)
        for file in after.barred.keys() - course.barred.keys():
            self._barred.add(file, after.barred[file])
            _log.warning("plugin barred", extra={"why": after.barred[file]})
        for key in sorted(set(course.order) - set(after.order)):
            if after.answers[key].fault:
                _log.warning("rule ill", extra={"rule": key, "why": after.answers[key].fault})
        return after

    def _result(self, ending: Ending) -> Any:
        if ending.end is End.DONE:
            value, fault = opened(ending.result)
            return WorkerError(fault) if fault else value
        return WorkerError(f"the worker {happened(ending, self._memory_mb)}")

    def _journal(self) -> Journal:
        self._scratch.mkdir(mode=0o700, exist_ok=True)  # a system that tidies its temporary folder took it away
        return Journal(self._scratch / f"{next(self._numbers)}.journal")

    def _send(
        self,
        function: Callable[[Any], Any],
        argument: Any,
        allowed: Mapping[str, float],
        journal: Journal | None = None,
    ) -> Attempt:
        journal = journal or self._journal()
        self._busy_at = monotonic()
        future = self._running().schedule(carry, args=(function, argument, journal))
        return Attempt(future, journal, allowed)

    def _ended(self, under_way: Mapping[Attempt, Any], seconds: float = POLL) -> list[tuple[Attempt, Ending]]:
        """Wait a moment, and return the attempts that came to an end with how."""
        self.meanwhile()
        wait([attempt.future for attempt in under_way], seconds, FIRST_COMPLETED)
        looked = [(attempt, attempt.look()) for attempt in under_way]
        ended = [(attempt, ending) for attempt, ending in looked if ending is not None]
        every = attempts(under_way, self._aside)
        now = monotonic()
        if ended or any(attempt.future.running() for attempt in every):
            self._busy_at = now
        elif now - self._busy_at > STALLED:
            _log.warning("workers stalled, starting anew")
            self._stop()
            cancel(every)
        return ended

    def _running(self) -> ProcessPool:
        """Return the pool; a new one where an idle worker's death has broken it, as pebble lets it."""
        if self._processes is None or not self._processes.active:
            self._stop()
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(PRELOADED)
            self._processes = ProcessPool(
                self._workers, initializer=confine, initargs=(self._confinement,), context=context
            )
        return self._processes

    def _stop(self) -> None:
        if self._processes is not None:
            self._processes.stop()
            self._processes.join()
            self._processes = None


def nothing() -> None:
    """What is done meanwhile where nobody looks."""
