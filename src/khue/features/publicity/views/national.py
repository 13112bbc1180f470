"""The national exchange: what waits to be sent, files that were made, receipts that were read, and the schedule."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.publicity import access, queries, usecases
from khue.features.publicity.forms import MakeFileForm, ReceiptForm, ScheduleForm
from khue.features.publicity.queries import BatchRow, EntryRow, NationalState, ReceiptRow, WaitingLine
from khue.kernel import uploads
from khue.kernel.forms import bind
from khue.kernel.headers import disposition
from khue.kernel.record_pages import (
    Block,
    DeedPage,
    ListingPage,
    RecordPage,
    ask,
    ask_for,
    chosen,
    download,
    downloads,
    listed,
    views_of,
)
from khue.kernel.ui import Answer, Cell, Column, EmptyView, FigureView, Link, Row, StateView, TableView
from khue.kernel.web import language, render, signed_in
from khue.kernel.wording import number

ACTIONS = {
    "add": Text("Mới", "New"),
    "change": Text("Thay đổi", "Changed"),
    "withdraw": Text("Rút lại", "Withdrawn"),
}
KINDS = {"offer": Text("Chào bán", "Offer"), "need": Text("Nhu cầu", "Demand")}
OUTCOMES = {
    "": StateView("", Text("Chưa có phản hồi", "No answer yet"), "wait"),
    "accepted": StateView("accepted", Text("Đã tiếp nhận", "Accepted"), "good"),
    "rejected": StateView("rejected", Text("Bị từ chối", "Rejected"), "bad"),
}
LINES = (
    ("action", gettext_lazy("What happens")),
    ("identifier", gettext_lazy("Identifier")),
    ("version", gettext_lazy("Version")),
    ("title", gettext_lazy("Offer or demand")),
)
BATCHES = (
    ("no", gettext_lazy("File number")),
    ("made_at", gettext_lazy("Made at")),
    ("made_by", gettext_lazy("Made by")),
    ("add", gettext_lazy("New")),
    ("change", gettext_lazy("Changes")),
    ("withdraw", gettext_lazy("Withdrawals")),
    ("digest", gettext_lazy("SHA-256 of the file")),
)
ENTRIES = (
    ("identifier", gettext_lazy("Identifier")),
    ("kind", gettext_lazy("Kind")),
    ("version", gettext_lazy("Version")),
    ("state", gettext_lazy("State")),
    ("batch", gettext_lazy("File number")),
    ("outcome", gettext_lazy("Answer")),
    ("national", gettext_lazy("National number")),
    ("says", gettext_lazy("What the answer says")),
    ("outcome_at", gettext_lazy("Answered")),
)
RECEIPTS = (
    ("read_at", gettext_lazy("Read at")),
    ("read_by", gettext_lazy("Read by")),
    ("name", gettext_lazy("File")),
    ("taken", gettext_lazy("Lines taken in")),
    ("old", gettext_lazy("Of replaced versions")),
    ("bad", gettext_lazy("Bad lines")),
)


def _crumbs(*more: Link) -> tuple[Link, ...]:
    return (Link(_("Technology exchange"), reverse("exchange:offers")), Link(_("National exchange"), reverse("publicity:national")), *more)  # fmt: skip


@require_safe
def national(request: HttpRequest) -> HttpResponseBase:
    """What the national exchange does not know yet, what was sent and answered, and the schedule."""
    actor = signed_in(request)
    file = download(request, "national-waiting", LINES, lambda: map(queries.waiting_line, queries.waiting_lines(actor)))
    if file is not None:
        return file
    found = queries.national_state(actor)
    deeds = [Link(_("Make a file"), reverse("publicity:national-export"))] if any(found.counts.values()) else []
    deeds += [
        Link(_("Read a receipt"), reverse("publicity:national-receive")),
        Link(_("Set the schedule"), reverse("publicity:national-schedule")),
    ]
    page = RecordPage(
        _("National exchange"),
        _("Offers and demands that everybody reads go to the national technology exchange once each, then only what changes."),
        crumbs=_crumbs()[:1], deeds=tuple(deeds), blocks=tuple(_blocks(found, actor, request)),
        aside=(_schedule(found),),
    )  # fmt: skip
    return render(request, "ui/record.html", page)


def _blocks(found: NationalState, actor: Actor, request: HttpRequest) -> Iterator[Block]:
    counts = tuple(FigureView(number(found.counts[code]), text) for code, text in ACTIONS.items())
    rows = tuple(_waiting(one) for one in found.waiting)
    heads = (Column(_("What happens")), Column(_("Offer or demand")), Column(_("Version"), "number"))
    waiting = TableView(heads, rows, caption=_("Since the last file"), exports=downloads(request)) if rows else None
    total = sum(found.counts.values())
    note = _("The first %(shown)s of %(total)s.") % {"shown": number(len(rows)), "total": number(total)} if total > len(rows) else ""  # fmt: skip
    yield Block(
        _("Since the last file"), "" if rows else _("The national exchange knows everything that is public today."), table=waiting,
        figures=counts if rows else (), note=note,
    )  # fmt: skip
    sent = (
        FigureView(number(found.sent), _("Entries that stand there")),
        FigureView(number(found.accepted), OUTCOMES["accepted"].label),
        FigureView(number(found.rejected), _("Rejected")),
    )
    entries = reverse("publicity:national-entries")
    links = [Link(_("Every entry"), entries)]
    if found.rejected:
        links.append(Link(_("Rejected entries"), f"{entries}?view=rejected"))
    yield Block(_("What was sent"), figures=sent, links=tuple(links))
    batches = tuple(_batch(one) for one in queries.national_batches(actor, None, 5).rows)
    table = TableView(_batch_heads(), batches, caption=_("Files that were made")) if batches else None
    yield Block(
        _("Files that were made"), "" if batches else _("No file yet."), table=table,
        links=(Link(_("Every file"), reverse("publicity:national-files")),) if batches else (),
    )  # fmt: skip
    receipts = tuple(_receipt_row(one) for one in queries.national_receipts(actor, None, 5).rows)
    table = TableView(_receipt_heads(), receipts, caption=_("Receipts that were read")) if receipts else None
    yield Block(
        _("Receipts that were read"), "" if receipts else _("No receipt yet."), table=table,
        links=(Link(_("Every receipt"), reverse("publicity:national-receipts")),) if receipts else (),
    )  # fmt: skip


def _schedule(found: NationalState) -> Block:
    facts = [Answer(_("A file every night"), _("On, at 02:41") if found.nightly else _("Off"))]
    if found.set_at:
        facts += [
            Answer(_("Set by"), found.set_by),
            Answer(_("Set at"), found.set_at, kind="moment"),
            Answer(_("Ground"), found.ground),
        ]
    return Block(_("Schedule"), facts=tuple(facts), note=_("Where nothing is new, no file is made."))


def _waiting(one: WaitingLine) -> Row:
    title = Cell(one.title, note=one.identifier) if one.title else Cell(one.identifier)
    return Row((ACTIONS[one.action], title, one.version))


def _batch_heads() -> tuple[Column, ...]:
    return (
        Column(_("File")), Column(_("Made at"), "moment"), Column(_("New"), "number"), Column(_("Changes"), "number"),
        Column(_("Withdrawals"), "number"),
    )  # fmt: skip


def _batch(one: BatchRow) -> Row:
    name = Cell(_("File no. %(no)s") % {"no": one.no}, reverse("publicity:national-file", args=[one.no]), one.made_by)
    return Row((name, one.made_at, one.add, one.change, one.withdraw))


def _receipt_heads() -> tuple[Column, ...]:
    return (
        Column(_("File")), Column(_("Read at"), "moment"), Column(_("Lines taken in"), "number"), Column(_("Of replaced versions"), "number"),
        Column(_("Bad lines"), "number"),
    )  # fmt: skip


def _receipt_row(one: ReceiptRow) -> Row:
    name = Cell(one.name or _("Read by command"), reverse("publicity:national-receipt", args=[one.id]), one.read_by)
    return Row((name, one.read_at, one.taken, one.old, one.bad))


@require_safe
def national_files(request: HttpRequest) -> HttpResponseBase:
    """Every file that was made; the list itself downloaded as files."""
    actor = signed_in(request)
    title = _("Files that were made")
    empty = EmptyView(title, _("No file yet."), icon="file-text")
    table = listed(
        request, "national-files", BATCHES, lambda after, size: queries.national_batches(actor, after, size), _batch, _batch_heads(), title, empty
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    lead = _("Each as it was made, byte for byte.")
    return render(request, "ui/record_list.html", ListingPage(title, lead, table, crumbs=_crumbs()))


@require_safe
def national_file(request: HttpRequest, batch_no: int) -> HttpResponse:
    """A file as it was made."""
    access.require_national(signed_in(request))
    content = queries.national_batch(batch_no)
    if not content:
        raise access.no_such_file()
    response = HttpResponse(content, content_type="application/x-ndjson; charset=utf-8")
    response.headers["Content-Disposition"] = disposition(f"national-exchange-{batch_no:04d}.jsonl")
    return response


@require_safe
def national_entries(request: HttpRequest) -> HttpResponseBase:
    """Every entry that was sent with the last answer to it; downloaded as files."""
    actor = signed_in(request)
    labels = (("all", _("All")), ("rejected", _("Rejected")), ("unanswered", _("No answer yet")))
    view = chosen(request, queries.ENTRY_VIEWS, "all")
    heads = (Column(_("Offer or demand")), Column(_("File"), "number"), Column(_("Answer"), "state"), Column(_("What the answer says")))  # fmt: skip
    title = _("Entries that were sent")
    empty = EmptyView(_("No entry here"), _("What goes to the national exchange stands here, with its answers."))
    table = listed(
        request, "national-entries", ENTRIES, lambda after, size: queries.national_entries(actor, view, after, size), _entry, heads, title, empty
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    lead = _("A rejected entry is sent again when it changes.")
    return render(request, "ui/record_list.html", ListingPage(title, lead, table, views_of(labels, view), crumbs=_crumbs()))  # fmt: skip


def _entry(one: EntryRow) -> Row:
    lang = language()
    note = _("version %(version)s") % {"version": one.version}
    if one.state == "withdrawn":
        note = f"{note} · {ACTIONS['withdraw'].into(lang).lower()}"
    said = " · ".join(filter(None, (one.national, one.says, _("an earlier version") if one.stale else "")))
    route = "exchange:public" if one.kind == "offer" else "demands:public"
    page = reverse(route, args=[one.identifier.partition(":")[2]]) if one.state == "sent" else ""
    name = Cell(one.identifier, page, f"{KINDS[one.kind].into(lang)} · {note}", strong=True)
    return Row((name, one.batch, OUTCOMES[one.outcome], said or "–"))


@require_safe
def national_receipts(request: HttpRequest) -> HttpResponseBase:
    """Every receipt that was read; downloaded as files."""
    actor = signed_in(request)
    title = _("Receipts that were read")
    empty = EmptyView(title, _("No receipt yet."), icon="file-text")
    table = listed(
        request, "national-receipts", RECEIPTS, lambda after, size: queries.national_receipts(actor, after, size), _receipt_row, _receipt_heads(),
        title, empty,
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    return render(request, "ui/record_list.html", ListingPage(title, _("The newest first."), table, crumbs=_crumbs()))


@require_safe
def national_receipt(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """One receipt: what it changed, and its bad lines."""
    row = queries.national_receipt(receipt_id, signed_in(request))
    figures = (
        FigureView(number(row.taken), _("Lines taken in")),
        FigureView(number(row.old), _("Of replaced versions")),
        FigureView(number(row.bad), _("Bad lines")),
    )
    facts = (Answer(_("Read by"), row.read_by or _("the worker")), Answer(_("Read at"), row.read_at, kind="moment"))
    blocks = [Block(_("What it changed"), figures=figures, facts=facts)]
    if row.faults:
        heads = (Column(_("Line of the file"), "number"), Column(_("Fault of the line")))
        table = TableView(heads, tuple(Row(one) for one in row.faults), caption=_("Bad lines"))
        blocks.append(
            Block(_("Bad lines"), table=table, note=_("Ask the national exchange for these lines again; the good ones are in."))
        )  # fmt: skip
    page = RecordPage(row.name or _("Receipt of the national exchange"), crumbs=_crumbs(), blocks=tuple(blocks))
    return render(request, "ui/record.html", page)


# -- deeds ---------------------------------------------------------------------------------------------------------------


@ask
def national_export(request: HttpRequest) -> HttpResponse:
    """Make a file of what is new, changed or withdrawn."""
    actor = signed_in(request)
    found = queries.national_state(actor)
    form = bind(MakeFileForm, request)
    at = reverse("publicity:national")
    page = DeedPage(
        _("Make a file"), _("For the national exchange: what it does not know yet."), _("Make the file"), _crumbs(), at,
        tuple(Answer(text, found.counts[code], kind="number") for code, text in ACTIONS.items()),
        (_("The file is kept, and may be downloaded again as often as needed."),
            _("Nothing confidential, no restricted technology and no restricted party is in it.")),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.make_national_file(form.command(), actor=actor), _("The file is made; download it below."), at
    )  # fmt: skip


@ask
def national_receive(request: HttpRequest) -> HttpResponse:
    """Read a receipt back."""
    actor = signed_in(request)
    access.require_national(actor)
    form = bind(ReceiptForm, request)
    if request.method == "POST" and form.is_valid():
        for fault in uploads.size_reasons(form.cleaned_data["file"].size or 0, "file"):
            form.add_error("file", ValidationError(fault.text.into(language()), code=fault.code))
    page = DeedPage(
        _("Read a receipt"), _("What the national exchange answered, entry by entry."), _("Read the receipt"), _crumbs(), reverse("publicity:national"),
        points=(_("Good lines are taken in; each bad one is named by its number."), _("A receipt that is read twice changes nothing.")),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.read_national_receipt(form.command(), actor=actor), _("The receipt is read."),
        lambda made: reverse("publicity:national-receipt", args=[made]),
    )  # fmt: skip


@ask
def national_schedule(request: HttpRequest) -> HttpResponse:
    """Whether a file is made every night."""
    actor = signed_in(request)
    found = queries.national_state(actor)
    form = bind(ScheduleForm, request, initial={"nightly": "yes" if found.nightly else "no"})
    at = reverse("publicity:national")
    page = DeedPage(
        _("Set the schedule"), _("A file for the national exchange every night at 02:41, where anything is new."), _("Keep the schedule"), _crumbs(), at,
        points=(_("The file waits on this page: sending it is still somebody's work, or a program's."),),
    )  # fmt: skip
    return ask_for(request, form, page, lambda: usecases.set_national_schedule(form.command(), actor=actor), _("The schedule is kept."), at)  # fmt: skip
