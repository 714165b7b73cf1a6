"""One job in a worker: load what plugins offer, open the rows, ask each rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from reform_tui.engine.job import Answer, Job, RuleTask
from reform_tui.engine.workers.answering import Asker, answer_all
from reform_tui.engine.workers.course import Task, tasks_of
from reform_tui.engine.workers.errand import Errand
from reform_tui.engine.workers.journal import ROWS, Step
from reform_tui.engine.workers.offers import Offers, load_offers, title_of

if TYPE_CHECKING:
    from reform_tui.engine.frames import Frames


def evaluate(errand: Errand) -> None:
    """Ask every rule and indicator of the errand; answers are delivered one by one into the job's workspace."""
    offers = load_offers(errand.job.plugins, errand.barred, errand.journal)
    errand.journal.begin(Step(ROWS))
    answer_all(errand, offers, asker_of(errand.job, errand.order, offers))


def asker_of(job: Job, keys: Sequence[str], offers: Offers) -> Asker:
    """Open the rows that these tasks of the job read, and return what asks one task."""
    from reform_tui.engine.frames import Frames  # noqa: PLC0415 - the engine, which only names these functions,
    from reform_tui.engine.stored import Stored  # noqa: PLC0415 - does not pay for pandas
    from reform_tui.identities import mask_with  # noqa: PLC0415 - as above

    mask_with(job.people_key)
    frames = Frames(Stored(job), ZoneInfo(job.zone))
    frames.load(_reads(job, keys, offers, frames.source.schemas))
    return _asker(job, offers, frames)


def _reads(job: Job, keys: Sequence[str], offers: Offers, schemas: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what all that is asked reads, by schema, so that each file is opened once."""
    from reform_tui.engine.declaring import declared  # noqa: PLC0415 - as above

    wanted: dict[str, list[str]] = {}
    tasks = tasks_of(job)
    titles = {title_of(tasks[key]) for key in keys} & offers.things.keys()
    for thing in (offers.things[title] for title in sorted(titles)):
        for schema, columns in thing.reads.items():
            if schema in schemas:
                wanted.setdefault(schema, []).extend(declared(columns))
    return wanted


def _asker(job: Job, offers: Offers, frames: Frames) -> Asker:
    from reform_tui.engine.ask import ask, count_indicator  # noqa: PLC0415 - as above

    known = {
        name: (task, offers.things[title_of(task)])
        for name, task in job.known_indicators.items()
        if title_of(task) in offers.things
    }
    where: Any = {"now": job.now, "zone": ZoneInfo(job.zone), "calendar": job.calendar, "indicators": known}

    def asker(task: Task, offered: Any) -> Answer:
        if isinstance(task, RuleTask):
            return ask(task, offered, frames, **where)
        return count_indicator(task, offered, frames, **where)

    return asker
