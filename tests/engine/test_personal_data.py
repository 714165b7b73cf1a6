"""What the engine writes about itself holds nothing of anybody: no number, no telephone, no name, at any level (P10)."""

from __future__ import annotations

import contextlib
import logging
import sqlite3

import pytest
from projects import DAY, FEED, NOW, csv_of, take

from reform_tui.engine.intake.inbox import look
from reform_tui.engine.intake.rebuilding import catch_up, replay
from reform_tui.engine.log import logging_to
from reform_tui.engine.rhythm import settle_feeds

NUMBER, PHONE, NAME, ACCOUNT, STREET = "999123456789", "0199987654", "Nông Văn Bí Mật", "bimat.nong", "ngõ 7 Bí Mật"
PLANTED = (NUMBER, PHONE, "Bí Mật", ACCOUNT)
HEADINGS = ("Số hồ sơ", "Lĩnh vực", "Ngày hẹn trả", "Số CCCD", "Chủ hồ sơ", "Số điện thoại", "Tài khoản nộp", "Địa chỉ")
PLUGIN = """
from dataclasses import dataclass
from typing import ClassVar
from reform_tui.sdk import hookimpl


@dataclass(frozen=True, kw_only=True)
class Nosy:
    "Raise with somebody's name in the message."

    reads: ClassVar = {"records": ("applicant_name", "applicant_id")}
    sentences: ClassVar = {"x": {"en": "x"}}

    def find(self, view):
        rows = view.records
        raise ValueError(" ".join(map(str, rows["applicant_name"])) + " ".join(map(str, rows["applicant_id"])))

    def next_change(self, view):
        raise AssertionError


@hookimpl
def reform_checks():
    return [Nosy]
"""


def person(number, due="11/03/2025 17:00:00"):
    return (f"H14.1-250301-{number:04}", "Đất đai", due, NUMBER, NAME, PHONE, ACCOUNT, STREET)


FILES = {
    "good.csv": csv_of(person(1), person(2), headings=HEADINGS),
    "bad rows.csv": csv_of(person(3, "31/02/2025"), ("", *person(4)[1:]), headings=HEADINGS),
    "no header.csv": csv_of(person(5), headings=person(6)),
    "other columns.csv": csv_of(person(7), headings=("A", "B", "C", "D", "E", "F", "G", "H")),
    "quote.csv": csv_of(person(8), headings=HEADINGS) + f'"{NAME};{NUMBER}\n',
    "broken.xlsx": b"PK\x03\x04" + f"{NAME}{NUMBER}".encode(),
    "lines.jsonl": f'{{"Số hồ sơ": "H14.1-250301-0009", "Chủ hồ sơ": "{NAME}"}}\n{{"{NAME}": \n',
}


@pytest.fixture
def state(bench, capfd, caplog):
    """Everything that the engine left behind in logs, its tables, and on the terminal."""
    caplog.set_level(logging.DEBUG)
    bench.write("plugins/nosy.py", PLUGIN)
    bench.write("rules/nosy.toml", '[nosy]\ncheck = "nosy"\n')
    bench.write("feeds/one-stop.toml", FEED + 'every = "1wd"\n')
    for name, content in FILES.items():
        bench.drop_text(name, content)
    project = bench.parts().project
    with logging_to(bench.root / "state/log", project.settings.keep), bench.running() as engine:
        logging.getLogger().setLevel(logging.DEBUG)
        take(engine, NOW + DAY)
        settle_feeds(engine, NOW + DAY)
        engine.step(replay(engine, NOW + DAY), NOW + DAY)
        catch_up(engine, NOW + DAY)
        assert look(bench.root, project.feeds).files
    said = capfd.readouterr()
    return bench.root / "state", said.out + said.err + caplog.text


def test_the_log_and_the_terminal_hold_nothing_of_anybody(state):
    folder, terminal = state
    written = terminal + "".join(path.read_text("utf-8") for path in (folder / "log").iterdir())
    assert "rule ill" in written
    assert [planted for planted in PLANTED if planted in written] == []


def test_the_tables_hold_nothing_of_anybody(state):
    folder, _ = state
    with contextlib.closing(sqlite3.connect(folder / "store.sqlite")) as connection:
        written = "\n".join(connection.iterdump())
    assert "H14.1-250301-0001" in written or "quarantined" in written
    assert [planted for planted in PLANTED if planted in written] == []


def test_people_lie_apart_from_the_other_columns(state):
    folder, _ = state
    held = {path.name: path.read_bytes() for path in folder.rglob("*.arrow")}
    assert any(NUMBER.encode() in content for name, content in held.items() if name.endswith(".people.arrow"))
    for name, content in held.items():
        if not name.endswith(".people.arrow"):
            assert [planted for planted in PLANTED if planted.encode() in content] == [], name
