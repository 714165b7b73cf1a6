"""A dataclass's keys in words: what a person reads of a check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import ClassVar, Literal

from reform_tui.calendars import WorkingTime
from reform_tui.config.key import keys_of


@dataclass(frozen=True, kw_only=True)
class Base:
    """A parent."""

    after: WorkingTime
    """How long
    it may take."""


@dataclass(frozen=True, kw_only=True)
class Check(Base):
    """A check."""

    within: timedelta | WorkingTime = timedelta(hours=8)
    by: Literal["field", "unit"] = "field"
    least: int = field(default=3, metadata={"help": "Fewer say nothing.", "least": 1, "most": 9})
    words: tuple[str, ...] = ("a", "b")
    shares: Mapping[str, float] = field(default_factory=dict)
    since: date | None = None
    reads: ClassVar[dict[str, tuple[str, ...]]] = {}


def test_each_key_says_its_type_its_default_and_what_it_means():
    assert [(key.name, key.words, key.written, key.help) for key in keys_of(Check)] == [
        ("after", "a working time such as 90wm, 8wh or 3wd", "required", "How long it may take."),
        (
            "within",
            "a duration such as 30s, 90m, 8h or 3d or a working time such as 90wm, 8wh or 3wd",
            '"28800s"',
            "",
        ),
        ("by", "one of field, unit", '"field"', ""),
        ("least", "a whole number, at least 1, at most 9", "3", "Fewer say nothing."),
        ("words", "a list, each text", '["a", "b"]', ""),
        ("shares", "a table", "none", ""),
        ("since", "a day such as 2025-03-31, without quotes", "none", ""),
    ]


def test_each_key_is_json_schema():
    schemas = {key.name: key.schema for key in keys_of(Check)}
    assert schemas["after"] == {
        "type": "string",
        "pattern": r"^((\d+)(wm|wh|wd))$",
        "description": "How long it may take.",
    }
    assert schemas["by"] == {"enum": ["field", "unit"], "default": "field"}
    assert schemas["least"] == {
        "type": "integer", "description": "Fewer say nothing.", "default": 3, "minimum": 1, "maximum": 9,
    }  # fmt: skip
    assert schemas["words"]["anyOf"] == [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]
    assert schemas["shares"] == {"type": "object", "additionalProperties": {"type": "number"}}
