"""The project's own key for masking people: made once, readable for few, never archived and never logged."""

from __future__ import annotations

import hashlib
import secrets

from reform_tui.errors import StoreError
from reform_tui.store.layout import Layout, written

LENGTH = 32
MODE = 0o440


def own_key(layout: Layout) -> bytes:
    """The key of this ``state/``, made where there is none; ``StoreError`` for one that cannot be used.

    Another key gives every person another subject, so an unreadable one is never replaced.
    """
    if not layout.people_key.exists():
        with written(layout.people_key, MODE, layout.people) as temporary:
            temporary.write_bytes(secrets.token_bytes(LENGTH))
    try:
        key = layout.people_key.read_bytes()
    except OSError as error:
        raise StoreError(f"{layout.people_key}: cannot be read ({error.strerror}); give it to the engine") from error
    if len(key) != LENGTH:
        raise StoreError(f"{layout.people_key}: is not {LENGTH} bytes long; restore it from a copy, or remove it")
    return key


def key_for_looking(layout: Layout, project: str) -> bytes:
    """The same for somebody who writes nothing here; one made of the project's name where it cannot be read."""
    try:
        return layout.people_key.read_bytes()
    except OSError:
        return hashlib.sha256(f"reform-tui people of {project}".encode()).digest()
