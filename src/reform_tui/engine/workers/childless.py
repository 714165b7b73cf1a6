"""A filter in the kernel: this process may start threads but no process, even where C code asks for one.

Python's own ways are refused with a sentence in ``limits``; this is for what goes past them, ``ctypes`` for example.
A child would outlive its worker: it dies neither with it nor with the engine.
"""

from __future__ import annotations

import ctypes
import errno
import platform
from collections.abc import Sequence
from dataclasses import dataclass

PR_SET_NO_NEW_PRIVS = 38
SET_MODE_FILTER, SPEC_ALLOW = 1, 4
"""What the call ``seccomp`` takes: a filter, and no brake on the processor's speculation, which older kernels add."""
CLONE_THREAD = 0x10000
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
LOAD, IF_EQUAL, IF_ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06
"""Instructions of the kernel's packet filter."""
NUMBER, MACHINE, FLAGS = 0, 4, 16
"""Where the kernel puts the call, the processor and the first argument's lower half."""


@dataclass(frozen=True)
class Calls:
    """How one kind of processor numbers the calls that start a process or a thread."""

    machine: int
    seccomp: int
    clone: int
    forks: tuple[int, ...] = ()
    clone3: int = 435


KNOWN = {"x86_64": Calls(0xC000003E, 317, 56, (57, 58)), "aarch64": Calls(0xC00000B7, 277, 220)}


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(_Instruction)))


def refuse_children() -> bool:
    """Refuse this process every child from now on, for good; return ``False`` where the machine cannot."""
    calls = KNOWN.get(platform.machine())
    if calls is None:
        return False
    written = filter_for(calls)
    instructions = (_Instruction * len(written))(*(_Instruction(*one) for one in written))
    program = _Program(len(written), instructions)
    libc = ctypes.CDLL(None)
    # Without it the kernel takes a filter from root alone.
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    done: int = libc.syscall(calls.seccomp, SET_MODE_FILTER, SPEC_ALLOW, ctypes.byref(program))
    return done == 0


def filter_for(calls: Calls) -> Sequence[tuple[int, int, int, int]]:
    """Return the filter as (instruction, steps to skip if so, steps to skip if not, value)."""
    refused = (calls.clone3, *calls.forks)
    return (
        (LOAD, 0, 0, MACHINE),
        (IF_EQUAL, 1, 0, calls.machine),
        (RETURN, 0, 0, ALLOW),
        (LOAD, 0, 0, NUMBER),
        *(
            step
            for number in refused
            # clone3 hides its flags in memory: told that there is none, the C library takes clone for threads.
            for step in (
                (IF_EQUAL, 0, 1, number),
                (RETURN, 0, 0, REFUSE | (errno.ENOSYS if number == calls.clone3 else errno.EPERM)),
            )
        ),
        (IF_EQUAL, 0, 2, calls.clone),
        (LOAD, 0, 0, FLAGS),
        (IF_ANY_BIT, 0, 1, CLONE_THREAD),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE | errno.EPERM),
    )
