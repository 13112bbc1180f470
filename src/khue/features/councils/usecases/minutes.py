"""Minutes from the record: values at the close of the meeting, the file after the commit, signers in order."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.core.number import document_number
from khue.features.councils import events
from khue.features.councils.domain.interests import ground_label
from khue.features.councils.domain.words import CHAIR, CHOICES, ORDER, OUTCOMES, ROLES
from khue.features.councils.models import Meeting, Minutes
from khue.features.councils.queries.meetings import AgendaLine, MeetingPage
from khue.features.councils.queries.panels import seats_of
from khue.features.councils.usecases.parts import council_event
from khue.features.documents import queries as papers
from khue.features.documents.domain import SignerKind, Wanted
from khue.features.documents.usecases import keep_rendering, register_paper
from khue.features.dossiers.usecases import check_square, next_number
from khue.features.people.queries.city import unit_names
from khue.features.rulebook import queries as rulebook
from khue.kernel import files
from khue.kernel.deeds import Deed, command
from khue.kernel.documents import check_values, kind_of, render, sign_places

KIND = "council-minutes"


def draw_minutes(meeting: Meeting, page: MeetingPage, *, deed: Deed) -> Minutes:
    """Number and values, a paper under a check code; part of the closing deed. Fees follow when it is signed (``fees``)."""
    known = kind_of(KIND)
    year = deed.today.year
    number = document_number(next_number(f"{known.register}:{year}"), year, known.symbol)
    values = _values(meeting, page, deed)
    check_values(KIND, {**values, "number": number})
    minutes = Minutes.objects.create(
        meeting=meeting, number=number, values=values, drawn_by=deed.actor.key, drawn_at=deed.moment
    )
    register_paper(
        reference=f"minutes:{minutes.pk}",
        subject=f"meeting:{meeting.pk}",
        kind=KIND,
        number=number,
        title=known.title,
        about=None,
        body=str(values["body"])[:200],
        deed=deed,
    )
    parties = tuple(seat.person for seat in page.seats if seat.id in page.present)
    deed.emit(council_event(events.MinutesDrawn, meeting.council, parties, minutes=minutes.pk, minutes_number=number))
    return minutes


def _values(meeting: Meeting, page: MeetingPage, deed: Deed) -> dict[str, Any]:
    city = rulebook.city_package()
    unit = unit_names().get(meeting.council.unit)
    there = [seat for seat in page.seats if seat.id in page.present]
    away = [seat for seat in page.seats if seat.id not in page.present]
    lead = next((seat for seat in there if seat.role == CHAIR), there[0] if there else None)
    return {
        "body": unit.vi if unit else city.BODY,
        "body_above": city.BODY if unit else "",
        "place": city.PLACE,
        "issued_at": deed.moment.isoformat(),
        "issued_on": str(deed.today),
        "subject": f"{page.council.name} – Phiên họp thứ {meeting.number}",
        "council": page.council.name,
        "decision_number": page.council.decision_number,
        "agreed_on": str(page.council.decision_on or deed.today),
        "held_at_place": meeting.place,
        "received_at": (meeting.opened_at or deed.moment).isoformat(),
        "handed_at": deed.moment.isoformat(),
        "participants": [{"name": seat.name, "position": ROLES[seat.role].vi} for seat in there],
        "absent": "; ".join([*(seat.name for seat in away), *_left(meeting)]) or "không",
        "lead": lead.name if lead else deed.actor.name,
        "officer": deed.actor.name,
        "items": [_item(line) for line in page.agenda],
        "signers": [
            {"name": seat.name, "title": ROLES[seat.role].vi, "person": seat.person} for seat in _in_order(page)
        ],
        "sample": bool(settings.KHUE_SAMPLE),
    }


def _left(meeting: Meeting) -> list[str]:
    """Members who went since the meeting before, each with day, reason and successor."""
    before = Meeting.objects.filter(council_id=meeting.council_id, number__lt=meeting.number, state="closed")
    since = before.order_by("-number").values_list("closed_at", flat=True).first()
    told = []
    for seat in seats_of(meeting.council_id, past=True):
        if seat.ended_at is None or (since is not None and seat.ended_at <= since):
            continue
        day = f"{seat.ended_at.astimezone(CITY_ZONE):%d/%m/%Y}"
        instead = f"; người thay: {seat.successor}" if seat.successor else ""
        told.append(f"{seat.name} (thôi tham gia từ ngày {day}: {seat.ended_ground.rstrip('.')}{instead})")
    return told


def _in_order(page: MeetingPage) -> list[Any]:
    """Members who were there: the chair signs last."""
    there = [seat for seat in page.seats if seat.id in page.present]
    return sorted(there, key=lambda seat: (-ORDER[seat.role], seat.number))


def _item(line: AgendaLine) -> dict[str, Any]:
    ballots = [ballot for ballot in line.ballots if ballot.counts is not None]
    told = []
    for ballot in ballots:
        counts = "; ".join(f"{CHOICES[choice].vi.lower()}: {ballot.counts[choice]}" for choice in CHOICES)  # type: ignore[index]  # a closed ballot has counts
        valid = "hợp lệ" if ballot.valid else "không hợp lệ vì thiếu số phiếu tối thiểu"
        told.append(
            f"Bỏ phiếu kín lần {ballot.number} ({ballot.question}): phát {ballot.voters}, thu {ballot.voted}; {counts}; {valid}."
        )
    out = [f"{seat.name} ({ground_label(one.kind).vi})" for seat, one in line.out]
    return {
        "position": str(line.position),
        "title": line.item.title,
        "parties": line.item.party_words,
        "quorum": line.quorum.words.vi,
        "recused": "; ".join(out) or "không có",
        "ballots": " ".join(told) or "không tổ chức bỏ phiếu",
        "outcome": OUTCOMES[line.outcome].vi,
        "conclusion": line.conclusion,
    }


def render_minutes(minutes_id: int, *, actor: Actor) -> None:
    """Render once: a second run finds the file and does nothing. Members who were there sign in order, the chair last."""
    actor.require("job.councils.render_minutes")
    with command("councils.render_minutes", actor, subject=f"minutes:{minutes_id}") as deed:
        row = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes_id)
        if row.file is not None:
            deed.nothing_done()
            return
        paper = papers.paper_of(f"minutes:{minutes_id}")
        values = printable(row)
        texts = None
        if paper is not None:
            values["check"] = check_square(paper.code)
            texts = papers.texts_for(KIND, paper.issued_on, paper.template)
        content = render(KIND, values, texts=texts)
        stored = files.store(
            ContentFile(content, name=f"bien-ban-{row.number.replace('/', '-')}.pdf"),
            deed=deed,
            owner=row.drawn_by,
            kind=KIND,
            subject=f"meeting:{row.meeting_id}",
        )
        row.file = stored.pk
        row.save(update_fields=["file"])
        deed.after(file=str(stored.pk), sha256=stored.sha256)
        keep_rendering(
            f"minutes:{minutes_id}",
            file=stored.pk,
            sha256=stored.sha256,
            places=sign_places(KIND, values, texts=texts),
            wanted=signers_of(row),
            deed=deed,
        )


def printable(row: Minutes) -> dict[str, Any]:
    known = kind_of(KIND)
    names = {*known.required, *known.optional}
    return {name: value for name, value in {**row.values, "number": row.number}.items() if name in names}


def printed_minutes(minutes_id: int) -> dict[str, Any]:
    """For the room of papers: the values with which minutes were printed, their texts under ``texts``."""
    row = Minutes.objects.get(pk=minutes_id)
    paper = papers.paper_of(f"minutes:{minutes_id}")
    values = printable(row)
    if paper is None:
        return {**values, "texts": {}}
    values["check"] = check_square(paper.code)
    return {**values, "texts": papers.texts_for(KIND, paper.issued_on, paper.template)}


def demand_on(minutes_id: int) -> papers.Demand:
    """For the room of papers: who must sign minutes. Fees follow from them, so a copy signed by hand needs a second person."""
    return papers.Demand(signers_of(Minutes.objects.get(pk=minutes_id)), binds_money=True)


def signers_of(row: Minutes) -> tuple[Wanted, ...]:
    """Members who were there, in the order of the sheet."""
    return tuple(
        Wanted(
            SignerKind.PERSON,
            str(one["person"]),
            Text(str(one["title"]), _english(one)),
            str(row.values["council"])[:200],
            place,
        )
        for place, one in enumerate(row.values["signers"], 1)
    )


def _english(one: dict[str, Any]) -> str:
    return next((text.into("en") for text in ROLES.values() if text.vi == one["title"]), "")
