"""The public check of a paper: by its code, or by the file itself. Nobody signs in here, nothing is kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from khue.core.bilingual import Text
from khue.core.errors import Missing, Refused
from khue.features.documents import queries
from khue.features.documents.domain import SIGNER
from khue.features.documents.forms import CheckForm
from khue.features.documents.queries import CheckedPaper, Verdict, verdict_of
from khue.features.documents.views.copies import copy_state
from khue.features.documents.views.frame import paper_state, signing_state
from khue.kernel import signing, uploads
from khue.kernel.forms import bind, show_refusal
from khue.kernel.limits import allow, allow_here
from khue.kernel.ui import Answer, Link, StateView, StepView, Words
from khue.kernel.web import render

_BY_HAND = gettext_lazy(
    "Signed on paper by hand. The city keeps the sheet and a scan of it; the PDF carries no electronic signature."
)
RATE = "30/m,300/h"
READS_PER_MINUTE = 120


@dataclass(frozen=True, slots=True)
class CheckPage:
    """``verdict`` is what the file says; ``known`` the paper of ours to which it belongs."""

    verdict: Verdict | None
    known_href: str
    known: Words
    file_name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class CodePage:
    title: Words
    lead: Words
    state: StateView
    signing: StateView | None
    facts: tuple[Answer, ...]
    steps: tuple[StepView, ...]
    prints: tuple[str, ...]
    successor_href: str
    successor: str
    ended_on: date | None
    in_force: bool
    crumbs: tuple[Link, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """A form for a code or a PDF, and what the PDF says."""
    if request.method == "POST":
        allow(request, "documents.check", RATE)
    form = bind(CheckForm, request)
    page = CheckPage(None, "", "", "", "")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if given["file"] is None:
            found = queries.check_code(given["code"])
            if found is not None:
                return code_page(request, found)
            form.add_error(
                "code",
                ValidationError(_("There is no paper under this code. Look at each letter again."), code="unknown"),
            )
        else:
            try:
                page = _read(given["file"])
            except Refused as refused:
                show_refusal(form, refused)
    return render(request, "documents/check.html", page, 422 if form.errors else 200, form=form)


def _read(upload: uploads.Upload) -> CheckPage:
    """What the uploaded file says. Raises Refused with a sentence for whatever cannot be read."""
    size = uploads.size_reasons(upload.size or 0, "file")
    if size:
        raise Refused.because(*size)
    upload.seek(0)
    content = b"".join(upload.chunks())
    reading = signing.read(content)
    sha256 = hashlib.sha256(content).hexdigest()
    known = queries.known_print(sha256)
    return CheckPage(
        verdict=verdict_of(reading, sha256, known),
        known_href=reverse("documents:check-code", args=[known.code]) if known else "",
        known=known.number if known else "",
        file_name=uploads.clean_name(upload.name or "")[: uploads.LONGEST_NAME],
        sha256=sha256,
    )


@require_GET
def check_code(request: HttpRequest, code: str) -> HttpResponse:
    """The public face of a paper: where the square on it leads."""
    allow_here(request, "documents.check-code", READS_PER_MINUTE)
    found = queries.check_code(code[:40])
    if found is None:
        raise Missing(
            Text("Không có văn bản nào mang mã kiểm tra này.", "There is no paper under this check code."),
            Text(
                "Mời ông/bà so lại từng chữ với mã in trên văn bản. Nếu đúng mà vẫn không có, văn bản có thể không do Thành phố ban hành.",
                "Compare each letter with the code on the paper. If it is right, the paper may not be one of the city.",
            ),
        )
    return code_page(request, found)


def _steps(found: CheckedPaper) -> tuple[StepView, ...]:
    """Who signed: by hand as offices with their days, else the electronic turns."""
    if found.by_hand:
        return tuple(
            StepView(hand.label, hand.office or _("signed on paper"), hand.signed_on, "done") for hand in found.by_hand
        )
    return tuple(
        StepView(
            turn.label, turn.office or SIGNER.label(turn.state), turn.at, "done" if turn.state == "signed" else "next"
        )
        for turn in found.turns
    )


def code_page(request: HttpRequest, found: CheckedPaper) -> HttpResponse:
    page = CodePage(
        title=found.number,
        lead=found.title,
        state=paper_state(found.state),
        signing=copy_state("confirmed") if found.by_hand else signing_state(found.signing),
        facts=(
            Answer(_("Number and symbol"), found.number),
            Answer(_("Issued on"), found.issued_on, kind="day"),
            Answer(_("Issued by"), found.body),
            Answer(_("Title of the paper"), found.title),
            *((Answer(_("About"), found.about),) if found.about else ()),
            Answer(_("Check code"), found.code),
            *((Answer(_("Signatures"), _BY_HAND),) if found.by_hand else ()),
        ),
        steps=_steps(found),
        prints=found.prints,
        successor_href=reverse("documents:check-code", args=[found.successor_code]) if found.successor_code else "",
        successor=found.successor,
        ended_on=found.ended_on,
        in_force=found.state == "in_force",
        crumbs=(Link(_("Check a paper"), reverse("documents:check")),),
    )
    return render(request, "documents/check_code.html", page)
