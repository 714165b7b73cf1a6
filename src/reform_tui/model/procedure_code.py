"""The code of a procedure: ``1.006714`` nationally, with ``.H56`` or ``.000.00.00.H56`` behind it in a province."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the engine reads this module without paying for pandas
    import pandas as pd

PATTERN = r"^\d\.\d{6}(?:\.000\.00\.00)?(?:\.[HG]\d{2})?$"
BASE = r"^\s*(\d\.\d{6})(?:\D|$)"


def procedure_base(codes: pd.Series) -> pd.Series:
    """Return the national part of procedure codes, ``2.000806`` of ``2.000806.000.00.00.H56``, as ``str``.

    Procedures are joined on it, whoever wrote their codes; it is missing where a code begins with none.
    """
    import pandas as pd  # noqa: PLC0415 - as above

    number, names = pd.factorize(codes)
    base = pd.Series(names.astype("str")).str.extract(BASE, expand=False)
    return pd.Series(base.array.take(number, allow_fill=True), codes.index, dtype="str", name=codes.name)
