"""Chance that can be taken back: the n-th draw of a seed is always the same number."""

from __future__ import annotations

from hashlib import blake2b


class Chance:
    """Draws numbers between 0 and 1, both excluded; `drawn` says how many, and is all its state."""

    __slots__ = ("_seeded", "drawn")

    def __init__(self, seed: int) -> None:
        self._seeded = blake2b(str(seed).encode(), digest_size=8)
        self.drawn = 0

    def draw(self) -> float:
        self.drawn += 1
        hashed = self._seeded.copy()
        hashed.update(self.drawn.to_bytes(8, "big"))
        # 52 bits and a half: the greatest is still below 1 as a float.
        return float(((int.from_bytes(hashed.digest(), "big") >> 12) + 0.5) * 2.0**-52)
