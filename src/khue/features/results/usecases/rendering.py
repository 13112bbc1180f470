"""The certificate's PDF, made by the worker from the version that was accepted."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile

from khue.core.actor import CITY_ZONE, Actor
from khue.core.money import format_dong
from khue.features.documents import queries as papers
from khue.features.documents.usecases import keep_rendering
from khue.features.results import access
from khue.features.results.domain.income import SOURCES
from khue.features.results.domain.register import ACCEPTED, FIELDS, KINDS, STAGES
from khue.features.results.domain.shares import in_full
from khue.features.results.models import IncomeReport, ResultVersion
from khue.features.results.usecases.parts import locked_result
from khue.features.results.usecases.registering import CERTIFICATE, keep_certificate
from khue.features.results.usecases.reporting import RECEIPT
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
        "owners": [f"{one.name}: {in_full(Fraction(one.numerator, one.denominator)).vi}" for one in owners],
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


def render_receipt(report_id: int, *, actor: Actor) -> None:
    """Render the receipt of an income report once: a second run finds the file and does nothing."""
    actor.require(access.RECEIPT_JOB)
    with command("results.render_receipt", actor) as deed:
        report = IncomeReport.objects.select_related("period__result").filter(pk=report_id).first()
        paper = papers.paper_of(f"income_report:{report_id}")
        if report is None or paper is None:
            deed.nothing_done()
            return
        result = locked_result(report.period.result_id, deed)
        paper = papers.paper_of(paper.reference)  # again, under the lock
        if paper is None or paper.newest is not None:
            deed.nothing_done()
            return
        texts = papers.texts_for(RECEIPT, paper.issued_on, paper.template)
        content = render(RECEIPT, _receipt_values(report, paper.number, paper.code), texts=texts)
        stored = files.store(
            ContentFile(content, name=f"{paper.number.replace('/', '-')}.pdf"),
            deed=deed,
            owner=access.party_key(result),
            kind=RECEIPT,
            subject=paper.subject,
        )
        keep_rendering(paper.reference, file=stored.pk, sha256=stored.sha256, deed=deed)
        deed.after(file=str(stored.pk), sha256=stored.sha256)


def _receipt_values(report: IncomeReport, number: str, code: str) -> dict[str, Any]:
    period, result, city = report.period, report.period.result, rulebook.city_package()
    came_in = report.reported_at.astimezone(CITY_ZONE)
    sources = [(f"Thu từ {SOURCES[name].vi}", getattr(report, name)) for name in SOURCES]
    rows = [
        *sources,
        ("Chi phí", report.costs),
        ("Thuế trên lợi nhuận", report.tax),
        ("Lợi nhuận sau thuế", report.profit),
    ]
    values: dict[str, Any] = {
        "body": city.BODY,
        "place": city.PLACE,
        "issued_at": report.reported_at.isoformat(),
        "number": number,
        "subject": result.title_vi,
        "owner": result.party_name,
        "result_number": result.number,
        "period": f"từ {period.from_on:%d/%m/%Y} đến hết {period.until_on - timedelta(days=1):%d/%m/%Y}",
        "received_on": f"{came_in:%d/%m/%Y}",
        "version": str(report.no),
        "rows": [
            {"name": name, "figures": format_dong(amount, "vi").removesuffix("đ").strip()} for name, amount in rows
        ],
        "signer": city.BODY,
        "signer_title": "Bộ phận đăng ký kết quả",
        "check": _square(code),
        "sample": bool(settings.KHUE_SAMPLE),
    }
    return values | ({"corrects": report.note} if report.no > 1 and report.note else {})


def _square(code: str) -> dict[str, str]:
    """What the sheet prints so that anybody can check it."""
    import segno

    url = f"{settings.KHUE_BASE_URL.rstrip('/')}/vi/documents/check/{code}/"
    return {"code": code, "url": url, "svg": segno.make(url, error="m").svg_inline(border=0)}
