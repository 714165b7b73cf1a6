"""Whether what a plugin offers has the shape that the engine relies on; each answer is a sentence or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any

from reform_tui.plugins.names import PROVINCE, UNIT, grain_of
from reform_tui.sdk import Counting


def fault_in_check(check: Any) -> str:
    """Return what is wrong with a check class, or nothing."""
    if not isinstance(check, type):
        return f"{check!r} is not a class; return the class itself, not one made of it"
    faults = (
        _fault_in_class(check),
        fault_in_reads(getattr(check, "reads", None)),
        _fault_in_sentences(getattr(check, "sentences", {})),
        _fault_in_grain(check),
    )
    fault = next((fault for fault in faults if fault), "")
    return fault and f"{check.__name__}: {fault}"


def fault_in_count(counting: Any) -> str:
    """Return what is wrong with a counting function, or nothing."""
    if not isinstance(counting, Counting):
        return f"{counting!r} is not a counting function; mark it with @counting(records=(…))"
    fault = fault_in_reads(counting.reads) or _fault_in_grain(counting)
    return fault and f"{counting.name}: {fault}"


def _fault_in_grain(offered: Any) -> str:
    grain = grain_of(offered)
    return "" if grain in {UNIT, PROVINCE} else f"grain '{grain}' is neither 'unit' nor 'province'"


def fault_in_reads(reads: Any) -> str:
    """Return what is wrong with a declaration of what is read, or nothing."""
    sound = isinstance(reads, Mapping) and all(
        isinstance(schema, str) and isinstance(columns, tuple) and all(isinstance(name, str) for name in columns)
        for schema, columns in reads.items()
    )
    return "" if sound else 'reads must be such as {"records": ("field", "due_at")}: a schema to a tuple of columns'


def _fault_in_class(check: type) -> str:
    if not (is_dataclass(check) and check.__dataclass_params__.frozen):  # type: ignore[attr-defined]
        return "is not a frozen dataclass; mark it with @dataclass(frozen=True, kw_only=True)"
    lacking = [name for name in ("find", "next_change") if not callable(getattr(check, name, None))]
    return f"has no method {' and no method '.join(lacking)}" if lacking else ""


def _fault_in_sentences(sentences: Any) -> str:
    sound = isinstance(sentences, Mapping) and all(
        isinstance(said, Mapping) and all(isinstance(text, str) for text in said.values())
        for said in sentences.values()
    )
    return "" if sound else 'sentences must be such as {"found": {"vi": "…", "en": "…"}}'
