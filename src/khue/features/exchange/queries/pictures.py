"""Pictures of offers: which a reader may see, and where they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.exchange import access
from khue.features.exchange.models import Offer, OfferPicture, OfferVersion
from khue.features.exchange.queries.shown import listed
from khue.kernel.models import StoredFile
from khue.kernel.pictures import SMALL

KIND = "offer_picture"


@dataclass(frozen=True, slots=True)
class PictureRow:
    """``file`` and ``small`` are ids of stored files; ``alt`` says what it shows. Pixels of the large one."""

    no: int
    file: str
    small: str
    width: int
    height: int
    alt: Text

    @property
    def small_size(self) -> tuple[int, int]:
        """Width and height of the small one."""
        part = min(1.0, SMALL / max(self.width, self.height))
        return max(1, round(self.width * part)), max(1, round(self.height * part))


def subject_of(file: UUID) -> str:
    """Whose readers may read the two files of a picture: ``offer_picture:`` and the id of the large one."""
    return f"{KIND}:{file}"


def picture_row(row: OfferPicture) -> PictureRow:
    return PictureRow(row.no, str(row.file), str(row.small), row.width, row.height, Text(row.alt_vi, row.alt_en))


def pictures_of(version: OfferVersion) -> tuple[PictureRow, ...]:
    return tuple(picture_row(row) for row in OfferPicture.objects.filter(version=version).order_by("no"))


def first_pictures(versions: Iterable[int | None]) -> dict[int, PictureRow]:
    """The first picture of each version that has one; one query."""
    rows = OfferPicture.objects.filter(version__in=[one for one in versions if one], no=1)
    return {row.version_id: picture_row(row) for row in rows}


def may_read_picture(actor: Actor, subject: str) -> bool:
    """Whether the actor may see the picture: its side and staff always, everybody else where a version that is listed today shows it."""
    try:
        file = UUID(subject.removeprefix(f"{KIND}:"))
    except ValueError:
        return False
    offers = OfferPicture.objects.filter(file=file).values("version__offer")
    row = Offer.objects.filter(pk__in=offers).first()
    if row is None:
        return False
    if access.is_side(actor, row.party_id, access.offer_key(row.pk)):
        return True
    if actor.may(access.READ):
        return row.party_id not in access.barred(actor)
    shown = OfferPicture.objects.filter(file=file).values("version")
    return (
        listed(actor.today, cleared=access.is_cleared(actor, actor.today)).filter(pk=row.pk, shown__in=shown).exists()
    )


def picture_file(identity: UUID, actor: Actor) -> StoredFile:
    """The stored file of a picture, large or small, for this reader. Raises Missing."""
    row = StoredFile.objects.filter(pk=identity, kind="offer-picture").first()
    if row is None or not may_read_picture(actor, row.subject):
        raise access.no_such_picture()
    return row
