"""A change of a reference table is a line of the trail: which rows, whose file, and nobody in it."""

from __future__ import annotations

import json
from pathlib import Path

from projects import DAY, NOW

from reform_tui.engine.reference_trail import compared
from reform_tui.model.schema import STAFF, TARGETS
from reform_tui.store.ledger import broken_at

HEAD = "indicator,unit,period,target,source\n"


def lines(engine):
    query = "SELECT detail, author FROM changes WHERE kind = 'reference' ORDER BY seq"
    return [(json.loads(detail), author) for detail, author in engine.store.connection.execute(query)]


def seen(bench, text, name="reference/targets.csv", now=NOW):
    bench.write(name, text)
    with bench.running(now) as engine:
        assert broken_at(engine.store.connection) is None
        return lines(engine)


def test_rows_that_came_changed_and_went_are_told_with_the_files_owner(bench):
    [(first, author)] = seen(bench, f"{HEAD}online,,,0.7,QĐ 1\nonline,H14.1,,0.8,QĐ 1\n")
    assert (first["table"], first["came"], first["went"], first["changed"]) == ("targets", 2, 0, 0)
    assert author == Path(bench.root / "reference/targets.csv").owner()
    text = f"{HEAD}online,,,0.75,QĐ 2\npaid,,,0.6,QĐ 2\n"
    _, (second, _) = seen(bench, text, now=NOW + DAY)
    assert {sort: second[f"rows_{sort}"] for sort in ("came", "went", "changed")} == {
        "came": ["paid"],
        "went": ["online · H14.1"],
        "changed": ["online"],
    }


def test_a_file_that_says_the_same_otherwise_came_and_went_with_nothing(bench):
    seen(bench, f"{HEAD}online,,,0.7,QĐ 1\n")
    _, (second, _) = seen(bench, f"{HEAD}online,,,70%,QĐ 1\n")
    assert (second["came"], second["went"], second["changed"]) == (0, 0, 0)
    with bench.running() as engine:
        assert len(lines(engine)) == 2


def test_a_table_that_is_gone_is_told(bench):
    seen(bench, f"{HEAD}online,,,0.7,QĐ 1\n")
    (bench.root / "reference/targets.csv").unlink()
    with bench.running() as engine:
        _, (second, author) = lines(engine)
    assert (second["went"], second["file"], author) == (1, "reference/targets.csv", None)


def test_people_are_masked_under_the_projects_key(bench):
    head = "person_id,name,class,account,phone\n"
    [(told, _)] = seen(bench, f"{head}CB-001,Ông Mẫu,officer,cb.mau,0199900001\n", "reference/staff.csv")
    assert told["came"] == 1
    [row] = told["rows_came"]
    assert row.startswith("person_id#")
    assert not any(part in json.dumps(told) for part in ("CB-001", "Mẫu", "cb.mau", "0199900001"))
    person = {"person_id": "CB-001"}
    assert compared([], [person], STAFF, b"a").came != compared([], [person], STAFF, b"b").came


def test_two_equal_rows_are_two():
    row = {"indicator": "online", "unit": None, "period": None, "target": 0.7}
    assert compared([row], [row, row], TARGETS, b"").came == ["online"]
    assert compared([row, row], [row], TARGETS, b"").went == ["online"]
