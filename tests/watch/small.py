"""A small project whose records are long late, whatever the day."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

HEADINGS = "Số hồ sơ;Lĩnh vực;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý"
SETTINGS = 'name = "Small"\nprovince = "H14"\nperiod = "all"\nsettle = "0.2s"\nworkers = 1\n'
FEED = 'schema = "records"\nfolder = "inbox/one-stop"\n'
RULE = '[late]\ncheck = "overdue_by_field"\nwarning = { count = 1 }\n'


def late_rows(*numbers: int) -> list[str]:
    """One late record a number."""
    return [f"H14.1-250301-{number:04};Đất đai;01/03/2025 08:00:00;11/03/2025 17:00:00;" for number in numbers]


@dataclass
class Small:
    """The project's folder."""

    root: Path

    def make(self) -> Small:
        """Write its files."""
        for path, text in (("reform.toml", SETTINGS), ("feeds/one-stop.toml", FEED), ("rules/late.toml", RULE)):
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        (self.root / "inbox/one-stop").mkdir(parents=True)
        return self

    def text(self, *rows: str) -> bytes:
        """A csv file with these rows."""
        return "\n".join((HEADINGS, *rows, "")).encode()

    def drop(self, name: str, *rows: str, old: bool = False) -> Path:
        """Drop a csv file; an ``old`` one has been quiet for long."""
        return self.drop_bytes(name, self.text(*rows), old=old)

    def drop_bytes(self, name: str, content: bytes, *, old: bool = False) -> Path:
        """Drop any file."""
        target = self.root / "inbox/one-stop" / name
        target.write_bytes(content)
        if old:
            then = 1_741_700_000 + len(content)
            os.utime(target, (then, then))
        return target
