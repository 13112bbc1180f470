"""The manual of the interface: how to begin, limits, errors, and a page per operation, all read off its description."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from khue.core.bilingual import Text
from khue.core.folding import fold
from khue.features.people import queries as people
from khue.features.people.domain.keys import KEY_SCOPES, MOST_PER_MINUTE, USUAL_PER_MINUTE
from khue.features.staff.domain.office_keys import RIGHT_WORDS
from khue.kernel import web
from khue.kernel.api.callers import PERSON_PER_MINUTE, VISITOR_PER_MINUTE
from khue.kernel.api.doors import MEANINGS
from khue.kernel.ui import Cell, Column, Row, TableView, Words
from khue.site.api import meanings, schema
from khue.site.interface_examples import Described, Schema, curl, pretty
from khue.site.interface_families import FAMILIES

NEEDS: dict[str, Words] = {
    "public": _("Everybody, without a key"),
    "view": _("Signed in, or a key with the scope “view”"),
    "submit": _("Signed in, or a key with the scope “submit”"),
    "sign": _("Signed in, or a key with the scope “sign”"),
    "session": _("Signed in; not with a key"),
    "intake": _("A key of a connected system only"),
}


_PART = re.compile(r"[^0-9a-z]+")
BY_KEY_OF_STAFF: Words = _("Signed in, or a key of staff with this right")


@dataclass(frozen=True, slots=True)
class Group:
    """The operations of a room, with the call of one of them (empty where a room has no example). ``count`` of them are shown."""

    title: Words
    lead: Words
    example: str
    call: str
    anchor: str
    table: TableView
    count: int


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """``words``: what the operations are narrowed to; then every group that has one stands open."""

    groups: tuple[Group, ...]
    words: str
    found: int
    scopes: TableView
    rights: TableView
    errors: TableView
    limits: tuple[Words, ...]
    openapi_href: str
    first: str
    write: str
    session: str
    problem: str
    base: str


@dataclass(frozen=True, slots=True)
class OperationPage:
    title: Words
    method: str
    path: str
    text: Words
    who: Words
    right: str
    parameters: TableView | None
    body: TableView | None
    call: str
    status: str
    answer: str
    errors: TableView
    back_href: str


def _title(operation: Schema) -> Text:
    return Text.from_json(operation["x-title"])


@require_safe
def overview(request: HttpRequest) -> HttpResponseBase:
    """How a program begins, what it may do, and every operation; ``?q=`` narrows them, with marks or without."""
    found = Described(schema())
    typed = request.GET.get("q", "").replace("\0", "").strip()[:100]
    rows: dict[str, list[Row]] = {}
    for method, path, operation in found.operations():
        if not _speaks_of(fold(typed).split(), method, path, operation):
            continue
        href = reverse("interface-operation", args=[operation["operationId"]])
        # A long address may break after each step, so that a phone needs no sideways scrolling.
        shown = path.removeprefix("/api/v1").replace("/", "/\N{ZERO WIDTH SPACE}")
        row = Row((Cell(_title(operation), href, strong=True), f"{method} {shown}", _who(operation)))
        rows.setdefault(operation["tags"][0], []).append(row)
    columns = (Column(Text("Thao tác", "Operation")), Column(_("Address")), Column(_("Who may call")))
    base = str(settings.KHUE_BASE_URL).rstrip("/")
    order = list(FAMILIES)
    tags = sorted(rows, key=lambda tag: order.index(tag) if tag in FAMILIES else len(order))
    page = OverviewPage(
        groups=tuple(_group(tag, TableView(columns, tuple(rows[tag])), found, base) for tag in tags),
        words=typed,
        found=sum(map(len, rows.values())),
        rights=_rights(),
        scopes=_scopes(),
        errors=_errors(sorted(MEANINGS)),
        limits=_limits(),
        openapi_href=reverse("api:openapi"),
        first=f'curl -H "Authorization: Bearer $KHUE_KEY" \\\n  "{base}/api/v1/dossiers"',
        write=_call(found, base, "start_draft"),
        session=_call(found, base, "read_me"),
        problem=pretty(_problem()),
        base=base,
    )
    return web.render(request, "site/interface.html", page)


def _speaks_of(words: list[str], method: str, path: str, operation: Schema) -> bool:
    """Whether every word begins a word of the operation: its title in either language, its address, its family."""
    title, family = _title(operation), FAMILIES.get(operation["tags"][0])
    said = (title.vi, title.into("en"), path, operation["operationId"], method, str(family.title) if family else "")
    parts = set(_PART.split(fold(" ".join(said))))
    return all(any(part.startswith(word) for part in parts) for word in words)


def _group(tag: str, table: TableView, found: Described, base: str) -> Group:
    family = FAMILIES.get(tag)
    if family is None:
        return Group(tag, "", "", "", f"room-{tag}", replace(table, caption=tag), len(table.rows))
    title = next((_title(each[2]) for each in found.operations() if each[2]["operationId"] == family.example), None)
    call = _call(found, base, family.example) if title else ""
    said = title.into(web.language()) if title else ""
    shown = replace(table, caption=family.title)
    return Group(family.title, family.lead, said, call, f"room-{tag}", shown, len(table.rows))


def _call(found: Described, base: str, name: str) -> str:
    method, path, operation = next(each for each in found.operations() if each[2]["operationId"] == name)
    return curl(base, method, path, operation, found, by_key=_by_key_of_staff(operation))


def _by_key_of_staff(operation: Schema) -> bool:
    """Whether a key of staff can open this door: one for persons whose right such a key may carry."""
    rights = str(operation["x-right"]).split(" / ")
    return operation["x-need"] == "session" and any(right in people.rights_of_keys() for right in rights)


def _who(operation: Schema) -> Words:
    return BY_KEY_OF_STAFF if _by_key_of_staff(operation) else NEEDS[operation["x-need"]]


def _rights() -> TableView:
    rows = tuple(Row((right, RIGHT_WORDS.get(right, Text(right, right)))) for right in people.rights_of_keys())
    return TableView((Column(_("Right")), Column(_("What it may do"))), rows, caption=_("Rights of a key of staff"))


def _scopes() -> TableView:
    rows = tuple(Row((code, text)) for code, text in KEY_SCOPES.items())
    return TableView((Column(_("Scope")), Column(_("What it may do"))), rows, caption=_("Scopes of a key"))


def _errors(codes: list[int]) -> TableView:
    rows = tuple(Row((str(code), MEANINGS[code])) for code in codes if code in MEANINGS)
    return TableView((Column(_("Status")), Column(_("What it means"))), rows, caption=_("Answers other than success"))


def _limits() -> tuple[Words, ...]:
    return (
        Text(
            f"Mỗi khóa: {USUAL_PER_MINUTE} lần gọi một phút, nhiều nhất {MOST_PER_MINUTE}. Mỗi câu trả lời cho biết còn bao nhiêu: "
            "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset.",
            f"Each key: {USUAL_PER_MINUTE} requests a minute, at most {MOST_PER_MINUTE}. Every answer says how many are left: "
            "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset.",
        ),
        Text(
            f"Người đăng nhập: {PERSON_PER_MINUTE} lần một phút; không đăng nhập: {VISITOR_PER_MINUTE} lần một phút.",
            f"A signed-in person: {PERSON_PER_MINUTE} a minute; nobody signed in: {VISITOR_PER_MINUTE} a minute.",
        ),
        Text(
            f"JSON nhiều nhất 1 MB; một tệp nhiều nhất {settings.KHUE_MAX_FILE_MB} MB; một trang danh sách nhiều nhất 100 dòng.",
            f"JSON has at most 1 MB; one file {settings.KHUE_MAX_FILE_MB} MB; a page of a list 100 rows.",
        ),
    )


def _problem() -> dict[str, Any]:
    return {
        "type": "urn:khue:problem:refused",
        "title": "This can't be done",
        "status": 422,
        "detail": "Not answered: Title of the task. Please answer this question.",
        "instance": "urn:khue:request:5f0c6a1e2b8d",
        "reasons": [
            {
                "code": "unanswered",
                "text": {"vi": "Chưa trả lời: Tên nhiệm vụ.", "en": "Not answered: Title of the task."},
                "next_step": {"vi": "Mời ông/bà trả lời câu hỏi này.", "en": "Please answer this question."},
                "field": "title",
                "source": None,
            }
        ],
        "binding": True,
    }


# -- one operation -----------------------------------------------------------------------------------------------------


@require_safe
def operation(request: HttpRequest, name: str) -> HttpResponseBase:
    """What it does, who may, what it takes, a call to try, an answer, every error."""
    found = Described(schema())
    known = {each[2]["operationId"]: each for each in found.operations()}
    if name not in known:
        raise Http404
    method, path, told = known[name]
    status, answer = _answer(found, told)
    page = OperationPage(
        title=_title(told),
        method=method,
        path=path,
        text=Text.from_json(told["x-text"]),
        who=_who(told),
        right=told["x-right"],
        parameters=_parameters(found, told),
        body=_body(found, told),
        call=curl(str(settings.KHUE_BASE_URL).rstrip("/"), method, path, told, found, by_key=_by_key_of_staff(told)),
        status=status,
        answer=answer,
        errors=_errors([int(code) for code in told["responses"] if int(code) >= 300]),
        back_href=reverse("interface"),
    )
    return web.render(request, "site/interface_operation.html", page)


def _answer(found: Described, told: Schema) -> tuple[str, str]:
    status = next(code for code in told["responses"] if int(code) < 300)
    content = told["responses"][status].get("content", {})
    if "application/json" not in content:
        kind = next(iter(content), "")
        return status, "" if kind == "*/*" else kind
    return status, pretty(found.example(content["application/json"]["schema"]))


def _parameters(found: Described, told: Schema) -> TableView | None:
    rows = []
    for raw in told.get("parameters", ()):
        each = found.follow(raw)
        rows.append(
            Row(
                (
                    Cell(each["name"], note=each["in"], strong=True),
                    found.kind(each["schema"]),
                    _needed(bool(each.get("required"))),
                    _meaning(each.get("description", "")),
                )
            )
        )
    columns = (Column(_("Name")), Column(_("Kind")), Column(_("Needed")), Column(_("Meaning")))
    return TableView(columns, tuple(rows), caption=_("Parameters and headers")) if rows else None


def _meaning(english: str) -> str:
    said = meanings().get(english)
    return said.into(web.language()) if said else english


def _needed(needed: bool) -> Words:
    return _("yes") if needed else _("no")


def _body(found: Described, told: Schema) -> TableView | None:
    content = told.get("requestBody", {}).get("content", {})
    if not content:
        return None
    node = next(iter(content.values()))["schema"]
    rows = tuple(
        Row((Cell(path, strong=True), kind, _needed(needed), _meaning(text)))
        for path, kind, needed, text in found.fields(node)
    )
    columns = (Column(_("Name")), Column(_("Kind")), Column(_("Needed")), Column(_("Meaning")))
    return TableView(columns, rows, caption=next(iter(content)))
