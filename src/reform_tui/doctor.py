"""What a machine and a project must be like, each thing looked at and told with what to do."""

from __future__ import annotations

import grp
import locale
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from reform_tui import times
from reform_tui.config.project import SETTINGS
from reform_tui.config.settings import settings_of
from reform_tui.config.toml import read_document
from reform_tui.config.types import Project
from reform_tui.errors import ReformError
from reform_tui.store.faulty import read_fault
from reform_tui.store.headings import older_mappings
from reform_tui.store.layout import Layout
from reform_tui.store.ledger import broken_at
from reform_tui.store.local import network_file_system
from reform_tui.store.people_group import is_closed
from reform_tui.store.reading import heartbeat, open_store
from reform_tui.wording.faults import tells_of_unread_table

LEAST_FREE = 2 * 2**30
LEAST_WATCHES = 1024
OK, WARN, BAD = "ok", "warn", "bad"
_ROW = "mend the row; the others count"
FORESIGHT = timedelta(days=60)
"""How long before a year begins its days off must be known: due dates reach into it by then."""
LATE = 60.0
"""Seconds without a heartbeat after which an engine counts as stopped."""


@dataclass(frozen=True)
class Found:
    """One thing looked at."""

    state: str
    what: str
    found: str
    remedy: str = ""


def examine(root: Path) -> Iterator[Found]:
    """Look at the machine, then at the project ``root``."""
    for look in (_terminal, _charset, _inotify, _clock):
        yield look()
    for ask in (_disk, _file_system, _permissions, _people):
        yield ask(root)
    yield from _configuration(root)
    for ask in (_engine, _trail):
        yield ask(root)


def _terminal() -> Found:
    term = os.environ.get("TERM", "")
    if term in ("", "dumb"):
        return Found(
            WARN, "TERM", term or "not set", "set TERM, for PuTTY to xterm-256color, else the screen stays plain"
        )
    return Found(OK, "TERM", term)


def _charset() -> Found:
    found = locale.getpreferredencoding(do_setlocale=False)
    if found.upper().replace("-", "") != "UTF8":
        remedy = "export LANG=C.UTF-8, or open the console with --ascii; Vietnamese needs UTF-8"
        return Found(WARN, "character set", found, remedy)
    return Found(OK, "character set", found)


def _inotify() -> Found:
    path = Path("/proc/sys/fs/inotify/max_user_watches")
    if not path.exists():
        return Found(WARN, "inotify", "not on this system", "files are found by the scan alone, some seconds later")
    limit = int(path.read_text("ascii"))
    if limit < LEAST_WATCHES:
        return Found(
            WARN, "inotify watches", str(limit), f"ask for fs.inotify.max_user_watches={LEAST_WATCHES} or more"
        )
    return Found(OK, "inotify watches", str(limit))


def _clock() -> Found:
    now = times.now()
    if now.timestamp() < Path(__file__).stat().st_mtime:
        remedy = "the clock is behind the day this was installed; set it, else records fall due at wrong moments"
        return Found(BAD, "clock", now.isoformat(timespec="seconds"), remedy)
    return Found(OK, "clock", now.isoformat(timespec="seconds"))


def _disk(root: Path) -> Found:
    free = shutil.disk_usage(root if root.exists() else Path()).free
    text = f"{free / 2**30:.1f} GiB free"
    return Found(OK, "disk", text) if free >= LEAST_FREE else Found(BAD, "disk", text, "free at least 2 GiB for state/")


def _file_system(root: Path) -> Found:
    kind = network_file_system(root)
    if kind:
        remedy = "state/ must lie on a local disk: SQLite's log and file locks cannot be trusted over a network"
        return Found(BAD, "file system", kind, remedy)
    return Found(OK, "file system", "local")


def _permissions(root: Path) -> Found:
    state = root / "state"
    place = state if state.exists() else root
    if not os.access(place, os.W_OK):
        remedy = "only the engine's user writes here; as an inspector you may look, and act if state/acts allows it"
        return Found(WARN, "state/", f"not writable for {os.geteuid()}", remedy)
    if state.exists() and state.stat().st_mode & 0o002:
        return Found(BAD, "state/", "writable for everybody", f"chmod o-w {state}")
    return Found(OK, "state/", "writable")


def _people(root: Path) -> Found:
    """Whether people's data belongs to the group that the project names for it."""
    what, layout = "people's data", Layout(root / "state")
    try:
        name = settings_of(read_document(root / SETTINGS, SETTINGS)).groups.people
    except ReformError as error:
        return Found(BAD, what, str(error), "mend what the sentence names")
    if not name:
        return Found(OK, what, "readable for all who can read state/: no [groups] people is named")
    try:
        group = grp.getgrnam(name)
    except KeyError:
        remedy = "make the group, or mend [groups] people; until then it is for the engine's user alone"
        return Found(BAD, what, f"there is no group {name} on this machine", remedy)
    if not layout.archive.exists() or is_closed(replace(layout, people=group.gr_gid)):
        return Found(OK, what, f"readable for the group {name}")
    remedy = f"let the engine's user own state/ and be in the group {name}, then start the engine again"
    return Found(BAD, what, f"state/archive does not belong to the group {name}", remedy)


def _configuration(root: Path) -> tuple[Found, ...]:
    from reform_tui.assemble import assembled  # noqa: PLC0415 - workers start only when asked this

    try:
        with assembled(root) as parts:
            project = parts.project
            if parts.faces.faults:
                return (Found(BAD, "plugins", "; ".join(parts.faces.faults), "mend or remove the plugin"),)
    except ReformError as error:
        return (
            Found(
                BAD, "configuration", "; ".join(str(error).splitlines()), f"mend what the sentence names{_kept(root)}"
            ),
        )
    if absent := [feed.folder for feed in project.feeds if not (root / feed.folder).is_dir()]:
        return (Found(BAD, "folders", f"not there: {', '.join(absent)}", "make them, or mend 'folder' of the feed"),)
    told = Found(OK, "configuration", f"{len(project.feeds)} feeds, {len(project.rules)} rules")
    wrong = (
        Found(WARN, "reference table", fault, "mend the file" if tells_of_unread_table(fault) else _ROW)
        for fault in parts.references.faults
    )
    return told, *wrong, *calendar_found(project, times.now()), *_silences(project, times.now()), *_older(root, project)


def _kept(root: Path) -> str:
    """That the engine goes on under the configuration before, if it noted so."""
    with (
        suppress(ReformError, sqlite3.DatabaseError),
        closing(open_store(Layout(root / "state").database)) as connection,
    ):
        if faulty := read_fault(connection):
            since = faulty.since.astimezone().isoformat(timespec="minutes")
            return f"; the engine goes on under the configuration before, since {since}"
    return ""


def _older(root: Path, project: Project) -> Iterator[Found]:
    """Feeds whose mapping was changed after files were taken in under it."""
    with (
        suppress(ReformError, sqlite3.DatabaseError),
        closing(open_store(Layout(root / "state").database)) as connection,
    ):
        older = older_mappings(connection, {feed.name: feed.version for feed in project.feeds})
        for name, count in sorted(older.items()):
            found = f"{count} files of {name} were read under an older mapping"
            yield Found(WARN, "mapping", found, f"stop the engine and run reform-tui rebuild --feed {name}")


def calendar_found(project: Project, now: datetime) -> Iterator[Found]:
    """Years that working time is about to be counted in and whose days off nobody entered."""
    soon = now + FORESIGHT
    years = {moment.astimezone(project.calendar.zone).year for moment in (now, soon)}
    for year in sorted(years - project.calendar.years):
        found = f"knows no day off of {year}: only weekends are left out there, and due dates may be wrong by days"
        yield Found(WARN, "calendar", found, f"reform-tui new calendar {year}, and compare it with the announcement")


def _silences(project: Project, now: datetime) -> Iterator[Found]:
    """Silences beside rules that are over: they do no harm, and may be removed."""
    for rule in project.rules:
        for one in rule.silences:
            if now >= one.until:
                found = f"{rule.where}: the silence of {one.author} ended {one.until.isoformat(timespec='minutes')}"
                yield Found(WARN, "silences", found, "it does nothing any more and may be removed")


def _engine(root: Path) -> Found:
    beat = heartbeat(root)
    if beat is None:
        return Found(WARN, "engine", "never ran here", "start it with reform-tui watch")
    age = (times.now() - beat).total_seconds()
    if age > LATE:
        return Found(WARN, "engine", f"last heartbeat {beat.isoformat(timespec='seconds')}", "start reform-tui watch")
    return Found(OK, "engine", "running")


def _trail(root: Path) -> Found:
    path = Layout(root / "state").database
    if not path.exists():
        return Found(OK, "trail", "no store yet")
    try:
        connection = open_store(path)
    except ReformError as error:
        return Found(BAD, "store", str(error), "see the sentence")
    try:
        broken = broken_at(connection)
    except sqlite3.DatabaseError as error:
        return Found(BAD, "store", f"damaged ({error})", "stop the engine and run reform-tui rebuild")
    finally:
        connection.close()
    if broken is not None:
        return Found(BAD, "trail", f"line {broken} does not follow from the one before", "somebody changed it by hand")
    return Found(OK, "trail", "whole")
