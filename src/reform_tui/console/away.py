"""Taking a table away from the screen: into a file, or as plain lines for the mouse."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from reform_tui.console.exported import (
    as_lines,
    body_of,
    fetching,
    file_name,
    folder_beside,
    form_known,
    sheet_of,
    told,
    wanted,
    written,
)
from reform_tui.console.screens.plain_page import PlainPage
from reform_tui.exporting import bytes_of
from reform_tui.language import mark

if TYPE_CHECKING:
    from reform_tui.console.app import Console


def export(console: Console, typed: str) -> str:
    """Write the present table into a file, told in the trail first; returns what is wrong, in words."""
    page, board, look, chosen = console.page, console.board, console.look(), wanted(typed)
    if chosen is None:
        return form_known(typed, look)
    if why := page.off("export"):
        return page.refuse(why)
    sheet = sheet_of(page, board, look)
    name = file_name(board, page.heading(board, look), chosen[1], chosen[0], look.now.astimezone(look.zone))
    before = console.acts.newest
    console.act("export", **body_of(page, len(sheet.rows), name))
    if console.acts.newest == before:
        return ""  # what could not be told may not be taken: the screen says why
    try:
        path = written(folder_beside(console.memory_file), name, bytes_of(sheet, chosen[0], look.language))
    except OSError as error:
        return look.say(mark("the file was not written: {why}"), why=f"{error.filename}: {error.strerror}")
    command = fetching(path, os.environ)
    console.push_screen(PlainPage(lambda look, width: told(path, len(sheet.rows), command, look, width)))
    return ""


def lines(console: Console, typed: str = "") -> str:
    """Show the present table as plain lines."""
    del typed
    page = console.page
    if why := page.off("lines"):
        return page.refuse(why)
    console.push_screen(PlainPage(lambda look, width: as_lines(page, look, width)))
    return ""
