"""Hints from the file system that something happened; the scan is the truth, so a lost event costs only time."""

from __future__ import annotations

import logging
import queue
from collections.abc import Iterable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

ANSWERED = frozenset({"created", "modified", "moved", "deleted", "closed"})


class Hints(FileSystemEventHandler):
    """Watches folders; ``wait`` returns early when one of them has news.  Folders that reappear are watched anew."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = tuple(folders)
        self._news: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._inodes: dict[Path, int] = {}
        self._overflows = _Overflows(self._news)
        logging.getLogger("watchdog").addHandler(self._overflows)
        self._observer = Observer()
        self._observer.start()
        self.look_again()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """One hint, whatever happened; opening and reading a file is no news."""
        if event.event_type in ANSWERED and self._news.empty():
            self._news.put(None)

    def wait(self, seconds: float) -> bool:
        """Wait for a hint, at most so long; whether there was one."""
        try:
            self._news.get(timeout=max(seconds, 0.0))
        except queue.Empty:
            return False
        return True

    def look_again(self) -> bool:
        """Watch each folder that is there under a new inode; whether any was new."""
        found = {folder: _inode(folder) for folder in self._folders}
        if found == self._inodes:
            return False
        self._inodes = found
        self._observer.unschedule_all()
        for folder, inode in found.items():
            if inode:
                self._schedule(folder)
        return True

    def _schedule(self, folder: Path) -> None:
        try:
            self._observer.schedule(self, str(folder))
        except OSError:
            self._inodes[folder] = 0  # no events to be had (limit reached, or gone again): the scan sees its files

    def close(self) -> None:
        """Stop watching."""
        self._observer.stop()
        self._observer.join()
        logging.getLogger("watchdog").removeHandler(self._overflows)


class _Overflows(logging.Handler):
    """Makes a hint of what watchdog only logs: that events were lost, so that the folders must be looked at."""

    def __init__(self, news: queue.SimpleQueue[None]) -> None:
        super().__init__(logging.WARNING)
        self._news = news

    def emit(self, record: logging.LogRecord) -> None:
        """Any word about an overflow is news."""
        if "overflow" in record.getMessage():
            self._news.put(None)


def _inode(folder: Path) -> int:
    try:
        return folder.stat().st_ino
    except OSError:
        return 0
