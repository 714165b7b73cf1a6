"""Where the plugins, rules and sample feeds that come with the product lie."""

from __future__ import annotations

from pathlib import Path

from reform_tui.errors import ReformError

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str, package: Path = _PACKAGE) -> Path:
    """Return the folder ``plugins``, ``rules`` or ``sample_feeds``: in the wheel, else at the root of a checkout.

    A wheel carries them inside the package; an editable install does not, and leaves them where they are written.
    """
    places = (package / "shipped" / name, package.parents[1] / name)
    found = next((place for place in places if place.is_dir()), None)
    if found is None:
        raise ReformError(f"{places[0]}: this folder of the product is missing; install reform-tui again")
    return found
