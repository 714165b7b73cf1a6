"""What the trail's own steps are called: those that no alert has."""

from reform_tui.console.look import Look
from reform_tui.language import mark

_KINDS = {
    "accepted": mark("list accepted"),
    "reference": mark("reference table changed"),
    "moved": mark("records moved here"),
    "rebuilt": mark("rebuilt"),
}


def kind_word(kind: str, look: Look) -> str:
    """The word for a step of the trail."""
    return look.say(_KINDS[kind]) if kind in _KINDS else look.word(kind)
