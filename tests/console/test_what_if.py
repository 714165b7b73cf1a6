"""A change of a rule tried from the Rules screen: asked in one line, written as an act, its answer shown when it came."""

import json
import zlib

import pytest
import synthetic
from terminal import Terminal
from test_screens import SHAPES, STATUS, same_as_golden

from reform_tui.model.schema import BUILT_IN
from reform_tui.store.database import as_json, stamp, transaction
from reform_tui.store.layout import Layout
from reform_tui.store.store import open_store

ASKED = "critical.count=5"
LATE = {
    "rule": "late-by-field", "check": "overdue_by_field", "period": "2025-Q1", "value": 0.3, "threshold": {"count": 1},
    "template": "late", "facts": {"oldest_due": "2025-03-11"},
}  # fmt: skip
ALERTS = [
    {
        **LATE, "change": "milder", "id": "a" * 16, "unit": "H14.36", "subject": "Đất đai", "severity": "warning",
        "severity_before": "critical", "count": 3, "count_before": 3, "of": 132, "of_before": 132,
        "evidence": list(synthetic.KEYS),
    },
    {
        **LATE, "change": "lost", "id": "b" * 16, "unit": "H14.36", "subject": "Hộ tịch", "severity": "warning",
        "severity_before": "warning", "count": 1, "count_before": 1, "of": 210, "of_before": 210, "evidence": [],
    },
    {
        **LATE, "change": "gained", "id": "c" * 16, "unit": "H14.40", "subject": "Đất đai", "severity": "critical",
        "severity_before": None, "count": 7, "count_before": None, "of": 40, "of_before": None, "evidence": [],
    },
]  # fmt: skip
NONE = {"gained": 0, "lost": 0, "worse": 0, "milder": 0, "other": 0}
SAID = {
    "as_of": synthetic.NOW.isoformat(), "rules": ["late-by-field"], "counts": {**NONE, "gained": 1, "lost": 1, "milder": 1},
    "indicators": [{"indicator": "online", "before": [3, 4], "after": None, "units": 2}], "ill": [], "held": ["late-by-field"],
    "blind": [{"rule": "late-by-field", "unit": "H14.12", "why": "records: no feed has due_at"}],
    "sentences": {"late-by-field": {"late": {"vi": "{count}/{of} hồ sơ quá hạn", "en": "{count} of {of} records late"}}},
}  # fmt: skip
UNITS = [{**NONE, "unit": "H14.36", "lost": 1, "milder": 1}, {**NONE, "unit": "H14.40", "gained": 1}]
KEEP = {"file": "rules/late.toml", "table": "late-by-field", "lines": ["critical.count = 5"], "own": True}


def answer(project, keep=KEEP):
    """Answer the one act as the engine would."""
    [path] = (project / "state/acts").iterdir()
    store = open_store(Layout(project / "state"), BUILT_IN)
    with transaction(store.connection):
        row = (
            path.name, "lan", stamp(synthetic.NOW), "late-by-field", ASKED, as_json(keep), as_json(SAID),
            as_json(UNITS), zlib.compress(as_json(ALERTS).encode()),
        )  # fmt: skip
        store.connection.execute(f"INSERT INTO what_if VALUES ({', '.join('?' * len(row))})", row)
    store.close()
    synthetic.beat(project)


@pytest.mark.parametrize(("language", "size", "prefix"), SHAPES)
def test_screens(project, language, size, prefix):
    waiting = {"vi": "đang hỏi", "en": "the engine is asked"}[language]
    with Terminal(project, language=language, **size) as terminal:
        terminal.until(STATUS[language]).press(":rules\r").until("431").press("/late\r").until("1–1/1")
        terminal.press("w").until("critical.count=5, ").press(f"{ASKED}\r").until(waiting)
        answer(project)
        seen = {"what-if": terminal.until("critical.count = 5").text}
        seen["what-if-unit"] = terminal.press("G\x1b[A\r").until("132").text
        seen["what-if-alert"] = terminal.press("\r").until("[Sheet1]").text
        terminal.press("G\x1b[A\r").until("******02")
    for name, text in seen.items():
        same_as_golden(f"{prefix}-{name}", text)


def test_the_sentence_opens_all_that_it_counts(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press(":rules\r").until("431").press("/late\r").until("1–1/1")
        terminal.press("w").until("critical.count=5, ").press(f"{ASKED}\r").until("the engine is asked")
        answer(project)
        terminal.until("critical.count = 5").press("g\r").until("1–3/3")
        assert "Xã Nguyễn Huệ · Đất đai: 7 of 40" in terminal.text


def written(project):
    [path] = (project / "state/acts").iterdir()
    act = json.loads(path.read_text("utf-8"))
    return act["kind"], act["body"]


def test_the_change_is_written_as_an_act(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press(":rules\r").until("Judged").press("/late\r").until("1–1/1")
        terminal.press(f":what-if {ASKED} profile=x\r").until("the engine is asked")
    assert written(project) == ("what-if", {"rule": "late-by-field", "set": f"{ASKED} profile=x"})


def test_a_draft_is_named_by_its_file(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press(":rules\r").until("Judged").press("/late\r").until("1–1/1")
        terminal.press(":what-if drafts/late.toml\r").until("the engine is asked")
        answer(project, {"file": "rules/late.toml", "draft": "drafts/late.toml"})
        terminal.until("copy drafts/late.toml to").until("rules/late.toml")
    assert written(project) == ("what-if", {"rule": "late-by-field", "file": "drafts/late.toml"})


def test_elsewhere_it_is_said_where_it_works(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press("w").until("what-if works on a rule")
        terminal.press(":what-if a=1\r").until("what-if works on a rule")
        terminal.press(":rules\r").until("Judged").press("/late\r").until("1–1/1").press("w\r").settle()
    assert list((project / "state/acts").iterdir()) == []


def test_a_refusal_stands_on_its_page(project):
    store = open_store(Layout(project / "state"), BUILT_IN)
    with Terminal(project) as terminal:
        terminal.until("engine running").press(":rules\r").until("Judged").press("/late\r").until("1–1/1")
        terminal.press(":what-if a=1\r").until("the engine is asked")
        [path] = (project / "state/acts").iterdir()
        with transaction(store.connection):
            row = (path.name, "lan", "what-if", "{}", synthetic.NOW.isoformat(), "unknown key 'a'")
            store.connection.execute("INSERT INTO acts VALUES (?, ?, ?, ?, ?, ?)", row)
        terminal.until("refused: unknown key 'a'").settle()
        assert "the engine is asked" not in terminal.text
    store.close()
