"""Whatever the core says of a rule that could not answer has its words in Vietnamese: the real sentences, each part."""

from __future__ import annotations

import re
import signal
from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd
import pytest

from reform_tui.engine.job import IndicatorTask, RuleTask
from reform_tui.engine.sound import fault_in_figures, fault_in_judgement, fault_in_moments
from reform_tui.engine.workers.answering import not_offered
from reform_tui.engine.workers.attempt import End, Ending
from reform_tui.engine.workers.course import happened, spoken
from reform_tui.engine.workers.errand import told
from reform_tui.engine.workers.limits import SHORT
from reform_tui.engine.workers.offers import Offers
from reform_tui.language import Language
from reform_tui.model.finding import Finding, Judgement
from reform_tui.model.period import Period
from reform_tui.wording.faults import in_language

NOW = datetime(2025, 3, 11, tzinfo=UTC)
VI = Language("vi")
ENGLISH = re.compile(r"\b(the|gave|that|is|was|which|not|more|than|offered|asked|mend)\b")
RULE = RuleTask("late", "overdue_by_field", {}, Period("all"))
COUNT = IndicatorTask("online", "online", Period("all"))


@dataclass(frozen=True)
class Odd:
    """What is no finding."""


def finding(**other):
    given = {"unit": "X1", "subject": "a", "template": "found", "count": 1, "of": 2, "value": None, "facts": {}}
    return Finding(**{**given, "evidence": (), **other})


def judged(**other):
    return fault_in_judgement(Judgement(**other), {"X1"}.__contains__, {"found"})


def moments(*at, index=("X1",)):
    return fault_in_moments(pd.Series(list(at), index=list(index)), {"X1"}.__contains__, NOW)


def figures(frame):
    return fault_in_figures(frame, {"X1"}.__contains__, NOW)


SOUND = [
    fault_in_judgement(None, bool, ()),
    judged(findings=(Odd(),)),
    judged(findings=(finding(), finding())),
    judged(findings=(finding(unit="X9"),)),
    judged(findings=(finding(subject=3),)),
    judged(findings=(finding(template="other"),)),
    judged(findings=(finding(count=-1),)),
    judged(findings=(finding(value=float("inf")),)),
    judged(findings=(finding(evidence=[1]),)),
    judged(findings=(finding(evidence=("a", "b")),)),
    judged(findings=(finding(facts={"a": Odd()}),)),
    judged(judged={"X1": "many"}),
    judged(judged={"X9": 1}),
    fault_in_moments(3, bool, NOW),
    moments(NOW, NOW, index=("X1", "X1")),
    moments(NOW, index=("X9",)),
    moments("soon"),
    moments(NOW),
    figures(3),
    figures(pd.DataFrame({"numerator": [1], "denominator": [1]}, index=["X9"])),
    figures(pd.DataFrame({"numerator": [-1], "denominator": [1]}, index=["X1"])),
    figures(pd.DataFrame({"numerator": [1], "denominator": [1], "skipped": [3]}, index=["X1"])),
]
WORKERS = [
    happened(Ending(End.LATE, seconds=20), 2048),
    happened(Ending(End.LOST), 2048),
    happened(Ending(End.DONE), 2048),
    *(happened(Ending(End.DIED, code=code), 2048) for code in (SHORT, -signal.SIGKILL, -signal.SIGTERM, 3)),
]
RAISED = [told(error, ()) for error in (ZeroDivisionError(), MemoryError(), SystemExit(), OSError(2, "No such file"))]


@pytest.mark.parametrize("said", SOUND)
def test_an_answer_that_is_refused_is_told_in_vietnamese(said):
    assert said
    sentence = f"{spoken(RULE)}: {said}"
    there = in_language(sentence, VI)
    assert there.startswith("quy tắc late (check overdue_by_field): ")
    assert not ENGLISH.search(there.partition("): ")[2]), there


@pytest.mark.parametrize("what", WORKERS)
@pytest.mark.parametrize(
    "frame",
    [
        "{} in plugins/a.py; mend the check",
        "{} in plugins/a.py; mend the check, or raise seconds under [limits] in reform.toml",
        "{} in plugins/a.py; mend the check, or raise memory_mb under [limits] in reform.toml",
        "could not be asked: the worker {}",
    ],
)
def test_what_became_of_a_worker_is_told_in_vietnamese(frame, what):
    there = in_language(f"{spoken(COUNT)} {frame.format(what)}", VI)
    assert there.startswith("chỉ số online (count online) ")
    assert not ENGLISH.search(there), there


@pytest.mark.parametrize("what", RAISED)
def test_what_a_plugin_raised_stands_as_it_is_in_a_vietnamese_sentence(what):
    more = "mend the plugin: reform-tui check --here --rule late shows its author what happened"
    there = in_language(f"{spoken(RULE)} {what} at plugins/a.py line 3; {more}", VI)
    assert there.endswith(
        "tại plugins/a.py line 3; hãy sửa plugin: reform-tui check --here --rule late cho tác giả thấy lỗi"
    )
    assert there.startswith("quy tắc late (check overdue_by_field) ")


def test_a_check_that_nobody_offers_is_told_in_vietnamese():
    alone = not_offered(RULE, Offers()).fault
    assert in_language(alone, VI).endswith("không plugin nào cung cấp; hãy sửa quy tắc hoặc thêm plugin")
    broken = not_offered(RULE, Offers(faults=("plugins/a.py: NameError: x",))).fault
    assert in_language(broken, VI).endswith("không plugin nào cung cấp (plugins/a.py: NameError: x)")
