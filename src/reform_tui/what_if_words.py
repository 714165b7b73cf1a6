"""What a what-if says in a sentence, in one language: the command and the console say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reform_tui.language import Language, mark
from reform_tui.sentences import Told, spoken

NAMED = 5
"""Units that the sentence names."""
CHANGES = {
    "gained": mark("new alert"),
    "lost": mark("gone"),
    "worse": mark("worse"),
    "milder": mark("milder"),
    "other": mark("other numbers"),
}
SIGNS = {"gained": "+", "lost": "-", "worse": "▲", "milder": "▼", "other": "~"}
PARTS = (
    ("worse", mark("{count} worse")),
    ("milder", mark("{count} milder")),
    ("other", mark("{count} with other numbers")),
)
"""Said only where there are any."""


def headline(data: Mapping[str, Any], language: Language) -> str:
    """``+214 alerts, -37, 12 worse; units: H14.36 +12 -3, …`` of ``engine.what_if_data``."""
    counts, units = data["counts"], data["units"]
    if not data["rules"] and not data["indicators"]:
        return language.say("the draft changes nothing that decides an alert")
    if not units:
        return language.say("no alert would change")
    first = [language.say("+{gained} alerts, -{lost}", **counts)] if counts["gained"] or counts["lost"] else []
    parts = [language.say(part, count=counts[kind]) for kind, part in PARTS if counts[kind]]
    return language.say("{changes}; units: {units}", changes=", ".join((*first, *parts)), units=_units(units, language))


def notes(data: Mapping[str, Any], language: Language) -> Iterator[str]:
    """What must be known beside it: how it was judged, figures, and rules that could not be compared."""
    if data["held"]:
        yield language.say("hold counts as met on both sides: {rules}", rules=", ".join(data["held"]))
    for one in data["indicators"]:
        yield language.say(
            "{indicator}: {before} → {after}, {units} units differ",
            indicator=one["indicator"],
            before=_rate(one["before"], language),
            after=_rate(one["after"], language),
            units=one["units"],
        )
    for why in data["ill"]:
        yield language.say("not compared: {why}", why=why)
    yield from _blind(data["blind"], language)


def tally(unit: Mapping[str, int]) -> str:
    """``+3 -1 ▲2 ▼1 ~4`` without signs that stand for none."""
    return " ".join(f"{sign}{unit[kind]}" for kind, sign in SIGNS.items() if unit[kind])


@dataclass(frozen=True)
class Words:
    """What alerts of rules on either side are called and say."""

    language: Language
    units: Mapping[str, str]
    """Code to name."""
    sentences: Mapping[str, Mapping[str, Mapping[str, str]]]
    """Rule to template to language to text."""
    indicators: Mapping[str, str]
    """Indicator to what people call it."""

    def message(self, alert: Mapping[str, Any]) -> str:
        """What an alert of ``engine.what_if_data`` says."""
        subject = self.indicators.get(alert["subject"], alert["subject"])
        unit = self.units.get(alert["unit"]) or alert["unit"]
        told = Told(subject, unit, alert["count"], alert["of"], alert["value"], alert["facts"])
        return spoken(self.sentences.get(alert["rule"], {}).get(alert["template"], {}), told, self.language)


def _units(units: Sequence[Mapping[str, Any]], language: Language) -> str:
    named = ", ".join(f"{one['unit']} {tally(one)}" for one in units[:NAMED])
    left = len(units) - NAMED
    return language.say("{units} and {count} more", units=named, count=left) if left > 0 else named


def _rate(figure: Sequence[int] | None, language: Language) -> str:
    return f"{language.whole(figure[0])}/{language.whole(figure[1])}" if figure else "–"


def _blind(rows: Sequence[Mapping[str, Any]], language: Language) -> Iterator[str]:
    for rule in sorted({row["rule"] for row in rows}):
        ours = [row for row in rows if row["rule"] == rule]
        yield language.say(
            "{rule} would be blind in {count} units, such as {unit}: {why}",
            rule=rule,
            count=len(ours),
            unit=ours[0]["unit"],
            why=ours[0]["why"],
        )
