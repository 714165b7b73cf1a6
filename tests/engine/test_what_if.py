"""What a draft of rules would change: both sides asked of the same rows by real workers, nothing written."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from projects import DAY, LATE, NOW, record, take

from reform_tui.config.draft import settings_in, with_draft, with_settings
from reform_tui.config.toml import Document, parse
from reform_tui.engine.asking import TRIES, Asker, Asking
from reform_tui.engine.drafts import case_faults, drafted
from reform_tui.engine.what_if import KINDS, what_if
from reform_tui.engine.what_if_data import as_data
from reform_tui.errors import ConfigError, StoreFileGoneError
from reform_tui.store.folding import fold, sweep, waiting_homes
from reform_tui.store.layout import Layout
from reform_tui.store.store import snapshot
from reform_tui.what_if_words import CHANGES, SIGNS

LATER = NOW + DAY
DRAFT = Path("drafts/late.toml")


@pytest.fixture
def filled(bench):
    """Four late records in one unit, two in another; as it is, three are critical."""
    rows = [record(number) for number in range(1, 5)] + [record(number, unit="H14.2") for number in (1, 2)]
    bench.drop("a.csv", *rows)
    with bench.running(LATER) as engine:
        take(engine, LATER)
        yield engine


@pytest.fixture
def asker(filled, pool):
    layout = Layout(filled.project.root / "state")
    return Asker(pool, 2, partial(snapshot, layout, filled.project.schemas))


@pytest.fixture
def ask(filled, asker, pool):
    """What a draft's text would change, as plain data."""

    def ask(text, only="", now=LATER):
        document = Document("draft", DRAFT, parse(text.encode(), "draft"), "")
        after = drafted(pool, filled.questions, with_draft(filled.project, document))
        return as_data(what_if(asker, filled.questions, after, now, only))

    return ask


def test_the_same_rules_change_nothing(ask):
    data = ask(LATE)
    assert (data["rules"], data["units"], data["alerts"]) == ([], [], [])


def test_a_draft_that_only_renames_and_proves_is_not_even_asked(ask):
    assert ask(LATE + 'name = "Late"\nmessage = "{count}"\n')["rules"] == []


def test_other_thresholds_make_alerts_milder_and_worse_and_end_them(ask):
    data = ask('[late]\ncheck = "overdue_by_field"\nwarning = { count = 3 }\ncritical = { count = 5 }\n')
    assert data["counts"] == {"gained": 0, "lost": 1, "worse": 0, "milder": 1, "other": 0}
    assert data["units"] == [
        {"unit": "H14.1", "gained": 0, "lost": 0, "worse": 0, "milder": 1, "other": 0},
        {"unit": "H14.2", "gained": 0, "lost": 1, "worse": 0, "milder": 0, "other": 0},
    ]
    lost, milder = data["alerts"]
    assert (milder["severity_before"], milder["severity"], milder["count"]) == ("critical", "warning", 4)
    assert milder["evidence"] == [f"H14.1-250301-{number:04}" for number in range(1, 5)]
    assert (lost["severity"], lost["evidence"]) == ("warning", ["H14.2-250301-0001", "H14.2-250301-0002"])


def test_another_question_is_asked_anew(ask):
    data = ask(
        '[late]\ncheck = "overdue_by_field"\nwarning = { count = 1 }\ncritical = { count = 3 }\nscope.units = ["H14.2"]\n'
    )
    assert [(one["change"], one["unit"]) for one in data["alerts"]] == [("lost", "H14.1")]


def test_a_new_rule_adds_alerts_and_a_removed_one_takes_its_own_away(ask):
    data = ask('[later]\ncheck = "overdue_by_field"\nwarning = { count = 3 }\n')
    assert data["rules"] == ["later", "late"]
    assert {(one["change"], one["rule"], one["unit"]) for one in data["alerts"]} == {
        ("gained", "later", "H14.1"),
        ("lost", "late", "H14.1"),
        ("lost", "late", "H14.2"),
    }


def test_one_rule_alone(ask):
    data = ask('[later]\ncheck = "overdue_by_field"\nwarning = { count = 3 }\n', only="later")
    assert [(one["change"], one["rule"]) for one in data["alerts"]] == [("gained", "later")]


def test_a_renamed_rule_keeps_its_alerts(ask):
    renamed = LATE.replace("[late]", '[delayed]\nwas = ["late"]')
    assert ask(renamed)["alerts"] == []
    data = ask(renamed.replace("count = 3", "count = 5"))
    assert [(one["change"], one["rule"]) for one in data["alerts"]] == [("milder", "delayed")]


def test_a_hold_counts_as_met_and_that_is_said(ask):
    data = ask(LATE + 'hold = "3d"\n')
    assert (data["alerts"], data["held"]) == ([], ["late"])


def test_a_past_moment_knows_less(ask):
    strict = LATE.replace("count = 3", "count = 4")
    assert ask(strict, now=NOW)["alerts"] == []
    assert ask(strict.replace("count = 4", "count = 5"))["counts"]["milder"] == 1


def test_an_indicator_that_differs_is_counted_on_both_sides(ask):
    data = ask(f'{LATE}[indicator.on-time]\ncount = "on_time_of_received"\n')
    [figure] = data["indicators"]
    assert (figure["indicator"], figure["before"], figure["after"]) == ("on-time", None, [0, 6])
    assert figure["units"] == 2


def test_a_rule_that_cannot_be_asked_is_not_compared(bench, ask):
    data = ask(LATE.replace("overdue_by_field", "target_gap") + 'indicator = "none"\n')
    assert data["alerts"] == []
    assert "late" in data["ill"][0]


def test_nothing_is_written(filled, ask):
    before = list(filled.store.connection.iterdump())
    ask(LATE.replace("count = 3", "count = 5"))
    assert list(filled.store.connection.iterdump()) == before


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        ('[late]\ncheck = "overdue_by_field"\nprofil = "x"\n', "draft [late]: unknown key 'profil'"),
        ('[late]\ncheck = "overdu"\n', "draft [late]: no plugin offers the check 'overdu'"),
        ("[late]\n", "draft [late]: missing key 'check'"),
    ],
)
def test_the_faults_of_a_draft_are_the_usual_sentences(ask, draft, said):
    with pytest.raises(ConfigError, match="draft") as told:
        ask(draft)
    assert said in str(told.value)


def test_the_cases_of_a_draft_run_in_a_worker(filled, pool):
    case = '[[late.case]]\nname = "none"\nnow = 2025-03-12T08:00:00+07:00\nrecords = []\nexpect = [{ count = 1 }]\n'
    document = Document("draft", DRAFT, parse((LATE + case).encode(), "draft"), "")
    after = drafted(pool, filled.questions, with_draft(filled.project, document))
    [fault] = case_faults(pool, after, DRAFT)
    assert fault.startswith("late.toml [late] none: ")
    assert case_faults(pool, filled.questions, DRAFT) == []


def test_a_file_that_is_folded_away_meanwhile_is_found_where_it_lies_now(filled, asker, pool):
    """The first snapshot is stale on purpose: its segments are folded and swept before a worker opens them."""
    stale = Stale(asker.snapshot, partial(fold_all, filled.store))
    asking = Asking(filled.questions, frozenset({"late"}), LATER)
    [[heard]] = replace(asker, snapshot=stale).hear([[asking]])
    assert stale.folded == 1
    assert {found.unit: found.count for found in heard["late"].findings} == {"H14.1": 4, "H14.2": 2}
    assert not heard["late"].fault


def test_rows_that_never_lie_still_end_in_a_sentence(bench, filled, asker):
    def refold():
        bench.drop(f"{stale.folded}.csv", record(1, unit=f"H14.{stale.folded + 10}"), record(90 + stale.folded))
        take(filled, LATER)
        fold_all(filled.store)

    stale = Stale(asker.snapshot, refold, times=99)
    with pytest.raises(StoreFileGoneError, match=f"{TRIES} times"):
        replace(asker, snapshot=stale).hear([[Asking(filled.questions, frozenset({"late"}), LATER)]])


class Stale:
    """Snapshots after each of which, but the very first and those that only look, the rows move."""

    def __init__(self, snapshot, move, times=1):
        self.snapshot, self.move, self.times, self.folded, self.calls = snapshot, move, times, 0, 0

    def __call__(self):
        self.calls += 1
        return self._then_moved() if self.calls > 1 and self.folded < self.times else self.snapshot()

    def _then_moved(self):
        @contextmanager
        def moved():
            with self.snapshot() as store:
                yield store
            self.move()
            self.folded += 1

        return moved()


def fold_all(store):
    """Fold every home and remove what is no longer named, as the engine does when it rests."""
    for schema, home in waiting_homes(store):
        fold(store, schema, home)
    sweep(store)


def test_settings_are_read_as_a_person_writes_them():
    told = list(settings_in('critical.count=5 profile=to_the_second hold = \'3d\' scope.units=["a", "b"]'))
    assert told == [
        (["critical", "count"], 5),
        (["profile"], "to_the_second"),
        (["hold"], "3d"),
        (["scope", "units"], ["a", "b"]),
    ]


@pytest.mark.parametrize("text", ["", "count", "count 5", "a=1 b", '="5"'])
def test_what_is_no_setting_is_told(text):
    with pytest.raises(ConfigError, match="is not KEY=VALUE"):
        list(settings_in(text))


def test_settings_change_one_key_of_a_rule(bench):
    project = with_settings(bench.parts().project, "late", "critical.count=5")
    [rule] = project.rules
    assert (rule.critical.count, rule.warning.count) == (5, 1)


def test_settings_stand_over_what_the_rule_extends(bench):
    bench.write("rules/late.toml", '[late-by-field]\nextends = "late-by-field"\n')
    before = bench.parts().project.rules[0]
    after = with_settings(bench.parts().project, "late-by-field", "critical.count=77").rules[0]
    assert after == replace(before, critical=replace(before.critical, count=77))


def test_settings_of_a_rule_that_is_not_there(bench):
    with pytest.raises(ConfigError, match="no rule 'lat', did you mean 'late'"):
        with_settings(bench.parts().project, "lat", "critical.count=5")


def test_every_kind_has_a_word():
    assert CHANGES.keys() == SIGNS.keys() == set(KINDS)
