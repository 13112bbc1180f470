"""Searches are kept and told of; lines of words that mean the same are put and ended."""

from __future__ import annotations

from collections.abc import Sequence

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.features.exchange import access
from khue.features.exchange.domain.searching import (
    MOST_KNOWN,
    DropSearch,
    EndMeaning,
    PutMeaning,
    SaveSearch,
    fingerprint,
    may_end_meaning,
    may_put_meaning,
    may_save,
    tidy,
)
from khue.features.exchange.models import MeaningLine, SavedSearch
from khue.features.exchange.queries.saved import found_by
from khue.features.exchange.queries.wordlines import forget_lines
from khue.features.exchange.usecases.parts import write
from khue.kernel.deeds import Deed, command

TELL_JOB = "job.exchange.tell_searches"


def save_search(asked: SaveSearch, *, actor: Actor) -> int:
    """The question is kept; its owner is told of offers that come later. Its id; kept twice, it is the same one."""
    access.require_signed_in(actor)
    with command("exchange.save_search", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        mine = SavedSearch.objects.filter(owner__in=actor.keys)
        same = mine.filter(query=asked.query).first()
        if same is not None:
            deed.result(same.pk)
            deed.nothing_done()
            return int(same.pk)
        require(may_save(asked, mine.count()))
        there = found_by(asked.query, deed.today)
        row = SavedSearch.objects.create(
            owner=actor.key,
            name=asked.name.strip()[:200],
            query=asked.query,
            known=[hit.key for hit in there or ()],
            made_at=deed.moment,
        )
        deed.subject = f"saved_search:{row.pk}"
        deed.result(row.pk)
        return int(row.pk)


def drop_search(asked: DropSearch, *, actor: Actor) -> None:
    """Raises Missing for another's."""
    with command("exchange.drop_search", actor, subject=f"saved_search:{asked.search_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        gone, _rows = SavedSearch.objects.filter(pk=asked.search_id, owner__in=actor.keys).delete()
        if not gone:
            raise access.no_such_search()
        deed.result(True)


def forget_searches(party: str, deed: Deed) -> int:
    """A lawful erasure: every search that the person keeps goes. Joins the deed under way."""
    return SavedSearch.objects.filter(owner=party).delete()[0]


def tell_search(search_id: int, *, actor: Actor) -> int:
    """Tell the owner of what everybody finds now and did not find before; how many. Raises NotAllowed for all but the job."""
    actor.require(TELL_JOB)
    with command("exchange.tell_search", actor, subject=f"saved_search:{search_id}") as deed:
        row = SavedSearch.objects.select_for_update().filter(pk=search_id).first()
        hits = found_by(row.query, deed.today) if row is not None else None
        known = set(row.known) if row is not None else set()
        new = [hit for hit in hits or () if hit.key not in known]
        if row is None or not new:
            deed.nothing_done()
            return 0
        write(row, known=[*row.known, *(hit.key for hit in new)][-MOST_KNOWN:], told_at=deed.moment)
        names = "; ".join(hit.title_vi for hit in new[:3])
        en_names = "; ".join(hit.title_en or hit.title_vi for hit in new[:3])
        title = Text(f"{len(new)} công nghệ mới cho “{row.name}”", f"{len(new)} new for “{row.name}”")
        deed.notify(row.owner, "exchange", title, Text(f"{names}.", f"{en_names}."), f"/exchange/search/{row.query}")
        deed.after(new=len(new))
        return len(new)


# -- words that mean the same ------------------------------------------------------------------------------------------


def load_meanings(lines: Sequence[Sequence[str]], *, actor: Actor) -> int:
    """Lines of the city's file that were never seen; how many. A line that the desk has ended stays ended."""
    wanted = {fingerprint(words): list(words) for words in map(tidy, lines) if len(words) > 1}
    seen = set(MeaningLine.objects.filter(fingerprint__in=wanted).values_list("fingerprint", flat=True))
    new = {mark: words for mark, words in wanted.items() if mark not in seen}
    if not new:
        return 0
    with command("exchange.load_meanings", actor, subject="meanings:file") as deed:
        MeaningLine.objects.bulk_create(
            MeaningLine(
                words=words, fingerprint=mark, source="file", put_by=actor.key, put_by_name=actor.name, put_at=deed.moment
            )
            for mark, words in new.items()
        )  # fmt: skip
        deed.after(lines=len(new))
    forget_lines()
    return len(new)


def put_meaning(asked: PutMeaning, *, actor: Actor) -> int:
    """A line more, from the next question on; the line that it takes the place of ends in the same deed. Its id."""
    actor.require(access.LISTS)
    with command("exchange.put_meaning", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        words = tidy(asked.words)
        mark = fingerprint(words)
        others = MeaningLine.objects.filter(fingerprint=mark, ended_at=None)
        require(may_put_meaning(asked, known=others.exists()))
        if asked.instead is not None:
            _end(asked.instead, asked.ground, deed)
        row = MeaningLine.objects.create(
            words=list(words),
            fingerprint=mark,
            source="desk",
            ground=asked.ground.strip(),
            put_by=actor.key,
            put_by_name=actor.name,
            put_at=deed.moment,
        )
        deed.subject = f"meaning:{row.pk}"
        deed.after(words=list(words), ground=asked.ground.strip())
        deed.result(row.pk)
    forget_lines()
    return int(row.pk)


def end_meaning(asked: EndMeaning, *, actor: Actor) -> None:
    """The line means nothing from the next question on; it stays on record. Raises Refused, Missing."""
    actor.require(access.LISTS)
    with command("exchange.end_meaning", actor, subject=f"meaning:{asked.line_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = MeaningLine.objects.select_for_update().filter(pk=asked.line_id).first()
        if row is None:
            raise access.no_such_entry()
        require(may_end_meaning(asked, in_force=row.ended_at is None))
        _end(asked.line_id, asked.ground, deed)
        deed.after(ground=asked.ground.strip())
        deed.result(True)
    forget_lines()


def _end(line_id: int, ground: str, deed: Deed) -> None:
    row = MeaningLine.objects.select_for_update().filter(pk=line_id, ended_at=None).first()
    if row is None:
        raise access.no_such_entry()
    who = deed.actor
    write(row, ended_at=deed.moment, ended_by=who.key, ended_by_name=who.name, end_ground=ground.strip())
    deed.about(f"meaning:{line_id}")
