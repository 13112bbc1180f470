"""Authors and their shares: proposed by the owner's side, confirmed by the authors, in force when all who must have agreed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import require
from khue.features.people import queries as people
from khue.features.results import access
from khue.features.results.domain.shares import (
    SHARES,
    AnswerShares,
    ProposeShares,
    RecordConsent,
    asked_to_agree,
    may_answer,
    may_propose,
    orcid_of,
    percent,
)
from khue.features.results.events import SharesAgreed, SharesProposed, SharesRefused
from khue.features.results.models import AuthorShare, Result, ShareConsent, ShareList
from khue.features.results.queries.facts import agreed_shares
from khue.features.results.usecases.parts import about, locked_result, store_papers, tell, tell_owner, touch
from khue.kernel.deeds import Deed, command


def propose_shares(asked: ProposeShares, *, actor: Actor) -> int:
    """Write a list of authors with their shares; its number. The list that waited before is given up for it.

    Each author who is new, and everybody who loses against the list in force, is asked. By the owner's side.
    """
    with command("results.propose_shares", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        result = locked_result(asked.result_id, deed, asked.seen)
        access.require_side(actor, result)
        old = agreed_shares(result.pk)
        cards = people.parties(author.party for author in asked.authors if people.is_party_key(author.party))
        found = may_propose(asked, old, {key: (card.kind, card.name) for key, card in cards.items()})
        require(Decision.refuse_if_any([*_withdrawn(result), *found.reasons]))
        _give_up_waiting(result, deed)
        last = result.share_lists.order_by("-no").values_list("no", flat=True).first() or 0
        row = ShareList.objects.create(
            result=result,
            no=last + 1,
            ground=asked.ground.strip(),
            proposed_by=actor.key,
            proposed_by_name=actor.name,
            proposed_at=deed.moment,
        )
        AuthorShare.objects.bulk_create(
            AuthorShare(
                share_list=row,
                no=no,
                person_id=people.party_id(author.party),
                name=cards[author.party].name,
                orcid=orcid_of(author.orcid),
                did=author.did.strip(),
                numerator=author.share.numerator,
                denominator=author.share.denominator,
            )
            for no, author in enumerate(asked.authors, 1)
        )
        _ask(result, row, asked, old, deed)
        touch(result)
        deed.before(shares={key: str(share) for key, share in (old or {}).items()})
        deed.after(list=row.no, shares={author.party: str(author.share) for author in asked.authors})
        deed.result(row.no)
        return int(row.no)


def _withdrawn(result: Result) -> list[Reason]:
    if result.state != "withdrawn":
        return []
    return [
        Reason(
            "results.withdrawn",
            Text("Kết quả này đã rút.", "This result was withdrawn."),
            Text("Không cần làm gì thêm.", "Nothing more is to be done."),
        )
    ]


def _give_up_waiting(result: Result, deed: Deed) -> None:
    waiting = ShareList.objects.select_for_update().filter(result=result, state="proposed").first()
    if waiting is not None:
        waiting.state, waiting.settled_at = SHARES.after(waiting.state, "refuse"), deed.moment
        waiting.save(update_fields=["state", "settled_at"])


def _ask(
    result: Result, row: ShareList, asked: ProposeShares, old: Mapping[str, Fraction] | None, deed: Deed
) -> None:  # fmt: skip
    wanted = asked_to_agree(asked.authors, old)
    cards = people.parties(wanted)
    ShareConsent.objects.bulk_create(
        ShareConsent(
            share_list=row, person_id=people.party_id(key), name=cards[key].name, before=str(before), after=str(after)
        )
        for key, (before, after) in wanted.items()
    )
    deed.emit(SharesProposed(**{**about(result), "parties": (access.party_key(result), *wanted)}))
    for key, (_before, after) in wanted.items():
        share = percent(after)
        tell(
            [key],
            result,
            Text(f"Mời ông/bà xác nhận tỷ lệ đóng góp vào “{result.title_vi}”", f"Please confirm your share of “{result.title_vi}”"),
            Text(f"Tỷ lệ của ông/bà: {share.vi}.", f"Your share: {share.en}."),
            deed=deed,
        )  # fmt: skip
    if not wanted:
        _settle(result, row, deed)


def answer_shares(asked: AnswerShares, *, actor: Actor) -> None:
    """An author says yes or no to the list, by own sign-in."""
    with command("results.answer_shares", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        result, row, consent = _locked(asked.consent_id, deed)
        key = people.present_party(f"party:{consent.person_id}").key
        whose = actor.key if key == actor.key or f"party:{consent.person_id}" in actor.keys else key
        hands = () if actor.within else actor.keys
        if whose not in hands and not access.may_read(actor, result):
            raise access.no_such_result()
        require(may_answer(row.state, bool(consent.answer), whose, hands, asked))
        _write(result, row, consent, asked.agrees, "self", asked.note, [], deed)
        deed.result(True)


def record_consent(asked: RecordConsent, *, actor: Actor) -> None:
    """An officer records the paper that an author signed; the scan is needed."""
    actor.require(access.CHECK)
    with command("results.record_consent", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        result, row, consent = _locked(asked.consent_id, deed)
        as_self = may_answer(row.state, bool(consent.answer), "x", ("x",), AnswerShares(consent.pk, True))
        found = list(as_self.reasons)
        if not asked.files:
            text = Text("Chưa đính kèm bản có chữ ký.", "The signed paper is missing.")
            found.append(
                Reason("results.files", text, Text("Mời ông/bà chọn tệp quét.", "Choose the scanned file."), "papers")
            )
        if actor.is_near(access.party_key(result)):
            text = Text("Người thuộc bên chủ sở hữu không được ghi nhận bản giấy.", "Somebody of the owner's side does not record the paper.")  # fmt: skip
            found.append(
                Reason(
                    "results.own_hands", text, Text("Mời ông/bà chuyển cho đồng nghiệp.", "Leave it to a colleague.")
                )
            )
        require(Decision.refuse_if_any(found))
        papers = store_papers(asked.files, result, "share-consent", deed, field="papers")
        _write(result, row, consent, True, "paper", asked.note, papers, deed)
        deed.result(True)


def _locked(consent_id: int, deed: Deed) -> tuple[Result, ShareList, ShareConsent]:
    """Result, list, consent, in this order. Raises Missing."""
    found = ShareConsent.objects.filter(pk=consent_id).values_list("share_list_id", "share_list__result_id").first()
    if found is None:
        raise access.no_such_result()
    result = locked_result(found[1], deed)
    row = ShareList.objects.select_for_update().get(pk=found[0])
    return result, row, ShareConsent.objects.select_for_update().get(pk=consent_id)


def _write(
    result: Result, row: ShareList, consent: ShareConsent, agrees: bool, how: str, note: str, papers: list[str], deed: Deed
) -> None:  # fmt: skip
    consent.answer, consent.how, consent.note = "agreed" if agrees else "refused", how, note.strip()
    consent.files, consent.answered_by, consent.answered_at = papers, deed.actor.key, deed.moment
    consent.save(update_fields=["answer", "how", "note", "files", "answered_by", "answered_at"])
    deed.after(list=row.no, author=f"party:{consent.person_id}", answer=consent.answer, how=how)
    if not agrees:
        row.state, row.settled_at = SHARES.after(row.state, "refuse"), deed.moment
        row.save(update_fields=["state", "settled_at"])
        touch(result)
        deed.emit(SharesRefused(**about(result)))
        title = Text(f"{consent.name} không đồng ý với tỷ lệ tác giả", f"{consent.name} did not agree to the shares")
        tell_owner(result, title, Text(note, note), deed=deed)
    elif not row.consents.filter(answer="").exists():
        _settle(result, row, deed)


def _settle(result: Result, row: ShareList, deed: Deed) -> None:
    """Everybody who had to has agreed: the list counts, the one before is kept as replaced."""
    before = ShareList.objects.select_for_update().filter(result=result, state="agreed").first()
    if before is not None:
        before.state = SHARES.after(before.state, "replace")
        before.save(update_fields=["state"])
    row.state, row.settled_at = SHARES.after(row.state, "agree"), deed.moment
    row.save(update_fields=["state", "settled_at"])
    touch(result)
    authors = [f"party:{number}" for number in row.authors.values_list("person_id", flat=True)]
    deed.emit(SharesAgreed(**{**about(result), "parties": (access.party_key(result), *authors)}))
    title = Text(f"Tỷ lệ tác giả của “{result.title_vi}” đã được xác nhận đủ", f"All shares of “{result.title_vi}” are confirmed")  # fmt: skip
    tell_owner(result, title, Text("Danh sách này có hiệu lực từ hôm nay.", "The list counts from today."), deed=deed)
    deed.after(list=row.no, state=row.state)


__all__ = ["answer_shares", "propose_shares", "record_consent"]
