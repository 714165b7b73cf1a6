"""What another user sees: a function run in a process of its own under another uid and gid."""

from __future__ import annotations

import os
import traceback
import warnings
from collections.abc import Callable, Sequence

UID = 54_321
"""Nobody's number."""


def become(groups: Sequence[int]) -> None:
    """Give up root for good."""
    os.setgroups(list(groups))
    os.setgid(groups[0])
    os.setuid(UID)


def holds_for(groups: Sequence[int], check: Callable[[], object]) -> bool:
    """Whether ``check`` passes under another user in these groups; what it raised is printed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which the child never needs
        child = os.fork()
    if child == 0:  # pragma: no cover - the child
        try:
            become(groups)
            check()
            os._exit(0)
        except BaseException:  # noqa: BLE001 - whatever it is, the parent must hear of it
            traceback.print_exc()
        os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
