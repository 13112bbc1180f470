"""The register of signing certificates."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Q

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Reason
from khue.core.errors import Conflict, Missing, Refused
from khue.features.documents import access
from khue.features.documents.domain import IssueSampleCertificate, RegisterCertificate, RevokeCertificate
from khue.features.documents.models import Certificate
from khue.features.people import queries as people
from khue.kernel import signing
from khue.kernel.deeds import Deed, command
from khue.kernel.signing import CertificateFacts

SAMPLE_JOB = "job.sample"


def register_certificate(asked: RegisterCertificate, *, actor: Actor) -> int:
    """Keep a person's certificate; its id. The key stays at the source.

    Raises Refused for a file that is no signing certificate, for one that has expired, and for an unknown person;
    Conflict when it is registered already; NotAllowed.
    """
    actor.require(access.CERTIFICATES)
    pem = asked.pem or signing.fetch_certificate(asked.key)
    facts = signing.certificate_facts(pem)
    if facts.valid_until <= actor.moment:
        raise Refused.because(_expired(facts))
    with command("documents.register_certificate", actor, subject="certificates") as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        return _keep(facts, asked.holder, asked.key, asked.chain, deed=deed)


def issue_certificate_of_sample(asked: IssueSampleCertificate, *, actor: Actor) -> int:
    """A certificate of the sample authority for a person, valid from now for so many days; its id.

    Raises Refused outside a sample city, NotAllowed.
    """
    if not actor.may(SAMPLE_JOB):
        actor.require(access.CERTIFICATES)
    if not settings.KHUE_SAMPLE or signing.source_name() != "sample":
        raise Refused.because(_not_a_sample())
    with command("documents.issue_sample_certificate", actor, subject="certificates") as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        holder = _person(asked.holder)
        pem = signing.issue_sample_certificate(
            holder.name, asked.organisation, from_at=deed.moment, days=max(1, min(asked.days, 1825))
        )
        return _keep(signing.certificate_facts(pem), asked.holder, "", "", deed=deed)


def revoke_certificate(asked: RevokeCertificate, *, actor: Actor) -> None:
    """From now on it signs nothing. Signatures made before stay valid. Raises Refused without a ground, Conflict, Missing."""
    actor.require(access.CERTIFICATES)
    with command("documents.revoke_certificate", actor, subject="certificates") as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = Certificate.objects.select_for_update().filter(pk=asked.certificate_id).first()
        if row is None:
            raise Missing(Text("Không có chứng thư này.", "There is no such certificate."))
        if row.revoked_at is not None:
            raise Conflict(Text("Chứng thư này đã bị thu hồi trước đó.", "This certificate was revoked before."))
        if len(asked.ground.strip()) < 5:
            raise Refused.because(_no_ground())
        row.revoked_at, row.revoked_by, row.revoked_ground = deed.moment, actor.key, asked.ground.strip()[:500]
        row.save(update_fields=["revoked_at", "revoked_by", "revoked_ground"])
        deed.after(certificate=row.fingerprint, holder=row.holder, ground=row.revoked_ground)
        deed.notify(
            row.holder,
            "signing",
            Text("Chứng thư ký số của ông/bà đã bị thu hồi", "Your signing certificate was revoked"),
            Text(row.revoked_ground, row.revoked_ground),
            "/documents/sign/",
        )
        deed.result(True)


def _person(key: str) -> people.PartyCard:
    try:
        card = people.party(key)
    except Missing:
        card = None
    if card is None or card.kind != "person":
        raise Refused.because(
            Reason(
                "certificate.no_person",
                Text("Chưa chọn người giữ chứng thư.", "No person was chosen as holder."),
                Text("Mời ông/bà tìm và chọn một người trong danh bạ.", "Find and choose a person of the register."),
                "holder",
            )
        )
    return card


def _keep(facts: CertificateFacts, holder: str, key: str, chain: str, *, deed: Deed) -> int:
    person = _person(holder)
    if Certificate.objects.filter(Q(fingerprint=facts.fingerprint)).exists():
        raise Conflict(
            Text("Chứng thư này đã được đăng ký.", "This certificate is registered already."),
            Text("Mời ông/bà xem trong danh sách chứng thư.", "Look for it in the list of certificates."),
        )
    row = Certificate.objects.create(
        holder=holder,
        holder_name=person.name,
        subject=facts.subject[:300],
        issuer=facts.issuer[:300],
        serial=facts.serial[:80],
        fingerprint=facts.fingerprint,
        valid_from=facts.valid_from,
        valid_until=facts.valid_until,
        pem=facts.pem,
        chain=chain,
        source=signing.source_name(),
        key=key[:120],
        registered_by=deed.actor.key,
        registered_at=deed.moment,
    )
    deed.after(certificate=facts.fingerprint, holder=holder, valid_until=_day(facts.valid_until))
    deed.result(row.pk)
    return int(row.pk)


def _day(at: datetime) -> str:
    return at.isoformat()


def _expired(facts: CertificateFacts) -> Reason:
    return Reason(
        "certificate.expired",
        Text(
            f"Chứng thư này đã hết hạn ngày {facts.valid_until:%d/%m/%Y}.",
            f"This certificate expired on {format_day(facts.valid_until, 'en')}.",
        ),
        Text("Mời ông/bà xin cấp chứng thư mới.", "Ask for a new certificate."),
        "certificate",
    )


def _not_a_sample() -> Reason:
    return Reason(
        "certificate.not_a_sample",
        Text("Chứng thư mẫu chỉ có trong thành phố mẫu.", "Sample certificates exist in a sample city only."),
        Text(
            "Mời ông/bà tải lên chứng thư do tổ chức chứng thực cấp.",
            "Upload a certificate of a certification authority.",
        ),
    )


def _no_ground() -> Reason:
    return Reason(
        "certificate.no_ground",
        Text("Chưa nêu lý do thu hồi.", "The reason for revoking is missing."),
        Text("Mời ông/bà nêu lý do, ví dụ: mất thiết bị, nghỉ việc.", "Say why, for example: token lost, left office."),
        "ground",
    )
