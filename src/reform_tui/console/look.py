"""How this inspector sees things now: language, zone, moment and ink; and the words for what a board holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from reform_tui.console.paint import Ink
from reform_tui.console.words.change import CHANGES
from reform_tui.console.words.claim import CLAIMS
from reform_tui.console.words.record import CODES, FACTS
from reform_tui.console.words.score import SCORES
from reform_tui.feeds.vocabulary import usual_headings
from reform_tui.language import LANGUAGES, Language, mark
from reform_tui.model.finding import Fact
from reform_tui.model.silence import Silence

SYMBOLS = {"critical": "▲", "warning": "●", "ill": "✗", "blind": "◌", "": "·", "ok": "✓", "late": "✗", "silenced": "○"}
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
    "silenced": mark("silenced"),
    "unsilenced": mark("no longer silenced"),
    "undone": mark("undone"),
    "until": mark("until"),
    "verdict": mark("verdict"),
    "cause": mark("cause"),
    "exported": mark("exported"),
    "screen": mark("screen"),
    "filter": mark("filter"),
    "refused": mark("refused"),
    "profile": mark("counted as"),
    "finished_late": mark("finished late"),
    "pending_late": mark("still open, late"),
    "just_late": mark("just late"),
    "near": mark("just late: by less than"),
    "days_late_max": mark("days late, most (finished)"),
    "days_late_median": mark("days late, median (finished)"),
    "oldest_due": mark("oldest due (open)"),
    "assumed": mark("without a due date"),
    "again": mark("supplements asked for again"),
    "not_accepted": mark("not accepted yet"),
    "hours_most": mark("working hours, most"),
    "days_most": mark("days, most"),
    "after_due": mark("after the due date"),
    "moves": mark("moves"),
    "most": mark("most often"),
    "times": mark("times, at least"),
    "uncertain": mark("calendar lacks a year"),
    "within": mark("due soon: in less than"),
    "left": mark("working time left: less than"),
    "first_due": mark("first due"),
    "reported": mark("reported %"),
    "low": mark("lowest %"),
    "high": mark("highest %"),
    "owners": mark("owners"),
    "units": mark("units"),
    "by_staff": mark("owners through staff"),
    "in_day": mark("owners in a day, most"),
    "in_week": mark("owners in 7 days, most"),
    "in_month": mark("owners in 30 days, most"),
    "signals": mark("rests on"),
    "assisted": mark("filed with assistance"),
    "others": mark("others"),
    **SCORES,
    **CLAIMS,
    **CHANGES,
    "kind": mark("filed through"),
    "class": mark("class"),
    "rate": mark("rate"),
    "rate_percent": mark("rate, %"),
    "target_percent": mark("target, %"),
    "numerator": mark("counted"),
    "denominator": mark("out of"),
    "to_close": mark("records short"),
    "pace": mark("needed a working day"),
    "days_left": mark("working days left"),
    "due": mark("was due by"),
    "last": mark("newest exported"),
    "open": mark("open now"),
    "before": mark("open last time"),
    "why": mark("why"),
    "received": mark("received"),
    "online": mark("online"),
    "target": mark("target"),
    "gap": mark("gap"),
    "reason": mark("reason"),
    "feed": mark("feed"),
    "column": mark("column"),
    "heading": mark("heading"),
    "since_file": mark("gone since the file"),
    "new_heading": mark("unknown heading"),
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
    "remark": mark("remark"),
    "running": mark("engine running"),
    "stopped": mark("ENGINE SILENT SINCE"),
    "never": mark("ENGINE NOT STARTED"),
    "inside": mark("inside the file"),
    "name": mark("its name"),
    "mtime": mark("its modification time"),
    "arrival": mark("its arrival"),
}
"""What the tables call it, and what a person calls it."""
_BOUNDS = ("count", "share", "value", "below", "of_at_least")


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

    def facts(self, facts: Mapping[str, Fact]) -> dict[str, str]:
        """Facts as label and text: one that has words in a language stands in this one, a percentage for its share."""
        chosen: dict[str, Fact] = {}
        for name, value in facts.items():
            plain, _, ending = name.rpartition("_")
            if ending in LANGUAGES:
                chosen |= {plain: value} if ending == self.language.code else {}
            elif not {f"{name}_{self.language.code}", f"{name}_percent"} & facts.keys():
                chosen.setdefault(name, value)
        return {self.word(name): self._fact(name, value) for name, value in chosen.items()}

    def _fact(self, name: str, value: Fact) -> str:
        words = FACTS.get(name, {})
        return self.say(words[value]) if isinstance(value, str) and value in words else self.language.fact(value)

    def told(self, value: Fact) -> str:
        """A value of a change or a fact: words where there are some, figures as this language writes them."""
        return self.word(value) if isinstance(value, str) and value in WORDS else self.language.fact(value)

    def cell(self, column: str, value: str | float | datetime) -> str:
        """A cell of a record: a moment in the project's zone, figures and codes in words, all else as it stands."""
        if isinstance(value, datetime):
            return self.minute(value)
        if not isinstance(value, str):
            return self.language.fact(value)
        return self.say(CODES[value]) if column in {"channel", "status", "level"} and value in CODES else value

    def column(self, name: str, labels: Mapping[str, str] | None = None) -> str:
        """A column as the project calls it, by the heading that Vietnamese offices use, or its own name in words."""
        if labels and self.language.code in labels:
            return labels[self.language.code]
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

    def dated(self, moment: datetime) -> str:
        """Day, month and minute; the year too where it is another one."""
        zone = self.zone
        return (
            self.short(moment)
            if moment.astimezone(zone).year == self.now.astimezone(zone).year
            else self.minute(moment)
        )

    def age(self, moment: datetime | None) -> str:
        """How long ago, coarsely."""
        return self.language.age(self.now - moment) if moment else "–"

    def end(self, until: datetime, *, coarse: bool = False) -> str:
        """When something ends: a whole day by its date, else to the minute; the year where it is another one.

        ``coarse`` leaves the minute out unless it ends today.
        """
        end, today = until.astimezone(self.zone), self.now.astimezone(self.zone).date()
        whole = end.time() == time()
        last = (end - timedelta(minutes=1)).date() if whole else end.date()
        day = f"{last:%d/%m}" if last.year == today.year else f"{last:%d/%m/%Y}"
        return day if whole or (coarse and last != today) else f"{day} {end:%H:%M}"

    def silenced(self, silence: Silence, *, coarse: bool = False) -> str:
        """That it is silenced, and until when."""
        return self.say("silenced until {moment}", moment=self.end(silence.until, coarse=coarse))

    def clock(self) -> str:
        """The minute that shows the screen is alive."""
        return f"{self.now.astimezone(self.zone):%H:%M}"

    def bounds(self, threshold: Mapping[str, float]) -> str:
        """A threshold in words: ``share ≥ 5,00 %, of at least 20``."""
        return ", ".join(self._bound(name, threshold[name]) for name in _BOUNDS if name in threshold)

    def _bound(self, name: str, bound: float) -> str:
        if name == "share":
            return f"{self.word(name)} ≥ {self.language.percent(bound)}"
        sign = {"of_at_least": " ", "below": " < "}.get(name, " ≥ ")
        return f"{self.word(name)}{sign}{self.language.fact(int(bound) if bound == int(bound) else bound)}"
