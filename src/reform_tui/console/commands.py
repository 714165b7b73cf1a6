"""Commands after a colon: one line in, one decision out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from reform_tui.console.chosen import CHOICES
from reform_tui.console.prompt import Offer
from reform_tui.language import mark

COMMANDS = {
    "today": mark("whom to call: what is new, worse, due today or unanswered"),
    "units": mark("all units"),
    "unit": mark("the alerts of one unit: its code, or a part of its name"),
    "about": mark("what a unit is: level, parent, what it was and became, offices, whom to telephone"),
    "alerts": mark("all live alerts, the worst first"),
    "alert": mark("one alert by its number"),
    "record": mark("one record by its code: its timeline, and how each profile counts it"),
    "changes": mark("what happened since you last looked, the newest first: +12 above"),
    "at": mark("the screens as they stood at a day or moment, such as 31/3 or 2025-03-31 17:00"),
    "now": mark("back from the past to the present"),
    "feeds": mark("feeds and quarantine"),
    "feed": mark("what one feed did not take in"),
    "rules": mark("rules and their health"),
    "rule": mark("one rule, unit by unit: its name, or a part of it"),
    "indicators": mark("figures of the province and its levels, and what they count"),
    "indicator": mark("one figure, unit by unit"),
    "figure": mark("the rows behind a unit's figure: an indicator, a unit and a period, by their codes"),
    "index": mark("scores of index sets such as 766: units by place, moves, whom to telephone"),
    "acknowledge": mark("acknowledge the alert: the note, then until 3d, 15/4, deadline or closed"),
    "taken": mark("acknowledged alerts by age, author and end"),
    "undo": mark("take back the last thing you did that still holds"),
    "accept": mark("accept the list that shrank: what it lacks is gone"),
    "silence": mark("let the alert ask for no attention: how long (3d, 2wd, 2025-03-31), then why"),
    "unsilence": mark("undo the silence of the alert"),
    "what-if": mark("try a change of the rule, such as critical.count=5, or a draft's file"),
    "export": mark("the list on the screen into a file of yours: csv, xlsx or md, then a name"),
    "lines": mark("the list on the screen as plain lines"),
    "unmask": mark("unmask the record that is open: say why, and the trail tells"),
    "name": mark("on a shared account: who you are, told as claimed"),
    "bell": mark("on or off: ring and mark the window's title for a new critical alert"),
    "palette": mark("on or off: whether Ctrl-P opens a palette of these commands, for fast lines"),
    "rescan": mark("ask the engine to look at the inbox again"),
    "lang": mark("vi or en: the language of this screen"),
    "charset": mark("utf8, ascii (letters without marks), or auto: as the terminal can"),
    "theme": mark("terminal (its own colours), light, dark or contrast"),
    "help": mark("every key and command"),
    "quit": mark("leave"),
}
CHOICE = {"lang": "language", "charset": "charset", "theme": "theme"}
"""Commands that choose how things look, and what of it."""
WORDS = {name: CHOICES[choice] for name, choice in CHOICE.items()} | {"bell": ("on", "off"), "palette": ("on", "off")}
"""Commands after which one of a few words must follow."""
_SHORT = {"q": "quit", "?": "help", "h": "help"}


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
    name, word = _SHORT.get(name, name), word.strip()
    if name not in COMMANDS:
        near = get_close_matches(name, COMMANDS, n=1)
        return Command(fault=mark("there is no command {name}; ? lists them"), word=name, guess=near[0] if near else "")
    if name in WORDS and word not in WORDS[name]:
        offered = ", ".join(f":{name} {one}" for one in WORDS[name])
        return Command(fault=mark("write one of these: {name}"), word=offered)
    return Command(name, word)


def beginning(typed: str) -> tuple[Offer, ...]:
    """The commands that begin as typed."""
    return tuple(Offer(name, name) for name in COMMANDS if name.startswith(typed.lstrip(": ")))


def following(name: str, keys: Mapping[str, str]) -> tuple[Offer, ...]:
    """A command with each of the keys that may follow it, shown with what people call them."""
    return tuple(Offer(f"{name} {key}", " ".join(filter(None, (key, called)))) for key, called in keys.items())
