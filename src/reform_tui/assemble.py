"""A project put together: its files read, its plugins described, its store opened, its workers started."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from reform_tui.config.project import SETTINGS, load_project, require_project
from reform_tui.config.settings import settings_of
from reform_tui.config.toml import read_document
from reform_tui.config.types import Project, Settings
from reform_tui.engine.counting import Targets
from reform_tui.engine.describing import describe_chosen, rule_faults
from reform_tui.engine.faces import Faces, PluginState
from reform_tui.engine.intake.inbox import Look, Seen, look
from reform_tui.engine.intake.recognising import Intake
from reform_tui.engine.intake.take import take_in
from reform_tui.engine.missing import missing, settle_missing
from reform_tui.engine.provenance import keep_configuration, plugin_hashes
from reform_tui.engine.publishing import publish
from reform_tui.engine.questions import Questions
from reform_tui.engine.reference_trail import note_tables
from reform_tui.engine.references import References, lay_out, periods_in, read_references, write_units
from reform_tui.engine.refusing import refusals
from reform_tui.engine.step import Engine
from reform_tui.engine.workers.here import Here
from reform_tui.engine.workers.pool import Pool
from reform_tui.errors import ConfigError
from reform_tui.model.schema import BUILT_IN
from reform_tui.plugins import ALL, Choice, Source, choose
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
    """Those that could say what they offer: a job has no use for the others."""


@contextmanager
def assembled(root: Path, choice: Choice = ALL, *, here: bool = False) -> Iterator[Assembled]:
    """Read a project whole and start its workers; ``ConfigError`` with every fault that can be known by now.

    ``here`` starts none: this process does their work.
    """
    pool = Here() if here else workers_for(root, settings_in(root))
    try:
        yield assemble_with(root, pool, choice)
    finally:
        pool.close()


def workers_for(root: Path, settings: Settings) -> Pool:
    """Start the workers that the project in ``root`` asks for."""
    layout = Layout(root / "state")
    log = layout.log if layout.log.is_dir() else None
    return Pool(settings.workers, settings.limits.seconds, settings.limits.memory_mb, log, settings.keep)


def assemble_with(root: Path, pool: Pool, choice: Choice = ALL) -> Assembled:
    """Read a project whole, with workers that are there already.

    A plugin that was refused, failed or is left out by ``choice`` stops nothing: what only it may offer is missing, its
    rules are ill and its feeds left out.  Where every plugin is sound, a name that none of them offers is a fault.
    """
    settings = settings_in(root)
    chosen = choose(root, settings.groups.plugins, choice)
    faces = describe_chosen(pool, chosen, settings.limits.seconds)
    project = load_project(root, {**BUILT_IN, **faces.schemas}, whole=faces.whole)
    references = read_references(root, project.schemas, settings.zone)
    project = project.in_use(references.tables)
    faults_in = partial(rule_faults, pool, faces, seconds=settings.limits.seconds)
    faults = refusals(project, project.rules, faces, faults_in, periods_in(references), whole=faces.whole)
    if faults:
        raise ConfigError([*faces.faults, *references.faults, *faults])
    files = {**project.files, **plugin_hashes(chosen.taken)}
    sound = tuple(one.source for one in faces.plugins if one.state is PluginState.ON or one.offers)
    return Assembled(replace(project, files=files), faces, references, pool, sound)


def settings_in(root: Path) -> Settings:
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
        yield engine_on(store, parts, now, people_key)
    finally:
        store.close()


def engine_on(
    store: Store,
    parts: Assembled,
    now: datetime,
    people_key: bytes | None = None,
    standing: Collection[str] = (),
) -> Engine:
    """Give the engine of a project as it is configured now, on a store that is open; consoles are told of it.

    Rules that are ``standing`` keep their appointments (see ``publish``).
    """
    group = group_of(parts.project.settings.groups.people) if people_key is None else ANYBODY
    layout = replace(store.layout, people=group)
    close(layout)
    if people_key is None:
        keep_configuration(layout, parts.project.root, {**parts.project.files, **parts.references.hashes})
    store.set_up(layout, parts.project.schemas)
    engine = _engine_on(store, parts, now, own_key(store.layout) if people_key is None else people_key)
    with transaction(store.connection):
        write_units(store, parts.references, parts.project.calendar.zone)
        if people_key is None:
            note_tables(store.connection, layout, parts.project, parts.references, own_key(layout), now)
        publish(store.connection, parts.project, parts.faces, parts.references, now, standing)
        why = missing(parts.project, parts.faces)
        settle_missing(store.connection, parts.project.settings.province, why, now)
    return engine


def questions_on(store: Store, parts: Assembled, people_key: bytes, work: Path | None = None) -> Questions:
    """Give the questions of a project on a store; they work in its own folder, or in ``work`` where it is not ours."""
    return Questions(
        parts.project,
        store,
        parts.faces,
        tuple(one.text for one in parts.plugins),
        lay_out(parts.references, work or store.layout.work),
        periods_in(parts.references),
        people_key,
        work,
    )


def _engine_on(store: Store, parts: Assembled, now: datetime, people_key: bytes) -> Engine:
    questions = questions_on(store, parts, people_key)
    return Engine(questions, parts.pool, Targets.of(parts.references.rows("targets"), now, questions.zone))


def take_all(engine: Engine, now: datetime) -> tuple[Look, Intake]:
    """Take in every file that lies in the feeds' folders, finished or not."""
    found = look(engine.project.root, engine.project.feeds)
    return found, take_files(engine, found.files, now)


def take_files(engine: Engine, files: Sequence[Seen], now: datetime) -> Intake:
    """Take in these files."""
    settings = engine.project.settings
    readers = sorted(set(engine.faces.readers.values()))
    return take_in(engine.store, engine.pool, engine.project.root, settings.zone, files, readers, now)
