"""An alert's sentence, from its template and facts, in one language: the console and the reports say the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reform_tui.language import Language
from reform_tui.model.finding import Fact


@dataclass(frozen=True)
class Told:
    """What an alert has to say."""

    subject: str
    unit: str
    """The unit's name, or its code where there is none."""
    count: int
    of: int
    value: float | None
    facts: Mapping[str, Fact] = field(default_factory=dict)


def spoken(template: Mapping[str, str], told: Told, language: Language) -> str:
    """Fill a template ``{"vi": …, "en": …}``; a fact that is missing shows its name, nothing fails."""
    sentence = language.chosen(template) or "{subject}: {count}/{of}"
    given: dict[str, object] = {"count": told.count, "of": told.of, "subject": told.subject, "unit": told.unit}
    if "{share" in sentence or "{value" in sentence:  # a share costs more than all else in most sentences
        share = language.rate(told.count, told.of)
        given |= {"share": share, "value": _measure(told.value, share, language)}
    text = language.fill(sentence, {**told.facts, **given})
    return text if told.subject in text or not told.subject else f"{told.subject}: {text}"


def _measure(value: float | None, share: str, language: Language) -> object:
    """A measure between 0 and 1 is a share."""
    if value is None:
        return share
    return language.percent(value) if 0 <= value <= 1 else value
