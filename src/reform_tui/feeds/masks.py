"""Arrow's truth values as NumPy's."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Mask = npt.NDArray[np.bool_]


def mask(truth: pa.Array | pa.ChunkedArray) -> Mask:
    """Return where it is true; what is null is not."""
    return np.asarray(pc.fill_null(truth, False).to_numpy(zero_copy_only=False), dtype=np.bool_)
