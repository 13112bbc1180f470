"""Who owns a result: by the money at once, by agreement where the law leaves room."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused, require
from khue.core.rules.answer import Answer
from khue.core.rules.explain import explain
from khue.features.people import queries as people
from khue.features.results import access
from khue.features.results.domain.ownership import AgreeOwnership, Owner, by_money, may_agree, split_again
from khue.features.results.domain.register import OriginFacts
from khue.features.results.models import OwnerShare, Ownership, Result
from khue.features.results.queries.facts import owners_of
from khue.features.results.queries.rules import lead_owns, ownership_answer
from khue.features.results.usecases.parts import locked_result, store_papers, tell_owner, touch
from khue.features.rulebook.usecases import keep_ruling
from khue.kernel.deeds import Deed, command


def record_ownership(result: Result, facts: OriginFacts, deed: Deed) -> None:
    """The owners as the law has them, with the ruling kept."""
    answer = ownership_answer(facts, deed.today)
    if not lead_owns(answer):
        raise Refused.because(_nobody_to_hold())
    owners = by_money(facts, lead_owns_budget_part=True)
    ownership = _write(result, owners, "money", "", [], answer, deed)
    if answer is not None:
        keep_ruling(f"ownership:{ownership.pk}", answer, deed=deed)


def _write(
    result: Result, owners: tuple[Owner, ...], basis: str, ground: str, papers: list[str], answer: Answer | None, deed: Deed
) -> Ownership:  # fmt: skip
    told = explain(answer).reasons[-1].text if answer is not None else None
    last = result.ownerships.order_by("-no").values_list("no", flat=True).first() or 0
    row = Ownership.objects.create(
        result=result,
        no=last + 1,
        basis=basis,
        ground=ground,
        files=papers,
        explained_vi=told.vi if told else "",
        explained_en=told.into("en") if told else "",
        recorded_by=deed.actor.key,
        recorded_at=deed.moment,
    )
    names = people.parties(owner.party for owner in owners)
    OwnerShare.objects.bulk_create(
        OwnerShare(
            ownership=row,
            no=no,
            party_id=people.party_id(owner.party),
            name=names[owner.party].name,
            part=owner.part,
            numerator=owner.share.numerator,
            denominator=owner.share.denominator,
        )
        for no, owner in enumerate(owners, 1)
    )
    deed.after(owners=[[owner.party, owner.part, str(owner.share)] for owner in owners])
    return row


def agree_ownership(asked: AgreeOwnership, *, actor: Actor) -> int:
    """An officer records the owners' signed agreement; its number among the ownerships. The budget's part stays."""
    actor.require(access.CHECK)
    with command("results.agree_ownership", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        result = locked_result(asked.result_id, deed, asked.seen)
        now = owners_of(result.pk)
        known = people.parties(party for party, _share in asked.owners if people.is_party_key(party))
        require(may_agree(asked, now, known))
        deed.before(owners=[[owner.party, owner.part, str(owner.share)] for owner in now])
        papers = store_papers(asked.files, result, "ownership-agreement", deed, field="papers")
        row = _write(result, split_again(asked, now), "agreement", asked.ground.strip(), papers, None, deed)
        touch(result)
        title = Text(f"Quyền sở hữu kết quả “{result.title_vi}” đã thay đổi", f"The owners of “{result.title_vi}” changed")  # fmt: skip
        tell_owner(result, title, Text(row.ground, row.ground), deed=deed)
        deed.result(row.no)
        return int(row.no)


def _nobody_to_hold() -> Reason:
    return Reason(
        "results.state_owns",
        Text(
            "Theo quy tắc đang áp dụng, phần từ ngân sách thuộc Nhà nước; hệ thống chưa ghi được chủ sở hữu này.",
            "By the rule in force the budget's part belongs to the State, which cannot be recorded as an owner yet.",
        ),
        Text("Mời ông/bà báo cán bộ pháp chế.", "Tell the legal officer."),
    )
