"""Jobs over a few invented records, for plugins that mean no good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from reform_tui.calendars import Calendar
from reform_tui.engine.job import HomeRows, Job, RuleTask, SchemaRows
from reform_tui.model.period import Period
from reform_tui.model.schema import RECORDS
from reform_tui.store.arrow_files import type_of, write_batches
from reform_tui.store.layout import main_of

HOSTILE = Path(__file__).with_name("hostile")
ZONE = "Asia/Ho_Chi_Minh"
NOW = datetime(2025, 3, 31, 10, tzinfo=UTC)
SECONDS = 1.0
ILL = {
    "raises": "rule raises (check raises) raised ValueError at hostile/raises.py line 20; mend the plugin: "
    "reform-tui check --here --rule raises shows its author what happened",
    "own_errors": "raised OwnError at hostile/own_errors.py line",
    "loops": f"took longer than {SECONDS:g} s in hostile/loops.py; mend the check, or raise seconds under [limits]",
    "locks": f"took longer than {SECONDS:g} s in hostile/locks.py",
    "sleeps": f"took longer than {SECONDS:g} s in hostile/sleeps.py",
    "leaves": "tried to end the process at hostile/leaves.py line",
    "exits": "ended the process with exit code 0 in hostile/exits.py",
    "dies": "was ended by SIGABRT",
    "forks": "rule forks (check forks): a plugin may not start another process",
    "forks_in_c": "raised PermissionError (Operation not permitted) at hostile/forks_in_c.py line",
    "starts": "rule starts (check starts): a plugin may not start another process",
    "pools": "raised AssertionError at hostile/pools.py line",
    "hoards": "needed more memory than memory_mb under [limits] allows",
    "nonsense": "rule nonsense (check nonsense):",
    "writes": "raised ValueError at hostile/writes.py line",
    "own_data": "rule own_data (check own_data) answered with a value of its own class",
    "import_hangs": f"hostile/import_hangs.py took longer than {SECONDS:g} s while it was loaded",
    "import_exits": "hostile/import_exits.py ended the process with exit code 0 while it was loaded",
    "import_raises": "hostile/import_raises.py: line 12: ValueError",
    "import_missing": "needs the module 'no_such_module', which is not installed here",
}
"""What each hostile plugin's rule is ill of, among other words."""
WELL = ("floods", "hungry", "keeps", "mutates", "prints", "spoils", "threads", "turns", "wanders")
"""What plugins may do and still answer."""
COLUMNS = ("_key", "_unit", "field", "received_at", "finished_at")


@dataclass(frozen=True)
class Yard:
    """A folder with one home of records."""

    folder: Path

    def lay(self) -> Yard:
        early, late = datetime(2025, 1, 2, tzinfo=UTC), datetime(2025, 3, 1, tzinfo=UTC)
        rows = [
            [f"H14.36-250102-{number:04}" for number in range(1, 41)],
            ["H14.36"] * 40,
            ["Đất đai", "Hộ tịch"] * 20,
            [early] * 40,
            [late, None] * 20,
        ]
        arrays = [pa.array(values, type_of(RECORDS, name)) for name, values in zip(COLUMNS, rows, strict=True)]
        table = pa.table(arrays, names=COLUMNS)
        write_batches(Path(main_of(str(self.folder / "base"))), [table], table.schema)
        return self

    def job(self, *rules: str, number: int = 1, plugins: tuple[str, ...] = ()) -> Job:
        """A job that asks rules named ``PLUGIN`` or ``PLUGIN-MORE`` after the plugin file whose check they ask."""
        names = dict.fromkeys([*plugins, *(rule.partition("-")[0] for rule in rules)])
        tasks = tuple(RuleTask(rule, rule.partition("-")[0], {}, Period("all")) for rule in rules)
        rows = SchemaRows(RECORDS, (HomeRows("H14.36", str(self.folder / "base")),))
        files = tuple(str(HOSTILE / f"{name}.py") for name in names)
        return Job(
            number=number,
            units=("H14.36",),
            now=NOW,
            zone=ZONE,
            calendar=Calendar(ZoneInfo(ZONE)),
            rules=tasks,
            indicators=(),
            known_indicators={},
            schemas={"records": rows},
            references={},
            plugins=files,
            workspace=str(self.folder / f"work-{number}"),
        )
