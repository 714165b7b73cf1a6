"""One line of typing: a filter, a command, or what goes with an act; and who takes it when it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from os.path import commonprefix

LONGEST = 1_000
"""Characters of a line, after which no more are taken: a note is far shorter, and a paste by mistake is not."""


@dataclass(frozen=True)
class Offer:
    """What a line may become, and what a person calls it."""

    line: str
    shown: str


def no_offers(text: str) -> Sequence[Offer]:
    """Nothing to complete."""
    del text
    return ()


@dataclass(frozen=True)
class Prompt:
    """What is asked, what has been typed, and what is done with it."""

    label: str
    answer: Callable[[str], str]
    """Takes the line; a sentence that it returns is a fault: the prompt stays, with what was typed."""
    text: str = ""
    name: str = ""
    """Under which a half-typed text is kept, should the line drop; empty when it is not worth it."""
    watch: Callable[[str], object] | None = None
    """Told of every change of the text, such as a filter that narrows while it is typed."""
    dropped: Callable[[], object] | None = None
    """Told when the line is left without an answer."""
    offers: Callable[[str], Sequence[Offer]] = no_offers
    earlier: tuple[str, ...] = ()
    """Lines typed before, the newest last; arrows bring them back."""
    back: int = 0
    """How many of them back the text stands; 0 is what is being typed."""
    told: str = ""
    """A fault, or what the line may become: shown above it."""

    def typed(self, key: str, character: str | None) -> Prompt:
        """The prompt after one more key; keys that write nothing change nothing."""
        if key in {"backspace", "ctrl+h"}:
            return self.holding(self.text[:-1])
        if key == "ctrl+u":
            return self.holding("")
        if key == "ctrl+w":
            return self.holding(" ".join(self.text.split(" ")[:-1]))
        if key in {"up", "down"}:
            return self.recalled(self.back + (1 if key == "up" else -1))
        return self.completed() if key == "tab" else self.pasted(character or "")

    def pasted(self, text: str) -> Prompt:
        """The prompt after a paste: its first line, without anything that does not print."""
        line = text.splitlines()[0] if text.splitlines() else ""
        return self.holding(self.text + "".join(c for c in line if c.isprintable()))

    def holding(self, text: str) -> Prompt:
        """The prompt with another text."""
        return replace(self, text=text[:LONGEST], told="", back=0)

    def recalled(self, back: int) -> Prompt:
        """The prompt with the line typed ``back`` lines before."""
        back = max(0, min(back, len(self.earlier)))
        return replace(self, text=self.earlier[-back] if back else "", told="", back=back) if self.earlier else self

    def completed(self) -> Prompt:
        """The prompt with its line completed as far as there is one way to go on, and the ways there are."""
        offers = self.offers(self.text)
        if len(offers) == 1:
            return self.holding(f"{offers[0].line} ")
        same = commonprefix([offer.line for offer in offers])  # noqa: RUF071 - of texts, by character
        further = same if same.startswith(self.text) else self.text
        return replace(self.holding(further), told=" · ".join(offer.shown for offer in offers))
