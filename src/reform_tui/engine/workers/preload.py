"""What the fork server loads once, so that a worker starts in milliseconds and shares these pages with the others."""

from __future__ import annotations

import gc
import os
from importlib import import_module

# Both are read when the libraries load.  Arrow's own allocator would reserve 1 GiB of writable memory at its first
# use, which RLIMIT_DATA counts as used (VmData 1,155 MB instead of 109), and asked not to, it gives every page back and
# asks for it again: the system's is faster here.  OpenBLAS would keep a thread a core.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

for _name in (
    "pandas",
    "pyarrow.compute",
    "pyarrow.ipc",
    "reform_tui.engine.ask",
    "reform_tui.engine.stored",
    "reform_tui.engine.intake.reading",
    "reform_tui.engine.workers.pool",
):
    import_module(_name)

gc.collect()
gc.freeze()  # a collection in a worker would touch, and so copy, every page that is shared
