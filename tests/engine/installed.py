"""A package installed in a folder of its own, as an installer would leave it."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

NAME = "someones"


def install(site: Path, place: str, text: str, *, name: str = "theirs", version: str = "1.2") -> Path:
    """Install one module as a package's only content, with an entry point to it; return the module's file."""
    file = site / (place.partition(":")[0].replace(".", "/") + ".py")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(dedent(text), "utf-8")
    info = site / f"{NAME}-{version}.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {NAME}\nVersion: {version}\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[reform_tui]\n{name} = {place}\n", "utf-8")
    return file
