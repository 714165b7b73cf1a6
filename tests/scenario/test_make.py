"""The scenario's records add up to the published totals, and agree with themselves."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from reform_tui.config.scenario import Scenario, load_scenario
from reform_tui.scenario.make import make_scenario

SPEC = Path(__file__).parents[2] / "sample_feeds" / "scenarios" / "cao-bang-2025-q1.toml"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CUT = datetime(2025, 3, 31, 17, tzinfo=ZONE)


@pytest.fixture(scope="module")
def spec() -> Scenario:
    return load_scenario(SPEC)


@pytest.fixture(scope="module")
def made(spec, tmp_path_factory) -> Path:
    into = tmp_path_factory.mktemp("made")
    make_scenario(spec, into)
    return into


@pytest.fixture(scope="module")
def rows(made) -> list[dict[str, str]]:
    return [
        row
        for path in sorted((made / "inbox" / "one-stop").glob("*.csv"))
        for row in csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    ]


def moment(text: str) -> datetime | None:
    return datetime.strptime(text, "%d/%m/%Y %H:%M:%S").replace(tzinfo=ZONE) if text else None


def late(row: dict[str, str]) -> str:
    due, finished = moment(row["Ngày hẹn trả"]), moment(row["Ngày kết thúc xử lý"])
    if (finished or CUT).date() <= due.date():
        return ""
    return "finished" if finished else "pending"


def test_the_published_totals_come_out_exactly(rows):
    assert len(rows) == 34_530
    assert len({row["Số hồ sơ"] for row in rows}) == 34_530
    assert sum(row["Hình thức nộp"] == "Trực tuyến" for row in rows) == 24_558
    assert Counter(map(late, rows)) == {"": 33_536, "finished": 523, "pending": 471}
    assert sum(not row["Ngày kết thúc xử lý"] for row in rows) == 1_865


def test_most_late_records_are_about_land_and_all_lie_behind_alerts_of_the_shipped_rule(rows):
    late_ones = Counter((row["Mã cơ quan"], row["Lĩnh vực"]) for row in rows if late(row))
    of = Counter((row["Mã cơ quan"], row["Lĩnh vực"]) for row in rows)
    assert sum(count for (_, field), count in late_ones.items() if field == "Đất đai") == 790
    assert len(late_ones) == 28
    assert all(count >= 5 and count / of[pair] >= 0.05 and of[pair] >= 20 for pair, count in late_ones.items())


def test_the_moments_of_a_record_are_in_order(rows):
    for row in rows:
        sent, got = moment(row["Ngày nộp"]), moment(row["Ngày tiếp nhận"])
        due, finished = moment(row["Ngày hẹn trả"]), moment(row["Ngày kết thúc xử lý"])
        assert sent <= got < due
        assert datetime(2025, 1, 1, tzinfo=ZONE) <= got < CUT
        assert finished is None or got < finished < CUT
        assert finished != due
        assert row["Số hồ sơ"].startswith(f"{row['Mã cơ quan']}-{sent:%y%m%d}-")


def test_no_open_record_is_due_on_the_last_day(rows):
    assert not [row for row in rows if not row["Ngày kết thúc xử lý"] and row["Ngày hẹn trả"].startswith("31/03/2025")]


def test_only_counters_and_agents_send_for_many(rows, spec):
    owners: dict[str, set[str]] = {}
    for row in rows:
        owners.setdefault(row["Tài khoản nộp"], set()).add(row["Số giấy tờ"])
    many = {account: len(who) for account, who in owners.items() if account and len(who) > 2}
    assert sorted(account for account in many if not account.startswith("cb.")) == ["buudien-caobang-01"]
    assert sum(n for account, n in many.items() if account.startswith("cb.")) == sum(c.records for c in spec.counter)


def test_the_same_scenario_gives_the_same_bytes(spec, made, tmp_path):
    make_scenario(spec, tmp_path)
    paths = [path.relative_to(made) for path in made.rglob("*") if path.is_file()]
    assert len(paths) > 10
    assert all((tmp_path / path).read_bytes() == (made / path).read_bytes() for path in paths)
