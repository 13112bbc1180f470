"""Interests in projects and who may read their decks. The deck's words leave by :func:`read_deck` of the use-cases alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.people import queries as people
from khue.features.services import access
from khue.features.services.domain.capital import INTEREST
from khue.features.services.models import CapitalDeck, CapitalInterest, CatalogueEntry, DeckReader, DeckReading
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView, Tone

TONES: dict[str, Tone] = {"given": "wait", "welcomed": "good", "declined": "bad", "withdrawn": "plain"}


@dataclass(frozen=True, slots=True)
class ReaderRow:
    id: int
    name: str
    until_on: date
    ended: bool


@dataclass(frozen=True, slots=True)
class InterestRow:
    """``answers``: the reader may answer it; ``withdraws``: the reader may withdraw it; ``readers`` only for the project's side."""

    id: int
    entry_id: int
    title: Text
    party: str
    name: str
    words: str
    state: StateView
    at: datetime
    answer: str
    answers: bool
    withdraws: bool
    readers: tuple[ReaderRow, ...]


def interests(actor: Actor, after: str | None, size: int = 25) -> Page[InterestRow]:
    """Those that one's parties gave, and those in one's own projects, newest first."""
    ids = people.ids_i_stand_for(actor)
    found = CapitalInterest.objects.select_related("entry").filter(Q(party__in=ids) | Q(entry__party__in=ids))
    page = keyset(found.exclude(party__in=access.barred(actor)), ["-id"], after, size)
    named: dict[int, list[ReaderRow]] = {}
    for one in DeckReader.objects.filter(interest__in=[row.pk for row in page.rows]).order_by("id"):
        over = one.ended_at is not None or one.until_on < actor.today
        named.setdefault(one.interest_id, []).append(ReaderRow(one.pk, one.name, one.until_on, over))
    return page.of(lambda row: _row(row, actor, tuple(named.get(row.pk, ()))))


def interest(interest_id: int, actor: Actor) -> InterestRow:
    """For its two sides. Raises Missing, NotAllowed under a restriction."""
    row = CapitalInterest.objects.select_related("entry").filter(pk=interest_id).first()
    if row is None or not (access.is_side(actor, row.party_id) or access.is_side(actor, row.entry.party_id)):
        raise no_such_interest()
    if row.party_id in access.barred(actor):
        people.require_unrestricted(actor, access.key_of(row.party_id))
    return _row(row, actor, ())


def _row(row: CapitalInterest, actor: Actor, readers: tuple[ReaderRow, ...]) -> InterestRow:
    entry, party = row.entry, access.key_of(row.party_id)
    owns = access.is_side(actor, entry.party_id)
    answers = row.state == "given" and actor.may_act_for(access.key_of(entry.party_id), "submit")
    withdraws = row.state in ("given", "welcomed") and actor.may_act_for(party, "submit")
    state = StateView(row.state, INTEREST.label(row.state).capitalised(), TONES[row.state])
    return InterestRow(
        row.pk, entry.pk, Text(entry.title_vi, entry.title_en), party, row.party_name, row.words, state, row.at, row.answer, answers,
        withdraws, readers if owns else (),
    )  # fmt: skip


def investors_people(party_id: int, on: date) -> tuple[tuple[str, str], ...]:
    """Persons who stand for the investor: key and name, from whom readers are named."""
    key = access.key_of(party_id)
    keys = (key,) if people.party(key).kind == "person" else people.representatives([party_id], on)
    cards = people.parties(keys)
    return tuple((one, cards[one].name) for one in dict.fromkeys(keys) if one in cards)


def party_of(interest_id: int) -> int:
    found = CapitalInterest.objects.filter(pk=interest_id).values_list("party_id", flat=True).first()
    if found is None:
        raise no_such_interest()
    return int(found)


def has_deck(entry_id: int) -> bool:
    return CapitalDeck.objects.filter(entry=entry_id).exists()


def reads_deck(actor: Actor, entry: CatalogueEntry) -> bool:
    """The project's side, and persons named until a day that has not passed whose interest stands and who still stand for the investor.
    A program's key opens nothing, no right of staff does."""
    if not actor.is_signed_in or actor.via:
        return False
    if access.is_side(actor, entry.party_id):
        return True
    rows = DeckReader.objects.filter(
        interest__entry=entry,
        interest__state="welcomed",
        person__in=actor.keys,
        ended_at=None,
        until_on__gte=actor.today,
    ).values_list("interest__party", flat=True)
    return entry.state == "shown" and any(actor.stands_for(access.key_of(party)) for party in rows)


def may_read_deck_of(actor: Actor, entry_id: int) -> bool:
    entry = CatalogueEntry.objects.filter(pk=entry_id, sort="capital").first()
    return entry is not None and has_deck(entry_id) and reads_deck(actor, entry)


def may_read_deck(actor: Actor, subject: str) -> bool:
    """Papers of ``capital_deck:12`` are read by those who read the deck."""
    number = subject.removeprefix("capital_deck:")
    return number.isascii() and number.isdigit() and len(number) <= 18 and may_read_deck_of(actor, int(number))


def reader(reader_id: int, actor: Actor) -> tuple[str, str]:
    """The key of the project's party and the reader's name, for the project's side. Raises Missing."""
    one = DeckReader.objects.select_related("interest__entry").filter(pk=reader_id).first()
    if one is None or not access.is_side(actor, one.interest.entry.party_id):
        raise no_such_interest()
    return access.key_of(one.interest.entry.party_id), one.name


def readings(entry_id: int) -> tuple[tuple[str, int, datetime], ...]:
    """Who opened which version of the deck, newest first: for the project's side. At most 50."""
    rows = DeckReading.objects.filter(entry=entry_id).order_by("-id")[:50]
    return tuple(rows.values_list("by_name", "version", "at"))


def no_such_interest() -> Missing:
    return Missing(
        Text("Không tìm thấy lượt quan tâm này.", "There is no such interest."),
        Text("Mời ông/bà mở lại danh sách quan tâm.", "Open the list of interests again."),
    )


def no_such_deck() -> Missing:
    return Missing(
        Text("Không có tài liệu gọi vốn này, hoặc ông/bà không được nêu tên để đọc.", "There is no such deck, or you are not named to read it."),
        Text("Mời ông/bà bày tỏ quan tâm với dự án trước.", "Say first that you are interested in the project."),
    )  # fmt: skip
