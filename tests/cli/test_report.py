"""``report form-06a``: the form from the records, on stdout and in a workbook that is read back."""

from __future__ import annotations

import fastexcel
import pytest
from cli_project import drop, row

from reform_tui.cli.main import main
from reform_tui.errors import Exit
from reform_tui.form_06a import workbook
from reform_tui.form_06a.table import COLUMNS, Form, Line

PERIOD = "2025-Q1-report"
IDENTITIES = ((3, (4, 5, 6)), (7, (8, 9, 10)), (11, (12, 13)), (3, (7, 11)))


def done(number, unit="H14.1", field="Đất đai", finished="10/03/2025 08:00:00"):
    return f"{unit}-250301-{number:04};{field};01/03/2025 08:00:00;11/03/2025 17:00:00;{finished};Trực tiếp"


@pytest.fixture
def records(project):
    late = done(5, "H14.2", "=1+1", "12/03/2025 08:00:00")
    drop(project, "a.csv", row(1), row(2), row(3, "H14.3"), done(4), late, done(6, "H14.2", "Hộ tịch"))
    return project


@pytest.fixture
def report(records, capsys):
    def report(*words, period=PERIOD):
        code = main(["report", "form-06a", str(records), "--as-of", "2025-03-31", "--period", period, *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return report


def lines(out):
    """Return the lines of a Markdown table by their title, as figures by column number."""
    cells = [[text.strip() for text in line.strip("| \n").split("|")] for line in out.splitlines() if line[:1] == "|"]
    return {one[-12]: dict(enumerate(map(int, one[-11:]), 3)) for one in cells[2:]}


def sheet_of(path, name):
    read = fastexcel.read_excel(path)
    table = read.load_sheet(name, header_row=None, dtypes="string").to_arrow()
    return [list(row.values()) for row in table.to_pylist()]


def test_units_stand_by_level_and_every_sum_is_that_of_its_parts(report):
    code, out, err = report()
    found = lines(out)
    assert (code, err) == (Exit.CLEAN, "")
    assert list(found) == [
        "Cấp tỉnh", "Sở Xây dựng", "Cấp xã", "Phường Tân Giang", "Chưa rõ cấp", "H14.3", "Tổng cộng",
    ]  # fmt: skip
    units = [found[name] for name in ("Sở Xây dựng", "Phường Tân Giang", "H14.3")]
    levels = [found[name] for name in ("Cấp tỉnh", "Cấp xã", "Chưa rõ cấp")]
    for column, total in found["Tổng cộng"].items():
        assert total == sum(one[column] for one in units) == sum(one[column] for one in levels)
    assert list(found["Tổng cộng"].values()) == [6, 3, 3, 0, 3, 2, 0, 1, 3, 0, 3]
    for line in found.values():
        assert all(line[whole] == sum(line[part] for part in parts) for whole, parts in IDENTITIES)


def test_profile_period_and_the_age_of_the_data_stand_with_the_figures(report):
    _, out, _ = report("--profile", "to_the_second")
    assert f"Kỳ báo cáo: {PERIOD}. Cách tính: to_the_second. Số liệu theo bản xuất " in out


def test_by_field_adds_up_to_the_same_total(report):
    fields, units = lines(report("--by", "field")[1]), lines(report()[1])
    assert set(fields) == {"Đất đai", "Hộ tịch", "=1+1", "Tổng cộng"}
    assert fields["Tổng cộng"] == units["Tổng cộng"]


def test_the_workbook_says_the_same_and_lists_the_codes_of_every_cell(report, tmp_path):
    path = tmp_path / "06a.xlsx"
    code, out, _ = report("--by", "field", "-o", str(path))
    assert code == Exit.CLEAN
    form = [row for row in sheet_of(path, "II.06a") if row[2] and row[2].isdigit()]
    assert {row[1]: dict(enumerate(map(int, row[2:]), 3)) for row in form} == lines(out)
    codes = sheet_of(path, "Hồ sơ")[1:]
    for line in form[:-1]:
        for column, figure in enumerate(line[2:], 3):
            assert len([1 for title, at, _ in codes if (title, at) == (line[1], f"({column})")]) == int(figure)
    assert ["=1+1", "(10)", "H14.2-250301-0005"] in codes


def test_no_text_of_a_file_becomes_a_formula(report, tmp_path):
    from zipfile import ZipFile  # noqa: PLC0415 - only here

    path = tmp_path / "06a.xlsx"
    report("--by", "field", "-o", str(path))
    with ZipFile(path) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 2
    assert not any("<f>" in text for text in sheets)


def test_nothing_is_written_over_a_file_and_nothing_into_the_project(report, records, tmp_path):
    path = tmp_path / "06a.xlsx"
    path.write_bytes(b"mine")
    code, out, err = report("-o", str(path))
    assert (code, out, path.read_bytes()) == (Exit.CONFIGURATION, "", b"mine")
    assert "is there already" in err
    report()
    assert not (records / "state").exists()


def test_a_period_that_nobody_knows_is_told(report):
    code, out, err = report(period="quý một")
    assert (code, out) == (Exit.CONFIGURATION, "")
    assert "period 'quý một' is neither" in err


def test_a_period_without_records_is_a_form_of_noughts(report):
    assert lines(report(period="2020-Q1")[1]) == {"Tổng cộng": dict.fromkeys(range(3, 14), 0)}


def test_units_that_cannot_be_counted_are_told_and_left_out(report, records):
    (records / "inbox/one-stop/a.csv").write_text(
        "Số hồ sơ;Ngày tiếp nhận\nH14.1-250301-0001;01/03/2025 08:00:00\n", "utf-8"
    )
    code, out, err = report()
    assert (code, lines(out)) == (Exit.UNHEALTHY, {"Tổng cộng": dict.fromkeys(range(3, 14), 0)})
    assert "not counted: H14.1: records: no feed has" in err


def test_codes_that_one_sheet_cannot_hold_go_on_in_the_next(monkeypatch, tmp_path):
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    line = Line("1", "Xã", {name: ("a", "b") if name == "received" else () for name in COLUMNS})
    more = Line("2", "Phường", {name: ("c", "d") if name == "received" else () for name in COLUMNS})
    path = tmp_path / "long.xlsx"
    path.write_bytes(workbook.workbook_of(Form(PERIOD, "province_06a", "", "unit", (line, more))))
    told = [code for name in ("Hồ sơ", "Hồ sơ 2") for *_, code in sheet_of(path, name)[1:]]
    assert told == ["a", "b", "c", "d"]


def test_a_line_says_which_identity_does_not_hold():
    held = dict.fromkeys(COLUMNS, ()) | {"received": ("a",), "online": ("a",), "finished": ("a",), "early": ("a",)}
    assert Line("1", "Xã", held).broken() == ()
    assert Line("1", "Xã", held | {"pending": ("b",)}).broken() == ("11 = 12 + 13", "3 = 7 + 11")
