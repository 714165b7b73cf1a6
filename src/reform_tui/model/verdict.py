"""What people say of a record that an alert counts: its cause, which never changes the figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Cause:
    """``[causes.NAME]`` of reform.toml: why a record may stand in an alert."""

    names: Mapping[str, str] = field(metadata={"key": "name"})
    """Language to what people call it."""
    explains: bool = True
    """Whether a record of this cause counts as explained beside the figure."""


@dataclass(frozen=True)
class Verdict:
    """The newest word on one record: a cause, a note, and who said it when."""

    cause: str
    note: str
    author: str
    at: datetime


CAUSES: Mapping[str, Cause] = {
    "unit": Cause({"vi": "lỗi của đơn vị", "en": "the unit's fault"}),
    "system": Cause({"vi": "lỗi hệ thống", "en": "system fault"}),
    "other-agency": Cause({"vi": "do cơ quan khác", "en": "another agency"}),
    "data": Cause({"vi": "sai dữ liệu", "en": "data error"}),
    "inquiry": Cause({"vi": "đang xác minh", "en": "under inquiry"}, explains=False),
}
"""Those of a project that names none."""
