"""What a scenario says of counters and of agencies that are no more comes out of it."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reform_tui.config.scenario import load_scenario
from reform_tui.errors import ConfigError
from reform_tui.scenario.draft import draft
from reform_tui.scenario.reference_tables import write_reference
from reform_tui.scenario.senders import officer, senders

SCENARIOS = Path(__file__).parents[2] / "sample_feeds" / "scenarios"


@pytest.mark.parametrize("busiest", [0, 15])
def test_the_first_officer_of_a_counter_has_the_busiest_day_that_is_asked_for(busiest):
    spec = load_scenario(SCENARIOS / "tuyen-quang-2025-07.toml")
    [ours, *others] = spec.counter
    spec = replace(spec, counter=(replace(ours, busiest=busiest), *others))
    drafted = draft(spec, np.random.default_rng(spec.seed))
    sent = senders(spec, drafted, np.random.default_rng(spec.seed))
    days = Counter(zip(sent.account.to_pylist(), drafted.received_day.tolist(), strict=True))
    first = drafted.days.number(ours.day)
    assert len(drafted.unit) == spec.totals.received
    assert (days[officer(ours.unit, 0), first] == 15) is bool(busiest)
    assert sum(days[officer(ours.unit, n), day] for n in (0, 1) for day in range(40)) == ours.records


def test_agencies_that_are_no_more_stand_in_the_table_of_units_with_their_successors(tmp_path):
    spec = load_scenario(SCENARIOS / "cao-bang-2025-h1.toml")
    write_reference(spec, tmp_path)
    rows = list(csv.DictReader((tmp_path / "units.csv").read_text(encoding="utf-8").splitlines()))
    gone = [row for row in rows if row["to"]]
    assert len(rows) == len(spec.units) + 5
    assert {row["to"] for row in gone} == {"2025-02-28"}
    assert {row["successors"] for row in gone} <= {unit.code for unit in spec.units}


def test_a_successor_that_is_no_unit_is_refused(tmp_path):
    text = (SCENARIOS / "cao-bang-2025-h1.toml").read_text(encoding="utf-8").replace('"H14.4"', '"H14.444"')
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    (tmp_path / "shared").symlink_to(SCENARIOS / "shared")
    with pytest.raises(ConfigError, match=r"'H14\.444' is not the code of one of the units"):
        load_scenario(tmp_path / "own.toml")
