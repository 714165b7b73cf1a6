"""A proposed mapping as ``feeds/NAME.toml``: each line says how sure it is, what is not known stands as a comment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reform_tui.config.toml_text import toml_key, toml_value
from reform_tui.model.schema import Kind
from reform_tui.model.text import harmless
from reform_tui.scaffold.fitting import holds_people, kind_of
from reform_tui.scaffold.guesses import LIKELY
from reform_tui.scaffold.names import slug
from reform_tui.scaffold.proposal import Proposal
from reform_tui.scaffold.seen import Seen, formats_of

Sample = tuple[Mapping[str, str], Mapping[str, Any]]
"""A row as delivered, and what it becomes."""


def feed_text(proposal: Proposal, *, file: str, folder: str, pattern: str, unit: str, sample: Sample | None) -> str:
    """Return the feed; ``unit`` answers for every row where the file names no unit."""
    parts = (
        _head(proposal, file, folder, pattern),
        _time(proposal),
        _columns(proposal),
        _extra(proposal),
        _values(proposal),
        [] if proposal.names_unit or not unit else _unit(unit),
        _sample(sample),
    )
    return "\n".join(line for part in parts for line in part) + "\n"


def _head(proposal: Proposal, file: str, folder: str, pattern: str) -> Iterator[str]:
    yield f"# Proposed from {harmless(file)}."
    yield "# Read every line, above all those that say 'likely' or 'perhaps'."
    yield f"schema = {toml_value(proposal.schema.name)}"
    yield f"folder = {toml_value(folder)}"
    yield f"files  = [{toml_value(pattern)}]"
    if proposal.sheet:
        yield f"sheet  = {toml_value(proposal.sheet)}"
    if proposal.header.row > 0 and not proposal.header.mapped:
        yield f"header = {proposal.header.row}    # the row that looks most like headings"
    yield '# mode  = "snapshot"    # each file lists everything: rows that a unit no longer lists are gone'
    yield '# every = "1wd"         # say so when no file came for one working day'


def _time(proposal: Proposal) -> Iterator[str]:
    kinds = {column.name: column.kind for column in proposal.schema.columns}
    times = [proposal.seen[at] for name, at in proposal.columns.items() if kinds[name] is Kind.TIME]
    if formats_of(times):
        yield ""
        yield "[time]"
        yield f"formats = {toml_value(list(formats_of(times)))}    # as the file writes its times"


def _columns(proposal: Proposal) -> Iterator[str]:
    yield ""
    yield "[columns]"
    guessed = {guess.column: guess for guess in proposal.guessed}
    width = max((len(name) for name in proposal.columns), default=0)
    for name in sorted(proposal.columns, key=proposal.schema.names().index):
        heading = toml_value(proposal.seen[proposal.columns[name]].heading)
        guess = guessed.get(name)
        word = "known" if guess is None else "likely" if guess.sure >= LIKELY else "perhaps"
        why = "" if guess is None else f": {guess.why}"
        yield f"{name:{width}} = [{heading}]    # {word}{why}"
    for name in proposal.schema.key:
        if name not in proposal.columns:
            yield f'# {name} = ["…"]    # no heading looks like it, and no row can be taken in without it'


def _extra(proposal: Proposal) -> Iterator[str]:
    """What became none of our columns, each ready to be made one of the project's own."""
    names: set[str] = set()
    for one in proposal.left:
        name = _free(slug(one.heading), names | proposal.schema.by_name.keys())
        names.add(name)
        yield ""
        yield f"# [columns.extra.{name}]    # {_told(one)}"
        yield f"# from = [{toml_value(one.heading)}]"
        yield f'# type = "{kind_of(one)}"'
        if holds_people(one):
            yield "# people = true"


def _told(one: Seen) -> str:
    return f"{len(one.values)} different values seen" if one.values else "empty in this file"


def _free(name: str, taken: set[str]) -> str:
    name = name if name[0].isalpha() else f"c_{name}"
    number = next(n for n in range(1, len(taken) + 2) if (name if n == 1 else f"{name}_{n}") not in taken)
    return name if number == 1 else f"{name}_{number}"


def _values(proposal: Proposal) -> Iterator[str]:
    for column in dict.fromkeys(word.column for word in proposal.words):
        yield ""
        yield f"[values.{column}]    # one of {', '.join(proposal.schema.by_name[column].values)}"
        for word in proposal.words:
            if word.column == column:
                mark, told = ("", "likely") if word.sure else ("# ", "perhaps")
                yield f"{mark}{toml_key(word.theirs)} = {toml_value(word.ours)}    # {told}"


def _unit(unit: str) -> Iterator[str]:
    yield ""
    yield "# Neither a column nor the codes say who answers for a record: until one does, it is the province."
    yield "[constants]"
    yield f"unit = {toml_value(unit)}"


def _sample(sample: Sample | None) -> Iterator[str]:
    yield ""
    if sample is None:
        yield "# No row of the file could be taken in under this mapping: add a [[sample]] when it can."
        return
    yield "# A row of the file with nobody in it, and what it must become: reform-tui test-rules holds it."
    yield "[[sample]]"
    yield f"row    = {toml_value(sample[0])}"
    yield f"expect = {toml_value(sample[1])}"
