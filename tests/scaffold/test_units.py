"""The units of a province: names and levels from a package, codes from what feeds said."""

import csv
import importlib.util

import pytest

from reform_tui.assemble import assembled, running, take_all
from reform_tui.cli.main import main
from reform_tui.errors import ConfigError, Exit
from reform_tui.feeds.reference import read_reference
from reform_tui.model.schema import UNITS
from reform_tui.model.unit_name import unit_key
from reform_tui.scaffold.units import new_units
from reform_tui.times import now

FEED = 'schema = "records"\nfolder = "inbox"\n'
RECORD = "Số hồ sơ;Mã đơn vị;Tên đơn vị;Ngày tiếp nhận\nH60.12-250701-0001;H60.12;Xã Thuận Hòa;01/07/2025\n"


def listed(path):
    return read_reference(path.name, path.read_bytes(), UNITS, "Asia/Ho_Chi_Minh").rows.to_pylist()


@pytest.mark.parametrize(
    ("province", "communes", "wards"), [("Cao Bằng", 53, 3), ("tuyen quang", 117, 7), ("Tỉnh Cà Mau", 55, 9)]
)
def test_the_three_provinces_have_their_units(tmp_path, province, communes, wards):
    written = new_units(province, tmp_path)
    rows = listed(written.files[0])
    kinds = [row["name"].split()[0] for row in rows]
    assert (kinds.count("Xã"), kinds.count("Phường"), len(kinds)) == (communes, wards, communes + wards)
    assert {(row["unit"], row["level"]) for row in rows} == {(None, "commune")}
    assert rows[0]["source"].startswith("vietnam-provinces 20")


def test_the_seed_spells_in_its_own_tone_style_and_compares_in_either(tmp_path):
    names = {unit_key(row["name"]): row["name"] for row in listed(new_units("Tuyên Quang", tmp_path).files[0])}
    assert {unit_key(name) for name in ("Xã Thuận Hòa", "Xã Thanh Thủy", "Phường Hà Giang 2")} <= names.keys()


def test_codes_are_those_that_feeds_said(tmp_path):
    for name, text in {"reform.toml": 'province = "H60"\n', "feeds/a.toml": FEED, "inbox/a.csv": RECORD}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    with assembled(tmp_path) as parts, running(parts, tmp_path / "state", now()) as engine:
        take_all(engine, now())
    written = new_units("Tuyên Quang", tmp_path)
    [row] = [row for row in listed(written.files[0]) if row["unit"]]
    assert (row["unit"], unit_key(row["name"]), row["parent"]) == ("H60.12", unit_key("Xã Thuận Hoà"), "H60")
    assert written.next[0] == "1 of 124 units have the code that a feed said"


def test_a_table_that_is_there_is_never_written_over(tmp_path, capsys):
    first = new_units("Cao Bằng", tmp_path).files[0]
    before = first.read_bytes()
    assert main(["new", "units", "--province", "Cà Mau", str(tmp_path)]) == Exit.CLEAN
    said = capsys.readouterr()
    assert (first.read_bytes(), len(list(csv.reader(said.out.splitlines())))) == (before, 65)
    assert "nothing was written" in said.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--province", "Cao Bangg"], "'Cao Bangg' is no province of today"),
        ([], "--province is missing"),
        (["--province", "Cao Bằng", "--name", "x"], "--name belongs to new feed"),
    ],
)
def test_what_a_user_can_do_wrong_is_a_sentence(tmp_path, capsys, words, sentence):
    assert main(["new", "units", str(tmp_path), *words]) == Exit.CONFIGURATION
    assert sentence in capsys.readouterr().err


def test_without_the_package_it_says_how_to_go_on(tmp_path, monkeypatch):
    monkeypatch.setattr("reform_tui.scaffold.units.find_spec", lambda name: importlib.util.find_spec(f"no_{name}"))
    with pytest.raises(ConfigError, match="carry the table over"):
        new_units("Cao Bằng", tmp_path)
