"""A council meets: called, opened, presence, secret ballots, decisions, closed with its minutes."""

from __future__ import annotations

import json
import secrets
from uuid import UUID

from django.db.models import Max

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused, require
from khue.features.councils import access, events, queries
from khue.features.councils.domain.commands import CallMeeting, CastBallot, DecideItem, OpenBallot, RecordPresence
from khue.features.councils.domain.voting import (
    BallotFacts,
    Counted,
    Share,
    counted,
    may_cast,
    may_decide,
    may_open_ballot,
    passes,
)
from khue.features.councils.domain.words import CHOICES, ITEM, MEETING, OUTCOMES
from khue.features.councils.models import (
    AgendaItem,
    Ballot,
    BoxedPaper,
    CountedPaper,
    Item,
    Meeting,
    Presence,
    Seat,
    Voter,
)
from khue.features.councils.queries import meetings as reading
from khue.features.councils.usecases.minutes import draw_minutes
from khue.features.councils.usecases.parts import council_event, locked_council, tell_members
from khue.kernel import sealed
from khue.kernel.deeds import Deed, command

CODE_BYTES = 5
WIDTH = max(len(choice) for choice in CHOICES)


def call_meeting(asked: CallMeeting, *, actor: Actor) -> int:
    """A meeting with its agenda; members get a notice. Its id."""
    actor.require(access.RUN)
    with command("councils.call_meeting", actor, subject=f"council:{asked.council_id}") as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        council = locked_council(asked.council_id)
        items = list(Item.objects.filter(pk__in=asked.items, council=council).order_by("number"))
        reasons = []
        if council.state != "founded":
            reasons.append(
                _reason("meeting.council", "Hội đồng chưa thành lập hoặc đã giải thể.", "The council is not at work.")
            )
        if not items or len(items) != len(set(asked.items)):
            reasons.append(
                _reason("meeting.items", "Chưa chọn hồ sơ cho chương trình họp.", "No item is chosen.", "items")
            )
        if any(item.state not in ("listed", "scored") for item in items):
            reasons.append(
                _reason(
                    "meeting.item_state", "Có hồ sơ đang chấm điểm, đã kết luận hoặc đã rút.",
                    "An item is being scored, decided or withdrawn.", "items",
                )
            )  # fmt: skip
        if not asked.place.strip():
            reasons.append(_reason("meeting.place", "Chưa ghi địa điểm họp.", "The place is missing.", "place"))
        if reasons:
            raise Refused.because(*reasons)
        last = Meeting.objects.filter(council=council).aggregate(last=Max("number"))["last"] or 0
        meeting = Meeting.objects.create(
            council=council,
            number=last + 1,
            held_at=asked.held_at,
            place=asked.place.strip()[:300],
            called_by=actor.key,
            called_by_name=actor.name[:200],
            called_at=deed.moment,
        )
        AgendaItem.objects.bulk_create(
            AgendaItem(meeting=meeting, position=position, item=item) for position, item in enumerate(items, 1)
        )
        deed.after(meeting=meeting.number, items=[item.number for item in items])
        held = f"{asked.held_at.astimezone(CITY_ZONE):%H:%M %d/%m/%Y}"
        event = council_event(
            events.MeetingCalled, council, (f"council:{council.pk}",), meeting=meeting.number, held=held,
            place=meeting.place,
        )  # fmt: skip
        deed.emit(event)
        tell_members(council, event.line(), deed=deed, path=f"/councils/meetings/{meeting.pk}/")
        deed.result(meeting.pk)
        return int(meeting.pk)


def open_meeting(asked: RecordPresence, *, actor: Actor) -> None:
    """The session begins, with those who are there: by the chair, who leads it, or by the secretary, who prepared it."""
    if not actor.may(access.RUN) and not reading.chairs(asked.meeting_id, actor):
        actor.require(access.RUN)
    _meet(asked, "open", actor=actor)


def record_presence(asked: RecordPresence, *, actor: Actor) -> None:
    """Who is there now; whoever came or went since is recorded with the moment."""
    actor.require(access.RUN)
    _meet(asked, "", actor=actor)


def _meet(asked: RecordPresence, step: str, *, actor: Actor) -> None:
    with command("councils.open_meeting" if step else "councils.record_presence", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        meeting = _locked(asked.meeting_id)
        deed.subject = f"council:{meeting.council_id}"
        if step:
            deed.before(state=meeting.state)
            meeting.state, meeting.opened_at = MEETING.after(meeting.state, step), deed.moment
            meeting.save(update_fields=["state", "opened_at"])
            deed.after(meeting=meeting.number, state=meeting.state)
        elif meeting.state != "open":
            raise Refused.because(
                _reason("meeting.not_open", "Phiên họp chưa khai mạc hoặc đã bế mạc.", "There is no session.")
            )
        _presence(meeting, set(asked.present), deed=deed)
        deed.result(True)


def _presence(meeting: Meeting, present: set[int], *, deed: Deed) -> None:
    seats = dict(Seat.objects.filter(council_id=meeting.council_id, ended_at=None).values_list("pk", "number"))
    if present - set(seats):
        raise Refused.because(
            _reason(
                "meeting.stranger",
                "Có người không còn là thành viên hội đồng.",
                "Somebody is not on the council.",
                "present",
            )
        )
    there = {row.seat_id: row for row in Presence.objects.select_for_update().filter(meeting=meeting, left_at=None)}
    for seat_id, row in there.items():
        if seat_id not in present:
            row.left_at = deed.moment
            row.save(update_fields=["left_at"])
    Presence.objects.bulk_create(
        Presence(meeting=meeting, seat_id=seat, came_at=deed.moment, recorded_by=deed.actor.key)
        for seat in sorted(present - set(there))
    )
    deed.after(present=sorted(seats[seat] for seat in present))


def open_ballot(asked: OpenBallot, *, actor: Actor) -> int:
    """A secret ballot among those who are there and have no interest; its id. Refused with all reasons without a quorum."""
    actor.require(access.RUN)
    with command("councils.open_ballot", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        agenda, meeting = _locked_agenda(asked.agenda_id)
        deed.subject = f"council:{meeting.council_id}"
        page = reading.meeting_page(meeting.pk, deed.today)
        line = next(each for each in page.agenda if each.id == agenda.pk)
        running = any(ballot.state == "open" for ballot in line.ballots)
        facts = BallotFacts(meeting.state, agenda.item.state, bool(agenda.outcome), running, line.quorum)
        require(may_open_ballot(facts, asked.question))
        ballot = Ballot.objects.create(
            agenda=agenda,
            number=len(line.ballots) + 1,
            question=asked.question.strip()[:400],
            base=line.quorum.base,
            needed=line.quorum.needed,
            quorum=_text(page.quorum_share),
            pass_share=_text(page.pass_share),
            opened_by=actor.key,
            opened_at=deed.moment,
        )
        out = {seat.id for seat, _ in line.out}
        roll = [seat for seat in page.seats if seat.id in page.present and seat.id not in out]
        Voter.objects.bulk_create(Voter(ballot=ballot, seat_id=seat.id) for seat in roll)
        deed.after(
            ballot=ballot.pk, item=agenda.item.number, roll=[seat.number for seat in roll], quorum=line.quorum.words.vi
        )
        event = council_event(
            events.BallotOpened, meeting.council, (f"council:{meeting.council_id}",), item=agenda.item_id,
            item_subject=agenda.item.subject, title=agenda.item.title,
        )  # fmt: skip
        deed.emit(event)
        body = Text("Mời ông/bà bỏ phiếu.", "Please cast your vote.")
        for seat in roll:
            deed.notify(seat.person, "council", event.line(), body, f"/councils/ballots/{ballot.pk}/")
        deed.result(ballot.pk)
        return int(ballot.pk)


def _text(share: Share | None) -> str:
    return share.text if share else ""


def cast_ballot(asked: CastBallot, *, actor: Actor) -> str:
    """The actor's own vote; the code under which the paper will be found when it is counted, told this once.

    The audit names who voted and nothing of the choice. A repetition of the same form gives an empty code.
    Raises Refused: the second of two at once is told that the seat has voted.
    """
    with command("councils.cast_ballot", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return ""
        ballot = (
            Ballot.objects.select_for_update(of=("self",))
            .select_related("agenda__meeting")
            .filter(pk=asked.ballot_id)
            .first()
        )
        if ballot is None:
            raise reading.no_such_meeting()
        council_id = ballot.agenda.meeting.council_id
        seat = queries.seat_of(council_id, actor)
        if seat is None:
            raise access.no_such_council()
        deed.subject = f"ballot:{ballot.pk}"
        voter = Voter.objects.select_for_update().filter(ballot=ballot, seat_id=seat.id).first()
        barred = next(
            (one for one in queries.interests_in_item(ballot.agenda.item_id, actor.keys, deed.today) if one.bars), None
        )
        require(
            may_cast(
                state=ballot.state,
                on_roll=voter is not None,
                voted=voter is not None and voter.voted,
                interest=barred.text if barred else None,
                choice=asked.choice,
            )
        )
        code = secrets.token_hex(CODE_BYTES).upper()
        Voter.objects.filter(ballot=ballot, seat_id=seat.id, voted=False).update(voted=True)
        # Every paper has the same length, and its seal no date: nothing of it tells papers apart.
        paper = json.dumps([code, asked.choice.ljust(WIDTH)])
        BoxedPaper.objects.create(ballot=ballot, sealed=sealed.seal_undated(paper))
        deed.after(ballot=ballot.pk, seat=seat.number)
        deed.result(True)
        return code


def count_ballot(ballot_id: int, *, once: UUID | None = None, actor: Actor) -> None:
    """Close the box and count. Papers are written anew in the order of their codes, so that nothing of their coming remains."""
    actor.require(access.RUN)
    with command("councils.count_ballot", actor) as deed:
        if deed.repeated(once) is not None:
            return
        ballot = (
            Ballot.objects.select_for_update(of=("self",))
            .select_related("agenda__meeting__council", "agenda__item")
            .filter(pk=ballot_id)
            .first()
        )
        if ballot is None:
            raise reading.no_such_meeting()
        council = ballot.agenda.meeting.council
        deed.subject = f"council:{council.pk}"
        if ballot.state != "open":
            raise Refused.because(_reason("ballot.counted", "Lượt bỏ phiếu đã được kiểm.", "This ballot is counted."))
        papers = _papers_in(ballot)
        counts = counted(choice.strip() for _code, choice in papers)
        page = reading.meeting_page(ballot.agenda.meeting_id, deed.today)
        cast = len(papers)
        ballot.state, ballot.closed_at, ballot.counts = "closed", deed.moment, counts
        ballot.valid = cast > 0 and (ballot.needed is None or cast >= ballot.needed)
        ballot.passes = passes(counts, page.pass_share) if ballot.valid else None
        CountedPaper.objects.bulk_create(
            CountedPaper(ballot=ballot, code=code, choice=choice.strip()) for code, choice in papers
        )
        BoxedPaper.objects.filter(ballot=ballot).delete()
        ballot.save()
        deed.after(ballot=ballot.pk, counts=counts, valid=ballot.valid, passes=ballot.passes)
        deed.emit(
            council_event(
                events.BallotCounted, council, (f"council:{council.pk}",), item=ballot.agenda.item_id,
                item_subject=ballot.agenda.item.subject, title=ballot.agenda.item.title, counts=counts, valid=ballot.valid,
            )
        )  # fmt: skip
        deed.result(True)


def decide_item(asked: DecideItem, *, actor: Actor) -> None:
    """The council's decision on an item of the agenda, as the ballot bears it out."""
    actor.require(access.RUN)
    with command("councils.decide_item", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        agenda, meeting = _locked_agenda(asked.agenda_id)
        deed.subject = f"council:{meeting.council_id}"
        last = Ballot.objects.filter(agenda=agenda).order_by("-number").first()
        ballot = Counted(bool(last.valid), last.passes) if last and last.state == "closed" else None
        require(
            may_decide(
                asked.outcome,
                asked.conclusion,
                meeting_state=meeting.state,
                decided=bool(agenda.outcome),
                ballot=ballot,
            )
        )
        agenda.outcome, agenda.conclusion = asked.outcome, asked.conclusion.strip()
        agenda.decided_at, agenda.decided_by = deed.moment, actor.key
        agenda.save()
        item = agenda.item
        if asked.outcome != "postponed":
            item.state, item.outcome = ITEM.after(item.state, "decide"), asked.outcome
            item.save(update_fields=["state", "outcome"])
        words = OUTCOMES[asked.outcome]
        deed.after(item=item.number, outcome=asked.outcome, conclusion=agenda.conclusion)
        deed.emit(
            council_event(
                events.ItemDecided, meeting.council, (f"council:{meeting.council_id}",), item=item.pk,
                item_subject=item.subject, title=item.title, outcome=asked.outcome, words=words.vi.lower(),
                words_en=words.into("en").lower(),
            )
        )  # fmt: skip
        deed.result(True)


def close_meeting(meeting_id: int, *, once: UUID | None = None, actor: Actor) -> int:
    """The session ends: its minutes are drawn up from the record and go to their signers. The id of the minutes."""
    actor.require(access.RUN)
    with command("councils.close_meeting", actor) as deed:
        if (done := deed.repeated(once)) is not None:
            return int(done)
        meeting = _locked(meeting_id)
        deed.subject = f"council:{meeting.council_id}"
        reasons = []
        if Ballot.objects.filter(agenda__meeting=meeting, state="open").exists():
            reasons.append(
                _reason("meeting.ballot_open", "Còn lượt bỏ phiếu chưa kiểm.", "A ballot is not counted yet.")
            )
        undecided = AgendaItem.objects.filter(meeting=meeting, outcome="").count()
        if undecided:
            reasons.append(
                _reason(
                    "meeting.undecided", f"Còn {undecided} hồ sơ trong chương trình chưa có kết luận.",
                    f"Items of the agenda without a conclusion: {undecided}.",
                )
            )  # fmt: skip
        if reasons:
            raise Refused.because(*reasons)
        state = MEETING.after(meeting.state, "close")
        page = reading.meeting_page(meeting.pk, deed.today)
        meeting.state, meeting.closed_at = state, deed.moment
        meeting.save(update_fields=["state", "closed_at"])
        Presence.objects.filter(meeting=meeting, left_at=None).update(left_at=deed.moment)
        minutes = draw_minutes(meeting, page, deed=deed)
        deed.after(meeting=meeting.number, state=state, minutes=minutes.number)
        deed.result(minutes.pk)
        return int(minutes.pk)


def _locked(meeting_id: int) -> Meeting:
    council_id = Meeting.objects.filter(pk=meeting_id).values_list("council_id", flat=True).first()
    if council_id is None:
        raise reading.no_such_meeting()
    locked_council(council_id)
    return Meeting.objects.select_for_update(of=("self",)).select_related("council").get(pk=meeting_id)


def _locked_agenda(agenda_id: int) -> tuple[AgendaItem, Meeting]:
    meeting_id = AgendaItem.objects.filter(pk=agenda_id).values_list("meeting_id", flat=True).first()
    if meeting_id is None:
        raise reading.no_such_meeting()
    meeting = _locked(meeting_id)
    return AgendaItem.objects.select_for_update(of=("self",)).select_related("item").get(pk=agenda_id), meeting


def _papers_in(ballot: Ballot) -> list[tuple[str, str]]:
    """Code and choice of each paper, by code. Raises Refused where the box lies under another secret of the site."""
    try:
        boxed = BoxedPaper.objects.filter(ballot=ballot)
        return sorted(tuple(json.loads(sealed.unseal(row.sealed))) for row in boxed)
    except sealed.CantOpen:
        locked = Text(
            "Không mở được hòm phiếu: khóa của máy chủ đã thay đổi sau khi bỏ phiếu.",
            "The box cannot be opened: the server's secret was changed after the vote.",
        )
        remedy = Text(
            "Mời ông/bà báo quản trị viên khôi phục khóa cũ, rồi kiểm phiếu lại.",
            "Ask the administrators to bring the old secret back, then count again.",
        )
        raise Refused.because(Reason("ballot.locked", locked, remedy)) from None


def _reason(code: str, vi: str, en: str, field: str = "") -> Reason:
    again = Text("Mời ông/bà xem lại rồi thực hiện lại.", "Look at it again and try once more.")
    return Reason(code, Text(vi, en), again, field)
