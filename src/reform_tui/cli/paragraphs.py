"""What plugins offer and a project declares, as paragraphs for a person."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from reform_tui.config.key import keys_of
from reform_tui.config.rule_types import Indicator
from reform_tui.model.text import harmless

if TYPE_CHECKING:
    from reform_tui.plugins import Plugins

WIDTH = 88


def checks_told(plugins: Plugins) -> Iterator[str]:
    """Yield a paragraph a check: its name and grain, its help, and below them its keys."""
    for name, check in sorted(plugins.checks.items()):
        keys = [
            indented(f"{key.name}: {key.words} ({'required' if key.required else f'default {key.written}'})")
            + indented(key.help, 8)
            for key in keys_of(check)
        ]
        grain = getattr(check, "grain", "unit")
        yield f"{name} ({grain})\n{indented(inspect.getdoc(check) or '')}{chr(10) if keys else ''}{''.join(keys)}"


def counts_told(plugins: Plugins) -> Iterator[str]:
    """Yield a paragraph a counting function: its name, what it reads, its definition."""
    for name, counting in sorted(plugins.counts.items()):
        yield f"{name} (reads {reads_told(counting.reads)})\n{indented(counting.help)}"


def indicators_told(indicators: Iterable[Indicator], plugins: Plugins) -> Iterator[str]:
    """Yield a paragraph an indicator: name and definition in both languages, and who says so."""
    for one in indicators:
        target = "no target" if one.target is None else f"target {one.target:g}"
        said = [" / ".join(dict.fromkeys(one.names.values())), *dict.fromkeys(definition_of(one, plugins).values())]
        dated = f" ({one.dated:%d/%m/%Y})" if one.dated else ""
        said += [f"source: {' / '.join(dict.fromkeys(one.source.values()))}{dated}"] if one.source else []
        yield f"{one.name} ({one.count}, {target})\n{''.join(map(indented, said))}"


def definition_of(indicator: Indicator, plugins: Plugins) -> Mapping[str, str]:
    """Return what an indicator counts, by language; its function's own words where the project says nothing."""
    counting = plugins.counts.get(indicator.count)
    return indicator.definition or ({"en": inspect.cleandoc(counting.help)} if counting else {})


def reads_told(reads: Mapping[str, Any]) -> str:
    """Return what is read, on one line."""
    return "; ".join(f"{schema}: {', '.join(columns)}" for schema, columns in reads.items())


def indented(text: str, by: int = 4) -> str:
    """Return the paragraphs of a text, each wrapped and moved to the right; nothing of it acts on a terminal."""
    margin = " " * by
    plain = "\n".join(map(harmless, inspect.cleandoc(text).splitlines()))
    wrapped = (
        textwrap.fill(" ".join(paragraph.split()), WIDTH, initial_indent=margin, subsequent_indent=margin)
        for paragraph in plain.split("\n\n")
    )
    return "\n\n".join(wrapped) + "\n" if plain else ""
