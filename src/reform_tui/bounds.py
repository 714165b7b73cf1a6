"""What a field of a check may be, said where it is declared."""

from __future__ import annotations

from dataclasses import field
from typing import Any, TypeVar

T = TypeVar("T")


def bounded(default: T, *, least: Any = None, most: Any = None) -> T:
    """Declare a field with its ``default``: a rule that sets it below ``least`` or above ``most`` is refused.

    ``share: float = bounded(0.5, least=0, most=1)``
    """
    bounds = {"least": least, "most": most}
    stated = {name: bound for name, bound in bounds.items() if bound is not None}
    return field(default=default, metadata=stated)
