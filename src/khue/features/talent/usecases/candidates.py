"""Candidates are invited, apply, leave, and come before the selection group, whose word is heard by event."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import Refused, require
from khue.features.councils import queries as councils
from khue.features.councils import usecases as council_deeds
from khue.features.councils.domain.commands import ItemParty, PutItem
from khue.features.people import queries as people
from khue.features.talent import access
from khue.features.talent.domain.commands import Apply, InviteCandidate, LeaveCandidacy, PutCandidates
from khue.features.talent.domain.needs import may_apply, may_invite, may_put
from khue.features.talent.domain.reasons import missing_ground, missing_text, reason
from khue.features.talent.domain.words import CANDIDACY, ORIGINS
from khue.features.talent.events import CandidacyEnded, CandidateApplied, CandidateInvited, CandidatesPut
from khue.features.talent.models import Candidacy, Need
from khue.features.talent.queries.facts import search_facts
from khue.features.talent.queries.rules import evidence
from khue.features.talent.usecases.parts import (
    about_need,
    locked_candidacy,
    locked_need,
    store_papers,
    tell_person,
    tell_right,
    write,
)
from khue.kernel.deeds import Deed, command


def invite_candidate(asked: InviteCandidate, *, actor: Actor) -> int:
    """A person of the register is invited; the candidacy's id."""
    actor.require(access.SELECT)
    with command("talent.invite_candidate", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        need = locked_need(asked.need_id, deed)
        card = people.parties([asked.person]).get(asked.person)
        faults = list(may_invite(search_facts(need, _known(need, asked.person)), deed.today).reasons)
        faults += missing_text(asked.why, "why", Text("lý do mời", "reason of the invitation"), 1000)
        if card is None or card.kind != "person":
            faults.append(
                reason(
                    "person", "Không tìm thấy cá nhân này trong sổ.", "There is no such person on record.",
                    "Mời ông/bà kiểm tra lại số bản ghi, hoặc đăng ký người này trước.",
                    "Check the record number, or register the person first.", "person",
                )
            )  # fmt: skip
        require(Decision.refuse_if_any(faults))
        assert card is not None, "looked at above"
        row = Candidacy.objects.create(
            need=need,
            person_id=card.id,
            name=card.name,
            state="invited",
            invited_by=actor.key,
            invited_why=asked.why.strip(),
            began_at=deed.moment,
        )
        deed.about(f"candidacy:{row.pk}")
        deed.after(candidacy=row.pk, state=row.state)
        deed.personal(person=card.key)
        deed.emit(CandidateInvited(**about_need(need, row.person_id)))
        title = Text(f"Mời ông/bà làm chuyên gia: {need.title}", f"You are invited as an expert: {need.title}")
        tell_person(row.person_id, title, Text(row.invited_why, row.invited_why), deed=deed)
        deed.result(row.pk)
        return int(row.pk)


def _known(need: Need, person: str) -> str:
    found = need.candidacies.filter(person_id=people.party_id(person)).values_list("state", flat=True).first()
    return str(found or "") if people.is_party_key(person) else ""


def apply(asked: Apply, *, actor: Actor) -> int:
    """A person applies or takes an invitation up; the candidacy's id. Raises Refused with everything that is missing."""
    if not actor.is_signed_in or actor.within:
        raise access.no_such_record()
    with command("talent.apply", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        need = locked_need(asked.need_id, deed)
        if need.state in ("raised", "approved", "refused", "withdrawn"):
            raise access.no_such_record()
        row = need.candidacies.select_for_update().filter(person_id=people.party_id(actor.key)).first()
        facts = search_facts(need, row.state if row else "")
        require(may_apply(facts, asked, evidence(), len(asked.papers), deed.today))
        said = _said(asked, deed)
        try:
            with transaction.atomic():
                if row is None:
                    row = Candidacy.objects.create(
                        need=need, person_id=people.party_id(actor.key), name=actor.name, began_at=deed.moment, **said
                    )
                else:
                    write(row, **said)
        except IntegrityError as error:
            raise Refused(may_apply(search_facts(need, "applied"), asked, (), 1, deed.today)) from error
        write(row, papers=store_papers(asked.papers, f"candidacy:{row.pk}", actor.key, deed))
        deed.about(f"candidacy:{row.pk}")
        deed.after(candidacy=row.pk, state=row.state, origin=row.origin, papers=len(row.papers))
        deed.personal(person=actor.key)
        deed.emit(CandidateApplied(**about_need(need, row.person_id)))
        title = Text(f"Có hồ sơ ứng tuyển: {need.title}", f"An application: {need.title}")
        tell_right(access.SELECT, title, ORIGINS[row.origin].capitalised(), f"/talent/needs/{need.pk}/", deed=deed)
        deed.result(row.pk)
        return int(row.pk)


def _said(asked: Apply, deed: Deed) -> dict[str, object]:
    wanted = {one.code for one in evidence() if one.kind == "text" and asked.origin in one.origins}
    shown = {code: words.strip() for code, words in asked.shown if code in wanted}
    return {
        "origin": asked.origin,
        "statement": asked.statement.strip(),
        "shown": shown,
        "state": "applied",
        "applied_at": deed.moment,
    }


def leave_candidacy(asked: LeaveCandidacy, *, actor: Actor) -> None:
    """The candidate declines the invitation, or withdraws while nothing is decided."""
    with command("talent.leave_candidacy", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        need, row = locked_candidacy(asked.candidacy_id, deed)
        access.require_expert(actor, row)
        step = "decline" if row.state == "invited" else "withdraw"
        faults = [*CANDIDACY.decision(row.state, step).reasons, *missing_ground(asked.ground)]
        if row.offers.filter(state__in=("drafted", "sent"), renews=None).exists():
            faults.append(
                reason(
                    "answer_offer", "Ông/bà đang có một đề nghị hợp đồng.", "An offer to you is under way.",
                    "Mời ông/bà trả lời đề nghị đó thay vì rút hồ sơ.", "Answer the offer instead of withdrawing.",
                )
            )  # fmt: skip
        require(Decision.refuse_if_any(faults))
        deed.before(candidacy=row.pk, state=row.state)
        write(row, state=CANDIDACY.after(row.state, step), ended_ground=asked.ground.strip())
        deed.after(candidacy=row.pk, state=row.state)
        says = CANDIDACY.label(row.state)
        deed.emit(CandidacyEnded(**about_need(need, row.person_id), says=says.vi, says_en=says.into("en")))
        title = Text(f"Ứng viên {says.vi}: {need.title}", f"Candidate {says.into('en')}: {need.title}")
        tell_right(access.SELECT, title, says.capitalised(), f"/talent/needs/{need.pk}/", deed=deed)
        deed.result(True)


def put_candidates(asked: PutCandidates, *, actor: Actor) -> int:
    """Everybody who applied goes before a council; how many. Applications end with it. Raises Missing, Refused."""
    actor.require(access.SELECT)
    with command("talent.put_candidates", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        need = locked_need(asked.need_id, deed, asked.seen)
        rows = list(need.candidacies.select_for_update().filter(state="applied").order_by("pk"))
        profile = getattr(need, "profile", None)
        require(may_put(need.state, len(rows), profile is None or profile.put_on is not None))
        assert profile is not None, "a published need has one"
        councils.council(asked.council_id)
        for row in rows:
            item = council_deeds.put(
                PutItem(
                    asked.council_id,
                    f"{need.title} – {ORIGINS[row.origin].vi}"[:300],
                    (ItemParty(access.key_of(row.person_id), "applicant"),),
                    f"candidacy:{row.pk}",
                    profile.field,
                ),
                deed=deed,
            )
            write(row, state=CANDIDACY.after(row.state, "put"), item=item)
        write(profile, council=asked.council_id, put_on=deed.today)
        deed.about(f"council:{asked.council_id}")
        deed.after(put=len(rows), council=asked.council_id)
        deed.emit(CandidatesPut(**about_need(need, *(row.person_id for row in rows))))
        deed.result(len(rows))
        return len(rows)


def follow_candidacy(candidacy_id: int, outcome: str, words: str, *, actor: Actor) -> None:
    """The selection group's word on a candidate. Repeated, it finds everything done; put off, it changes nothing."""
    actor.require(access.FOLLOW_COUNCIL_JOB)
    step = {"approved": "recommend", "refused": "turn_down"}.get(outcome)
    if step is None or not Candidacy.objects.filter(pk=candidacy_id).exists():
        return
    with command("talent.follow_candidacy", actor) as deed:
        need, row = locked_candidacy(candidacy_id, deed)
        if not CANDIDACY.may(row.state, step):
            deed.nothing_done()
            return
        deed.before(candidacy=row.pk, state=row.state)
        write(row, state=CANDIDACY.after(row.state, step), verdict=words[:2000])
        deed.after(candidacy=row.pk, state=row.state)
        title = Text(f"Tổ tuyển chọn đã có ý kiến: {need.title}", f"The selection group has spoken: {need.title}")
        body = CANDIDACY.label(row.state).capitalised()
        tell_right(access.SELECT, title, body, f"/talent/needs/{need.pk}/", deed=deed)
        if step == "turn_down":
            tell_person(row.person_id, title, body, deed=deed)
