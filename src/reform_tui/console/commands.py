"""Commands after a colon: one line in, one decision out."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from reform_tui.language import LANGUAGES, mark

COMMANDS = {
    "units": mark("all units"),
    "alerts": mark("all live alerts, the worst first"),
    "feeds": mark("feeds and quarantine"),
    "rules": mark("rules and their health"),
    "indicators": mark("figures of the province and its levels, and what they count"),
    "accept": mark("accept the list that shrank: what it lacks is gone"),
    "silence": mark("let the alert ask for no attention: how long (3d, 2wd, 2025-03-31), then why"),
    "unsilence": mark("undo the silence of the alert"),
    "what-if": mark("try a change of the rule, such as critical.count=5, or a draft's file"),
    "rescan": mark("ask the engine to look at the inbox again"),
    "lang": mark("vi or en: the language of this screen"),
    "help": mark("every key and command"),
    "quit": mark("leave"),
}


@dataclass(frozen=True)
class Command:
    """A known command and its word, or a fault to show."""

    name: str = ""
    word: str = ""
    fault: str = ""
    guess: str = ""


def parse(line: str) -> Command:
    """Read ``lang en`` or ``:units``; a wrong one gives a fault and, where there is one, the nearest name."""
    name, _, word = line.strip().lstrip(":").partition(" ")
    name, word = {"q": "quit", "?": "help", "h": "help"}.get(name, name), word.strip()
    if name not in COMMANDS:
        near = get_close_matches(name, COMMANDS, n=1)
        return Command(fault=mark("there is no command {name}; ? lists them"), word=name, guess=near[0] if near else "")
    if name == "lang" and word not in LANGUAGES:
        return Command(fault=mark("write :lang vi or :lang en"), word=word)
    return Command(name, word)
