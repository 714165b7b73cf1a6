"""``units`` lists what the table of units says, and the units that feeds alone name."""

from __future__ import annotations

import json
from datetime import datetime

from cli_project import AS_OF, drop, row

from reform_tui.assemble import assembled, running, take_files
from reform_tui.cli.main import main
from reform_tui.engine.intake.inbox import look
from reform_tui.errors import Exit

TABLE = (
    "unit,name,level,parent,predecessors,offices,contact,from,to\n"
    "H14.36,Phường Thục Phán,commune,H14,H14.70,Điểm số 2,0206.385.1234,01/07/2025,\n"
    "H14.70,Phường Sông Bằng,commune,H14.90,,,,,30/06/2025\n"
)


def test_entries_with_their_days_and_what_feeds_name(project, capsys):
    (project / "reference").mkdir(exist_ok=True)
    (project / "reference/units.csv").write_text(TABLE, "utf-8")
    drop(project, "a.csv", row(1, "H14.9"))
    now = datetime.fromisoformat(AS_OF)
    with assembled(project) as parts, running(parts, project / "state", now) as engine:
        done = take_files(engine, look(engine.project.root, engine.project.feeds).files, now)
        engine.step(done.units, now)
    capsys.readouterr()
    assert main(["units", str(project), "--format", "json"]) == Exit.CLEAN
    listed = {one["unit"]: one for one in json.loads(capsys.readouterr().out)}
    new, old = listed["H14.36"], listed["H14.70"]
    assert (new["from"], new["to"], new["predecessors"], new["parent"]) == ("2025-07-01", "", "H14.70", "H14")
    assert (new["contact"], new["offices"], old["to"]) == ("0206.385.1234", "Điểm số 2", "2025-06-30")
    assert listed["H14.9"]["level"] == ""
