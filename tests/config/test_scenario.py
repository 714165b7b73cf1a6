"""A scenario file tells every fault, and refuses what contradicts itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reform_tui.config.scenario import load_scenario
from reform_tui.errors import ConfigError

SPEC = Path(__file__).parents[2] / "sample_feeds" / "scenarios" / "cao-bang-2025-q1.toml"


def altered(tmp_path: Path, old: str, new: str) -> Path:
    text = SPEC.read_text(encoding="utf-8")
    assert old in text
    shutil.copytree(SPEC.parent / "shared", tmp_path / "shared")
    path = tmp_path / "altered.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_the_published_totals_are_read():
    totals = load_scenario(SPEC).totals
    assert (totals.received, totals.online, totals.finished_late + totals.pending_late) == (34_530, 24_558, 994)
    assert round(totals.online / totals.received, 4) == 0.7112


def test_units_are_the_56_communes_of_today_and_the_departments():
    levels = [unit.level for unit in load_scenario(SPEC).units]
    assert (levels.count("commune"), levels.count("province")) == (56, 18)
    names = [unit.name for unit in load_scenario(SPEC).units]
    assert sum(name.startswith("Phường ") for name in names) == 3
    assert sum(name.startswith("Xã ") for name in names) == 53


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("totals.finished_late = 523", "totals.finished_late = 524", "'finished' of all .* is 523, but .* is 524"),
        ('unit     = "H14.31"', 'unit     = "H14.99"', "'H14.99' is not the code of one of the units"),
        ('like      = ["shared/cao-bang.toml", ', 'like      = ["shared/cao-bong.toml", ', "cannot be read"),
        (
            'like      = ["shared/cao-bang.toml", "shared/procedures.toml", "shared/calendar.toml"]',
            "like = 3",
            "like: is not a list of files",
        ),
        ("seed      = 20250331", "sead      = 20250331", "unknown key 'sead', did you mean 'seed'"),
    ],
)
def test_a_fault_is_a_sentence(tmp_path, old, new, sentence):
    with pytest.raises(ConfigError, match=f"toml: .*{sentence}"):
        load_scenario(altered(tmp_path, old, new))


def test_a_key_of_its_own_goes_before_what_it_is_like(tmp_path):
    path = altered(tmp_path, "seed      = 20250331", "seed      = 20250331\nmade_up   = []")
    assert load_scenario(path).made_up == ()
    assert load_scenario(SPEC).made_up != ()


def test_every_scenario_can_be_read_and_says_where_its_figures_come_from():
    paths = sorted(SPEC.parent.glob("*.toml"))
    assert len(paths) == 5
    for path in paths:
        assert "Source" in path.read_text(encoding="utf-8")
        assert load_scenario(path).totals.received >= 26_000
