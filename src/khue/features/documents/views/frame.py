"""What the pages of the room share: states in colour, files, the certificate in words."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.bilingual import Text
from khue.features.documents.domain import PAPER, PAPER_TONES, SIGNER, SIGNING, SIGNING_TONES
from khue.features.documents.queries import PaperCard, SigningCard
from khue.kernel.ui import FileView, StateView, StepStatus, StepView, Words
from khue.kernel.web import language

CERTIFICATE_STATES = {
    "valid": (Text("Còn hiệu lực", "Valid"), "good"),
    "soon": (Text("Sắp hết hạn", "Expires soon"), "wait"),
    "expired": (Text("Đã hết hạn", "Expired"), "bad"),
    "early": (Text("Chưa có hiệu lực", "Not yet valid"), "wait"),
    "revoked": (Text("Đã thu hồi", "Revoked"), "bad"),
}


def paper_state(code: str) -> StateView:
    return StateView(code, PAPER.label(code), PAPER_TONES[code])


def signing_state(code: str) -> StateView | None:
    return StateView(code, SIGNING.label(code), SIGNING_TONES[code]) if code else None


def certificate_state(code: str) -> StateView:
    label, tone = CERTIFICATE_STATES[code]
    return StateView(code, label, tone)  # type: ignore[arg-type]  # the table holds words of Tone only


def turn_steps(signing: SigningCard | None) -> tuple[StepView, ...]:
    """The signers in order as points of a line; none for a paper that is not signed electronically."""
    if signing is None:
        return ()
    here = signing.next_turn if signing.state in ("prepared", "under_way") else None
    steps = []
    for turn in signing.turns:
        status: StepStatus = "done" if turn.state == "signed" else ("now" if here and turn.id == here.id else "next")
        note: Words = ", ".join(part for part in (turn.name, turn.office) if part)
        if turn.timestamp == "missed":
            missed = _("signed without an independent timestamp: its authority did not answer")
            note = f"{note} – {missed}"
        if turn.state == "declined":
            note = f"{note} – {SIGNER.label('declined').into(language()).lower()}: {turn.ground}"
        steps.append(StepView(turn.label, note, turn.at, status))
    return tuple(steps)


def version_files(paper: PaperCard) -> tuple[FileView, ...]:
    """Every file of the paper, newest first, each with its print."""
    causes = {"rendered": _("as issued"), "edited": _("edited before signing"), "signed": _("with signatures")}
    return tuple(
        FileView(
            id=str(version.file),
            name=_("%(number)s, version %(no)s") % {"number": paper.number, "no": version.number},
            size=0,
            media_type="application/pdf",
            url=reverse("kernel:file", args=[version.file]),
            sha256=version.sha256,
            note=causes[version.cause],
        )
        for version in reversed(paper.versions)
    )
