"""What the console costs before it paints: neither pandas nor pyarrow, and no plugin."""

import subprocess
import sys

import pytest
from terminal import SOURCE


def test_heavy_libraries_stay_out():
    code = "import sys, reform_tui.console.main; print(sorted({'pandas', 'pyarrow', 'numpy', 'pluggy', 'watchdog'} & sys.modules.keys()))"
    told = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env={"PYTHONPATH": str(SOURCE)}
    )
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "module",
    [
        "board.board",
        "board.reading",
        "board.details",
        "board.spoken",
        "board.units",
        "acts",
        "language",
        "store.reading",
    ],
)
def test_boards_are_made_without_textual(module):
    code = f"import sys, reform_tui.{module}; print('textual' in sys.modules or 'pyarrow' in sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env={"PYTHONPATH": str(SOURCE)}
    )
    assert told.stdout.strip() == "False"


def test_without_a_terminal_it_says_so(project):
    code = f"from pathlib import Path; from reform_tui.console.main import run_console; run_console(Path({str(project)!r}))"
    told = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={"PYTHONPATH": str(SOURCE)},
    )
    assert "needs a terminal" in told.stderr
