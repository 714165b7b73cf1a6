"""Sentences about faults that cross processes and tables as plain English, and how a screen says them in its language.

Whoever writes one fills a template that stands here; ``in_language`` knows it again by that template.  What a plugin or
a person wrote inside it stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from reform_tui.feeds.reasons import REASONS
from reform_tui.language import Language, mark
from reform_tui.wording import config, ill, refused, unread

TABLE = mark("reference/{file}: {why}")
CELL = mark("row {row}, {column}: {why}")
ROW = mark("row {row}: {why}")
LEFT_OUT = mark("{why}; the row is left out")
MORE_LEFT_OUT = mark("and {count} more rows that are left out")
NOT_LISTED = mark("'{word}' is none of {listed}")
NAMELESS = mark("{columns} is empty, so it names nothing")
ALL_NAMELESS = mark("{columns} are all empty, so it names nothing")
FROM_TO = mark("{value} is no number from {least} to {most}; write a share such as 0.85 or 85 %")
AT_LEAST = mark("{value} is below {least}; write {least} or more")
NOT_AFTER = mark("{last} does not come after {first} under {column}; exchange the two, or mend one")
OWN_PARENT = mark("{unit} stands above itself ({path}); write the unit that it belongs to, or leave it empty")
NO_TABLE = mark("cannot be read: {why}; until then the project has no such table")
TABLE_STAYS = mark("cannot be read: {why}; until then the table of before counts")
NO_WORKBOOK = mark("this is no workbook, whatever its name says; save it again as xlsx")
BROKEN_WORKBOOK = mark("the workbook is damaged or locked with a password; open it and save it again as xlsx")
CUT_SHORT = mark("the file has no end; copy it here once more")
EMPTY = mark("the file is empty; copy it here once more")
NO_HEADINGS = mark(
    "the first 15 rows held no headings of {schema}; the fullest row says {said}. Write headings such as {wanted} into"
    " one row above the others"
)

_TEMPLATES = (
    TABLE, LEFT_OUT, MORE_LEFT_OUT, NO_TABLE, TABLE_STAYS, CELL, ROW, NOT_LISTED, NAMELESS, ALL_NAMELESS, FROM_TO,
    AT_LEAST, NOT_AFTER, OWN_PARENT, NO_HEADINGS, *ill.TEMPLATES, *unread.TEMPLATES,
    *config.TEMPLATES, *refused.TEMPLATES,
)  # fmt: skip
"""Those with something to fill in, a frame before what it may hold."""


def begun_small(sentence: str) -> str:
    """Return a sentence as it goes on behind a colon."""
    return f"{sentence[0].lower()}{sentence[1:]}"


_REASONS = {
    begun_small(said["en"]): {code: begun_small(text) for code, text in said.items()} for said in REASONS.values()
}


def filled(template: str, **facts: object) -> str:
    """Return the English sentence."""
    return template.format_map({name: str(value) for name, value in facts.items()})


def in_language(sentence: str, language: Language) -> str:
    """Return the sentence in this language, each part that we know; a part that nobody here wrote stays."""
    for template, shape in _SHAPES.items():
        if found := shape.fullmatch(sentence):
            return filled_in(template, found.groupdict(), language)
    return _REASONS.get(sentence, {}).get(language.code) or language.say(sentence)


def tells_of_unread_table(sentence: str) -> bool:
    """Whether it says that a reference table could not be read at all."""
    found = _SHAPES[TABLE].fullmatch(sentence)
    return found is not None and any(_SHAPES[one].fullmatch(found["why"]) for one in (NO_TABLE, TABLE_STAYS))


def configuration_in_language(sentence: str, language: Language) -> str:
    """Return what is wrong with a table of the configuration, its file and name before it, in this language."""
    found = _CONFIGURED.fullmatch(sentence)
    where, faults = found.groups() if found else ("", sentence)
    return where + "; ".join(in_language(fault, language) for fault in faults.split("; "))


def refusal_in_language(sentence: str, language: Language) -> str:
    """Return why an act was refused, or why a what-if has no answer, in this language."""
    said = in_language(sentence, language)
    return said if said != sentence else configuration_in_language(sentence, language)


def filled_in(template: str, facts: Mapping[str, object], language: Language) -> str:
    """Return a template in this language with its facts, those that are sentences in this language too."""
    said = {name: in_language(str(facts[name]), language) for name in _SAID & facts.keys()}
    return language.say(template, **{**facts, **said})


def _shape(template: str) -> re.Pattern[str]:
    """What a filled template looks like; a name that stands in it twice holds the same both times."""
    seen: set[str] = set()
    parts = [_part(part, seen) for part in re.split(r"(\{\w+\})", template)]
    return re.compile("".join(parts), re.DOTALL)


def _part(part: str, seen: set[str]) -> str:
    if not re.fullmatch(r"\{\w+\}", part):
        return re.escape(part)
    name = part[1:-1]
    again = name in seen
    seen.add(name)
    return f"(?P={name})" if again else f"(?P<{name}>.+?)"


_CONFIGURED = re.compile(r"(\S+\.toml(?: \[[^\]]+\])?: )(.*)", re.DOTALL)
_SAID = {"why", "said", "what", "wanted"}
"""What a template holds that is a sentence; anything else is a name, a figure or a word of a file."""
_SHAPES: Mapping[str, re.Pattern[str]] = {template: _shape(template) for template in _TEMPLATES}
