"""The code of a procedure: ``1.006714`` nationally, with ``.H56`` or ``.000.00.00.H56`` behind it in a province."""

from __future__ import annotations

PATTERN = r"^(?P<base>\d\.\d{6})(?:\.000\.00\.00)?(?:\.[HG]\d{2})?$"
"""``base`` is the national code: procedures are joined on it, whoever wrote it with what behind."""
