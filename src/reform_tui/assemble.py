"""A project put together: its files read, its plugins described, its store opened, its workers started."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from reform_tui.config.project import SETTINGS, load_project, require_project
from reform_tui.config.settings import settings_of
from reform_tui.config.toml import read_document
from reform_tui.config.types import Project, Settings
from reform_tui.engine.counting import Targets
from reform_tui.engine.faces import Faces, describe, unknown_names
from reform_tui.engine.intake.inbox import Look, Seen, look
from reform_tui.engine.intake.recognising import Intake
from reform_tui.engine.intake.take import take_in
from reform_tui.engine.provenance import keep_configuration, plugin_hashes
from reform_tui.engine.publishing import publish
from reform_tui.engine.questions import Questions
from reform_tui.engine.references import References, lay_out, periods_in, read_references, write_units
from reform_tui.engine.step import Engine
from reform_tui.engine.workers.here import Here
from reform_tui.engine.workers.pool import Pool
from reform_tui.errors import ConfigError
from reform_tui.model.schema import BUILT_IN
from reform_tui.plugins import Source, sources_of
from reform_tui.store.database import transaction
from reform_tui.store.layout import ANYBODY, Layout
from reform_tui.store.people_group import close, group_of
from reform_tui.store.people_key import own_key
from reform_tui.store.store import Store, open_store


@dataclass(frozen=True)
class Assembled:
    """A project that can be worked with."""

    project: Project
    faces: Faces
    references: References
    pool: Pool
    plugins: tuple[Source, ...]


@contextmanager
def assembled(root: Path, *, here: bool = False) -> Iterator[Assembled]:
    """Read a project whole and start its workers; ``ConfigError`` with every fault that can be known by now.

    ``here`` starts none: this process does their work.
    """
    settings = _settings(root)
    layout = Layout(root / "state")
    log = layout.log if layout.log.is_dir() else None
    limits = settings.limits
    pool = Here() if here else Pool(settings.workers, limits.seconds, limits.memory_mb, log, settings.keep)
    try:
        yield assemble_with(root, pool)
    finally:
        pool.close()


def assemble_with(root: Path, pool: Pool) -> Assembled:
    """Read a project whole, with workers that are there already."""
    plugins = sources_of(root)
    schemas = {**BUILT_IN, **describe(pool, plugins).schemas}
    project = load_project(root, schemas)
    faces = describe(pool, plugins, project.rules)
    references = read_references(root, project.schemas, project.settings.zone)
    faults = [*faces.rule_faults, *unknown_names(faces, project.rules, project.indicators)]
    if faults:
        raise ConfigError([*faces.faults, *faults])  # a check may be missing because its plugin cannot be loaded
    files = {**project.files, **plugin_hashes(plugins)}
    return Assembled(replace(project, files=files), faces, references, pool, plugins)


def _settings(root: Path) -> Settings:
    """The workers' limits, needed before the plugins can say which schemas the rest of the project may use."""
    require_project(root)
    return settings_of(read_document(root / SETTINGS, SETTINGS))


@contextmanager
def running(parts: Assembled, state: Path, now: datetime, people_key: bytes | None = None) -> Iterator[Engine]:
    """Open the store in ``state`` and give the engine on it; the store is cleanly stopped afterwards.

    People are masked with ``people_key``, else with the one in ``state``, which is made where there is none.
    """
    layout = Layout(state, group_of(parts.project.settings.groups.people) if people_key is None else ANYBODY)
    store = open_store(layout, parts.project.schemas)
    try:
        close(layout)
        if people_key is None:
            keep_configuration(layout, parts.project.root, {**parts.project.files, **parts.references.hashes})
        engine = _engine_on(store, parts, own_key(layout) if people_key is None else people_key)
        with transaction(store.connection):
            write_units(store, parts.references)
            publish(store.connection, parts.project, parts.faces, parts.references.hashes, now)
        yield engine
    finally:
        store.close()


def _engine_on(store: Store, parts: Assembled, people_key: bytes) -> Engine:
    questions = Questions(
        parts.project,
        store,
        parts.faces,
        tuple(one.text for one in parts.plugins),
        lay_out(parts.references, store.layout.work),
        periods_in(parts.references, parts.project.calendar.zone),
        people_key,
    )
    return Engine(questions, parts.pool, Targets.of(parts.references.rows("targets")))


def take_all(engine: Engine, now: datetime) -> tuple[Look, Intake]:
    """Take in every file that lies in the feeds' folders, finished or not."""
    found = look(engine.project.root, engine.project.feeds)
    return found, take_files(engine, found.files, now)


def take_files(engine: Engine, files: Sequence[Seen], now: datetime) -> Intake:
    """Take in these files."""
    settings = engine.project.settings
    readers = sorted(set(engine.faces.readers.values()))
    return take_in(engine.store, engine.pool, engine.project.root, settings.zone, files, readers, now)
