"""The demo's files, moved to the days before now, read by the real readers."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

import pyarrow.compute as pc
import pytest

from reform_tui.config.feed import feed_of
from reform_tui.config.toml import read_document
from reform_tui.errors import FeedError
from reform_tui.feeds.read import read_file
from reform_tui.model.schema import BUILT_IN, RECORDS
from reform_tui.scenario.demo import demo_drops, moved, prepare_demo
from reform_tui.scenario.drops import Drop, play
from reform_tui.scenario.updates import later_drops

SAMPLES = Path(__file__).parents[2] / "sample_feeds" / "demo"
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)  # a Sunday


def read(drop: Drop):
    path = SAMPLES / "feeds" / "one-stop.toml"
    feed = feed_of(read_document(path, path.name), BUILT_IN)
    return read_file(drop.name, drop.content, feed, RECORDS, zone="Asia/Ho_Chi_Minh", first_seen=NOW)


@pytest.fixture(scope="module")
def drops() -> list[Drop]:
    return demo_drops(NOW, SAMPLES / "inbox/one-stop")


def test_days_move_by_working_days_and_a_day_that_does_not_exist_stays():
    text = "H14.17-250311-0001;11/03/2025 17:00:00;31/02/2025;2025_03_07;10/03/2025"
    assert moved(text, date(2026, 11, 19)) == "H14.17-261118-0001;18/11/2026 17:00:00;31/02/2025;2026_11_16;17/11/2026"


def test_nothing_in_the_files_comes_after_now(drops):
    batches = [read(drop) for drop in drops if not drop.name.startswith("07")]
    for batch in batches:
        assert batch.exported.at < NOW
        assert batch.exported.sure
        for column in {"submitted_at", "received_at", "finished_at"} & set(batch.columns):
            latest = pc.max(batch.rows[column]).as_py()
            assert latest is None or latest < batch.exported.at


def test_every_heading_is_known_and_every_word_understood(drops):
    for drop in drops:
        if not drop.name.startswith("07"):
            batch = read(drop)
            assert [heading for heading in batch.unmapped if heading != "STT"] == []
            assert batch.unknown == ()


def test_bad_rows_are_set_aside_each_for_its_reason(drops):
    [bad] = [read(drop) for drop in drops if drop.name.startswith("03")]
    assert Counter(bad.rejected["reason"].to_pylist()) == {"no-identity": 1, "no-such-date": 1, "no-unit": 1}
    assert bad.rows.num_rows == 7


def test_one_file_is_there_twice_and_one_is_no_export(drops):
    assert [n for n, number in Counter(drop.content for drop in drops).items() if number == 2] == [drops[1].content]
    with pytest.raises(FeedError, match="07"):
        read(drops[6])


def test_the_land_office_is_late_and_a_ward_gets_a_new_due_date(drops):
    land, first, last = read(drops[1]).rows, read(drops[3]).rows, read(drops[9]).rows
    open_late = pc.and_(pc.is_null(land["finished_at"]), pc.less(land["due_at"], NOW))
    assert pc.sum(open_late).as_py() == 3
    assert first["_key"][0].as_py() == last["_key"][0].as_py()
    assert first["due_at"][0].as_py() < NOW < last["due_at"][0].as_py()


def test_later_updates_are_whole_files_that_go_on_and_on():
    many = list(islice(later_drops(NOW), 50))
    assert len({drop.name for drop in many}) == 50
    assert sum(read(drop).rejected.num_rows for drop in many) == 0


def test_a_late_record_comes_and_is_put_right_in_every_round():
    for late, mended in zip(islice(later_drops(NOW), 2, 50, 5), islice(later_drops(NOW), 4, 50, 5), strict=True):
        before, after = read(late).rows, read(mended).rows
        assert before["_key"].to_pylist() == after["_key"].to_pylist()
        assert before["due_at"][0].as_py() < NOW < after["due_at"][0].as_py()


def test_a_project_is_copied_and_files_are_dropped_until_told_to_stop(tmp_path):
    into, waited = tmp_path / "demo", []

    def wait(seconds: float) -> bool:
        waited.append(seconds)
        return len(waited) > 12

    play(prepare_demo(into, NOW), into / "inbox" / "one-stop", wait)
    found = sorted(path.name for path in (into / "inbox" / "one-stop").iterdir())
    assert len(found) == 12
    assert not [name for name in found if name.startswith(".") or name.endswith(".part")]
    assert {path.name for path in into.iterdir()} == {"reform.toml", "feeds", "rules", "reference", "inbox"}


def test_a_project_that_is_there_already_is_left_as_it_is(tmp_path):
    prepare_demo(tmp_path, NOW)
    (tmp_path / "reform.toml").write_text('name = "mine"\n', encoding="utf-8")
    prepare_demo(tmp_path, NOW)
    assert (tmp_path / "reform.toml").read_text(encoding="utf-8") == 'name = "mine"\n'


def test_people_in_the_samples_are_invented():
    text = "".join(path.read_text(encoding="utf-8") for path in (SAMPLES / "inbox/one-stop").iterdir())
    assert not re.findall(r"(?<!\d)0(?!199)\d{9}(?!\d)", text)
    assert not re.findall(r"(?<!\d)(?!999)\d{12}(?!\d)", text)
