"""What the tests of this folder share: a feed, and one call that reads a file under it."""

import io
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import xlsxwriter

from reform_tui.config.types import Feed
from reform_tui.feeds.read import read_file
from reform_tui.model.schema import RECORDS

SEEN = datetime(2025, 11, 14, 9, 0, tzinfo=UTC)
ZONE = "Asia/Ho_Chi_Minh"


def feed_with(**keys):
    return Feed(**{"name": "one-stop", "path": Path("feeds/one-stop.toml"), "schema": "records", "folder": "in"} | keys)


def read(content, name="a.csv", schema=RECORDS, zone=ZONE, readers=(), **keys):
    content = content.encode() if isinstance(content, str) else content
    return read_file(name, content, feed_with(**keys), schema, zone=zone, first_seen=SEEN, readers=readers)


def workbook(*rows, sheets=None):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
        for title, listed in (sheets or {"Sheet1": rows}).items():
            page = book.add_worksheet(title)
            for down, row in enumerate(listed):
                for across, cell in enumerate(row):
                    if isinstance(cell, datetime):
                        page.write_datetime(down, across, cell, moment)
                    elif cell is not None:
                        page.write(down, across, cell)
    return stream.getvalue()


def column(batch, name):
    return batch.rows[name].to_pylist()


def local(batch, name, zone=ZONE):
    return [t and t.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S") for t in column(batch, name)]


def rejected(batch):
    return [(row["row"], row["column"], row["reason"]) for row in batch.rejected.to_pylist()]
