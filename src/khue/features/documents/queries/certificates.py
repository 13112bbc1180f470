"""Signing certificates: whose, until when, revoked or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from khue.core.actor import Actor
from khue.features.documents import access
from khue.features.documents.domain import CertificateStanding, certificate_reasons
from khue.features.documents.models import Certificate
from khue.features.people import queries as people
from khue.kernel.paging import Page, keyset


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """``state``: valid, soon (30 days left), expired, early, revoked."""

    id: int
    holder: str
    holder_name: str
    subject: str
    issuer: str
    serial: str
    fingerprint: str
    valid_from: datetime
    valid_until: datetime
    revoked_at: datetime | None
    revoked_ground: str
    state: str


def certificates_of(holder: str, at: datetime) -> tuple[CertificateLine, ...]:
    """All certificates of a person, the one that lasts longest first."""
    return tuple(line_of(row, at) for row in Certificate.objects.filter(holder=holder).order_by("-valid_until", "-id"))


def list_certificates(actor: Actor, after: str | None, size: int = 25) -> Page[CertificateLine]:
    """The register, newest first. Raises NotAllowed."""
    actor.require(access.CERTIFICATES)
    return keyset(Certificate.objects.all(), ["-id"], after, size).of(lambda row: line_of(row, actor.moment))


def possible_holders(actor: Actor) -> tuple[tuple[str, str], ...]:
    """(key, name) of those who may sign for the city, and of persons with a mandate to sign. Raises NotAllowed."""
    actor.require(access.CERTIFICATES)
    staff = [(card.key, card.name) for card in people.people_with_right(access.SIGN, actor.today)]
    others = [(key, name) for key, name in people.people_with_mandate("sign", actor.today)]
    return tuple(dict(sorted([*staff, *others], key=lambda pair: pair[1])).items())


def line_of(row: Certificate, at: datetime) -> CertificateLine:
    return CertificateLine(
        id=row.pk,
        holder=row.holder,
        holder_name=row.holder_name,
        subject=row.subject,
        issuer=row.issuer,
        serial=row.serial,
        fingerprint=row.fingerprint,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        revoked_at=row.revoked_at,
        revoked_ground=row.revoked_ground,
        state=_state(row, at),
    )


def _state(row: Certificate, at: datetime) -> str:
    reasons = certificate_reasons(standing_of(row), at)
    if reasons:
        return reasons[0].code.removeprefix("certificate.")
    return "soon" if (row.valid_until - at).days < 30 else "valid"


def standing_of(row: Certificate | None) -> CertificateStanding | None:
    if row is None:
        return None
    return CertificateStanding(row.subject, row.serial, row.valid_from, row.valid_until, row.revoked_at)


def usable_certificate(holder: str, chosen: int, at: datetime) -> Certificate | None:
    """The chosen certificate of the person; without a choice a valid one, else the latest, so that a refusal can name it."""
    rows = list(Certificate.objects.filter(holder=holder).order_by("-valid_until", "-id"))
    if chosen:
        return next((row for row in rows if row.pk == chosen), None)
    valid = next((row for row in rows if not certificate_reasons(standing_of(row), at)), None)
    return valid or (rows[0] if rows else None)
