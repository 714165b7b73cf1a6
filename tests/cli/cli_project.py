"""A project for the command line, and what a command said."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

HEADINGS = "Số hồ sơ;Lĩnh vực;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý;Hình thức nộp"
AS_OF = "2025-03-31T17:00:00+07:00"
FILES = {
    "reform.toml": 'name = "Lines"\nprovince = "H14"\nlanguage = "en"\nperiod = "quarter"\nsettle = "0s"\nworkers = 1\n',
    "feeds/one-stop.toml": 'schema = "records"\nfolder = "inbox/one-stop"\n',
    "rules/late.toml": (
        '[late]\ncheck = "overdue_by_field"\nwarning = { count = 1 }\ncritical = { count = 3 }\n'
        '[indicator.online]\ncount = "online_submission"\ntarget = 0.5\n'
    ),
    "reference/units.csv": "unit,name,level,contact\nH14.1,Phường Tân Giang,commune,\nH14.2,Sở Xây dựng,province,\n",
}


def make(root: Path) -> Path:
    """Write the project's files and an empty inbox."""
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    (root / "inbox/one-stop").mkdir(parents=True)
    return root


def row(number: int, unit: str = "H14.1", channel: str = "Trực tuyến", due: str = "11/03/2025 17:00:00") -> str:
    """One record that was never finished."""
    return f"{unit}-250301-{number:04};Đất đai;01/03/2025 08:00:00;{due};;{channel}"


def drop(root: Path, name: str, *rows: str) -> Path:
    """Drop a csv file."""
    path = root / "inbox/one-stop" / name
    path.write_text("\n".join((HEADINGS, *rows, "")), "utf-8")
    return path


def tree(root: Path) -> dict[str, str]:
    """Every path below a folder, with the hash of its content."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for path in sorted(root.rglob("*"))
        if "__pycache__" not in path.parts
    }


@dataclass(frozen=True)
class Said:
    """What one command did."""

    code: int
    out: str
    err: str
