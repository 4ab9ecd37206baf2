"""Which keys mean the same: disjoint sets."""

from __future__ import annotations

Key = tuple[object, ...]


class Joined:
    """Keys that mean the same (paths are halved as they are walked)."""

    def __init__(self) -> None:
        self._up: dict[Key, Key] = {}

    def root(self, key: Key) -> Key:
        up = self._up
        while key in up:
            above = up[key]
            if above in up:
                up[key] = up[above]
            key = above
        return key

    def join(self, one: Key, other: Key) -> None:
        one, other = self.root(one), self.root(other)
        if one != other:
            self._up[other] = one
