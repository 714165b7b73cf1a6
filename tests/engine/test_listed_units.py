"""Units that only the roster names: counted, with a level, in the province's figure, and in no alert of their own."""

from __future__ import annotations

import pyarrow as pa
import pytest
from projects import DAY, NOW, alerts, made, record, take

from reform_tui.board.figures import read_figures
from reform_tui.engine.listed_units import units_listed

RULES = """
[indicator.staff-accounts]
count = "staff_with_account"
needs = ["staff"]

[indicator.staff-helpers]
count = "staff_helpers"
needs = ["staff"]

[indicator.staff-reduced]
count = "staff_reduced"
needs = ["staff"]
period = "2025-Q1"

[too-few-cut]
check    = "target_gap"
indicator = "staff-reduced"
period   = "2025-Q1"
least    = 1
warning  = { value = 0.0 }

[too-few-cut-whole]
check    = "target_gap_province"
indicator = "staff-reduced"
period   = "2025-Q1"
least    = 1
warning  = { value = 0.0 }
"""
COMMUNES = 56
HELPERS, PEOPLE, CUT = 448, 4859, 42
UNITS = "unit,name,level\nH14,Cao Bằng,province\n" + "".join(
    f"H14.{n},Xã số {n},commune\n" for n in range(1, COMMUNES + 1)
)


def roster():
    """Everybody of Cao Bằng in August 2025: 448 supporters and 4,369 officers, and 42 more whose post was cut."""
    lines = ["person_id,class,unit,account,to,reason"]
    for n in range(PEOPLE + CUT):
        cut = n >= PEOPLE
        kind = "helper" if n < HELPERS else "officer"
        unit = "H14" if n % 57 == 56 and n >= HELPERS else f"H14.{n % COMMUNES + 1}"
        lines.append(f"{n},{kind},{unit},tk-{n},{'31/01/2025' if cut else ''},{'Tinh giản biên chế' if cut else ''}")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def counted(tmp_path_factory, pool):
    """The figures of a province with records in three communes and a whole roster, by indicator and level."""
    bench = made(tmp_path_factory.mktemp("roster"), pool)
    bench.write("reference/staff.csv", roster())
    bench.write("reference/units.csv", UNITS)
    bench.write("rules/staff.toml", RULES)
    bench.drop("a.csv", *(record(n, unit=f"H14.{n}") for n in (1, 2, 3)))
    with bench.running() as engine:
        take(engine)
        engine.step(engine.units(), NOW + DAY)
        found = {(one.indicator, one.level): one for one in read_figures(engine.store.connection).rows if one.of_many}
        return found, [*alerts(engine, "too-few-cut"), *alerts(engine, "too-few-cut-whole")]


def test_the_figures_of_the_province_come_out_whole_and_levels_add_to_them(counted):
    found, _ = counted
    whole = {name: found[name, "province"].numerator for name in ("staff-accounts", "staff-helpers", "staff-reduced")}
    assert whole == {"staff-accounts": PEOPLE, "staff-helpers": HELPERS, "staff-reduced": CUT}
    for name, number in whole.items():
        levels = {level: one.numerator for (indicator, level), one in found.items() if indicator == name}
        assert levels.pop("province") == number
        assert {*levels} == {"all commune", "all province"}
        assert sum(levels.values()) == number
    assert found["staff-helpers", "all commune"].numerator == HELPERS == 8 * COMMUNES


def test_posts_that_were_cut_have_no_target_no_gap_and_no_alert(counted):
    found, told = counted
    cut = [one for (indicator, _), one in found.items() if indicator == "staff-reduced"]
    assert {(one.target, one.gap) for one in cut} == {(None, None)}
    assert told == []


def test_a_roster_that_shrank_is_counted_anew(bench):
    bench.write("reference/staff.csv", "person_id,unit,account\n1,H14.7,tk-1\n2,H14.8,tk-2\n")
    bench.write("rules/staff.toml", '[indicator.staff-accounts]\ncount = "staff_with_account"\n')

    def figures(engine):
        engine.step(engine.units(), NOW)
        return {one.unit: one.numerator for one in read_figures(engine.store.connection).rows if not one.of_many}

    with bench.running() as engine:
        assert figures(engine) == {"H14.7": 1, "H14.8": 1}
    bench.write("reference/staff.csv", "person_id,unit,account\n1,H14.7,tk-1\n")
    with bench.running() as engine:
        assert figures(engine) == {"H14.7": 1}


def test_tables_about_units_keep_no_rows_of_theirs():
    table = pa.table({"unit": ["H14.1", None, "", "H14.1"]})
    assert units_listed({"units": table, "targets": table, "periods": pa.table({"name": ["a"]})}) == frozenset()
    assert units_listed({"staff": table, "allow": pa.table({"account": ["tk"]})}) == {"H14.1"}
