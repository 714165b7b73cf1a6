"""Every file taken in or quarantined, compressed, by its SHA-256: what ``rebuild`` needs and evidence leads to."""

from __future__ import annotations

import hashlib
import mmap
from pathlib import Path

import pyarrow as pa

from reform_tui.errors import StoreError
from reform_tui.store.layout import Layout, written

Content = bytes | mmap.mmap


def sha256_of(content: Content) -> str:
    """The name a file is known by, whatever it is called."""
    return hashlib.sha256(content).hexdigest()


def sha256_at(path: Path) -> str:
    """The same of a file, read a block at a time."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keep(layout: Layout, content: Content, sha256: str) -> None:
    """Make a copy that stays, unless there is one."""
    path = layout.archived(sha256)
    if not path.exists():
        with written(path) as temporary, pa.CompressedOutputStream(str(temporary), "zstd") as out:
            out.write(content)


def content_of(layout: Layout, sha256: str) -> bytes:
    """A file as it was delivered; ``StoreError`` when the archive does not have it."""
    path = layout.archived(sha256)
    try:
        with pa.CompressedInputStream(pa.OSFile(str(path), "rb"), "zstd") as kept:
            return bytes(kept.read())
    except (OSError, pa.ArrowException) as error:
        raise StoreError(f"{path}: the archive cannot give back this file ({error}); restore it from a copy") from error
