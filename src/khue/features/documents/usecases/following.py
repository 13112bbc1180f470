"""A room that waits for signatures hears in the same deed when a paper lost or regained them."""

from __future__ import annotations

from typing import Protocol

from khue.features.documents.models import Paper
from khue.kernel.deeds import Deed


class Follower(Protocol):
    """``number`` of the issuing room's record; ``ground`` why a signature no longer counts, empty when all stand."""

    def __call__(self, number: int, ground: str, /, *, deed: Deed) -> None: ...


_followers: dict[str, Follower] = {}


def wire_signatures(kind: str, follower: Follower) -> None:
    """Called by ``site``: who hears of papers with references ``<kind>:<id>``."""
    _followers[kind] = follower


def tell_signatures(paper: Paper, ground: str = "", *, deed: Deed) -> None:
    """The paper is locked by the caller: whoever reads its signatures to let money go waits for this deed."""
    kind, _, number = paper.reference.partition(":")
    if kind in _followers and number.isdigit():
        _followers[kind](int(number), ground, deed=deed)


def lock_papers(subject: str) -> None:
    """Until the deed ends no signature of a paper about this subject comes or goes."""
    list(Paper.objects.select_for_update().filter(subject=subject).order_by("pk").values_list("pk", flat=True))
