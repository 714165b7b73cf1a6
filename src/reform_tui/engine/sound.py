"""Whether what a plugin answered makes sense; each answer here is a sentence or nothing.

No sentence quotes a value: it may be a citizen's.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

import pandas as pd

from reform_tui.model.finding import Finding, Judgement

_SCALARS = (str, int, float, bool, type(None))


def fault_in_judgement(answer: Any, knows: Callable[[str], bool], templates: Collection[str]) -> str:
    """Return what is wrong with what ``find`` gave, or nothing; ``knows`` says whether a unit may be named."""
    if not isinstance(answer, Judgement):
        return f"find gave a {type(answer).__name__}, not a Judgement"
    faults = (_fault_in_finding(finding, knows, templates) for finding in answer.findings)
    fault = next((fault for fault in faults if fault), "")
    twice = Counter((finding.unit, finding.subject) for finding in answer.findings if not fault).most_common(1)
    if twice and twice[0][1] > 1:
        return f"find gave {twice[0][1]} findings for one subject of unit {twice[0][0][0]}"
    return fault or _fault_in_tallies(answer, knows)


def _fault_in_finding(finding: Any, knows: Callable[[str], bool], templates: Collection[str]) -> str:
    if not isinstance(finding, Finding):
        return f"find gave a {type(finding).__name__} among its findings"
    wrong = {
        "a unit that is not in the view": not (isinstance(finding.unit, str) and knows(finding.unit)),
        "a subject that is not text": not isinstance(finding.subject, str),
        f"a template that is none of its sentences ({', '.join(sorted(templates))})": finding.template not in templates,
        "a count or 'of' that is not a whole number": not (_whole(finding.count) and _whole(finding.of)),
        "a value that is not a finite number": not (finding.value is None or _finite(finding.value)),
        "evidence that is not a tuple of keys": not _keys(finding.evidence),
        "as evidence another number of keys than it counts": len(finding.evidence) not in {0, finding.count},
        "a fact that is not text, a finite number, yes or no, or nothing": not _plain(finding.facts),
    }
    said = next((what for what, is_so in wrong.items() if is_so), "")
    return said and f"find gave {said}"


def _fault_in_tallies(answer: Judgement, knows: Callable[[str], bool]) -> str:
    tallies = [(answer.judged, "judged"), *((reasons, "skipped") for reasons in answer.skipped.values())]
    for tally, name in tallies:
        if not (isinstance(tally, Mapping) and all(isinstance(k, str) and _whole(n) for k, n in tally.items())):
            return f"find gave '{name}' that does not map text to whole numbers"
    strange = [unit for unit in (*answer.judged, *answer.skipped) if not (isinstance(unit, str) and knows(unit))]
    return "find judged a unit that is not in the view" if strange else ""


def fault_in_moments(answer: Any, knows: Callable[[str], bool], now: datetime) -> str:
    """Return what is wrong with what ``next_change`` gave, or nothing."""
    if not isinstance(answer, pd.Series):
        return f"next_change gave a {type(answer).__name__}, not a Series of moments by unit"
    if answer.isna().all():
        return ""
    wrong = {
        "more than one moment for a unit": not answer.index.is_unique,
        "a unit that is not in the view": not all(isinstance(unit, str) and knows(unit) for unit in answer.index),
        "values that are not moments with a zone": not isinstance(answer.dtype, pd.DatetimeTZDtype),
    }
    said = next((what for what, is_so in wrong.items() if is_so), "")
    if not said and bool((answer <= now).any()):
        said = "a moment that is not after now"
    return said and f"next_change gave {said}"


def fault_in_figures(answer: Any, knows: Callable[[str], bool], now: datetime) -> str:
    """Return what is wrong with what a counting function gave, or nothing; ``knows`` is as above."""
    if not isinstance(answer, pd.DataFrame) or not {"numerator", "denominator"} <= set(answer.columns):
        return "gave no frame with numerator and denominator by unit"
    if not answer.index.is_unique or not all(map(knows, answer.index)):
        return "gave a unit twice, or one that is not in the view"
    figures = answer[["numerator", "denominator"]]
    whole = all(pd.api.types.is_integer_dtype(dtype) for dtype in figures.dtypes)
    if not whole or figures.isna().any(axis=None) or (figures < 0).any(axis=None):
        return "gave figures that are not whole numbers from 0"
    if "skipped" in answer and not all(_reasons(reasons) for reasons in answer["skipped"]):
        return "gave 'skipped' that does not map reasons to whole numbers"
    return fault_in_moments(answer["next_change"], knows, now) if "next_change" in answer else ""


def _reasons(skipped: Any) -> bool:
    return isinstance(skipped, Mapping) and all(isinstance(why, str) and _whole(n) for why, n in skipped.items())


def _whole(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and number >= 0


def _finite(number: Any) -> bool:
    return isinstance(number, (int, float)) and not isinstance(number, bool) and math.isfinite(number)


def _keys(evidence: Any) -> bool:
    return isinstance(evidence, tuple) and set(map(type, evidence)) <= {str}


def _plain(facts: Any) -> bool:
    return isinstance(facts, Mapping) and all(
        isinstance(name, str) and type(fact) in _SCALARS and not (isinstance(fact, float) and not math.isfinite(fact))
        for name, fact in facts.items()
    )
