"""Drafts: kept, read out of a document, handed in many at once, dropped. Words of a draft are its side's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Refused, require
from khue.features.exchange import access
from khue.features.exchange.domain.drafts import (
    DropDrafts,
    HandedIn,
    HandInDrafts,
    KeepDraft,
    ReadDocument,
    from_json,
    from_text,
    may_drop,
    may_hand_in,
    to_json,
)
from khue.features.exchange.domain.members import wrong
from khue.features.exchange.domain.offers import LONGEST_SECRET, Described, until_faults
from khue.features.exchange.events import OfferHandedIn
from khue.features.exchange.models import DraftConfidential, OfferDraft, OfferVersion
from khue.features.exchange.usecases.judging import judge
from khue.features.exchange.usecases.offering import begun, faults, similar, taken_over
from khue.features.exchange.usecases.parts import about, tell_right
from khue.features.people import queries as people
from khue.features.people.usecases import standing_party
from khue.kernel import files, uploads
from khue.kernel.deeds import Deed, command
from khue.kernel.search import texts


def keep_draft(asked: KeepDraft, *, actor: Actor) -> int:
    """A draft for the party; its id. Nothing of it need be complete. Raises Refused, NotAllowed."""
    access.require_side(actor, asked.party)
    with command("exchange.keep_draft", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        if len(asked.confidential) > LONGEST_SECRET:
            said = (f"Phần bảo mật dài nhiều nhất {LONGEST_SECRET} ký tự.", f"The confidential part has at most {LONGEST_SECRET} characters.")  # fmt: skip
            raise Refused.because(wrong("confidential", *said))
        return _kept(asked.party, asked.described, asked.valid_until, asked.confidential, asked.source, deed)


def read_document(asked: ReadDocument, *, actor: Actor) -> int:
    """A draft that begins with the text of an uploaded PDF, DOCX or TXT; its id. The paper itself is not kept.

    Raises Refused: no such file, or one without text (a scan), NotAllowed.
    """
    access.require_side(actor, asked.party)
    words = _words(asked.paper)
    with command("exchange.read_document", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        return _kept(asked.party, from_text(words), None, "", "document", deed)


def _words(paper: uploads.Upload | None) -> str:
    if paper is None:
        raise Refused.because(wrong("paper", "Chưa chọn tệp.", "No file is chosen."))
    name = uploads.clean_name(paper.name or "")
    reasons = [*uploads.name_reasons(name, "paper"), *uploads.size_reasons(paper.size or 0, "paper")]
    if not reasons and not files.is_clean(paper):
        reasons.append(wrong("paper", "Tệp không qua được kiểm tra mã độc.", "The file did not pass the malware check."))  # fmt: skip
    require(Decision.refuse_if_any(reasons))
    words = texts.words_of_upload(paper)
    if len(words) < 20:
        said = ("Không đọc được chữ trong tệp này (có thể là bản quét).", "No text can be read in this file; it may be a scan.")  # fmt: skip
        step = Text("Mời ông/bà chọn tệp PDF, DOCX hoặc TXT có chữ, hoặc tự khai.", "Choose a PDF, DOCX or TXT with text, or write it yourself.")  # fmt: skip
        raise Refused.because(Reason("exchange.no_text", Text(*said), step, "paper"))
    return words


def _kept(party: str, said: Described, until: date | None, secret: str, source: str, deed: Deed) -> int:
    card = people.party(party)
    draft = OfferDraft.objects.create(
        party_id=card.id,
        party_name=card.name,
        title_vi=said.title.vi.strip(),
        title_en=said.title.en.strip(),
        said=to_json(said),
        valid_until=until,
        source=source,
        made_by=deed.actor.key,
        made_by_name=deed.actor.name,
        made_at=deed.moment,
    )
    if secret.strip():
        DraftConfidential.objects.create(draft=draft, text=secret.strip())
    deed.subject = f"offer_draft:{draft.pk}"
    deed.about(party)
    deed.after(source=source, confidential=bool(secret.strip()))
    deed.result(draft.pk)
    return int(draft.pk)


def hand_in_drafts(asked: HandInDrafts, *, actor: Actor) -> HandedIn:
    """Drafts become offers in one deed; what is wrong or looks like something listed stays a draft, with why.

    Each new offer awaits its two persons like any other. Raises Refused, NotAllowed.
    """
    with command("exchange.hand_in_drafts", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return HandedIn(tuple(done["offers"]), {int(one): () for one in done["staying"]})
        rows = _own(asked.drafts, actor)
        require(may_hand_in(asked, len(rows)))
        require(Decision.refuse_if_any(until_faults(asked.valid_until, deed.today)))
        made: list[OfferVersion] = []
        staying: dict[int, tuple[Reason, ...]] = {}
        now = people.present_keys({access.key_of(row.party_id) for row in rows})
        cards = {key: standing_party(key) for key in sorted(set(now.values()))}
        for row in rows:
            party, said = cards[now[access.key_of(row.party_id)]], from_json(row.said)
            until = row.valid_until or asked.valid_until
            against = [*faults(said, party.key, "", deed.today), *until_faults(until, deed.today)]
            if not against and not asked.looked:
                against = similar(said, deed.today)
            if against:
                staying[row.pk] = tuple(against)
                continue
            offer, version = begun(party, said, until, (), taken_over(row.pk, party.key, "", deed), deed)
            deed.about(f"technology_offer:{offer.pk}")
            deed.emit(OfferHandedIn(**about(offer), version=1))
            made.append(version)
        offers = [version.offer_id for version in made]
        deed.result({"offers": offers, "staying": list(staying)})
        if not made:
            deed.nothing_done()
            return HandedIn((), staying)
        judge(made, deed)
        deed.subject = f"technology_offer:{offers[0]}"
        deed.after(offers=offers, staying=len(staying))
        title = Text(f"{len(made)} chào bán chờ kiểm tra", f"{len(made)} offers to check")
        body = Text(f"Bên cung: {rows[0].party_name}.", f"Supplier: {rows[0].party_name}.")
        tell_right(access.CHECK, title, body, "/exchange/desk/", deed=deed)
        return HandedIn(tuple(offers), staying)


def drop_drafts(asked: DropDrafts, *, actor: Actor) -> int:
    """Drafts go, with what was confidential of them; how many. Raises Refused, NotAllowed."""
    with command("exchange.drop_drafts", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        rows = _own(asked.drafts, actor)
        require(may_drop(asked, len(rows)))
        deed.subject = f"offer_draft:{rows[0].pk}"
        for row in rows[1:]:
            deed.about(f"offer_draft:{row.pk}")
        OfferDraft.objects.filter(pk__in=[row.pk for row in rows]).delete()
        deed.after(dropped=len(rows))
        deed.result(len(rows))
        return len(rows)


def _own(drafts: Sequence[int], actor: Actor) -> list[OfferDraft]:
    """Those of the drafts that the actor may hand in, locked in order. Raises NotAllowed when the mandate does not reach."""
    rows = list(
        OfferDraft.objects.select_for_update()
        .filter(pk__in=list(drafts), party__in=people.ids_i_stand_for(actor))
        .order_by("pk")
    )
    for party in {row.party_id for row in rows}:
        access.require_side(actor, access.key_of(party))
    return rows
