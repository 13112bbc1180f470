"""The certificate's PDF, made by the worker from the version that was accepted."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile

from khue.core.actor import Actor
from khue.features.documents import queries as papers
from khue.features.documents.usecases import keep_rendering
from khue.features.results import access
from khue.features.results.domain.register import ACCEPTED, FIELDS, KINDS, STAGES
from khue.features.results.models import ResultVersion
from khue.features.results.usecases.registering import CERTIFICATE, keep_certificate
from khue.features.rulebook import queries as rulebook
from khue.kernel import files
from khue.kernel.deeds import command
from khue.kernel.documents import kind_of, render


def render_certificate(result_id: int, *, actor: Actor) -> None:
    """Render the newest accepted version once: a second run finds the file and does nothing."""
    actor.require(access.RENDER_JOB)
    with command("results.render_certificate", actor, subject=f"result:{result_id}") as deed:
        version = (
            ResultVersion.objects.select_for_update(of=("self",))
            .select_related("result")
            .filter(result=result_id, outcome=ACCEPTED)
            .order_by("-no")
            .first()
        )
        paper = papers.paper_of(f"result_version:{version.pk}") if version is not None else None
        if version is None or paper is None or version.result.certificate is not None:
            deed.nothing_done()
            return
        texts = papers.texts_for(CERTIFICATE, version.checked_at.date(), paper.template)  # type: ignore[union-attr]  # a registered version was checked
        stored = files.store(
            ContentFile(render(CERTIFICATE, _values(version, paper.code), texts=texts), name=f"{version.result.number}.pdf"),
            deed=deed,
            owner=access.party_key(version.result),
            kind=CERTIFICATE,
            subject=f"result:{result_id}",
        )  # fmt: skip
        keep_certificate(version.pk, stored.pk)
        keep_rendering(paper.reference, file=stored.pk, sha256=stored.sha256, deed=deed)
        deed.after(file=str(stored.pk), sha256=stored.sha256)


def _values(version: ResultVersion, code: str) -> dict[str, Any]:
    result, city = version.result, rulebook.city_package()
    owners = result.ownerships.order_by("-no")[0].owners.order_by("no")
    values = {
        "body": city.BODY,
        "place": city.PLACE,
        "issued_at": version.checked_at.isoformat(),  # type: ignore[union-attr]  # a registered version was checked
        "number": result.number,
        "subject": version.title_vi,
        "owner": result.party_name,
        "owners": [f"{one.name}: {one.numerator}/{one.denominator}" for one in owners],
        "kind": KINDS[version.kind].vi,
        "field": FIELDS[version.field].vi,
        "stage": STAGES[version.stage].vi,
        "origin": result.origin_title,
        "origin_decision": result.origin_decision,
        "formed_on": f"{version.formed_on:%d/%m/%Y}",
        "registered_on": f"{result.registered_on:%d/%m/%Y}",
        "version": str(version.no),
        "signer": version.checked_by_name,
        "signer_title": "Cán bộ đăng ký",
        "check": _square(code),
        "sample": bool(settings.KHUE_SAMPLE),
    }
    known = {
        *kind_of(CERTIFICATE).required,
        *kind_of(CERTIFICATE).optional,
        "body",
        "place",
        "issued_at",
        "check",
        "sample",
    }
    return {name: value for name, value in values.items() if name in known and value not in ("", [])}


def _square(code: str) -> dict[str, str]:
    """What the sheet prints so that anybody can check it."""
    import segno

    url = f"{settings.KHUE_BASE_URL.rstrip('/')}/vi/documents/check/{code}/"
    return {"code": code, "url": url, "svg": segno.make(url, error="m").svg_inline(border=0)}
