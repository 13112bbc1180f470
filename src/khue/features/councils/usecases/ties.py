"""Who is near to whom: declared by the person, or recorded by an officer from a source. What was wrong ends with a ground."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Refused, require
from khue.features.councils import access
from khue.features.councils.domain.commands import DeclareRelation, DeclareTie, EndRelation, EndTie
from khue.features.councils.domain.experts import ground_reasons
from khue.features.councils.domain.ties import may_record_relation, may_record_tie
from khue.features.councils.domain.words import RELATIONS
from khue.features.councils.models import ExpertRelation, ExpertTie
from khue.features.councils.queries import expert_of
from khue.features.people import queries as people
from khue.kernel.deeds import Deed, command


def declare_relation(asked: DeclareRelation, *, actor: Actor) -> int:
    """A person says who is related, or an officer records it from a source; the relation's id.

    From then on that person's ties count as the member's own. Raises Refused, NotAllowed, Missing.
    """
    own = _own(asked.person, actor)
    with command("councils.declare_relation", actor, subject=asked.person) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        other = people.party(asked.other)
        somebody = other.is_private_person and other.key != asked.person
        require(may_record_relation(asked.kind, RELATIONS, other_is_person=somebody, own=own, source=asked.source))
        relation, created = ExpertRelation.objects.get_or_create(
            person_id=people.party_id(asked.person),
            other_id=other.id,
            kind=asked.kind,
            ended_at=None,
            defaults={
                "own": own,
                "source": "" if own else asked.source.strip()[:300],
                "declared_by": actor.key,
                "declared_at": deed.moment,
            },
        )
        if not created:
            deed.nothing_done()
        deed.personal(relation=relation.pk, kind=asked.kind, other=other.name, source=relation.source)
        if created and not own:
            _tell(asked.person, relation.source, deed=deed)
        deed.result(relation.pk)
        return int(relation.pk)


def declare_tie(asked: DeclareTie, *, actor: Actor) -> int:
    """The same for a tie to a party: employment, shareholding, contract, earlier deal, co-authorship; the tie's id."""
    own = _own(asked.person, actor)
    with command("councils.declare_tie", actor, subject=asked.person) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        party = people.party(asked.party)
        require(
            may_record_tie(
                asked.kind,
                to_oneself=party.key == asked.person,
                own=own,
                source=asked.source,
                since=asked.since,
                until=asked.until,
            )
        )
        tie, created = ExpertTie.objects.get_or_create(
            person_id=people.party_id(asked.person),
            party_id=party.id,
            kind=asked.kind,
            detail=asked.detail.strip()[:300],
            since=asked.since,
            until=asked.until,
            own=own,
            ended_at=None,
            defaults={
                "source": asked.source.strip()[:300],
                "declared_by": actor.key,
                "declared_at": deed.moment,
            },
        )
        if not created:
            deed.nothing_done()
        deed.personal(tie=tie.pk, kind=tie.kind, party=party.name, detail=tie.detail, source=tie.source)
        if created and not own:
            _tell(asked.person, tie.source, deed=deed)
        deed.result(tie.pk)
        return int(tie.pk)


def end_relation(asked: EndRelation, *, actor: Actor) -> None:
    """The relation no longer stands, with the reason. By the one who declared it; one from a source by an officer only."""
    with command("councils.end_relation", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = ExpertRelation.objects.select_for_update().filter(pk=asked.relation_id, ended_at=None).first()
        _end(row, asked.ground, deed=deed)


def end_tie(asked: EndTie, *, actor: Actor) -> None:
    """The same for a tie. One that simply came to its end keeps counting as a hint through a new row with its last day."""
    with command("councils.end_tie", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = ExpertTie.objects.select_for_update().filter(pk=asked.tie_id, ended_at=None).first()
        _end(row, asked.ground, deed=deed)


def _end(row: ExpertRelation | ExpertTie | None, ground: str, *, deed: Deed) -> None:
    if row is None or not access.may_end_tie(deed.actor, f"party:{row.person_id}", own=row.own):
        raise access.no_such_expert()
    deed.subject = f"party:{row.person_id}"
    reasons = tuple(ground_reasons(ground))
    if reasons:
        raise Refused.because(*reasons)
    row.ended_at, row.ended_by, row.ended_ground = deed.moment, deed.actor.key, ground.strip()[:500]
    row.save(update_fields=["ended_at", "ended_by", "ended_ground"])
    deed.personal(ended=row.pk, ground=row.ended_ground)
    deed.result(True)


def _own(person: str, actor: Actor) -> bool:
    """Whether the actor speaks of oneself. Of others only an officer who keeps the register, of people on it."""
    if access.is_person(actor, person):
        return True
    if not actor.may(access.EXPERTS) or actor.stands_in_for == person:
        access.require_person(actor, person)
    if expert_of(person) is None:
        raise access.no_such_expert()
    return False


def _tell(person: str, source: str, *, deed: Deed) -> None:
    """Whoever a record is about hears of it, with its source."""
    expert = expert_of(person)
    deed.notify(
        person,
        "council",
        Text(
            "Một thông tin về quan hệ của ông/bà đã được ghi nhận.",
            "Something was recorded about whom you are near to.",
        ),
        Text(
            f"Nguồn: {source}. Nếu không đúng, mời ông/bà báo cho người phụ trách danh sách chuyên gia.",
            f"Source: {source}. If it is wrong, tell whoever keeps the register of experts.",
        ),
        f"/councils/experts/{expert.id}/" if expert else "/councils/",
    )
