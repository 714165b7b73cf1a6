"""Feeds: every file ends as taken in, duplicate, quarantined or waiting; rows are accepted or rejected."""

from __future__ import annotations

from collections.abc import Sequence

from reform_tui.board.board import Board
from reform_tui.board.feeds import FeedRow
from reform_tui.console.look import Look
from reform_tui.console.page import Page
from reform_tui.console.paint import Line
from reform_tui.console.screens.quarantine import QuarantinePage
from reform_tui.console.table import Column, Row
from reform_tui.language import mark


class FeedsPage(Page):
    """One line a feed."""

    replayed = False

    @property
    def address(self) -> str:
        """The command that opens this screen again."""
        return "feeds"

    def heading(self, board: Board, look: Look) -> str:
        """Say that these are feeds."""
        del board
        return look.say("Feeds")

    def columns(self, look: Look) -> tuple[Column, ...]:
        """The sum that must hold stands as a sum; then files by how they ended."""
        return (
            Column(look.say("State"), 6), Column(look.say("Rows"), 9, right=True),
            Column(look.say("=accepted"), 9, right=True),
            Column(look.say("+rejected"), 9, right=True), Column(look.say("Files"), 5, right=True),
            Column(look.say("Dup."), 5, right=True), Column(look.say("Quar."), 7, right=True),
            Column(look.say("Wait"), 4, right=True), Column(look.say("Last"), 7, right=True), Column(look.say("Feed")),
        )  # fmt: skip

    def rows(self, board: Board, look: Look) -> Sequence[Row]:
        """All feeds."""
        none = [Row("none", (look.say("no feed yet"),), still=True)]
        return [feed_line(feed, look) for feed in board.feeds.values()] or none

    def notes(self, board: Board, look: Look) -> Sequence[Line]:
        """The folder and the newest file of the feed under the cursor; then what is remarkable in its rows."""
        feed = board.feeds.get(self.table.key)
        if feed is None:
            return ((), ())
        unsure = feed.exported_from in {"mtime", "arrival"}
        origin = mark("export time only from {origin}") if unsure else mark("export time from {origin}")
        origin = origin if feed.exported_sure else mark("export time unsure, from {origin}")
        older = mark("{count} files of an older mapping: reform-tui rebuild --feed {feed}")
        told = (
            look.say(older, count=feed.older, feed=feed.feed) if feed.older else "",
            feed.last_file or feed.folder,
            look.say(origin, origin=look.word(feed.exported_from)) if feed.last_file else "",
            look.say("next due {moment}", moment=look.short(feed.due_by)) if feed.due_by else "",
        )
        lines = (" · ".join(filter(None, told)), remarkable(feed, look))
        return tuple(((look.ink.fit(line, self.app.size.width), "dim"),) for line in lines)

    def opened(self, key: str) -> Page | None:
        """What the feed did not take in."""
        return QuarantinePage(key) if key in self.console.board.feeds else None


def remarkable(feed: FeedRow, look: Look) -> str:
    """What stands out in rows that were taken in; Enter lists it."""
    twice = mark("codes in several rows of one file: {repeated}, with rows that differ: {differing}")
    odd = mark("rows with an odd code: {odd}")
    told = (
        look.say(twice, repeated=feed.repeated, differing=feed.differing) if feed.repeated else "",
        look.say(odd, odd=feed.odd_codes) if feed.odd_codes else "",
    )
    return " · ".join(filter(None, told))


def feed_line(feed: FeedRow, look: Look) -> Row:
    """One feed in one line."""
    whole = look.language.whole
    late = feed.due_by is not None and feed.due_by < look.now
    cells = (
        look.badge("late" if late else "ok"), whole(feed.rows),
        whole(feed.accepted), whole(feed.rejected), whole(feed.taken), whole(feed.duplicates),
        whole(feed.quarantined), whole(feed.waiting), look.age(feed.last_at),
        feed.feed,
    )  # fmt: skip
    values = (late, *[""] * 7, -feed.last_at.timestamp() if feed.last_at else None)
    return Row(feed.feed, cells, "ill" if late else "", search=f"{feed.folder} {feed.last_file}", values=values)
