"""Technology lists: entries are put and ended, what they touch is found in the same deed, and somebody rules on each.

A binding entry (restricted, prohibited) that touches an offer hides it from its first day on until somebody has ruled: no job
has to run for that, the public queries ask the judgements themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection
from django.db.models import Q

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.errors import require
from khue.features.exchange import access
from khue.features.exchange.domain.lists import (
    EndEntry,
    Pointer,
    PutEntry,
    RuleOnEntry,
    folded_term,
    is_binding,
    may_end,
    may_put,
    may_rule,
    touches,
)
from khue.features.exchange.domain.words import LIVE_STATES, OFFER, REFUSED
from khue.features.exchange.events import OfferHeld, OfferRefused
from khue.features.exchange.models import Judgement, ListEntry, Offer, OfferVersion
from khue.features.exchange.usecases.parts import about, locked_offer, path_of, tell_right, tell_side, write
from khue.kernel.deeds import Deed, command

LISTS_LOCK = 0x6B687565_0006  # "khue", issue 6
AT_ONCE = 2_000  # versions compared at a time


def standing(on: date) -> Q:
    """Entries that are in force on the day, or will be."""
    return Q(until_on__isnull=True) | Q(until_on__gt=on)


def _together() -> None:
    """New versions come side by side, but never beside a new entry: one of the two would miss the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LISTS_LOCK])


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LISTS_LOCK])


def judge(versions: Sequence[OfferVersion], deed: Deed, entries: Iterable[ListEntry] | None = None) -> list[Judgement]:
    """Note which entries touch these versions; nothing is ruled. Gives the new judgements."""
    if entries is None:
        _together()
        entries = ListEntry.objects.filter(standing(deed.today))
    known = list(entries)
    made = []
    for version in versions:
        for entry in known:
            pointer = Pointer(entry.pk, tuple(entry.terms), tuple(entry.codes))
            if touches(pointer, version.folded, version.codes):
                made.append(Judgement(version=version, entry=entry, found_at=deed.moment))
    return Judgement.objects.bulk_create(made)


def put_entry(asked: PutEntry, *, actor: Actor) -> int:
    """A new entry of a list; its id. Every live offer is compared with it at once, and owners of those it hides are told."""
    actor.require(access.LISTS)
    with command("exchange.put_entry", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        require(may_put(asked))
        _alone()
        entry = ListEntry.objects.create(
            which=asked.which,
            title_vi=asked.title.vi.strip(),
            title_en=asked.title.en.strip(),
            source=asked.source.strip(),
            terms=list(dict.fromkeys(folded_term(term) for term in asked.terms)),
            codes=list(dict.fromkeys(asked.codes)),
            from_on=asked.from_on,
            until_on=asked.until_on,
            put_by=actor.key,
            put_by_name=actor.name,
            put_at=deed.moment,
        )
        deed.subject = f"technology_entry:{entry.pk}"
        touched = _compare(entry, deed)
        deed.after(list=entry.which, from_on=str(entry.from_on), touched=len(touched))
        deed.result(entry.pk)
        return int(entry.pk)


def _compare(entry: ListEntry, deed: Deed) -> list[int]:
    """Offers whose newest or shown version the entry touches."""
    newest: dict[int, list[OfferVersion]] = {}
    rows = OfferVersion.objects.filter(offer__state__in=LIVE_STATES, outcome__in=["pending", "checked", "accepted"])
    for version in rows.order_by("offer", "no").iterator(chunk_size=AT_ONCE):
        newest.setdefault(version.offer_id, []).append(version)
    offers = Offer.objects.in_bulk(list(newest))
    found = [version for offer, every in newest.items() for version in every if _matters(version, offers[offer])]
    made = judge(found, deed, [entry])
    touched = sorted({judgement.version.offer_id for judgement in made})
    for number in touched:
        deed.about(f"technology_offer:{number}")
    if is_binding(entry.which):
        for number in touched:
            _hold(offers[number], entry, deed)
    return touched


def _matters(version: OfferVersion, offer: Offer) -> bool:
    """Versions that are shown or may come to be; those that another took the place of are history."""
    return version.outcome in ("pending", "checked") or offer.shown_id == version.pk


def _hold(offer: Offer, entry: ListEntry, deed: Deed) -> None:
    if offer.state != "listed":
        return
    deed.emit(OfferHeld(**about(offer)))
    title = Text(f"“{offer.title_vi}” chờ kết luận theo danh mục công nghệ", f"“{offer.title_vi}” awaits a ruling by a technology list")  # fmt: skip
    day, en_day = format_day(entry.from_on, "vi"), format_day(entry.from_on, "en")
    body = Text(
        f"Mục “{entry.title_vi}” có hiệu lực từ {day}. Chào bán không hiển thị công khai từ ngày đó cho đến khi có kết luận.",
        f"The entry “{entry.title_en or entry.title_vi}” is in force from {en_day}. From that day on the offer is hidden until there is a ruling.",
    )
    tell_side(offer.party_id, title, body, path_of(offer), deed=deed)
    tell_right(access.CHECK, title, body, path_of(offer), deed=deed)


def end_entry(asked: EndEntry, *, actor: Actor) -> None:
    """The entry gets its last day, once; what was judged by it stays on record. Raises Refused, Missing."""
    actor.require(access.LISTS)
    with command("exchange.end_entry", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        entry = ListEntry.objects.select_for_update().filter(pk=asked.entry_id).first()
        if entry is None:
            raise access.no_such_entry()
        deed.subject = f"technology_entry:{entry.pk}"
        require(may_end(asked, entry.from_on, entry.until_on, deed.today))
        write(entry, until_on=asked.until_on, end_ground=asked.ground.strip())
        for number in Judgement.objects.filter(entry=entry).values_list("version__offer", flat=True).distinct():
            deed.about(f"technology_offer:{number}")
        deed.after(until_on=str(asked.until_on), ground=asked.ground.strip())
        deed.result(True)


def rule_on_entry(asked: RuleOnEntry, *, actor: Actor) -> str:
    """Whether a checked or listed offer is on an entry that came later; the offer's state afterwards."""
    actor.require(access.CHECK)
    with command("exchange.rule_on_entry", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return str(done)
        offer, _newest = locked_offer(asked.offer_id, deed, asked.seen)
        rows = Judgement.objects.select_for_update(of=("self",)).select_related("entry", "version")
        found = list(rows.filter(version__offer=offer, entry=asked.entry_id, ruling=""))
        # What is pending is ruled on by its check, with everything else that is looked at.
        found = [one for one in found if one.version.outcome in ("checked", "accepted")]
        near = actor.is_near(access.key_of(offer.party_id))
        require(may_rule(asked, open_entry=bool(found), near=near))
        for judgement in found:
            rule(judgement, asked.ruling, asked.ground, deed)
        deed.before(state=offer.state)
        write(offer)
        if asked.ruling == "applies" and is_prohibited(found[0].entry, deed.today):
            refuse_offer(offer, [one.version for one in found], found[0].entry, deed)
        deed.after(state=offer.state, entry=asked.entry_id, ruling=asked.ruling, ground=asked.ground.strip())
        deed.result(offer.state)
        return str(offer.state)


def rule(judgement: Judgement, ruling: str, ground: str, deed: Deed) -> None:
    write(
        judgement, ruling=ruling, ground=ground.strip(), ruled_by=deed.actor.key, ruled_by_name=deed.actor.name, ruled_at=deed.moment,
    )  # fmt: skip


def is_prohibited(entry: ListEntry, on: date) -> bool:
    """An entry that comes into force later refuses nothing today; from its day on the public queries hide what it names."""
    return entry.which == "prohibited" and entry.from_on <= on and (entry.until_on is None or entry.until_on > on)


def refuse_offer(offer: Offer, versions: Iterable[OfferVersion], entry: ListEntry, deed: Deed) -> None:
    """Prohibited technology: refused and recorded, with the entry that says so. There is no way back on the exchange."""
    for version in versions:
        if version.outcome in ("pending", "checked"):
            write(version, outcome=REFUSED, note=entry.title_vi)
    said = f"{entry.title_vi} ({entry.source})"
    write(offer, state=OFFER.after(offer.state, "refuse"), ground=said)
    deed.emit(OfferRefused(**about(offer)))
    title = Text(f"Từ chối “{offer.title_vi}”: thuộc danh mục cấm", f"“{offer.title_vi}” is refused: prohibited technology")  # fmt: skip
    tell_side(offer.party_id, title, Text(said, said), path_of(offer), deed=deed)
