"""Which items may be put before a council, and who may declare and review an interest."""

from __future__ import annotations

from collections.abc import Iterator

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.features.councils.domain.commands import PutItem
from khue.features.councils.domain.experts import ground_reasons
from khue.features.councils.domain.words import PARTY_ROLES


def may_put(asked: PutItem, state: str) -> Decision:
    """The council is founded, the item has a title and at least one party, each with a role that exists."""
    return Decision.refuse_if_any(_put_reasons(asked, state))


def _put_reasons(asked: PutItem, state: str) -> Iterator[Reason]:
    if state != "founded":
        yield Reason(
            "item.council_not_founded",
            Text(
                "Hội đồng chưa thành lập hoặc đã giải thể nên không nhận hồ sơ.",
                "The council is not founded yet, or dissolved, and takes no items.",
            ),
            Text("Mời ông/bà chọn hội đồng khác.", "Choose another council."),
        )
    if not asked.title.strip():
        yield Reason(
            "item.no_title",
            Text("Chưa ghi tên hồ sơ.", "The item has no title."),
            Text("Mời ông/bà ghi tên hồ sơ.", "Enter its title."),
            "title",
        )
    if not asked.parties:
        yield Reason(
            "item.no_party",
            Text(
                "Chưa nêu bên nào của hồ sơ nên không thể tìm lợi ích liên quan.",
                "No party is named, so no interest can be looked for.",
            ),
            Text("Mời ông/bà nêu ít nhất bên đề nghị.", "Name at least the applicant."),
            "parties",
        )
    if any(party.role not in PARTY_ROLES for party in asked.parties):
        yield Reason(
            "item.party_role",
            Text("Có bên chưa chọn vai trò.", "A party has no role."),
            Text("Mời ông/bà chọn vai trò cho từng bên.", "Choose a role for each party."),
            "parties",
        )
    if len({party.party for party in asked.parties}) < len(asked.parties):
        yield Reason(
            "item.party_twice",
            Text("Một bên được nêu hai lần.", "A party is named twice."),
            Text("Mời ông/bà giữ lại một dòng cho mỗi bên.", "Keep one line per party."),
            "parties",
        )


def may_declare(person_seated: bool, item_given: bool, party_given: bool, ground: str) -> Decision:
    """About a member of the council, against one item or one party, with a ground."""
    reasons = list(ground_reasons(ground))
    if not person_seated:
        reasons.append(
            Reason(
                "interest.not_seated",
                Text("Người này không phải là thành viên hội đồng.", "This person is not on the council."),
                Text("Mời ông/bà chọn một thành viên.", "Choose a member."),
                "person",
            )
        )
    if item_given == party_given:
        reasons.append(
            Reason(
                "interest.one_of_both",
                Text("Cần chọn một hồ sơ hoặc một bên.", "Choose one item, or one party."),
                Text("Mời ông/bà chọn đúng một mục.", "Choose exactly one."),
                "item",
            )
        )
    return Decision.refuse_if_any(reasons)


def may_review(state: str, ground: str, *, by_declarer: bool, by_member_concerned: bool) -> Decision:
    """What was reported by others is judged by somebody who is neither the reporter nor the member concerned."""
    reasons = list(ground_reasons(ground))
    if state != "reported":
        reasons.append(
            Reason(
                "interest.reviewed",
                Text("Ý kiến này đã được xem xét.", "This was reviewed already."),
                Text("Mời ông/bà mở lại trang lợi ích liên quan.", "Open the page of interests again."),
            )
        )
    if by_declarer or by_member_concerned:
        reasons.append(
            Reason(
                "interest.own_matter",
                Text(
                    "Người báo và thành viên được nêu tên không tự xem xét ý kiến này.",
                    "Neither the reporter nor the member concerned reviews this.",
                ),
                Text("Mời ông/bà chuyển cho người khác xem xét.", "Hand it to somebody else."),
            )
        )
    return Decision.refuse_if_any(reasons)
