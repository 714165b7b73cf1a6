"""What a check class says about itself, with the defaults for what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

UNIT, PROVINCE = "unit", "province"
DEFAULT_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "found": {"vi": "{count} trên {of} hồ sơ ({share})", "en": "{count} of {of} records ({share})"}
}
_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def check_name(check: type) -> str:
    """Return the name that rules use: ``OverdueByField`` is ``overdue_by_field``."""
    return check_name_of(check.__name__)


def check_name_of(name: str) -> str:
    """Return what rules call the check of a class with this name."""
    return _WORD_START.sub("_", name).lower()


def sentences_of(check: type) -> Mapping[str, Mapping[str, str]]:
    """Return template name to language to sentence; a check without any says ``found``."""
    said: Mapping[str, Mapping[str, str]] = getattr(check, "sentences", None) or DEFAULT_SENTENCES
    return said


def grain_of(offered: Any) -> str:
    """Return ``unit`` or ``province``, of a check or of a counting function."""
    return str(getattr(offered, "grain", UNIT))


def references_of(check: Any) -> tuple[str, ...]:
    """Return the reference tables that a check uses."""
    return tuple(getattr(check, "references", ()))
