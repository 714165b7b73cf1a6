"""What is wrong with TOML text, and what to write instead: for people who never heard of its grammar."""

from __future__ import annotations

_ADVICE = (
    ("expected '=' after a key", "after a name comes = and a value; a name with spaces or accents stands in quotes"),
    ("initial character for a key", "a name begins with a letter, a digit, - or _; any other stands in quotes"),
    ("end of a table declaration", "a heading ends with ]; a name with spaces or accents stands in quotes"),
    ("end of an array declaration", "a heading of a list ends with ]]"),
    ("cannot declare", "this heading stands twice; join what is below both, or write [[ ]] at each for a list"),
    ("cannot overwrite", "this name has a value already; leave one, or write [[ ]] at each heading of a list"),
    ("cannot mutate", "this name has a value already; leave one"),
    ("cannot redefine", "this name has a value already; leave one"),
    ("duplicate inline table key", "this name has a value already; leave one"),
    ("invalid value", 'here stands no value; text stands in quotes, "so", a number or true and false without'),
    ("expected newline", "one line holds one name and its value; text and dates are written whole"),
    ("unclosed", "what was opened with [ or { is not closed"),
    ("unterminated", "text that began with a quote does not end with one"),
    ("unescaped", r"write \\ for one \, or put the text into single quotes"),
)
"""Words of the reader's message to what a person should know."""


def told(message: str, line: str, column: int) -> str:
    """Return the sentence for what the reader says of a place; ``column`` counts from 1."""
    begins = line[column - 1 : column]
    if begins and not begins.isascii() and line.lstrip().startswith("["):
        name = line.strip().strip("[]")
        brackets = line.strip()[: len(line.strip()) - len(line.strip().lstrip("["))]
        return f'a name with accents stands in quotes: {brackets}"{name}"{"]" * len(brackets)}'
    return next((words for known, words in _ADVICE if known in message.lower()), f"{message[:1].lower()}{message[1:]}")
