"""What a person does, as one small file: written whole, durable, never overwritten; the engine reads it."""

from __future__ import annotations

import errno
import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC
from pathlib import Path

from reform_tui import times
from reform_tui.errors import StoreError
from reform_tui.language import mark
from reform_tui.store.layout import Layout, sync_folder

KINDS = (
    "acknowledge",
    "release",
    "note",
    "accept",
    "export",
    "rescan",
    "silence",
    "unmask",
    "unsilence",
    "verdict",
    "what-if",
)
NOT_THERE = mark("state/acts is not there yet; start the engine once with reform-tui watch")
_MODE = 0o440


def write_act(root: Path, kind: str, body: Mapping[str, object], claimed: str = "") -> Path:
    """Write ``{"kind": …, "at": …, "body": {…}}`` into ``state/acts/`` of the project ``root`` and return its path.

    Names sort by time.  The author is the file's owner; on an account that several share, ``claimed`` says who.
    ``StoreError`` when the folder is missing or closed to us.
    """
    folder = Layout(root / "state").acts
    moment = times.now().astimezone(UTC)
    name = f"{moment:%Y%m%dT%H%M%S.%f}Z-{secrets.token_hex(6)}.json"
    told = {"kind": kind, "at": moment.isoformat(), "body": dict(body)} | ({"claimed": claimed} if claimed else {})
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    temporary = folder / f".{name}"
    try:
        _write_whole(temporary, f"{text}\n".encode())
        temporary.rename(folder / name)
        sync_folder(folder)
    except FileNotFoundError as error:
        raise StoreError(NOT_THERE) from error
    except OSError as error:
        raise StoreError(
            f"state/acts: the act was not written ({error.strerror}); ask who keeps this project"
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink()
    return folder / name


def _write_whole(path: Path, content: bytes) -> None:
    """A new file that even its owner's group can only read."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
    try:
        os.fchmod(descriptor, _MODE)  # the umask may have taken the group's right to read it
        if os.write(descriptor, content) < len(content):  # a disk that is nearly full takes a part and raises nothing
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
