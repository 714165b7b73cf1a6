"""When a file was written: inside, in its name, or when it was seen."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from feed_reading import SEEN, feed_with, read, workbook

from reform_tui.config.types import TimeMapping
from reform_tui.feeds.batch import ExportTime, Origin
from reform_tui.feeds.export_time import export_time

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def found(name="a.csv", title=(), exported="", seen=SEEN):
    return export_time(name, title, feed_with(time=TimeMapping(exported=exported)), ZONE, seen)


def at(*parts):
    return datetime(*parts, tzinfo=ZONE)


@pytest.mark.parametrize(
    "title",
    ["Ngày xuất: 14/11/2025 15:32", "Thời gian xuất báo cáo 14/11/2025, 15:32:00", "(Số liệu tính đến 15:32 ngày 14/11/2025)",
     "Ngày in: 14-11-2025 15h32", "Ngày kết xuất: 2025-11-14 15:32"],
)  # fmt: skip
def test_a_title_line_says_it(title):
    assert found("so_20250101_0000.csv", ["SỔ THEO DÕI", title]) == ExportTime(at(2025, 11, 14, 15, 32), Origin.INSIDE)


@pytest.mark.parametrize(
    "name",
    [
        "hs_2025-11-14_15-32.csv",
        "hs 20251114153200.csv",
        "hs_20251114_1532.xlsx",
        "Báo cáo 14-11-2025 15.32.xlsx",
        "2025_11_14_15_32.csv",
    ],
)
def test_a_usual_name_says_it(name):
    assert found(name) == ExportTime(at(2025, 11, 14, 15, 32), Origin.NAME)


def test_a_bare_day_is_unsure_and_gives_way_to_an_hour():
    assert found(title=["Tính đến ngày 14 tháng 11 năm 2025"]) == ExportTime(
        at(2025, 11, 14), Origin.INSIDE, sure=False
    )
    assert found("hs_20251114_1532.csv", ["Ngày xuất 14/11/2025"]).origin is Origin.NAME
    assert found("hs_14112025.csv") == ExportTime(at(2025, 11, 14), Origin.NAME, sure=False)


@pytest.mark.parametrize(
    "name", ["filtered_2013.csv", "a.csv", "766.xlsx", "hs_20251399.csv", "H14.36-250301-0001.csv"]
)
def test_a_name_without_a_day_says_nothing(name):
    assert found(name, ["SỔ THEO DÕI HỒ SƠ", "Từ ngày 01/01/2025"]) == ExportTime(SEEN, Origin.MTIME)


TWELVE = "%Y_%m_%d_%I_%M"


def test_a_twelve_hour_clock_is_read_by_when_the_file_was_seen():
    name = "Sổ theo dõi hồ sơ_2025_11_14_09_15.xlsx"
    evening = at(2025, 11, 14, 21, 20).astimezone(UTC)
    assert found(name, exported=TWELVE, seen=evening) == ExportTime(at(2025, 11, 14, 21, 15), Origin.NAME)
    morning = at(2025, 11, 14, 9, 20).astimezone(UTC)
    assert found(name, exported=TWELVE, seen=morning) == ExportTime(at(2025, 11, 14, 9, 15), Origin.NAME)
    afternoon = at(2025, 11, 14, 15, 30).astimezone(UTC)
    assert found(name, exported=TWELVE, seen=afternoon).sure is False
    noon = found("x_2025_11_14_12_15.xlsx", exported=TWELVE, seen=at(2025, 11, 14, 12, 16))
    assert noon == ExportTime(at(2025, 11, 14, 12, 15), Origin.NAME)


NAMED = "Sổ theo dõi hồ sơ_2025_11_14_09_15.xlsx"


@pytest.mark.parametrize(
    ("seen", "hour", "sure"), [((9, 20), 9, True), ((21, 16), 21, True), ((15, 30), 21, False), ((14, 30), 9, False)]
)
def test_nobody_need_state_the_clock_of_a_widespread_system(seen, hour, sure):
    assert found(NAMED, seen=at(2025, 11, 14, *seen)) == ExportTime(at(2025, 11, 14, hour, 15), Origin.NAME, sure=sure)
    assert found(NAMED.replace(".xlsx", " (1).xlsx"), seen=at(2025, 11, 14, *seen)).at.hour == hour


def test_a_clock_of_twenty_four_hours_is_told_by_its_afternoons_or_by_the_feed():
    assert found(NAMED.replace("09_15", "15_15"), seen=at(2025, 11, 15)).at == at(2025, 11, 14, 15, 15)
    assert found(NAMED.replace("09_15", "00_15"), seen=at(2025, 11, 14, 12)).at == at(2025, 11, 14, 0, 15)
    stated = found(NAMED, exported="%Y_%m_%d_%H_%M", seen=at(2025, 11, 14, 21, 20))
    assert stated == ExportTime(at(2025, 11, 14, 9, 15), Origin.NAME)


def test_midnight_and_noon_are_both_twelve():
    name = NAMED.replace("09_15", "12_05")
    assert found(name, seen=at(2025, 11, 14, 12, 6)).at == at(2025, 11, 14, 12, 5)
    assert found(name, seen=at(2025, 11, 14, 0, 6)).at == at(2025, 11, 14, 0, 5)


@pytest.mark.parametrize(
    "name",
    ["Báo cáo 5_3_2025 9_7.xls", "Báo cáo 5-3-2025 9-7.xls", "Báo cáo_5_3_2025_9_7 (2).xls", "Báo cáo 05.03.2025 09.07.xls",
     "Báo cáo 5%2F3%2F2025 9%3A7.xls", "Báo cáo 5／3／2025 9：7.xls", "Báo cáo 5 3 2025 9 7.xls"],
)  # fmt: skip
def test_slashes_and_colons_that_a_browser_took_away(name):
    assert found(name) == ExportTime(at(2025, 3, 5, 9, 7), Origin.NAME)


def test_a_stated_pattern_with_am_and_pm_needs_no_guess():
    assert found("x-14112025-0915PM.csv", exported="%d%m%Y-%I%M%p").at == at(2025, 11, 14, 21, 15)


def test_a_time_far_ahead_of_its_arrival_is_unsure():
    assert found("hs_20521114_1532.csv").sure is False
    assert found("hs_20251114_1532.csv", seen=at(2025, 11, 14, 12) + timedelta(hours=1)).sure is True


def test_it_is_found_above_the_header_of_a_workbook():
    content = workbook(
        ["SỔ THEO DÕI"], ["Ngày xuất: 14/11/2025 15:32"], ["Mã hồ sơ", "Lĩnh vực"], ["H14.36-250301-0001", "a"]
    )
    assert read(content, "inbox/2024/so.xlsx").exported == ExportTime(at(2025, 11, 14, 15, 32), Origin.INSIDE)
