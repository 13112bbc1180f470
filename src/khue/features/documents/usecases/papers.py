"""Papers come into being with a number and a code, get their file, and end by being superseded or revoked."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused, require
from khue.features.documents import access
from khue.features.documents.domain import (
    PAPER,
    SIGNING,
    PrepareAgain,
    SignerKind,
    Wanted,
    code_of,
    may_prepare_again,
)
from khue.features.documents.events import PaperEnded
from khue.features.documents.models import Paper, PaperCopy, PaperVersion, Signer, Signing
from khue.features.documents.queries import signing_begun
from khue.features.documents.queries.templates import template_on
from khue.features.documents.usecases.parts import locked_paper, notify_turn, parties_of
from khue.kernel.deeds import Deed, command
from khue.kernel.forms import require_seen


@dataclass(frozen=True, slots=True)
class RegisteredPaper:
    """What the issuing room prints on the paper: its code, and the number of the template version that makes it."""

    code: str
    template: int


def register_paper(
    *, reference: str, subject: str, kind: str, number: str, title: Text, about: Text | None, body: str, deed: Deed
) -> RegisteredPaper:
    """A paper under a new check code, with the template version of today.

    ``reference`` names the issuing room's record, ``subject`` whose readers may read it. ``title`` and ``about`` are shown to
    everybody who has the code: no names of private persons.
    """
    template = template_on(kind, deed.today)
    paper = Paper.objects.create(
        code=code_of(secrets.token_bytes(16)),
        reference=reference,
        subject=subject,
        kind=kind,
        number=number,
        title_vi=title.vi,
        title_en=title.en,
        about_vi=about.vi if about else "",
        about_en=about.en if about else "",
        body=body,
        issued_on=deed.today,
        template=template,
    )
    deed.after(check_code=paper.code, template=template.number if template else 0)
    return RegisteredPaper(paper.code, template.number if template else 0)


def keep_rendering(
    reference: str,
    *,
    file: UUID,
    sha256: str,
    places: Sequence[Mapping[str, float]] = (),
    wanted: Sequence[Wanted] = (),
    deed: Deed,
) -> None:
    """The first file of a paper. With ``wanted`` signers the signing is prepared, when signing has begun for them.

    What was signed by hand meanwhile is not asked for again.
    """
    paper = Paper.objects.select_for_update().get(reference=reference)
    version = add_version(paper, "rendered", file, sha256, places=list(places), deed=deed)
    by_hand = PaperCopy.objects.filter(paper=paper, state__in=("recorded", "confirmed")).exists()
    if not by_hand and signing_begun(wanted, paper.issued_on):
        prepare(paper, version, wanted, deed=deed)


def add_version(
    paper: Paper,
    cause: str,
    file: UUID,
    sha256: str,
    *,
    places: Sequence[Mapping[str, float]] = (),
    blocks: Sequence[Mapping[str, object]] | None = None,
    deed: Deed,
) -> PaperVersion:
    """One file more, numbered under the paper's lock."""
    last = paper.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return PaperVersion.objects.create(
        paper=paper,
        number=last + 1,
        cause=cause,
        file=file,
        sha256=sha256,
        places=list(places),
        blocks=list(blocks) if blocks is not None else None,
        made_by=deed.actor.key,
        made_by_name=deed.actor.name,
        made_at=deed.moment,
    )


def prepare(paper: Paper, version: PaperVersion, wanted: Sequence[Wanted], *, deed: Deed) -> Signing:
    """An envelope for this version: the signers in order, the first one told. One open envelope per paper."""
    signing = Signing.objects.create(
        paper=paper, original=version, current=version, prepared_by=deed.actor.key, prepared_at=deed.moment
    )
    rows = [
        Signer(
            signing=signing,
            turn=turn,
            place=one.place,
            kind=one.kind.value,
            who=one.who,
            label_vi=one.label.vi,
            label_en=one.label.en,
            office=one.office,
        )
        for turn, one in enumerate(wanted, 1)
    ]
    Signer.objects.bulk_create(rows)
    deed.after(signing=signing.pk, signers=[f"{row.turn}. {row.label_vi}" for row in rows])
    notify_turn(signing, paper, deed=deed)
    return signing


def prepare_again(asked: PrepareAgain, *, actor: Actor) -> int:
    """A new envelope for the text that was declined, with the same signers in the same order; its id.

    Raises Refused when nobody declined or no ground is given, Conflict when the paper moved on since the page was opened,
    NotAllowed, Missing.
    """
    actor.require(access.EDIT)
    with command("documents.prepare_again", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        paper = Paper.objects.select_for_update().filter(code=asked.code).first()
        if paper is None or not access.may_read(actor, paper.subject):
            raise access.no_such_paper()
        deed.subject = f"paper:{paper.pk}"
        last = Signing.objects.select_for_update().filter(paper=paper).order_by("-pk").first()
        in_force = paper.state == "in_force"
        by_hand = PaperCopy.objects.filter(paper=paper, state__in=("recorded", "confirmed")).exists()
        require(may_prepare_again(last.state if last else "", asked.ground, paper_in_force=in_force, by_hand=by_hand))
        assert last is not None
        require_seen(asked.seen, paper.stamp)
        deed.before(signing=last.pk, state=last.state)
        signing = prepare(paper, last.original, signers_again(last), deed=deed)
        paper.stamp += 1
        paper.save(update_fields=["stamp"])
        deed.after(ground=asked.ground.strip()[:500])
        deed.result(signing.pk)
        return int(signing.pk)


def signers_again(signing: Signing) -> list[Wanted]:
    """The same people in the same order as in an earlier envelope."""
    return [
        Wanted(SignerKind(row.kind), row.who, Text(row.label_vi, row.label_en), row.office, row.place)
        for row in signing.signers.order_by("turn")
    ]


def supersede_paper(reference: str, by: str, ground: str, *, deed: Deed) -> None:
    """A newer paper takes the place of this one; signatures that are still missing are no longer asked for.

    Raises Refused when the paper is not in force.
    """
    paper = locked_paper(reference)
    successor = Paper.objects.get(reference=by)
    paper.superseded_by = successor
    _end(paper, "supersede", ground, deed=deed)


def revoke_paper(reference: str, ground: str, *, deed: Deed) -> None:
    """The paper no longer counts, and nothing takes its place. Raises Refused when it is not in force."""
    _end(locked_paper(reference), "revoke", ground, deed=deed)


def _end(paper: Paper, transition: str, ground: str, *, deed: Deed) -> None:
    if not ground.strip():
        raise Refused.because(
            Reason(
                "paper.no_ground",
                Text("Chưa nêu căn cứ thay thế hoặc thu hồi văn bản.", "No ground is given for ending the paper."),
                Text("Mời ông/bà nêu căn cứ.", "Please give the ground."),
                "ground",
            )
        )
    deed.before(paper=paper.number, paper_state=paper.state)
    paper.state = PAPER.after(paper.state, transition)
    paper.ended_on, paper.ended_ground = deed.today, ground.strip()[:500]
    paper.stamp += 1
    paper.save(update_fields=["state", "ended_on", "ended_ground", "superseded_by", "stamp"])
    for signing in Signing.objects.select_for_update().filter(paper=paper, ended_at=None):
        close_signing(signing, "supersede", ground, deed=deed)
    deed.after(paper=paper.number, paper_state=paper.state)
    deed.emit(
        PaperEnded(
            subject=f"paper:{paper.pk}",
            parties=parties_of(paper),
            paper=paper.code,
            reference=paper.reference,
            number=paper.number,
            revoked=paper.state == "revoked",
        )
    )


def close_signing(signing: Signing, transition: str, ground: str, *, deed: Deed) -> None:
    """End an envelope without its last signature; what was signed so far stays readable."""
    signing.state = SIGNING.after(signing.state, transition)
    signing.ended_at, signing.ground = deed.moment, ground.strip()[:500]
    signing.stamp += 1
    signing.save(update_fields=["state", "ended_at", "ground", "stamp"])
