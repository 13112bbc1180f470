"""Sign or decline. The signature is computed before the transaction, on the file that was seen; inside it, it counts or does not."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import ContentFile

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import Conflict, require
from khue.features.documents import access
from khue.features.documents.domain import (
    SIGNER,
    SIGNING,
    DeclinePaper,
    SignPaper,
    certificate_reasons,
    may_decline,
    may_sign,
)
from khue.features.documents.events import PaperDeclined, PaperSigned
from khue.features.documents.models import Certificate, Paper, Signer, Signing
from khue.features.documents.queries.certificates import standing_of, usable_certificate
from khue.features.documents.queries.turns import facts_of
from khue.features.documents.usecases.following import tell_signatures
from khue.features.documents.usecases.papers import add_version, close_signing
from khue.features.documents.usecases.parts import locked_turn, notify_turn, owner_of, parties_of
from khue.kernel import files
from khue.kernel import signing as pdf_signing
from khue.kernel.deeds import Deed, command
from khue.kernel.forms import require_seen


@dataclass(frozen=True, slots=True)
class _Made:
    """A signed file that is not yet kept: on which version it stands, by which certificate, what became of its timestamp."""

    file: files.Received
    base: int
    certificate: int
    timestamp: pdf_signing.Timestamp


def sign_paper(asked: SignPaper, *, actor: Actor) -> bool:
    """Take a turn by signing the newest file. True when the paper now has all signatures.

    Raises Refused with every reason (turn, certificate, token or service), Conflict when the paper moved on meanwhile,
    Missing. A token or service that is slow holds no lock.
    """
    made = _make(asked, actor)
    with command("documents.sign_paper", actor) as deed:
        done = deed.repeated(asked.once)
        if done is not None:
            return bool(done)
        row, signing, paper = locked_turn(asked.signer_id)
        deed.subject = f"paper:{paper.pk}"
        certificate = _allowed(asked, row, signing, paper, actor)
        require_seen(asked.seen, signing.stamp)
        if made is None or (made.base, made.certificate) != (signing.current_id, certificate.pk):
            raise _moved_on()
        complete = _keep(made, row, signing, paper, certificate, deed=deed)
        deed.result(complete)
        return complete


def _allowed(asked: SignPaper, row: Signer, signing: Signing, paper: Paper, actor: Actor) -> Certificate:
    """The certificate to sign with. Raises Refused with all reasons, of the turn and of the certificate."""
    certificate = usable_certificate(actor.key, asked.certificate_id, actor.moment)
    turn = may_sign(facts_of(row, signing, paper, actor)).reasons
    require(Decision.refuse_if_any([*turn, *certificate_reasons(standing_of(certificate), actor.moment)]))
    assert certificate is not None
    return certificate


def _make(asked: SignPaper, actor: Actor) -> _Made | None:
    """The signed file, made outside any transaction; None when the deed will say why not, or find itself repeated."""
    row = Signer.objects.select_related("signing__paper", "signing__current").filter(pk=asked.signer_id).first()
    if row is None:
        raise access.no_such_paper()
    signing, paper = row.signing, row.signing.paper
    certificate = usable_certificate(actor.key, asked.certificate_id, actor.moment)
    refused = may_sign(facts_of(row, signing, paper, actor)).reasons
    if refused or certificate is None or certificate_reasons(standing_of(certificate), actor.moment):
        return None
    if signing.stamp != asked.seen:
        return None
    with files.open_bytes(signing.current.file) as source:
        before = source.read()
    places = pdf_signing.places_of(signing.original.places)
    signed = pdf_signing.sign(
        before,
        pem=certificate.pem,
        key=certificate.key,
        chain=certificate.chain,
        mark=pdf_signing.Mark(actor.name, row.office or row.label_vi, actor.moment, bool(settings.KHUE_SAMPLE)),
        index=row.turn,
        place=places[row.place - 1] if 0 < row.place <= len(places) else None,
        reason=f"{row.label_vi} – {paper.number}",
        location=paper.body,
    )
    name = f"{paper.kind}-{paper.number.replace('/', '-')}-{row.turn}.pdf"
    received = files.receive(ContentFile(signed.pdf, name=name))
    return _Made(received, signing.current_id, certificate.pk, signed.timestamp)


def _keep(made: _Made, row: Signer, signing: Signing, paper: Paper, certificate: Certificate, *, deed: Deed) -> bool:
    last = not Signer.objects.filter(signing=signing, state="waiting").exclude(pk=row.pk).exists()
    stored = files.store(
        made.file,
        deed=deed,
        owner=owner_of(paper) or deed.actor.key,
        kind=f"{paper.kind}-signed",
        subject=paper.subject,
    )
    version = add_version(paper, "signed", stored.pk, stored.sha256, deed=deed)
    deed.before(signing=signing.pk, state=signing.state, sha256=signing.current.sha256)
    row.state = SIGNER.after(row.state, "sign")
    row.person, row.person_name, row.at = deed.actor.key, deed.actor.name, deed.moment
    row.certificate, row.version, row.timestamp = certificate, version, made.timestamp
    row.save(update_fields=["state", "person", "person_name", "at", "certificate", "version", "timestamp"])
    signing.state = SIGNING.after(signing.state, "complete" if last else "sign")
    signing.current = version
    signing.ended_at = deed.moment if last else None
    signing.stamp += 1
    signing.save(update_fields=["state", "current", "ended_at", "stamp"])
    deed.after(
        signing=signing.pk,
        state=signing.state,
        turn=row.turn,
        sha256=stored.sha256,
        certificate=certificate.fingerprint,
        timestamp=made.timestamp,
        file=str(stored.pk),
    )
    if last:
        tell_signatures(paper, deed=deed)
    else:
        notify_turn(signing, paper, deed=deed)
    deed.emit(
        PaperSigned(
            subject=deed.subject,
            parties=parties_of(paper, deed.actor.key),
            paper=paper.code,
            reference=paper.reference,
            number=paper.number,
            signer=row.office or row.label_vi,
            complete=last,
        )
    )
    return last


def decline_paper(asked: DeclinePaper, *, actor: Actor) -> None:
    """Decline to sign, with a ground that whoever prepared the paper and the earlier signers read.

    Raises Refused with every reason, Conflict when the paper moved on meanwhile, Missing.
    """
    with command("documents.decline_paper", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row, signing, paper = locked_turn(asked.signer_id)
        deed.subject = f"paper:{paper.pk}"
        require(may_decline(facts_of(row, signing, paper, actor), asked.ground))
        require_seen(asked.seen, signing.stamp)
        deed.before(signing=signing.pk, state=signing.state)
        row.state = SIGNER.after(row.state, "decline")
        row.person, row.person_name, row.at, row.ground = actor.key, actor.name, deed.moment, asked.ground.strip()[:500]
        row.save(update_fields=["state", "person", "person_name", "at", "ground"])
        close_signing(signing, "decline", asked.ground, deed=deed)
        deed.after(signing=signing.pk, state=signing.state, turn=row.turn, ground=row.ground)
        _tell_declined(row, signing, paper, deed=deed)
        deed.emit(
            PaperDeclined(
                subject=deed.subject,
                parties=parties_of(paper, actor.key),
                paper=paper.code,
                reference=paper.reference,
                number=paper.number,
                signer=row.office or row.label_vi,
            )
        )
        deed.result(True)


def _tell_declined(row: Signer, signing: Signing, paper: Paper, *, deed: Deed) -> None:
    earlier = Signer.objects.filter(signing=signing, state="signed").values_list("person", flat=True)
    title = Text(f"Văn bản {paper.number} bị từ chối ký", f"Paper {paper.number} was declined")
    body = Text(f"{row.label_vi}: {row.ground}", f"{row.label_en or row.label_vi}: {row.ground}")
    issuers = Signer.objects.filter(signing=signing, kind="person").values_list("who", flat=True)
    for reader in dict.fromkeys((*earlier, *issuers, signing.prepared_by)):
        if reader.startswith("party:") and reader != deed.actor.key:
            deed.notify(reader, "signing", title, body, f"/documents/papers/{paper.code}/")


def _moved_on() -> Conflict:
    return Conflict(
        Text(
            "Văn bản vừa có thêm chữ ký hoặc bản mới trong lúc ông/bà ký, nên chữ ký của ông/bà chưa được ghi.",
            "The paper got another signature or version while you were signing; your signature was not recorded.",
        ),
        Text(
            "Mời ông/bà mở lại trang, xem bản mới rồi ký.", "Open the page again, look at the new version, then sign."
        ),
    )
