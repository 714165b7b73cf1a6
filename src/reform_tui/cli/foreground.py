"""A plugin followed in the foreground: what it prints is narration, what it raises is shown as Python shows it."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reform_tui.errors import ConfigError, PluginError

if TYPE_CHECKING:
    from reform_tui.plugins import Choice


@contextmanager
def foreground(root: Path, choice: Choice) -> Iterator[None]:
    """Send stdout to stderr, descriptors too, so that a debugger has its prompt and data stay data.

    What a plugin raised is printed with its traceback before it goes on up as a sentence.
    """
    from reform_tui.engine.workers.here import RaisedError  # noqa: PLC0415 - pyarrow loads only here

    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    except RaisedError as error:
        traceback.print_exception(error.__cause__)
        raise
    except ConfigError:
        _tell_why_not_loaded(root, choice)
        raise
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


def _tell_why_not_loaded(root: Path, choice: Choice) -> None:
    """Show what plugins raised while they were loaded: a check may be missing for that."""
    from reform_tui.assemble import settings_in  # noqa: PLC0415 - as above
    from reform_tui.plugins import choose  # noqa: PLC0415 - as above
    from reform_tui.plugins.loaded import load  # noqa: PLC0415 - as above

    for source in choose(root, settings_in(root).groups.plugins, choice).taken:
        try:
            load(source)
        except PluginError as error:
            raised = error.__cause__ or error
            raised.__context__ = None  # that we were already telling a fault is not the author's matter
            traceback.print_exception(raised)
