"""The published draw that settles what value alone leaves open: a number per name, from SHA-256, that nobody can bend.

``draw(salt, *names, round=0)`` is the first 20 bits of SHA-256 over the salt, the round and the names, joined by line
ends. Among solutions of equal value the one with the smallest sum of numbers is taken; the salt (for instance the code
of the call) is public before the first name is, so neither early ids nor early comers are favoured. Whoever wants to
check it needs no more than this sentence.
"""

from __future__ import annotations

from hashlib import sha256

BITS = 20


def draw(salt: str, *names: str, round: int = 0) -> int:
    """A whole number from 0 to 2^20 - 1."""
    told = "\n".join((salt, str(round), *names)).encode()
    return int.from_bytes(sha256(told).digest()[:4], "big") >> (32 - BITS)
