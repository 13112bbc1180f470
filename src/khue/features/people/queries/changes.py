"""What happened to a party: facts for the decisions, lines for its page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q

from khue.core.actor import CITY_ZONE
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason
from khue.features.people import access, domain
from khue.features.people.domain import DISSOLUTIONS, PartyFacts, disinterested, kind_of_succession
from khue.features.people.domain.restricting import may_begin
from khue.features.people.models import Dissolution, Mandate, Party, Passage, RecordChange, Succession
from khue.features.people.queries.cards import UNKNOWN, PartyCard, card_of, parties, party, party_id, with_parts
from khue.features.people.queries.lineage import LINES, Lineage, holder, holders, lineages, present, present_keys
from khue.features.people.queries.periods import during
from khue.features.people.queries.sanctions import sanctions_of
from khue.kernel.paging import Page, keyset

PAST = """
SELECT EXISTS (SELECT FROM people_passage WHERE former_id = %(party)s)
    OR EXISTS (SELECT FROM people_passage WHERE successor_id = %(party)s)
    OR EXISTS (SELECT FROM people_dissolution WHERE party_id = %(party)s)
    OR EXISTS (SELECT FROM people_sanction WHERE party_id = %(party)s)
    OR EXISTS (SELECT FROM people_restriction WHERE party_id = %(party)s AND ended_at IS NULL)
"""

PAST_OF = f"""
{LINES}
SELECT top.root, top.lapsed, array_agg(down.id ORDER BY down.id),
    (SELECT name FROM people_party WHERE id = top.start),
    (SELECT name FROM people_party WHERE id = top.root),
    (SELECT effective_on FROM people_dissolution WHERE party_id = top.root AND ended_at IS NULL),
    EXISTS (SELECT FROM people_share WHERE subject = %s AND ended_at IS NULL),
    EXISTS (SELECT FROM people_sanction s JOIN down d ON d.id = s.party_id)
FROM top JOIN down USING (root) WHERE EXISTS (SELECT FROM people_party WHERE id = top.start)
GROUP BY top.start, top.root, top.lapsed
"""


@dataclass(frozen=True, slots=True)
class SuccessionLine:
    """One merge or succession that a party took part in. ``former`` and ``successor`` are (key, name) pairs."""

    id: int
    kind: str
    label: Text
    formers: tuple[tuple[str, str], ...]
    successors: tuple[tuple[str, str], ...]
    effective_on: date
    paper: str
    ground: str
    recorded_at: datetime
    recorded_by: str
    taken: tuple[str, ...]
    ended_at: datetime | None
    end_ground: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A name or an address given up on a day."""

    field: str
    effective_on: date
    before: str
    after: str
    paper: str


@dataclass(frozen=True, slots=True)
class DissolutionLine:
    id: int
    label: Text
    effective_on: date
    paper: str
    ended_at: datetime | None
    end_ground: str


def party_facts(keys: Iterable[str], known: Mapping[int, Lineage] | None = None) -> Mapping[str, PartyFacts]:
    """Facts for the decisions; unknown keys are left out. Four queries at most, one less with the lineages ``known``."""
    return _facts(list(with_parts(Party.objects.filter(pk__in={party_id(key) for key in keys}))), known)


def _facts(found: Collection[Party], known: Mapping[int, Lineage] | None) -> Mapping[str, PartyFacts]:
    on = present([party.key for party in found], known)
    rows = Dissolution.objects.filter(party__in=[party.pk for party in found], ended_at=None)
    ended = dict(rows.values_list("party_id", "effective_on"))
    return {
        party.key: PartyFacts(
            key=party.key,
            kind=party.kind,
            name=party.name,
            numbers=_numbers(party),
            goes_on_as=on[party.key].name if party.key in on else "",
            dissolved_on=ended.get(party.pk),
            is_group=party.kind == Party.Kind.ORGANISATION and party.organisation.is_group,
        )
        for party in found
    }


def facts_of_party(key: str) -> PartyFacts:
    """Raises Missing."""
    found = party_facts([key]).get(key)
    if found is None:
        raise UNKNOWN
    return found


def _numbers(party: Party) -> dict[str, str]:
    if party.kind == Party.Kind.ORGANISATION:
        return {"tax_code": party.organisation.tax_code or ""}
    person = party.person
    return {
        "citizen_number": person.citizen_number or "",
        "passport": f"{person.passport_country} {person.passport_number}".strip(),
    }


def successions_of(key: str) -> tuple[SuccessionLine, ...]:
    """Every merge and succession of the party and of those that go on under it, newest first, ended ones too."""
    ids = lineages([party_id(key)])[party_id(key)].ids
    here = Q(passages__former__in=ids) | Q(passages__successor__in=ids)
    return succession_lines(Succession.objects.filter(here).distinct().order_by("-recorded_at", "-id"))


def list_successions(after: str | None, size: int = 25) -> Page[SuccessionLine]:
    """Every merge and succession, newest first, as a page of a table."""
    page = keyset(Succession.objects.all(), ["-recorded_at", "-id"], after, size)
    return Page(succession_lines(page.rows), page.next, page.previous)


def succession(succession_id: int) -> SuccessionLine:
    """Raises Missing."""
    found = succession_lines(Succession.objects.filter(pk=succession_id))
    if not found:
        raise UNKNOWN
    return found[0]


def succession_lines(rows: Iterable[Succession]) -> tuple[SuccessionLine, ...]:
    """Lines of these successions; one further query for all parties."""
    listed = list(rows)
    steps: dict[int, list[Passage]] = {}
    for step in (
        Passage.objects.filter(succession__in=listed).select_related("former", "successor").order_by("-whole", "id")
    ):
        steps.setdefault(step.succession_id, []).append(step)
    return tuple(
        SuccessionLine(
            id=row.pk,
            kind=row.kind,
            label=kind_of_succession(row.kind),
            formers=tuple(dict.fromkeys((s.former.key, s.former.name) for s in steps.get(row.pk, ()))),
            successors=tuple(dict.fromkeys((s.successor.key, s.successor.name) for s in steps.get(row.pk, ()))),
            effective_on=row.effective_on,
            paper=paper_words(row.document, row.document_on, row.issuer),
            ground=row.ground,
            recorded_at=row.recorded_at,
            recorded_by=row.recorded_by,
            taken=tuple(row.taken),
            ended_at=row.ended_at,
            end_ground=row.end_ground,
        )
        for row in listed
    )


def paper_words(number: str, on: date | None, issuer: str) -> str:
    """``12/2026/NQ, 01/03/2026, Đại hội đồng cổ đông``."""
    return ", ".join(part for part in (number, f"{on:%d/%m/%Y}" if on else "", issuer) if part)


def changes_of(key: str) -> tuple[ChangeLine, ...]:
    """Names and addresses over time, newest first."""
    rows = RecordChange.objects.filter(party=party_id(key)).order_by("-effective_on", "-id")
    return tuple(
        ChangeLine(r.field, r.effective_on, r.before, r.after, paper_words(r.document, r.document_on, r.issuer))
        for r in rows
    )


def last_change(party: int, field: str) -> date | None:
    found = RecordChange.objects.filter(party=party, field=field).order_by("-effective_on").first()
    return found.effective_on if found else None


def names_on(keys: Collection[str], day: date) -> Mapping[str, str]:
    """What each party was called on that day; two queries. Unknown keys are left out."""
    ids = {party_id(key) for key in keys}
    names = {f"party:{pk}": name for pk, name in Party.objects.filter(pk__in=ids).values_list("pk", "name")}
    later = RecordChange.objects.filter(party__in=ids, field="name", effective_on__gt=day).order_by("-effective_on")
    for change in later:  # the earliest change after the day comes last and says what went before
        names[f"party:{change.party_id}"] = change.before
    return names


def dissolutions_of(key: str) -> tuple[DissolutionLine, ...]:
    rows = Dissolution.objects.filter(party=party_id(key)).order_by("-id")
    return tuple(
        DissolutionLine(
            r.pk,
            DISSOLUTIONS[r.kind],
            r.effective_on,
            paper_words(r.document, r.document_on, r.issuer),
            r.ended_at,
            r.end_ground,
        )
        for r in rows
    )


def dissolved_party(dissolution_id: int) -> PartyCard:
    """The party of a dissolution. Raises Missing."""
    found = Dissolution.objects.filter(pk=dissolution_id).first()
    if found is None:
        raise UNKNOWN
    return party(f"party:{found.party_id}")


@dataclass(frozen=True, slots=True)
class PartyNote:
    """Something about a party that whoever works with it should know: it goes on under another, or is no more."""

    code: str
    text: Text
    party: str = ""
    source: str = ""

    @property
    def number(self) -> int:
        """The record number of the party that the note leads to."""
        return party_id(self.party)


@dataclass(frozen=True, slots=True)
class Past:
    """What became of a party, and of one matter of its: ``root`` is the party as it stands today, under all its ``ids``.

    ``taken_over``: the matter went to another party when this one was divided. ``listed``: some entry names the party.
    """

    key: str
    name: str
    root: int
    lapsed: bool
    ids: tuple[int, ...]
    root_name: str
    dissolved_on: date | None
    taken_over: bool
    listed: bool


def past_of(key: str, subject: str = "") -> Past:
    """One query. Raises Missing."""
    with connection.cursor() as cursor:
        cursor.execute(PAST_OF, [[party_id(key)], subject])
        row = cursor.fetchone()
    if row is None:
        raise UNKNOWN
    root, lapsed, ids, *rest = row
    return Past(key, rest.pop(0), root, lapsed, tuple(ids), *rest)


def notes_of(key: str, today: date, subject: str = "") -> tuple[PartyNote, ...]:
    """What an officer and the applicant read beside the party's name; empty for one that simply is.

    With ``subject`` also that this very matter was taken over by another party. One query for nearly every party.
    """
    return notes_about(past_of(key, subject), subject, today)


def notes_about(past: Past, subject: str, today: date) -> tuple[PartyNote, ...]:
    """The same for a past that was read."""
    now, name, dissolved_on = f"party:{past.root}", past.root_name, past.dissolved_on
    if past.taken_over:
        taker = facts_of_party(holder([subject], past.key))
        now, name, dissolved_on = taker.key, taker.name, taker.dissolved_on
    notes = []
    if now != past.key:
        text = Text(f"“{past.name}” nay tiếp tục là “{name}”.", f"“{past.name}” goes on as “{name}”.")
        notes.append(PartyNote("goes_on", text, now))
    if dissolved_on is not None:
        text = Text(
            f"“{name}” đã chấm dứt hoạt động từ ngày {dissolved_on:%d/%m/%Y}.",
            f"“{name}” is no more since {format_day(dissolved_on, 'en')}.",
        )
        notes.append(PartyNote("dissolved", text, now))
    if past.taken_over:
        return (*notes, *warnings_of([now], today))
    line = Lineage(past.root, past.root, past.lapsed, past.ids)
    return (*notes, *warnings_of([now], today, {past.root: line})) if past.listed else tuple(notes)


def may_start(key: str, today: date) -> Decision:
    """Whether something new can be begun or handed in in the party's name today. Raises Missing."""
    return starting(key, today)[1]


def starting(key: str, today: date) -> tuple[PartyCard, Decision]:
    """The party's card, and whether something new can be begun in its name today. Raises Missing.

    Two queries for a party to which nothing ever happened, as nearly all are; three more for the others.
    """
    number = party_id(key)
    found = with_parts(Party.objects.filter(pk=number)).first()
    if found is None:
        raise UNKNOWN
    if not _has_past(number):
        return card_of(found), Decision.grant()
    lines = lineages([number])
    facts = _facts([found], lines)[key]
    reasons = [*domain.may_start(facts).reasons, *sanctions_of([key], today, lines)[key]]
    restricted = access.restriction_of(key)
    if restricted is not None:
        reasons.append(may_begin(restricted.request, restricted.begun_at.astimezone(CITY_ZONE).date()))
    binding = [reason for reason in reasons if reason.code != "people.sanction.warning"]
    return card_of(found), Decision.refuse_if_any(binding) if binding else Decision.grant(reasons)


def _has_past(number: int) -> bool:
    """Whether the party was ever merged, succeeded, dissolved or listed with a sanction, whenever that was."""
    with connection.cursor() as cursor:
        cursor.execute(PAST, {"party": number})
        return bool(cursor.fetchone()[0])


def warnings_of(
    keys: Collection[str], today: date, known: Mapping[int, Lineage] | None = None
) -> tuple[PartyNote, ...]:
    """What a person reads before something is begun for one of these parties. Two queries, a third when there is something."""
    listed = sanctions_of(keys, today, known)
    if not any(listed.values()):
        return ()
    cards = parties(keys)
    notes = []
    for key in keys:
        for reason in listed[key]:
            name = cards[key].name
            text = Text(f"{name}: {reason.text.vi}", f"{name}: {reason.text.into('en')}")
            notes.append(PartyNote(reason.code, text, key, reason.source.provision if reason.source else ""))
    return tuple(notes)


def readers(wrote: Collection[str], subjects: Collection[str], party: str, on: date) -> tuple[str, ...]:
    """Who on the party's side reads notices of a matter: who wrote it, and who acts for the party that goes on for it."""
    now = holder(subjects, party)
    known = present_keys(wrote)
    if now == party:
        return tuple(dict.fromkeys(known[key] for key in wrote))
    others = representatives([party_id(now)], on)
    return tuple(dict.fromkeys([*(known[key] for key in wrote), *others]))


def audience(ids: Collection[int], on: date, subject: str = "") -> tuple[str, ...]:
    """Who hears of a matter of these parties: persons in person, and those who act for organisations, as the parties stand today. Mandates
    for a former record count where its duplicate was merged, and lapse where it went over in law. With ``subject`` whoever took it over by
    name hears in place of the only party. Three queries, a fourth with a subject.
    """
    taken = holders([subject]) if subject else {}
    lines = lineages([party_id(key) for key in taken.values()] or ids)
    roots = {line.root for line in lines.values()}
    reach = roots | {line.start for line in lines.values() if not line.lapsed}
    cards = parties([f"party:{number}" for number in sorted(roots)])
    persons = [key for key, card in cards.items() if card.is_private_person]
    own = {party_id(key) for key in persons}
    return tuple(dict.fromkeys((*persons, *representatives(sorted(reach - own), on))))


def why_no_more(key: str) -> Text | None:
    """The sentence that the party, as it stands today, is no more; None while it is. Three queries. Raises Missing."""
    facts = facts_of_party(present_keys([key])[key])
    if facts.dissolved_on is None:
        return None
    return Text(
        f"“{facts.name}” đã chấm dứt hoạt động từ ngày {facts.dissolved_on:%d/%m/%Y}.",
        f"“{facts.name}” is no more since {format_day(facts.dissolved_on, 'en')}.",
    )


def own_reasons(parties: Iterable[Party], interests: Collection[str]) -> tuple[Reason, ...]:
    """Nobody decides about one's own record, or that of a party one acts for."""
    return tuple(disinterested({party.key for party in parties}, interests))


def representatives(ids: Collection[int], on: date) -> tuple[str, ...]:
    """Keys of the persons who act for any of these parties in everything, or hand in for them, on that day."""
    rows = Mandate.objects.filter(during(on), for_party__in=ids, scope__in=("all", "submit")).order_by("id")
    return tuple(dict.fromkeys(f"party:{person}" for person in rows.values_list("person_id", flat=True)))


def names_now(named: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """For (key, name as written then): how organisations are called today, where that is another name. Two queries.

    Private persons are left out: where their name may not stand, no other name of theirs may.
    """
    written = list(named)
    on = present_keys({key for key, _name in written})
    cards = parties(set(on.values())) if on else {}
    found = {}
    for key, name in written:
        card = cards.get(on[key])
        if card is not None and not card.is_private_person and card.name != name:
            found[key] = card.name
    return found
