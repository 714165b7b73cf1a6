"""An engine whose two workers are stuck, waiting to be killed; ``hostile_engine.py PIPE``."""

from __future__ import annotations

import sys

import hostile_work

from reform_tui.engine.workers.pool import Pool

if __name__ == "__main__":
    Pool(2, 1000, 400).run_each(hostile_work.says_who_and_hangs, [sys.argv[1]] * 2)
