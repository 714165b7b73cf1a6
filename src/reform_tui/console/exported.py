"""What an inspector takes away from a screen: a file of one's own, told in the trail."""

from __future__ import annotations

import os
import platform
import pwd
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from reform_tui.board.board import Board
from reform_tui.console.listing import Listing
from reform_tui.console.look import Look
from reform_tui.console.paint import cut, wrapped
from reform_tui.console.past import marked
from reform_tui.console.table import Table
from reform_tui.exporting import FORMS, Sheet
from reform_tui.language import mark
from reform_tui.model.text import plain

ASKED = mark("Export: csv (Enter alone), xlsx or md, then a name if you like:")
TAKING = ("export", "lines")
NOTHING = mark("there is nothing to export here")
_UNKNOWN = mark("write csv, xlsx or md, then a name without folders, such as xlsx tuan-46")
_MODE = 0o600
MOST_LINES = 2_000
"""Rows that are shown as plain lines; a file holds all."""
_DEFINED = 2
"""Definitions that stand under plain lines; a file holds all."""


def why_not_taken(act: str, table: Table, barred: str = "") -> str:
    """Why a key takes nothing away from this screen; empty when it does.  ``barred``: why this user may not act."""
    return NOTHING if not table.rows else barred if act == "export" else ""


def sheet_of(page: Listing, board: Board, look: Look) -> Sheet:
    """All rows of the table that the filter lets through, in their order on the screen, masked as there."""
    columns = page.columns(look)
    rows = (row.cells for row in page.table.rows if len(row.cells) == len(columns))
    return Sheet(about(page, board, look), tuple(column.head for column in columns), tuple(rows))


def about(page: Listing, board: Board, look: Look) -> tuple[str, ...]:
    """What it is of, what it counts, how old its data are, and when it was written."""
    sought = look.say("filter: {words}", words=page.filter) if page.filter else ""
    title = " · ".join(
        filter(None, (marked(board, look), board.project, board.province, page.heading(board, look), sought))
    )
    age = (
        look.say("as of export {moment}", moment=look.dated(board.data_at))
        if board.data_at
        else look.say("no data yet")
    )
    return (title, *page.counted(board, look), f"{age} · {look.say('written {moment}', moment=look.minute(look.now))}")


def wanted(typed: str) -> tuple[str, str] | None:
    """The form and the name in what was typed; ``None`` where it is neither."""
    form, _, name = typed.strip().partition(" ")
    form, name = form or "csv", name.strip().removesuffix(f".{form}")
    fits = form in FORMS and "/" not in name and not name.startswith(".") and name.isprintable()
    return (form, name) if fits else None


def file_name(board: Board, heading: str, name: str, form: str, moment: datetime) -> str:
    """The name given, else project, screen and minute, in letters that every system takes."""
    called = name or "-".join((board.project, heading, f"{moment:%Y%m%d-%H%M}"))
    return f"{re.sub(r'[^a-z0-9._]+', '-', plain(called)).strip('-.')[:80] or 'export'}.{form}"


def folder_beside(memory: Path) -> Path:
    """Where exports lie: beside what this user's consoles keep."""
    return memory.parent / "exports"


def written(folder: Path, name: str, content: bytes) -> Path:
    """Write a new file for its owner's eyes and return its path; one of that name stays. ``OSError`` if it cannot."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    stem, _, ending = name.rpartition(".")
    for number in range(1, 1_000):
        path = folder / (name if number == 1 else f"{stem}-{number}.{ending}")
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
        except FileExistsError:
            continue
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        return path
    raise FileExistsError(17, "there are a thousand of this name", str(folder / name))


def fetching(path: Path, environment: Mapping[str, str]) -> str:
    """The command that copies a file to the inspector's own machine, typed there."""
    connection = environment.get("SSH_CONNECTION", "").split()
    host = connection[2] if len(connection) > 2 else platform.node()  # noqa: PLR2004 - the third is the server
    host = f"[{host}]" if ":" in host else host
    return f"scp {shlex.quote(f'{pwd.getpwuid(os.geteuid()).pw_name}@{host}:{path}')} ."


def told(path: Path, count: int, command: str, look: Look, width: int) -> Sequence[str]:
    """What stands on the screen after an export."""
    said = look.say("{count} rows are written into this file, which only you can read:", count=count)
    fetch = look.say("To copy it, type on your own machine:")
    return [line for text in (said, str(path), "", fetch, command) for line in broken(text, width)]


def broken(text: str, width: int) -> list[str]:
    """A text over as many lines as it needs, broken wherever one is full: a path has no spaces to break at."""
    lines = []
    while text:
        lines.append(cut(text, max(width, 2)))
        text = text[len(lines[-1]) :]
    return lines or [""]


def as_lines(page: Listing, look: Look, width: int) -> list[str]:
    """A table as plain lines, headings first; under it what it is of, what it counts and how old its data are."""
    table, ink = page.table, look.ink
    left = len(table.rows) - MOST_LINES
    past = [marked(page.console.board, look)] if page.console.past else []
    lines = [table.heads(width, ink), *replace(table, cursor=-1, top=0, pan=0, height=MOST_LINES).lines(width, ink)]
    more = [look.say("and {count} more rows", count=left)] if left > 0 else []
    title, *counted, age = about(page, page.console.board, look)
    said = [line for text in (title, *counted[:_DEFINED], age) for line in wrapped(ink.clean(text), width)]
    return [*past, *("".join(text for text, _ in line) for line in lines), *more, "", *said]


def form_known(typed: str, look: Look) -> str:
    """The fault of what was typed; empty where there is none."""
    return "" if wanted(typed) else look.say(_UNKNOWN)


def body_of(page: Listing, count: int, file: str) -> Mapping[str, object]:
    """What the act says of an export."""
    return {"screen": page.address or page.screen_name, "rows": count, "file": file, "filter": page.filter}
