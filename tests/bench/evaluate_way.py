"""One full evaluation of a store that stands: every rule and indicator over every unit, and nothing settled.

python tests/bench/evaluate_way.py PROJECT [here]

Prints the seconds of the evaluation alone, with plugins described and the store open.  ``here`` asks in this process,
else as many workers do as ``reform.toml`` says.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter

from reform_tui.engine.workers.early import PRELOADED, start_fork_server
from reform_tui.engine.workers.limits import NICE
from reform_tui.lean import without_pandas


def main(root: Path, *, here: bool) -> None:
    """Evaluate once; a rule that is ill would have cost nothing, so it ends the measurement."""
    if here:
        os.nice(NICE)
        for name in PRELOADED:
            import_module(name)  # the same allocator and the same frozen heap as in a worker
    else:
        without_pandas()
        start_fork_server()
    from project import NOW  # noqa: PLC0415 - pyarrow must not be used before

    from reform_tui.assemble import assembled, running  # noqa: PLC0415 - as above

    with assembled(root, here=here) as parts, running(parts, root / "state", NOW) as engine:
        started = perf_counter()
        jobs = engine.questions.jobs(engine.units(), NOW)
        answers = parts.pool.evaluate([job for _, job in jobs.values()])
        seconds = perf_counter() - started
    faults = [answer.fault for said in answers.values() for answer in said.values() if answer.fault]
    unasked = {rule.name for rule in parts.project.rules} - {name for said in answers.values() for name in said}
    if faults or unasked:
        raise SystemExit("; ".join((*faults, *unasked)))
    print(seconds)


if __name__ == "__main__":
    main(Path(sys.argv[1]), here="here" in sys.argv[2:])
