"""Names of new things, and the nearest good one where a name will not do."""

from __future__ import annotations

import keyword
import re

from reform_tui.config.rule_files import INDICATOR
from reform_tui.errors import ConfigError
from reform_tui.model.text import plain
from reform_tui.plugins import check_name

_NOT_WORD = re.compile(r"[^0-9a-z]+")
_RULE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_FEED = re.compile(r"[a-z0-9][a-z0-9_-]*")


def class_of(name: str) -> str:
    """Return the class of a check: ``waits_long`` is ``WaitsLong``."""
    return "".join(word[:1].upper() + word[1:] for word in name.split("_"))


def required_check_name(name: str) -> str:
    """Return the name as it is; ``ConfigError`` with the nearest name that a check can have."""
    nearest = _as_check(name)
    if name != nearest:
        raise ConfigError(
            [f"'{name}' cannot name a check: small letters and digits, words joined by _; try '{nearest}'"]
        )
    return name


def required_rule_name(name: str) -> str:
    """Return the name as it is; ``ConfigError`` with the nearest name that a rule can have."""
    if _RULE.fullmatch(name) and name != INDICATOR:
        return name
    nearest = slug(name, "-") if slug(name, "-") != INDICATOR else "indicator-rule"
    raise ConfigError([f"'{name}' cannot name a rule: letters without marks, digits, - and _; try '{nearest}'"])


def required_feed_name(name: str) -> str:
    """Return the name as it is; ``ConfigError`` with the nearest name that a feed can have."""
    if not _FEED.fullmatch(name):
        raise ConfigError([f"'{name}' cannot name a feed: small letters, digits, - and _; try '{slug(name, '-')}'"])
    return name


def slug(text: str, joint: str = "_") -> str:
    """Return a text in small letters without marks, its words joined: ``Phòng ban`` is ``phong_ban``."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    return _NOT_WORD.sub(joint, plain(spaced)).strip(joint) or "mine"


def _as_check(name: str) -> str:
    words = slug(name)
    words = f"check_{words}" if words[0].isdigit() or keyword.iskeyword(words) else words
    return check_name(type(class_of(words), (), {}))
