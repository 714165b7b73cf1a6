"""What a check says: findings about subjects, and how many rows it could judge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Fact = str | int | float | bool | None
"""What a sentence may say beside the count: plain, a moment as ISO 8601 text."""


@dataclass(frozen=True)
class Finding:
    """What a check says about one subject in one unit; never a severity.

    ``count`` of ``of`` rows are concerned; ``value`` is the measure that thresholds compare (a share unless the check
    says otherwise).  ``evidence`` holds the store keys of the rows behind ``count`` and is as long as it, unless the
    finding counts no rows at all.
    """

    unit: str
    subject: str
    template: str
    count: int
    of: int
    value: float | None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """Findings, and for each unit how many rows could be judged and why the others could not."""

    findings: tuple[Finding, ...] = ()
    judged: Mapping[str, int] = field(default_factory=dict)
    skipped: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def __add__(self, other: Judgement) -> Judgement:
        """Two judgements of one check as one: findings side by side, counts added."""
        judged = {u: self.judged.get(u, 0) + other.judged.get(u, 0) for u in {**self.judged, **other.judged}}
        skipped = {
            u: {
                why: self.skipped.get(u, {}).get(why, 0) + other.skipped.get(u, {}).get(why, 0)
                for why in {**self.skipped.get(u, {}), **other.skipped.get(u, {})}
            }
            for u in {**self.skipped, **other.skipped}
        }
        return Judgement(self.findings + other.findings, judged, skipped)
