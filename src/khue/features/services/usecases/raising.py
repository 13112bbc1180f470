"""Projects raising capital: their deck, interests of investors, answers, and who reads the deck. Each reading is on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Refused, require
from khue.features.exchange import queries as exchange
from khue.features.people import queries as people
from khue.features.services import access
from khue.features.services.domain.capital import (
    INTEREST,
    AnswerInterest,
    GiveInterest,
    KeepDeck,
    ShutDeck,
    WithdrawInterest,
    may_answer,
    may_give,
    may_keep,
    may_shut,
)
from khue.features.services.domain.catalogue import CAPITAL
from khue.features.services.models import CapitalDeck, CapitalInterest, CatalogueEntry, DeckReader, DeckReading
from khue.features.services.queries.capital import investors_people, no_such_deck, no_such_interest, reads_deck
from khue.features.services.queries.shown import is_shown
from khue.features.services.usecases.parts import locked_entry, path_of_entry, stored, tell, write
from khue.kernel import files
from khue.kernel.deeds import Deed, command
from khue.kernel.files import FileCard

INTERESTS = "/exchange-services/interests/"


@dataclass(frozen=True, slots=True)
class Deck:
    """The newest version, in the hands of who may read it."""

    no: int
    words: str
    papers: tuple[FileCard, ...]
    at: datetime


def keep_deck(asked: KeepDeck, *, actor: Actor) -> int:
    """A new version of the deck; its number. Its words stand in no record. Raises Refused, NotAllowed, Missing."""
    with command("services.keep_deck", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        entry = _project(asked.entry_id, deed)
        access.require_party(actor, access.key_of(entry.party_id))
        require(may_keep(asked, over=entry.state in ("returned", "withdrawn")))
        no = CapitalDeck.objects.filter(entry=entry).count() + 1
        papers = stored(asked.papers, f"capital_deck:{entry.pk}", "capital-deck", deed)
        CapitalDeck.objects.create(
            entry=entry,
            no=no,
            words=asked.words.strip(),
            papers=papers,
            by=actor.key,
            by_name=actor.name,
            at=deed.moment,
        )
        deed.after(version=no, papers=len(papers))
        deed.result(no)
        return no


def read_deck(entry_id: int, *, actor: Actor) -> Deck:
    """The newest version, for the project's side and persons named; who reads is on record. Raises Missing for everybody else."""
    with command("services.read_deck", actor) as deed:
        entry = CatalogueEntry.objects.filter(pk=entry_id, sort=CAPITAL).first()
        newest = CapitalDeck.objects.filter(entry=entry_id).order_by("-no").first()
        if entry is None or newest is None or not reads_deck(actor, entry):
            raise no_such_deck()
        deed.subject = f"catalogue_entry:{entry.pk}"
        DeckReading.objects.create(entry=entry, version=newest.no, by=actor.key, by_name=actor.name, at=deed.moment)
        deed.after(version=newest.no)
        return Deck(newest.no, newest.words, files.cards_by_id(newest.papers), newest.at)


def give_interest(asked: GiveInterest, *, actor: Actor) -> int:
    """An investor would like to talk; recorded once. Its id."""
    access.require_party(actor, asked.party)
    with command("services.give_interest", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        entry = _project(asked.entry_id, deed)
        party = people.party(asked.party)
        live = CapitalInterest.objects.filter(entry=entry, party=party.id, state__in=["given", "welcomed"])
        facts = {
            "shown": is_shown(entry, deed.today),
            "own": party.id == entry.party_id or access.key_of(entry.party_id) in people.same_party(asked.party),
            "investor": exchange.is_member(party.id, "investor"),
        }
        require(may_give(asked, **facts, live=live.exists()))
        try:
            with transaction.atomic():
                row = CapitalInterest.objects.create(
                    entry=entry, party_id=party.id, party_name=party.name, words=asked.words.strip(), by=actor.key, by_name=actor.name,
                    at=deed.moment,
                )  # fmt: skip
        except IntegrityError as error:  # somebody else of the same side was faster
            raise Refused(may_give(asked, **facts, live=True)) from error
        deed.about(asked.party)
        deed.after(interest=row.pk, state=row.state)
        title = Text(f"Có nhà đầu tư quan tâm: {entry.title_vi}", f"An investor is interested: {entry.title_en}")
        tell([entry.party_id], title, Text("Mời ông/bà trả lời.", "Please answer."), INTERESTS, deed)
        deed.result(row.pk)
        return int(row.pk)


def answer_interest(asked: AnswerInterest, *, actor: Actor) -> str:
    """Invited to talk, with persons who read the deck, or declined with a ground; the state that follows."""
    with command("services.answer_interest", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return str(done)
        entry, row = _held(asked.interest_id, deed)
        access.require_party(actor, access.key_of(entry.party_id))
        able = dict(investors_people(row.party_id, deed.today))
        require(may_answer(asked, state=row.state, able=able.keys(), today=deed.today))
        state = INTEREST.after(row.state, "welcome" if asked.welcome else "decline")
        write(row, state=state, answer=asked.words.strip(), answered_by_name=actor.name, answered_at=deed.moment)
        if asked.welcome and asked.until_on is not None:
            DeckReader.objects.bulk_create(
                DeckReader(
                    interest=row,
                    person=key,
                    name=able[key],
                    until_on=asked.until_on,
                    named_by=actor.key,
                    named_at=deed.moment,
                )
                for key in dict.fromkeys(asked.readers)
            )
        deed.about(access.key_of(row.party_id))
        deed.after(interest=row.pk, state=state, readers=len(asked.readers))
        label = INTEREST.label(state)
        title = Text(f"“{entry.title_vi}”: {label.vi}", f"“{entry.title_en}”: {label.en}")
        body = Text("Mời ông/bà mở danh sách quan tâm để đọc.", "Open the list of interests to read the answer.")
        tell([row.party_id], title, body, INTERESTS, deed)
        deed.result(state)
        return state


def withdraw_interest(asked: WithdrawInterest, *, actor: Actor) -> None:
    """Whoever gave it withdraws it: its persons read the deck no more."""
    with command("services.withdraw_interest", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        entry, row = _held(asked.interest_id, deed)
        access.require_party(actor, access.key_of(row.party_id))
        state = INTEREST.after(row.state, "withdraw")
        write(row, state=state, withdrawn_at=deed.moment)
        deed.after(interest=row.pk, state=state)
        title = Text(f"Nhà đầu tư rút quan tâm: {entry.title_vi}", f"An interest is withdrawn: {entry.title_en}")
        tell([entry.party_id], title, Text(row.party_name), path_of_entry(entry), deed)
        deed.result(True)


def shut_deck(asked: ShutDeck, *, actor: Actor) -> None:
    """A person named earlier reads the deck no more, from this moment."""
    with command("services.shut_deck", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        found = DeckReader.objects.filter(pk=asked.reader_id).values_list("interest_id", flat=True).first()
        if found is None:
            raise no_such_interest()
        entry, _row = _held(found, deed)
        access.require_party(actor, access.key_of(entry.party_id))
        one = DeckReader.objects.get(pk=asked.reader_id)
        require(may_shut(asked.ground, ended=one.ended_at is not None))
        write(one, ended_at=deed.moment, end_ground=asked.ground.strip())
        deed.after(reader=one.pk, ended=True)
        deed.result(True)


def _project(entry_id: int, deed: Deed) -> CatalogueEntry:
    entry = locked_entry(entry_id, deed)
    if entry.sort != CAPITAL:
        raise access.no_such_entry()
    return entry


def _held(interest_id: int, deed: Deed) -> tuple[CatalogueEntry, CapitalInterest]:
    """The interest, held until the deed ends. Raises Missing, also for strangers."""
    row = CapitalInterest.objects.select_for_update(of=("self",)).select_related("entry").filter(pk=interest_id).first()
    if row is None or not (access.is_side(deed.actor, row.party_id) or access.is_side(deed.actor, row.entry.party_id)):
        raise no_such_interest()
    deed.subject = f"catalogue_entry:{row.entry_id}"
    return row.entry, row
