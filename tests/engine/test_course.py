"""Who is to blame when a worker ends, and what is asked next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from reform_tui.calendars import Calendar
from reform_tui.engine.job import Answer, IndicatorTask, Job, RuleTask
from reform_tui.engine.workers.attempt import End, Ending
from reform_tui.engine.workers.course import PATIENCE, Course, onward, tasks_of
from reform_tui.engine.workers.journal import ASK, PLUGIN, ROWS, Step
from reform_tui.engine.workers.limits import SHORT, STALE
from reform_tui.model.period import Period

MEMORY = 2048
JOB = Job(
    number=1,
    units=(),
    now=datetime(2025, 3, 31, tzinfo=UTC),
    zone="Asia/Ho_Chi_Minh",
    calendar=Calendar(ZoneInfo("Asia/Ho_Chi_Minh")),
    rules=tuple(RuleTask(name, f"check_{name}", {}, Period("all")) for name in ("a", "b", "c")),
    indicators=(IndicatorTask("a", "count_a", Period("all")),),
    known_indicators={},
    schemas={},
    references={},
    plugins=(),
    workspace="",
)
START = Course(JOB, tuple(tasks_of(JOB)))
ASKING_B = Step(ASK, "b", "plugins/b.py")


def said(*keys):
    return {key: Answer(key) for key in keys}


def test_a_rule_and_an_indicator_may_share_a_name():
    assert START.order == ("a", "b", "c", "indicator.a")


def test_nothing_is_left_when_all_answered():
    after = onward(START, Ending(End.DONE), said(*START.order), MEMORY)
    assert (after.order, list(after.answers)) == ((), list(START.order))


def test_one_that_took_too_long_is_ill_and_the_rest_is_asked():
    after = onward(START, Ending(End.LATE, ASKING_B, seconds=20), said("a"), MEMORY)
    assert after.order == ("c", "indicator.a")
    assert after.answers["a"].fault == ""
    assert after.answers["b"].fault == (
        "rule b (check check_b) took longer than 20 s in plugins/b.py; "
        "mend the check, or raise seconds under [limits] in reform.toml"
    )


def test_one_that_died_is_asked_again_first_and_alone_then_is_ill():
    died = Ending(End.DIED, ASKING_B, code=-6)
    suspected = onward(START, died, said("a"), MEMORY)
    assert (suspected.order, suspected.suspect) == (("b", "c", "indicator.a"), "b")
    after = onward(suspected, died, {}, MEMORY)
    assert (after.order, after.suspect) == (("c", "indicator.a"), "")
    assert "was ended by SIGABRT, often the sign of more memory than 2048 MB" in after.answers["b"].fault


def test_a_suspect_that_answers_is_cleared():
    suspected = onward(START, Ending(End.DIED, ASKING_B, code=SHORT), said("a"), MEMORY)
    after = onward(suspected, Ending(End.DIED, Step(ASK, "c"), code=SHORT), said("b"), MEMORY)
    assert (after.order, after.suspect, after.answers["b"].fault) == (("c", "indicator.a"), "c", "")


def test_one_that_answered_before_its_worker_died_is_not_to_blame():
    after = onward(START, Ending(End.DIED, ASKING_B, code=9), said("a", "b"), MEMORY)
    assert (after.order, after.suspect, after.answers["b"].fault) == (("c", "indicator.a"), "", "")


def test_a_file_that_ends_the_worker_is_barred():
    after = onward(START, Ending(End.DIED, Step(PLUGIN, "/project/plugins/bad.py"), code=0), {}, MEMORY)
    assert after.order == START.order
    assert after.barred == {
        "/project/plugins/bad.py": "plugins/bad.py ended the process with exit code 0 while it was loaded; mend or remove it"
    }


@pytest.mark.parametrize(
    ("ending", "patience"),
    [
        (Ending(End.LOST), 3),
        (Ending(End.LATE, Step(ROWS), seconds=300), 1),
        (Ending(End.LOST, code=STALE), PATIENCE),
        (Ending(End.DONE, fault="rows are gone"), 1),
    ],
)
def test_a_job_that_nobody_can_take_is_given_up(ending, patience):
    course = START
    for _ in range(patience - 1):
        course = onward(course, ending, {}, MEMORY)
        assert course.order == START.order
    course = onward(course, ending, {}, MEMORY)
    assert course.order == ()
    assert all("could not be asked: the worker" in answer.fault for answer in course.answers.values())


def test_patience_begins_anew_with_every_answer():
    course = replace(START, lost=PATIENCE - 1)
    assert onward(course, Ending(End.LOST), said("a"), MEMORY).lost == PATIENCE // 3
