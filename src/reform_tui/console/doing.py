"""What this inspector did: each act a file, and what the engine said to it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from reform_tui.acts import write_act
from reform_tui.board.board import Board
from reform_tui.config.types import Groups
from reform_tui.console.look import Look
from reform_tui.errors import StoreError
from reform_tui.language import mark
from reform_tui.store.layout import Layout
from reform_tui.store.rights import account_of, author_of, is_member
from reform_tui.wording.faults import refusal_in_language

ONLY_LOOK = mark("you may only look here: state/acts is closed to you")
OUTSIDE = mark("you may only look here: {name} is not in the group {group}, whose members may act")
NAMELESS = mark("say who you are first: type :name and your name, for others use this account too")
MASKED = mark("people stay masked: {name} is not in the group {group}, whose members may unmask")
WRITTEN = mark("written; the engine applies it within a second")
WAITING = mark("written; no engine runs now, the next one applies it")
_member = lru_cache(is_member)
"""Groups are looked up once a sitting: they may lie on another server."""


@dataclass
class Acts:
    """Acts of this console, by the names of their files."""

    root: Path
    mine: set[str] = field(default_factory=set)
    newest: str = ""
    """The one written last."""
    account: str = field(default_factory=lambda: account_of(os.geteuid()))
    claimed: str = ""
    """The name that was given on an account that several people share."""
    asked: bool = False
    """Whether it was asked for."""

    def barred(self, groups: Groups, look: Look) -> str:
        """Why this inspector may only look, in words; empty for whoever may act."""
        folder = Layout(self.root / "state").acts
        if folder.is_dir() and not os.access(folder, os.W_OK):
            return look.say(ONLY_LOOK)
        if not _member(self.account, groups.inspectors, self._keeper()):
            return look.say(OUTSIDE, name=self.account, group=groups.inspectors)
        return look.say(NAMELESS) if self.nameless(groups) else ""

    def kept_masked(self, groups: Groups, look: Look) -> str:
        """Why this inspector may not unmask, in words, where others may; else empty."""
        told = look.say(MASKED, name=self.account, group=groups.unmask)
        return "" if _member(self.account, groups.unmask, self._keeper()) else told

    def nameless(self, groups: Groups) -> bool:
        """Whether it must be said first who sits here."""
        return self.account in groups.shared and not self.claimed

    def author(self, groups: Groups) -> str:
        """Under which name the engine tells what this inspector does."""
        return author_of(self.account, self.claimed if self.account in groups.shared else "")

    def _keeper(self) -> str:
        """Who runs the engine: whoever owns the store."""
        database = Layout(self.root / "state").database
        return account_of(database.stat().st_uid) if database.exists() else ""

    def write(self, kind: str, body: Mapping[str, object], engine: str = "running") -> str:
        """Write an act; returns the sentence to show, which says so where no ``engine`` is running."""
        try:
            self.newest = write_act(self.root, kind, body, self.claimed).name
            self.mine.add(self.newest)
        except StoreError as error:
            return str(error)
        return WRITTEN if engine == "running" else WAITING

    def refused(self, board: Board, look: Look) -> str:
        """Why the engine refused an act of ours, told once; empty when it did not."""
        told = [
            refusal_in_language(board.refused[name], look.language) for name in sorted(self.mine & board.refused.keys())
        ]
        self.mine -= board.refused.keys()
        return "; ".join(told)
