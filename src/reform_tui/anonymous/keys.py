"""Under which key people are replaced: files with one key keep their joins, files with two do not."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from reform_tui.errors import ConfigError
from reform_tui.store.layout import Layout

LEAST = 16
_PURPOSE = b"reform-tui anonymise"


@dataclass(frozen=True)
class Key:
    """A key and where it is from, as a sentence tells it."""

    secret: bytes = field(repr=False)
    told: str


def key_for(stated: Path | None, project: Path | None) -> Key:
    """Return the key of the file that is stated, else the project's own, else a new one that nobody keeps."""
    if stated is not None:
        return Key(_derived(_stated(stated)), f"the key in {stated}")
    if project is None:
        return Key(secrets.token_bytes(32), "a key of its own: other files get other replacements (see --key)")
    try:
        own = Layout(project / "state").people_key.read_bytes()
    except OSError:
        return Key(
            secrets.token_bytes(32), "a key of its own, since the project's cannot be read: other files get others"
        )
    return Key(_derived(own), "the project's key: its other files get the same replacements")


def _stated(path: Path) -> bytes:
    try:
        secret = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            [f"--key: {path}: cannot be read ({error.strerror}); make one with: head -c 32 /dev/urandom > {path}"]
        ) from error
    if len(secret) < LEAST:
        raise ConfigError([f"--key: {path}: is shorter than {LEAST} bytes, so that it could be guessed"])
    return secret


def _derived(secret: bytes) -> bytes:
    """Another key than the one that masks people in alerts, so that neither tells about the other."""
    return hmac.digest(secret, _PURPOSE, "sha256")
