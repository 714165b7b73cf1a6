"""What lies in the feeds' folders: files to read, names to ignore, files that may not be read."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from reform_tui.config.types import Feed

TEMPORARY = ("~$*", ".*", "*.part", "*.filepart", "*.crdownload", "*.tmp")
"""Names of files that a program is still writing, or holds as a lock."""


@dataclass(frozen=True)
class Seen:
    """One file as a folder showed it; equal when nothing about it changed."""

    feed: Feed
    path: str
    """Inside the project, or absolute when the folder lies elsewhere."""
    size: int
    mtime_ns: int
    inode: int
    blocked: str = ""
    """Why it may not be read, if so."""

    @property
    def name(self) -> str:
        """The file's own name."""
        return Path(self.path).name


@dataclass(frozen=True)
class Look:
    """One look at every feed's folder."""

    files: tuple[Seen, ...]
    ignored: tuple[tuple[str, str], ...]
    """(feed, path) of names that are temporary, or that no feed wants."""
    absent: tuple[str, ...]
    """Feeds whose folder is not there."""


def look(root: Path, feeds: Iterable[Feed]) -> Look:
    """List the folders of the feeds, each file under the first feed that wants its name."""
    files: dict[str, Seen] = {}
    passed: dict[str, str] = {}
    absent: list[str] = []
    for feed in feeds:
        try:
            entries = sorted(os.scandir(root / feed.folder), key=lambda entry: entry.name)
        except OSError:
            absent.append(feed.name)
            continue
        for entry in entries:
            path = f"{feed.folder.rstrip('/')}/{_as_text(entry.name)}"
            if not _wanted(entry.name, feed):
                passed.setdefault(path, feed.name)
            elif path not in files and (seen := _seen(feed, path, entry)):
                files[path] = seen
            elif path not in files and entry.is_dir():
                passed.setdefault(path, feed.name)
    ignored = tuple((feed, path) for path, feed in passed.items() if path not in files)
    return Look(tuple(files.values()), ignored, tuple(absent))


def _as_text(name: str) -> str:
    """A name that every screen and table takes: bytes of an old encoding become U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")


def _wanted(name: str, feed: Feed) -> bool:
    if any(fnmatch(name, pattern) for pattern in TEMPORARY):
        return False
    return any(fnmatch(name.casefold(), pattern.casefold()) for pattern in feed.files)


def _seen(feed: Feed, path: str, entry: os.DirEntry[str]) -> Seen | None:
    """The file behind an entry; nothing for folders, pipes and what vanished meanwhile."""
    try:
        if not entry.is_file():
            return _broken(feed, path, entry)
        stat = entry.stat()
    except OSError:
        return _broken(feed, path, entry)
    blocked = "" if os.access(entry.path, os.R_OK) else f"no permission, owner {_owner(stat.st_uid)}"
    if _as_text(entry.name) != entry.name:
        blocked = "its name is not UTF-8; rename it"
    return Seen(feed, path, stat.st_size, stat.st_mtime_ns, stat.st_ino, blocked)


def _broken(feed: Feed, path: str, entry: os.DirEntry[str]) -> Seen | None:
    """A link that leads to no file, so that nobody waits for it in vain."""
    if not entry.is_symlink() or Path(entry.path).exists():
        return None
    return Seen(feed, path, 0, 0, entry.inode(), "a link that leads nowhere; drop the file itself")


def _owner(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
