"""One act as its file says it: what was done, by whom, and when."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from reform_tui.model.alert import Severity
from reform_tui.store.database import as_json, moment_of
from reform_tui.store.rights import account_of, author_of, claimed_name

_LARGEST = 65_536
"""Bytes of an act: what a person types in one line, many times over; consoles read what it says again and again."""


@dataclass(frozen=True)
class Act:
    """One act as its file says it; the author is the file's owner."""

    name: str
    author: str
    kind: str
    at: str
    body: dict[str, Any]
    fault: str = ""
    claimed: str = ""
    """The name that its author gave, which counts on an account that several people share."""

    def told_by(self, shared: Collection[str]) -> Act:
        """The act under the name that its author claimed, if the account is one of these; nobody else may claim one."""
        claimed = self.claimed if self.author in shared else ""
        return replace(self, author=author_of(self.author, claimed))

    def seen(self, otherwise: Severity) -> Severity:
        """How bad the alert was to whoever acted; ``otherwise`` if the act does not say."""
        said = self.body.get("severity")
        return next((severity for severity in Severity if severity.value == said), otherwise)

    def done_at(self, now: datetime) -> datetime:
        """When it was done, which may be long before a rebuild applies it again; never later than ``now``."""
        try:
            return min(moment_of(self.at), now)
        except (ValueError, TypeError):  # no moment, or one without a zone
            return now

    def text(self, name: str) -> str:
        """A part of its body as text; empty where there is none."""
        return str(self.body.get(name, ""))


def read_act(path: Path) -> Act:
    """Read one act; a file that is no act becomes one with a fault, so that it is told once and not again."""
    status = path.lstat()
    author = account_of(status.st_uid)
    if not stat.S_ISREG(status.st_mode):  # a link would speak in the name of whoever owns what it points to
        return Act(path.name, author, "unreadable", "", {}, f"{path.name}: is not an act (not a plain file)")
    try:
        document = json.loads(_content(path, status))
        as_json(document).encode()  # half a surrogate pair is JSON, and no database takes it
        kind, at, body = str(document["kind"]), str(document["at"]), dict(document["body"])
        return Act(path.name, author, kind, at, body, claimed=claimed_name(str(document.get("claimed", ""))))
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        why = str(error) if isinstance(error, _OtherFileError) else type(error).__name__
        return Act(path.name, author, "unreadable", "", {}, f"{path.name}: is not an act ({why})")


class _OtherFileError(ValueError):
    """A file that no console writes."""


def _content(path: Path, status: os.stat_result) -> str:
    """The text of the very file that was looked at, whose owner is the author."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        if not os.path.samestat(os.fstat(descriptor), status):
            raise _OtherFileError("another file stands in its place")
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise _OtherFileError(f"more than {_LARGEST} bytes")
    return content.decode()
