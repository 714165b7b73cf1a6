"""What a worker may take and do: memory, priority, no processes of its own, and no life after the engine's."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import resource
import signal
import sys
from dataclasses import dataclass
from multiprocessing import forkserver
from pathlib import Path

from reform_tui.engine.workers.childless import refuse_children
from reform_tui.engine.workers.prints import keep_prints, print_to_common
from reform_tui.errors import PluginError

MEGABYTE = 1 << 20
PR_SET_PDEATHSIG = 1
NICE = 10
STALE = 75
"""Exit code of a worker in which plugins left too much behind: it leaves its errand to a fresh one."""
SHORT = 76
"""Exit code of a worker in which a rule ran out of memory that others may have taken."""

_NEW_PROCESS = {
    "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.exec", "os.system", "subprocess.Popen", "pty.spawn",
}  # fmt: skip
_SIGNAL = {"os.kill", "os.killpg", "signal.pthread_kill"}


@dataclass(frozen=True)
class Confinement:
    """How a worker is confined: megabytes of memory, and the folder and megabytes for what plugins print."""

    memory_mb: int
    log: Path
    log_mb: int


class _Worker:
    """What this process was given when it became a worker."""

    confinement: Confinement | None = None
    empty_bytes: int = 0
    used: bool = False


def confine(confinement: Confinement) -> None:
    """Make this process a worker: runs once in it, before any plugin."""
    _end_with_the_engine()
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the engine's to answer
    os.nice(NICE)
    limit = confinement.memory_mb * MEGABYTE
    # DATA, not AS: memory-mapped Arrow files are address space, but nobody's memory.
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    multiprocessing.current_process().daemon = True  # multiprocessing refuses children to a daemon
    sys.addaudithook(_refuse)
    refuse_children()
    keep_prints(confinement.log, confinement.log_mb * MEGABYTE)
    _Worker.confinement, _Worker.empty_bytes = confinement, data_bytes()


def prepare(*, fresh: bool) -> None:
    """Before each errand: end when the last one's plugins left threads or little memory; no plugin prints now.

    ``fresh`` asks for a worker in which no plugin has run.
    """
    confinement = _Worker.confinement
    if confinement is None:
        return
    swollen = data_bytes() > (_Worker.empty_bytes + confinement.memory_mb * MEGABYTE) // 2
    if swollen or len(sys._current_frames()) > 1 or (fresh and _Worker.used):  # noqa: SLF001 - documented all the same
        os._exit(STALE)
    _Worker.used = True
    print_to_common()


def data_bytes() -> int:
    """Bytes of private writable memory of this process: what RLIMIT_DATA counts."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[5]
    return int(pages) * resource.getpagesize()


def _end_with_the_engine() -> None:
    """Die with the fork server, and let it die: it ends once nobody holds its pipe, which the engine and we do."""
    server = vars(forkserver._forkserver)  # noqa: SLF001 - no public way to the pipe
    held = server.pop("_forkserver_alive_fd", None)
    if held is not None:
        os.close(held)
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _refuse(event: str, _: tuple[object, ...]) -> None:
    if event in _NEW_PROCESS:
        raise PluginError("a plugin may not start another process")
    if event in _SIGNAL:
        raise PluginError("a plugin may not send signals to processes")
