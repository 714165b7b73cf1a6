"""How this inspector sees things now: language, zone, moment and ink; and the words for what a board holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from reform_tui.console.paint import Ink
from reform_tui.feeds.vocabulary import usual_headings
from reform_tui.language import Language, mark
from reform_tui.model.finding import Fact

SYMBOLS = {"critical": "▲", "warning": "●", "ill": "✗", "blind": "◌", "": "·", "ok": "✓", "late": "✗"}
WORDS = {
    "critical": mark("critical"),
    "warning": mark("warning"),
    "ill": mark("ill"),
    "blind": mark("blind"),
    "ok": mark("ok"),
    "late": mark("late"),
    "": mark("quiet"),
    "pending": mark("pending"),
    "firing": mark("firing"),
    "acknowledged": mark("taken"),
    "resolved": mark("resolved"),
    "found": mark("found"),
    "held": mark("held long enough"),
    "worsened": mark("worsened"),
    "changed": mark("numbers changed"),
    "cleared": mark("cleared"),
    "taken": mark("acknowledged"),
    "released": mark("released"),
    "note": mark("note"),
    "refused": mark("refused"),
    "profile": mark("counted as"),
    "finished_late": mark("finished late"),
    "pending_late": mark("still open, late"),
    "just_late": mark("just late"),
    "near": mark("just late is under"),
    "days_late_max": mark("days late, most"),
    "days_late_median": mark("days late, median"),
    "oldest_due": mark("oldest due"),
    "assumed": mark("without a due date"),
    "reported": mark("reported %"),
    "low": mark("lowest %"),
    "high": mark("highest %"),
    "owners": mark("owners"),
    "received": mark("received"),
    "online": mark("online"),
    "target": mark("target"),
    "gap": mark("gap"),
    "reason": mark("reason"),
    "configuration": mark("configuration changed"),
    "renamed": mark("rule renamed"),
    "count": mark("count"),
    "of": mark("of"),
    "severity": mark("severity"),
    "all": mark("all"),
    "share": mark("share"),
    "value": mark("value"),
    "of_at_least": mark("of at least"),
    "row": mark("row rejected"),
    "file": mark("file quarantined"),
    "waiting": mark("file waiting"),
    "running": mark("engine running"),
    "stopped": mark("ENGINE SILENT SINCE"),
    "never": mark("ENGINE NOT STARTED"),
    "inside": mark("inside the file"),
    "name": mark("its name"),
    "mtime": mark("its modification time"),
    "arrival": mark("its arrival"),
}
"""What the tables call it, and what a person calls it."""
CODES = {
    "online": mark("online"),
    "counter": mark("counter"),
    "post": mark("post"),
    "phone": mark("phone"),
    "other": mark("other"),
    "new": mark("new"),
    "accepted": mark("accepted"),
    "refused": mark("refused"),
    "processing": mark("processing"),
    "supplement": mark("waiting for a supplement"),
    "payment": mark("waiting for payment"),
    "withdrawn": mark("withdrawn"),
    "stopped": mark("stopped"),
    "done": mark("done"),
    "returned": mark("returned"),
    "province": mark("province"),
    "district": mark("district"),
    "commune": mark("commune"),
}
"""Channels, statuses and levels of a record."""
_BOUNDS = ("count", "share", "value", "of_at_least")
COMMON = (
    mark("due date missing"),
    mark("target missing"),
)
"""Reasons that checks give in English, for the catalogue."""


@dataclass(frozen=True)
class Look:
    """Everything that turns a board's values into words and figures."""

    language: Language
    zone: tzinfo
    now: datetime
    ink: Ink

    def say(self, message: str, **facts: object) -> str:
        """A sentence in this inspector's language."""
        return self.language.say(message, **facts)

    def word(self, name: str) -> str:
        """The word for a name of the tables; one that is not in the catalogue stands as it is."""
        return self.say(WORDS[name]) if name in WORDS else name.replace("-", " ").replace("_", " ")

    def told(self, value: Fact) -> str:
        """A value of a change or a fact: words where there are some, figures as this language writes them."""
        return self.word(value) if isinstance(value, str) and value in WORDS else self.language.fact(value)

    def cell(self, column: str, value: str | datetime) -> str:
        """A cell of a record: a moment in the project's zone, a code in words, all else as it stands."""
        if isinstance(value, datetime):
            return self.minute(value)
        return self.say(CODES[value]) if column in {"channel", "status", "level"} and value in CODES else value

    def column(self, name: str) -> str:
        """A column of records by the heading that Vietnamese offices use, or its own name in words."""
        usual = usual_headings("records", name) if self.language.code == "vi" else ()
        return usual[0] if usual else name.replace("_", " ")

    def badge(self, severity: str) -> str:
        """Symbol and word: never colour alone."""
        return f"{SYMBOLS.get(severity, '?')} {self.word(severity)}"

    def minute(self, moment: datetime | None) -> str:
        """A moment in the project's zone; a dash for none."""
        return self.language.minute(moment.astimezone(self.zone)) if moment else "–"

    def short(self, moment: datetime | None) -> str:
        """Day, month and minute: ``31/03 17:00``."""
        return f"{moment.astimezone(self.zone):%d/%m %H:%M}" if moment else "–"

    def age(self, moment: datetime | None) -> str:
        """How long ago, coarsely."""
        return self.language.age(self.now - moment) if moment else "–"

    def clock(self) -> str:
        """The minute that shows the screen is alive."""
        return f"{self.now.astimezone(self.zone):%H:%M}"

    def bounds(self, threshold: Mapping[str, float]) -> str:
        """A threshold in words: ``share ≥ 5,00 %, of at least 20``."""
        return ", ".join(self._bound(name, threshold[name]) for name in _BOUNDS if name in threshold)

    def _bound(self, name: str, bound: float) -> str:
        if name == "share":
            return f"{self.word(name)} ≥ {self.language.percent(bound)}"
        sign = " " if name == "of_at_least" else " ≥ "
        return f"{self.word(name)}{sign}{self.language.fact(int(bound) if bound == int(bound) else bound)}"
