"""The Merkle tree of RFC 6962, grown leaf by leaf in memory of the order of log n."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

LEAF, NODE = b"\x00", b"\x01"
"""Prefixes that keep a leaf from ever being taken for an inner node."""

EMPTY = sha256(b"").digest()


class Tree:
    """Leaves are record hashes (32 bytes) in their order."""

    __slots__ = ("_peaks", "count")

    def __init__(self) -> None:
        self.count = 0
        self._peaks: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        node = sha256(LEAF + leaf).digest()
        peaks = self._peaks
        # Each trailing 1 bit of the count is a full subtree of the same height as the node in hand.
        count = self.count
        while count & 1:
            node = sha256(NODE + peaks.pop() + node).digest()
            count >>= 1
        peaks.append(node)
        self.count += 1

    def root(self) -> bytes:
        """The root over the leaves so far; of none, the hash of nothing."""
        if not self._peaks:
            return EMPTY
        *rest, node = self._peaks
        for peak in reversed(rest):
            node = sha256(NODE + peak + node).digest()
        return node


def merkle_root(leaves: Iterable[bytes]) -> bytes:
    """The root over ``leaves`` in their order."""
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()
