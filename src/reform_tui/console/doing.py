"""What this inspector did: each act a file, and what the engine said to it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reform_tui.acts import write_act
from reform_tui.board import Board
from reform_tui.errors import StoreError
from reform_tui.language import mark
from reform_tui.store.layout import Layout

ONLY_LOOK = mark("you may only look here: state/acts is closed to you")


@dataclass
class Acts:
    """Acts of this console, by the names of their files."""

    root: Path
    mine: set[str] = field(default_factory=set)
    newest: str = ""
    """The one written last."""

    @property
    def closed(self) -> bool:
        """Whether this inspector may only look."""
        folder = Layout(self.root / "state").acts
        return folder.is_dir() and not os.access(folder, os.W_OK)

    def write(self, kind: str, body: Mapping[str, object]) -> str:
        """Write an act; returns the sentence to show."""
        try:
            self.newest = write_act(self.root, kind, body).name
            self.mine.add(self.newest)
        except StoreError as error:
            return str(error)
        return mark("written; the engine applies it within a second")

    def refused(self, board: Board) -> str:
        """Why the engine refused an act of ours, told once; empty when it did not."""
        told = [board.refused[name] for name in sorted(self.mine & board.refused.keys())]
        self.mine -= board.refused.keys()
        return "; ".join(told)
