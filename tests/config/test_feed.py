"""A feed file: the example of the design read whole, and the exact sentence for every way to get one wrong."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

import pytest
import tomli

from reform_tui.config.feed import extra_columns, feed_of
from reform_tui.config.toml import Document
from reform_tui.config.types import ExtraColumn, Feed, Sample, TimeMapping
from reform_tui.errors import ConfigError
from reform_tui.model.schema import BUILT_IN, Column, Kind

EXAMPLE = """
schema = "records"
folder = "inbox/one-stop"
files  = ["*.xlsx", "*.xls", "*.csv"]
mode   = "snapshot"
every  = "1wd"
by     = "08:30"
authority = 10
units  = ["H14.36"]
sheet  = "Sheet 1"
header = 3
encoding = "cp1258"
delimiter = ";"
shrink = 0.4

[time]
formats  = ["%d/%m/%Y %H:%M:%S", "%d/%m/%Y"]
zone     = "Asia/Ho_Chi_Minh"
exported = "%Y_%m_%d_%I_%M"

[columns]
record_id = ["Mã hồ sơ", "Số hồ sơ"]
due_at    = "Ngày hẹn trả"

[columns.extra]
poor_household = { from = "Hộ nghèo", type = "flag" }

[values.channel]
"Trực tuyến" = "online"

[constants]
unit = "H14.36"

[[sample]]
row    = { "Số hồ sơ" = "H14.36-250601-0001", "Ngày hẹn trả" = "11/06/2025 17:00:00" }
expect = { record_id = "H14.36-250601-0001", due_at = 2025-06-11T17:00:00+07:00 }

[[sample]]
row      = { "Số hồ sơ" = "" }
rejected = "no-key"
"""

LEAST = "schema = 'records'\nfolder = 'inbox'\n"


def feed(text: str) -> Feed:
    path = Path("feeds/one-stop.toml")
    return feed_of(Document("feeds/one-stop.toml", path, tomli.loads(text), ""), BUILT_IN)


def told(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        feed(text)
    [sentence] = caught.value.faults
    start, _, rest = sentence.partition(": ")
    assert start == "feeds/one-stop.toml"
    return rest


def test_the_example_says_every_key():
    read = feed(EXAMPLE)
    assert read == Feed(
        name="one-stop",
        path=Path("feeds/one-stop.toml"),
        schema="records",
        folder="inbox/one-stop",
        files=("*.xlsx", "*.xls", "*.csv"),
        mode="snapshot",
        every="1wd",
        by=time(8, 30),
        authority=10,
        units=("H14.36",),
        sheet="Sheet 1",
        header=3,
        encoding="cp1258",
        delimiter=";",
        shrink=0.4,
        time=TimeMapping(("%d/%m/%Y %H:%M:%S", "%d/%m/%Y"), "Asia/Ho_Chi_Minh", "%Y_%m_%d_%I_%M"),
        columns={"record_id": ("Mã hồ sơ", "Số hồ sơ"), "due_at": ("Ngày hẹn trả",)},
        extra={"poor_household": ExtraColumn(("Hộ nghèo",), "flag")},
        values={"channel": {"Trực tuyến": "online"}},
        constants={"unit": "H14.36"},
        samples=(
            Sample(
                {"Số hồ sơ": "H14.36-250601-0001", "Ngày hẹn trả": "11/06/2025 17:00:00"},
                {"record_id": "H14.36-250601-0001", "due_at": datetime.fromisoformat("2025-06-11T17:00:00+07:00")},
            ),
            Sample({"Số hồ sơ": ""}, rejected="no-key"),
        ),
        version=read.version,
    )
    [column] = extra_columns(read)
    assert column == Column("poor_household", Kind.FLAG)
    assert column.labels == {"vi": "Hộ nghèo"}


def test_the_least_feed():
    read = feed(LEAST)
    assert (read.mode, read.every, read.by, read.time) == ("changes", "", time(9), TimeMapping())


@pytest.mark.parametrize(
    "decisive",
    ["sheet = 'x'", "header = 2", "encoding = 'cp1258'", "delimiter = ';'", "columns.due_at = 'x'",
     "columns.extra.x = { from = 'X' }", "values.channel.x = 'online'", "constants.unit = 'x'", "time.zone = 'UTC'"],
)  # fmt: skip
def test_what_decides_how_a_file_is_read_changes_the_version(decisive):
    assert feed(LEAST + decisive).version != feed(LEAST).version


@pytest.mark.parametrize(
    "beside",
    ["every = '1d'", "by = '10:00'", "authority = 3", "files = '*.csv'", "units = ['H14']", "mode = 'snapshot'", "shrink = 0.1",
     "[[sample]]\nrow = {}\nrejected = 'no-key'"],
)  # fmt: skip
def test_what_does_not_keeps_it(beside):
    assert feed(LEAST + beside).version == feed(LEAST).version


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("folder = 'inbox'", "missing key 'schema'"),
        ("schema = 'records'", "missing key 'folder'"),
        ("schema = 'records'\nfolder = ''", "folder: is empty"),
        ("schema = 'record'\nfolder = 'inbox'", "schema: no schema 'record', did you mean 'records'?"),
        (LEAST + "version = 'x'", ("unknown key 'version' (known: authority, by, columns, constants, delimiter, encoding, every,"
                                  " files, folder, header, mode, sample, schema, sheet, shrink, time, units, values)")),
        (LEAST + "heder = 1", "unknown key 'heder', did you mean 'header'?"),
        (LEAST + "mode = 'change'", "mode: 'change' is not one of changes, snapshot, did you mean 'changes'?"),
        (LEAST + "every = '1h'", "every: '1h' is not a rhythm such as 1wd or 7d"),
        (LEAST + "by = '9'", "by: '9' is not a time of day such as 09:00"),
        (LEAST + "header = -1", "header: -1 is below 0"),
        (LEAST + "shrink = 5", "shrink: 5.0 is above 1"),
        (LEAST + "delimiter = '||'", "delimiter: '||' is not one character"),
        (LEAST + "encoding = 'tcvn'", "encoding: 'tcvn' is not an encoding such as utf-8, utf-16 or cp1258"),
        (LEAST + "time.zone = 'Hanoi'", "time.zone: 'Hanoi' is not a time zone such as Asia/Ho_Chi_Minh"),
        (LEAST + "time.formats = ['%d/%m/%Q']", ("time.formats: '%d/%m/%Q' holds '%Q', which is no part of a time"
                                                " (known: %Y %y %m %d %H %I %M %S %p %f %z %T %%)")),
        (LEAST + "time.formats = ['%d/%m/%Y', '%H:%M']", "time.formats: '%H:%M' does not name a day; it needs %d, %m and %Y"),
        (LEAST + "time.exported = '%Y%m'", "time.exported: '%Y%m' does not name a day; it needs %d, %m and %Y"),
        (LEAST + "columns.recordid = 'x'", "columns: unknown column 'recordid', did you mean 'record_id'?"),
        (LEAST + "columns.due_at = 5", "columns.due_at: 5 is not a list"),
        (LEAST + "constants.unti = 'x'", "constants: unknown column 'unti', did you mean 'unit'?"),
        (LEAST + "values.chanel.x = 'online'", "values: unknown column 'chanel', did you mean 'channel'?"),
        (LEAST + "values.channel.x = 'onlne'", "values.channel.x: 'onlne' is no value of 'channel', did you mean 'online'?"),
        (LEAST + "columns.extra.due_at.from = 'x'", "columns.extra.due_at: the schema has this column already"),
        (LEAST + "columns.extra.Poor.from = 'x'", "columns.extra.Poor: a name is small letters, digits and _"),
        (LEAST + "columns.extra.poor = { form = 'x' }", ("columns.extra.poor: unknown key 'form', did you mean 'from'?;"
                                                        " columns.extra.poor: missing key 'from'")),
        (LEAST + "columns.extra.poor = 'x'", "columns.extra.poor: is not a table"),
        (LEAST + "columns.extra.poor = { from = 'x', label = { fr = 'y' } }",
         "columns.extra.poor: label: unknown language 'fr' (known: en, vi)"),
        (LEAST + "columns.extra.poor = { from = 'x', people = 1 }", "columns.extra.poor: people: 1 is not true or false"),
        (LEAST + "columns.extra.poor = { from = 'x', type = 'flg' }\nconstants.poor = true",
         "columns.extra.poor: type: 'flg' is not one of code, text, time, flag, count, amount, number, did you mean 'flag'?"),
        (LEAST + "[[sample]]\nrow = {}", "sample[1]: needs either 'expect' or 'rejected'"),
        (LEAST + "[[sample]]\nrow = {}\nexpect = {}\nrejected = 'x'", "sample[1]: needs either 'expect' or 'rejected'"),
        (LEAST + "[[sample]]\nrow = { 'Lệ phí' = 5 }\nrejected = 'x'", "sample[1]: row.Lệ phí: 5 is not text"),
        (LEAST + "[[sample]]\nrow = {}\nexpect = { due = 1 }", "sample[1].expect: unknown column 'due', did you mean 'due_at'?"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(text, sentence):
    assert told(text) == sentence


def test_every_fault_is_told_at_once():
    assert told("schema = 'records'\nmode = 'x'\nevery = 'x'\ncolumns.x = 'x'").count("; ") == 3


def test_a_column_of_ones_own_may_hold_people_and_be_called_something():
    table = "columns.extra.guardian = { from = ['Người giám hộ', 'Giám hộ'], people = true, label = %s }\n"
    [column] = extra_columns(feed(LEAST + table % "'Người giám hộ'"))
    assert column == Column("guardian", people=True)
    assert column.labels == {"vi": "Người giám hộ", "en": "Người giám hộ"}
    [column] = extra_columns(feed(LEAST + table % "{ en = 'Guardian' }"))
    assert column.labels == {"vi": "Người giám hộ", "en": "Guardian"}


def test_only_what_decides_how_a_file_is_read_makes_another_version():
    text = LEAST + "columns.extra.poor = { from = 'x'%s }\n"
    before = feed(text % "").version
    assert feed(text % ", label = 'Poor'").version == before
    assert feed(text % ", people = true").version != before
