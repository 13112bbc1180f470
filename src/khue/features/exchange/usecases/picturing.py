"""Pictures of a version: those that stand go on, new ones are drawn anew and stored."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from khue.core.decision import Decision, Reason
from khue.core.errors import Refused, require
from khue.features.exchange.domain.offers import NewPicture
from khue.features.exchange.models import OfferPicture, OfferVersion
from khue.features.exchange.queries.pictures import subject_of
from khue.kernel import files, pictures
from khue.kernel.deeds import Deed


@dataclass(frozen=True, slots=True)
class TakenPicture:
    """A picture that was drawn anew and written, with its words."""

    taken: pictures.Taken
    alt_vi: str
    alt_en: str


def take_all(given: Sequence[NewPicture]) -> list[TakenPicture]:
    """All of them, before the deed: drawing takes a while and holds nobody up. Raises Refused with every reason."""
    found: list[TakenPicture] = []
    reasons: list[Reason] = []
    for no, one in enumerate(given, 1):
        try:
            # The sender's own name of the file may tell what is confidential.
            taken = pictures.take(one.upload, name=f"anh-{no}", field=f"picture{one.mark}")
            found.append(TakenPicture(taken, one.alt_vi.strip(), one.alt_en.strip()))
        except Refused as refused:
            reasons += refused.decision.reasons
    require(Decision.refuse_if_any(reasons))
    return found


def go_on(before: OfferVersion, version: OfferVersion, drop: Collection[int] = ()) -> int:
    """The pictures of the version before go on, but for the numbers in ``drop``; how many stand now."""
    rows = [one for one in OfferPicture.objects.filter(version=before).order_by("no") if one.no not in drop]
    OfferPicture.objects.bulk_create(
        OfferPicture(
            version=version, no=no, file=one.file, small=one.small, width=one.width, height=one.height, alt_vi=one.alt_vi, alt_en=one.alt_en,
        )
        for no, one in enumerate(rows, 1)
    )  # fmt: skip
    return len(rows)


def add(version: OfferVersion, taken: Sequence[TakenPicture], standing: int, owner: str, deed: Deed) -> None:
    """Joins the deed that makes the version."""
    for no, one in enumerate(taken, standing + 1):
        subject = subject_of(one.taken.large.id)
        for got in (one.taken.large, one.taken.small):
            files.store(got, deed=deed, owner=owner, kind="offer-picture", subject=subject)
        OfferPicture.objects.create(
            version=version, no=no, file=one.taken.large.id, small=one.taken.small.id, width=one.taken.width, height=one.taken.height,
            alt_vi=one.alt_vi, alt_en=one.alt_en,
        )  # fmt: skip
