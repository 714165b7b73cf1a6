"""The whole of ours, once: a history from csv to durable alerts in a new store.

python tests/bench/our_way.py PROJECT
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from reform_tui.engine.workers.early import start_fork_server
from reform_tui.lean import without_pandas


def main(root: Path) -> None:
    """Take in what lies in the inbox, evaluate, close."""
    without_pandas()
    start_fork_server()
    from project import NOW  # noqa: PLC0415 - pyarrow must not be used before

    from reform_tui.assemble import assembled, running, take_all  # noqa: PLC0415 - as above

    shutil.rmtree(root / "state", ignore_errors=True)
    with assembled(root) as parts, running(parts, root / "state", NOW) as engine:
        take_all(engine, NOW)
        engine.step(engine.units(), NOW)
        alerts = engine.store.connection.execute("SELECT count(*) FROM alerts").fetchone()[0]
    print(f"{alerts} alerts")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
