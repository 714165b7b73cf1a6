"""Numbers drawn from a value under a key: the same for the same, and no way back without trying every value."""

from __future__ import annotations

import hmac

_ROUNDS = 8


class Draw:
    """A stream of numbers for one value; ``attempt`` gives another stream where the first could not be used."""

    def __init__(self, key: bytes, kind: str, value: str, attempt: int = 0) -> None:
        self._key = key
        self._seed = f"{kind}\x1f{value}\x1f{attempt}"
        self._block = 0
        self._left = 0
        self._bound = 1

    def below(self, bound: int) -> int:
        """Return the next number from 0 to ``bound`` - 1."""
        if self._bound < bound << 32:
            message = f"{self._seed}\x1f{self._block}".encode("utf-8", "surrogatepass")
            self._left = int.from_bytes(hmac.digest(self._key, message, "sha256"))
            self._bound = 1 << 256
            self._block += 1
        self._left, drawn = divmod(self._left, bound)
        self._bound //= bound
        return drawn

    def digits(self, count: int) -> str:
        """Return so many digits."""
        return f"{self.below(10**count):0{count}}" if count else ""


def shuffled_digits(key: bytes, kind: str, digits: str) -> str:
    """Return other digits of the same length: of two different numbers never the same (a Feistel network)."""
    if len(digits) < 2:  # noqa: PLR2004 - two halves
        return digits
    half = len(digits) // 2
    left, right = digits[:half], digits[half:]
    for step in range(_ROUNDS):
        drawn = Draw(key, f"{kind}\x1f{len(digits)}", right, step).below(10 ** len(left))
        moved = f"{(int(left) + drawn) % 10 ** len(left):0{len(left)}}"
        left, right = right, moved
    return left + right
