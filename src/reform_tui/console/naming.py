"""Which unit, rule or feed is meant by a few words: a code, a name, or parts of one."""

from __future__ import annotations

from collections.abc import Mapping

from reform_tui.model.text import plain


def meant(words: str, named: Mapping[str, str]) -> tuple[str, ...]:
    """Keys of ``named`` (key to name) that the words mean: the one they spell, else all in which each word begins one.

    Capitals and tone marks do not matter.  The keys come in the order of their names.
    """
    wanted = plain(words)
    spelt = tuple(key for key, name in named.items() if wanted in {plain(key), plain(name)})
    if len(spelt) == 1:
        return spelt
    ordered = sorted(named.items(), key=lambda one: (plain(one[1]), one[0]))
    return tuple(key for key, name in ordered if all(f" {word}" in _words(key, name) for word in wanted.split()))


def _words(key: str, name: str) -> str:
    """Everything that may be typed, each word after a space: a code whole, and its parts."""
    return plain(f" {key} {key.replace('.', ' ').replace('-', ' ')} {name}")
