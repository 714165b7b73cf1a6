"""Silences of a running engine: acts applied, refused, undone and replayed; worse ends one; what a board then shows."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from projects import DAY, LATE, NOW, alerts, record, take

from reform_tui.acts import write_act
from reform_tui.board.reading import read_board
from reform_tui.config.types import Groups
from reform_tui.engine.acts import apply_acts
from reform_tui.engine.intake.rebuilding import empty_state
from reform_tui.store.ledger import broken_at
from reform_tui.store.silences import read_silences

LATER = NOW + DAY
ABOUT = {"rule": "late", "unit": "H14.1", "subject": "Đất đai"}
BESIDE = '[[late.silence]]\nauthor = "Lan"\nreason = "chuyển dữ liệu"\nuntil = 2025-03-31\n'


@pytest.fixture
def clock(monkeypatch):
    """Acts are written at the moment at which the engine is."""
    monkeypatch.setattr("reform_tui.times.now", lambda: LATER)


@pytest.fixture
def engine(bench, clock):
    bench.drop("a.csv", record(1), record(2))
    with bench.running() as running:
        take(running, LATER)
        yield running


def act(engine, kind, **body):
    return write_act(engine.project.root, kind, body)


def apply(engine, groups=Groups()):  # noqa: B008 - a frozen value
    return apply_acts(engine.store, groups, engine.project.calendar, LATER)


def silence(engine, until="3d", note="đang chuyển", **more):
    act(engine, "silence", **{**ABOUT, "until": until, "note": note, "severity": "warning", **more})
    apply(engine)


def states(engine, now=LATER):
    return [(one.origin, one.state(now)) for one in read_silences(engine.store.connection)]


def shown(engine, now=LATER, last=None):
    """The one alert as a board shows it, and its unit."""
    board = read_board(engine.store.connection, now, last)
    [alert] = [alert for alert in board.alerts.values() if alert.rule == "late"]
    return board, alert, board.units["H14.1"]


def trail(engine):
    rows = engine.store.connection.execute(
        "SELECT * FROM changes WHERE kind IN ('silenced', 'unsilenced') ORDER BY seq"
    )
    return [(row["kind"], bool(row["author"]), json.loads(row["detail"])) for row in rows]


def refusals(engine):
    query = "SELECT refused FROM acts WHERE refused IS NOT NULL ORDER BY name"
    return [refused for (refused,) in engine.store.connection.execute(query)]


def test_a_silenced_alert_lives_on_and_counts_apart(engine):
    silence(engine, "2025-03-15")
    board, alert, unit = shown(engine)
    assert (alert.state, alert.count, alert.silence.reason) == ("firing", 2, "đang chuyển")
    assert (unit.severity, unit.by_rule, unit.overdue, unit.silenced) == ("", (), 2, 1)
    assert board.turns_at == alert.silence.until
    assert alert.silence.until.isoformat() == "2025-03-15T17:00:00+00:00"  # midnight in the province
    [(kind, signed, detail)] = trail(engine)
    assert (kind, signed, detail["until"], detail["why"]) == ("silenced", True, "2025-03-15", "đang chuyển")
    assert broken_at(engine.store.connection) is None


def test_at_its_end_the_alert_counts_again_though_nothing_arrived(engine):
    silence(engine, "3d")
    before, _, _ = shown(engine)
    end = LATER + timedelta(days=3)
    _, still, _ = shown(engine, end - timedelta(seconds=1), before)
    board, alert, unit = shown(engine, end, before)
    assert still.silence
    assert (alert.silence, unit.severity, unit.silenced, board.turns_at) == (None, "warning", 0, None)


def test_undone_it_counts_again(engine):
    silence(engine)
    act(engine, "unsilence", **ABOUT, note="xong")
    apply(engine)
    assert shown(engine)[1].silence is None
    assert [(kind, signed) for kind, signed, _ in trail(engine)] == [("silenced", True), ("unsilenced", True)]
    assert states(engine) == [("act", "undone")]


def test_a_second_silence_takes_the_place_of_the_first(engine):
    silence(engine, "1d")
    silence(engine, "9d")
    [one] = read_silences(engine.store.connection)
    assert one.until == LATER + timedelta(days=9)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"note": " "}, "a silence needs a reason"),
        ({"until": "soon"}, "'soon' is not a length or a day such as 3d, 2wd or 2025-03-31"),
        ({"until": "2025-03-11"}, "'2025-03-11' is over already"),
        ({"until": ["3d"]}, "\"['3d']' is not a moment".replace('"', "'")),
        ({"until": ""}, "'' is not a moment"),
    ],
)
def test_what_may_not_be_is_refused_with_a_sentence(engine, body, says):
    silence(engine, **body)
    [refused] = refusals(engine)
    assert refused.startswith(says)
    assert shown(engine)[1].silence is None


def test_nothing_can_be_undone_where_nobody_silenced(engine, bench):
    act(engine, "unsilence", **ABOUT)
    apply(engine)
    assert refusals(engine) == ["nobody silenced this alert; a silence beside a rule ends in its file of rules/"]


def test_an_author_outside_the_group_is_refused(engine):
    act(engine, "silence", **ABOUT, until="3d", note="x")
    apply(engine, Groups(inspectors="no-such-group"))
    assert "is not in the group no-such-group" in refusals(engine)[0]
    assert states(engine) == []


def test_worse_ends_it_as_it_ends_an_acknowledgement(engine, bench):
    silence(engine)
    act(engine, "acknowledge", alert=alerts(engine)[0]["id"], note="x", severity="warning")
    apply(engine)
    assert (shown(engine)[1].state, bool(shown(engine)[1].silence)) == ("acknowledged", True)
    bench.drop("b.csv", record(3), at=NOW)
    take(engine, LATER)
    _, alert, unit = shown(engine)
    assert (alert.state, alert.severity, alert.silence, unit.severity) == ("firing", "critical", None, "critical")
    assert states(engine) == [("act", "worsened")]
    assert trail(engine)[-1] == ("unsilenced", False, {"why": "worsened"})
    silence(engine, severity="warning")
    assert refusals(engine) == ["the alert was warning when it was silenced, and is critical by now"]
    silence(engine, severity="critical")
    assert shown(engine)[1].silence


def test_one_beside_a_rule_holds_until_its_end_however_bad_it_gets(bench, clock):
    bench.write("rules/late.toml", LATE + BESIDE + 'units = ["H14.1"]\n')
    bench.drop("a.csv", record(1), record(2), record(1, unit="H14.2"))
    with bench.running() as engine:
        take(engine, LATER)
        bench.drop("b.csv", record(3), at=NOW)
        take(engine, LATER)
        board = read_board(engine.store.connection, LATER)
        silenced = {alert.unit: (alert.severity, bool(alert.silence)) for alert in board.alerts.values()}
        assert silenced == {"H14.1": ("critical", True), "H14.2": ("warning", False)}
        assert trail(engine) == []
        act(engine, "unsilence", **ABOUT)
        apply(engine)
        assert len(refusals(engine)) == 1
    bench.write("rules/late.toml", LATE)
    with bench.running() as engine:
        assert states(engine) == []


def test_a_silence_of_a_rule_never_hides_that_it_is_blind(bench, clock):
    bench.write("rules/late.toml", LATE + BESIDE)
    bench.drop("a.csv", ("H14.1-250301-0001", "x"), headings=("Số hồ sơ", "Lĩnh vực"))
    with bench.running() as engine:
        take(engine, LATER)
        [blind] = read_board(engine.store.connection, LATER).alerts.values()
        assert (blind.rule, blind.silence) == ("rule.blind", None)
        act(engine, "silence", rule="rule.blind", unit="H14.1", subject="late", until="1d", note="biết rồi")
        apply(engine)
        board = read_board(engine.store.connection, LATER)
        [blind] = board.alerts.values()
        assert blind.silence
        assert (board.units["H14.1"].severity, board.units["H14.1"].silenced) == ("blind", 1)


def test_a_silence_outlives_an_alert_that_ends_and_comes_again(engine, bench):
    silence(engine)
    bench.drop("b.csv", record(1, finished="10/03/2025"), record(2, finished="10/03/2025"), at=NOW)
    take(engine, LATER)
    assert alerts(engine) == []
    bench.drop("c.csv", record(4), at=NOW + timedelta(hours=1))
    take(engine, LATER)
    assert shown(engine)[1].silence


def test_a_rebuild_applies_it_again_counted_from_when_it_was_done(bench, clock):
    bench.drop("a.csv", record(1), record(2))
    with bench.running() as engine:
        take(engine, LATER)
        silence(engine, "2wd")
        before = read_silences(engine.store.connection)
    empty_state(bench.root)
    later = LATER + timedelta(hours=30)
    with bench.running(later) as engine:
        take(engine, later)
        apply_acts(engine.store, Groups(), engine.project.calendar, later)
        assert read_silences(engine.store.connection) == before
        assert shown(engine, later)[1].silence == before[0]


def test_a_renamed_rule_keeps_what_people_silenced(engine, bench):
    silence(engine)
    bench.write("rules/late.toml", LATE.replace("[late]", '[delayed]\nwas = "late"'))
    with bench.running(LATER) as anew:
        [one] = read_silences(anew.store.connection)
        assert one.rule == "delayed"
        [alert] = read_board(anew.store.connection, LATER).alerts.values()
        assert alert.silence == replace(one)
