"""The project that is measured: one feed, one rule, the history and updates of ``make_rows``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

NOW = datetime(2025, 7, 2, 1, tzinfo=UTC)
INBOX = "inbox/one-stop"
SETTLE = 0.5
_SETTINGS = f'name = "bench"\nprovince = "H60"\nperiod = "all"\nsettle = "{SETTLE}s"\nscan = "2s"\nworkers = 2\n[limits]\nseconds = 120\n'
_FEED = """schema = "records"
folder = "inbox/one-stop"
[columns]
unit = "Mã cơ quan"
unit_name = "Tên cơ quan"
receiver = "Cán bộ tiếp nhận"
officer = "Cán bộ xử lý"
"""
_LATE = '[late]\ncheck = "overdue_by_field"\nprofile = "province_06a"\nwarning = { count = 1 }\n'
_MORE = """
[late-second]
check = "overdue_by_field"
profile = "to_the_second"
warning = { count = 1 }
[behalf]
check = "proxy_submission"
"""


def make_project(root: Path, *, rules: int = 1) -> Path:
    """Write the folder; ``rules`` is 1 (late records by field), 3, or 0 for the shipped ones."""
    for folder in ("feeds", "rules", INBOX):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "reform.toml").write_text(_SETTINGS, "utf-8")
    (root / "feeds" / "one-stop.toml").write_text(_FEED, "utf-8")
    if rules:
        (root / "rules" / "late.toml").write_text(_LATE + (_MORE if rules > 1 else ""), "utf-8")
    return root
