"""What may happen to a party, decided from plain facts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Final

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason
from khue.features.people.domain.changes import (
    DissolveParty,
    MergeDuplicates,
    MoveParty,
    Paper,
    PartyFacts,
    RecordSuccession,
    RenameParty,
)
from khue.features.people.domain.decisions import LONGEST_NAME, address_reasons, ground_reasons
from khue.features.people.domain.words import RECORD_FIELDS, clean_name, clean_text

SUCCESSIONS: Final = {
    "merger": Text("Sáp nhập", "Merger into another organisation"),
    "consolidation": Text("Hợp nhất", "Consolidation into a new organisation"),
    "conversion": Text("Chuyển đổi loại hình", "Change of legal form"),
    "division": Text("Chia", "Division into several"),
    "separation": Text("Tách", "Separation of a part"),
}
DUPLICATE: Final = Text("Gộp hồ sơ trùng", "Duplicate records merged")
DISSOLUTIONS: Final = {
    "dissolved": Text("Giải thể", "Dissolved"),
    "bankrupt": Text("Phá sản", "Declared bankrupt"),
    "revoked": Text("Bị thu hồi đăng ký", "Registration withdrawn"),
}
PERSON_FIELDS: Final = (
    "name", "citizen_number", "passport", "birth_year", "nationality", "email", "phone", "address",
)  # fmt: skip
ORGANISATION_FIELDS: Final = ("name", "short_name", "legal_form", "tax_code", "email", "phone", "address")
_PAIRS: Final = {
    "merger": (1, 1),
    "conversion": (1, 1),
    "consolidation": (2, 1),
    "division": (1, 2),
    "separation": (1, 1),
}


def kind_of_succession(kind: str) -> Text:
    return SUCCESSIONS.get(kind, DUPLICATE)


def may_merge(
    asked: MergeDuplicates, former: PartyFacts, survivor: PartyFacts, *, interests: Collection[str]
) -> Decision:
    """Whether two records can be one party. ``interests``: keys of the registrar and of those he or she acts for."""
    reasons = list(ground_reasons(asked.ground))
    if former.key == survivor.key:
        reasons.append(_reason("merge_same", "", "Đây là cùng một bản ghi.", "This is one and the same record."))
    if former.kind != survivor.kind or former.is_group != survivor.is_group:
        reasons.append(
            _reason(
                "merge_kinds",
                "",
                "Không gộp được cá nhân với tổ chức, hay nhóm với tổ chức có tư cách pháp nhân.",
                "A person and an organisation, or a group and a legal person, can't be one.",
            )
        )
    reasons += _different_numbers(former, survivor)
    reasons += present_reasons(former, "former")
    reasons += present_reasons(survivor, "survivor")
    reasons += disinterested((former.key, survivor.key), interests)
    allowed = PERSON_FIELDS if former.kind == "person" else ORGANISATION_FIELDS
    if set(asked.take) - set(allowed):
        reasons.append(_reason("merge_field", "", "Có mục không gộp được.", "There is a field that can't be taken."))
    return Decision.refuse_if_any(reasons)


def _different_numbers(former: PartyFacts, survivor: PartyFacts) -> Iterator[Reason]:
    for field in former.numbers.keys() & survivor.numbers.keys():
        if former.numbers[field] and survivor.numbers[field] and former.numbers[field] != survivor.numbers[field]:
            label = RECORD_FIELDS[field]
            yield _reason(
                "merge_numbers",
                "",
                f"Hai bản ghi có {label.vi.lower()} khác nhau nên không phải là một.",
                f"The two records carry different values: {label.en.lower()}; so they are not one.",
                "Nếu một tổ chức tiếp nối tổ chức kia, mời ông/bà ghi nhận sáp nhập, hợp nhất thay vì gộp bản ghi trùng.",
                "If one organisation succeeds the other in law, record a merger instead of merging duplicates.",
            )


def may_succeed(
    asked: RecordSuccession,
    formers: Iterable[PartyFacts],
    successors: Iterable[PartyFacts],
    *,
    today: date,
    open_subjects: Collection[str],
    interests: Collection[str],
) -> Decision:
    """Whether a change in law can be recorded. ``open_subjects``: what the divided party has under way.

    In a division each matter under way needs its successor by name: none may be left without an owner.
    """
    olds, news = tuple(formers), tuple(successors)
    reasons = [
        *_paper_reasons(asked.paper, today),
        *ground_reasons(asked.ground),
        *_day_reasons(asked.effective_on, today),
    ]
    if asked.kind not in SUCCESSIONS:
        reasons.append(_reason("succession_kind", "kind", "Mời ông/bà chọn hình thức.", "Please choose the kind."))
        return Decision.refuse_if_any(reasons)
    reasons += _count_reasons(asked.kind, olds, news)
    if {party.key for party in olds} & {party.key for party in news}:
        reasons.append(
            _reason(
                "succession_same", "successor",
                "Tổ chức tiếp nối phải khác tổ chức cũ.", "The successor must be another organisation.",
            )
        )  # fmt: skip
    for party in (*olds, *news):
        if party.kind != "organisation" or party.is_group:
            reasons.append(
                _reason(
                    "succession_legal_person", "former",
                    f"“{party.name}” không phải là tổ chức có tư cách pháp nhân.", f"“{party.name}” is no legal person.",
                )
            )  # fmt: skip
    for party in olds:
        reasons += present_reasons(party, "former")
    for party in news:
        reasons += present_reasons(party, "successor")
        reasons += _standing(party, "successor")
    reasons += disinterested({p.key for p in (*olds, *news)}, interests)
    reasons += _share_reasons(asked, open_subjects)
    return Decision.refuse_if_any(reasons)


def _count_reasons(kind: str, olds: tuple[PartyFacts, ...], news: tuple[PartyFacts, ...]) -> Iterator[Reason]:
    least_old, least_new = _PAIRS[kind]
    if len(olds) < least_old or (kind != "consolidation" and kind != "merger" and len(olds) != 1):
        yield _reason(
            "succession_formers", "former",
            "Hợp nhất cần ít nhất hai tổ chức cũ; các hình thức khác cần một.",
            "A consolidation needs two former organisations at least; the other kinds need one.",
        )  # fmt: skip
    if len(news) < least_new or (kind not in ("division", "separation") and len(news) != 1):
        yield _reason(
            "succession_successors", "successor",
            "Chia cần ít nhất hai tổ chức mới; sáp nhập, hợp nhất, chuyển đổi cần đúng một.",
            "A division needs two successors at least; merger, consolidation and conversion exactly one.",
        )  # fmt: skip


def _share_reasons(asked: RecordSuccession, open_subjects: Collection[str]) -> Iterator[Reason]:
    if set(asked.shares.values()) - set(asked.successors):
        yield _reason(
            "share_holder", "shares", "Việc được giao cho tổ chức không tiếp nối.", "A matter goes to a party that succeeds nobody.",
        )  # fmt: skip
    if asked.kind in ("division", "separation"):
        if set(asked.shares) - set(open_subjects):
            yield _reason(
                "share_unknown", "shares",
                "Có việc không thuộc tổ chức được chia.", "A matter does not belong to the party that is divided.",
            )  # fmt: skip
        left = [subject for subject in open_subjects if subject not in asked.shares]
        if asked.kind == "division" and left:
            yield _reason(
                "share_left", "shares",
                f"Còn {len(left)} việc chưa có tổ chức tiếp nhận.", f"{len(left)} matters have no successor yet.",
                "Mời ông/bà chọn tổ chức tiếp nhận cho từng việc.", "Choose the successor of each matter.",
            )  # fmt: skip
    elif asked.shares:
        yield _reason(
            "share_whole", "shares",
            "Hình thức này chuyển toàn bộ, không chia từng việc.", "This kind passes everything on; nothing is shared out.",
        )  # fmt: skip


def may_rename(asked: RenameParty, party: PartyFacts, *, today: date, last: date | None) -> Decision:
    """``last``: the day of the newest change of this kind; a new one comes after it."""
    name = clean_name(asked.name)
    reasons = [
        *_paper_reasons(asked.paper, today),
        *_day_reasons(asked.effective_on, today),
        *_after(asked.effective_on, last),
    ]
    if not any(character.isalpha() for character in name):
        reasons.append(_reason("name", "name", "Mời ông/bà ghi tên mới.", "Please give the new name."))
    elif len(name) > LONGEST_NAME:
        reasons.append(_reason("too_long", "name", f"Tên dài quá {LONGEST_NAME} ký tự.", "The name is too long."))
    elif name == party.name:
        reasons.append(_reason("name_same", "name", "Tên mới giống tên hiện nay.", "The new name is the present one."))
    return Decision.refuse_if_any([*reasons, *present_reasons(party, "")])


def may_move(
    asked: MoveParty, party: PartyFacts, *, today: date, last: date | None, provinces: Collection[str]
) -> Decision:
    reasons = [
        *_paper_reasons(asked.paper, today),
        *_day_reasons(asked.effective_on, today),
        *_after(asked.effective_on, last),
    ]
    if asked.address is None:
        reasons.append(_reason("line", "line", "Mời ông/bà ghi địa chỉ mới.", "Please give the new address."))
    reasons += address_reasons(asked.address, provinces)
    return Decision.refuse_if_any([*reasons, *present_reasons(party, "")])


def may_dissolve(asked: DissolveParty, party: PartyFacts, *, today: date, interests: Collection[str]) -> Decision:
    reasons = [*_paper_reasons(asked.paper, today), *_day_reasons(asked.effective_on, today)]
    if asked.kind not in DISSOLUTIONS:
        reasons.append(_reason("dissolution_kind", "kind", "Mời ông/bà chọn hình thức.", "Please choose the kind."))
    if party.kind != "organisation":
        reasons.append(
            _reason("dissolve_person", "", "Chỉ tổ chức mới giải thể.", "Only an organisation can be dissolved.")
        )
    reasons += [*present_reasons(party, ""), *_standing(party, "")]
    return Decision.refuse_if_any([*reasons, *disinterested((party.key,), interests)])


def may_start(party: PartyFacts) -> Decision:
    """Whether something new can be started in the party's name."""
    return Decision.refuse_if_any([*present_reasons(party, "applicant"), *_standing(party, "applicant")])


# ---- parts -----------------------------------------------------------------------------------------------------------


def present_reasons(party: PartyFacts, field: str) -> Iterator[Reason]:
    """Nothing is begun for a record that goes on under another."""
    if party.goes_on_as:
        yield _reason(
            "goes_on", field,
            f"“{party.name}” nay tiếp tục dưới tên “{party.goes_on_as}”.", f"“{party.name}” goes on as “{party.goes_on_as}”.",
            "Mời ông/bà thực hiện cho bên tiếp nối.", "Please do it for the party that goes on.",
        )  # fmt: skip


def _standing(party: PartyFacts, field: str) -> Iterator[Reason]:
    if party.dissolved_on is not None:
        yield _reason(
            "dissolved", field,
            f"“{party.name}” đã chấm dứt hoạt động từ ngày {party.dissolved_on:%d/%m/%Y}.",
            f"“{party.name}” is no more since {format_day(party.dissolved_on, 'en')}.",
            "Nếu thông tin này không đúng, mời ông/bà liên hệ bộ phận một cửa.", "If this is wrong, ask the one-stop desk.",
        )  # fmt: skip


def disinterested(parties: Iterable[str], interests: Collection[str]) -> Iterator[Reason]:
    """Nobody decides about one's own record, or that of a party one acts for."""
    if set(parties) & set(interests):
        yield _reason(
            "own_party", "",
            "Ông/bà không được quyết định về bản ghi của chính mình hoặc của tổ chức mình đại diện.",
            "You can’t decide about your own record, or that of a party you act for.",
            "Mời ông/bà chuyển cho cán bộ khác.", "Please hand it to a colleague.",
        )  # fmt: skip


def _paper_reasons(paper: Paper, today: date) -> Iterator[Reason]:
    if not clean_text(paper.number):
        yield _reason(
            "paper_number", "document", "Mời ông/bà ghi số, ký hiệu văn bản.", "Please give the document’s number."
        )
    if paper.on is None:
        yield _reason("paper_on", "document_on", "Mời ông/bà ghi ngày văn bản.", "Please give the document’s day.")
    elif paper.on > today:
        yield _reason("paper_future", "document_on", "Ngày văn bản ở tương lai.", "The document’s day lies ahead.")
    if not clean_text(paper.issuer):
        yield _reason("paper_issuer", "issuer", "Mời ông/bà ghi cơ quan ban hành.", "Please say who issued it.")
    for field, value in (("document", paper.number), ("issuer", paper.issuer)):
        if len(clean_text(value)) > LONGEST_NAME:
            yield _reason("too_long", field, f"Nội dung dài quá {LONGEST_NAME} ký tự.", "This is too long.")


def _day_reasons(effective_on: date, today: date) -> Iterator[Reason]:
    if effective_on > today:
        yield _reason(
            "effective_future", "effective_on",
            "Ngày có hiệu lực ở tương lai.", "The effective day lies ahead.",
            "Mời ông/bà ghi nhận vào ngày đó, khi việc đã có hiệu lực.", "Please record it on that day, when it is in force.",
        )  # fmt: skip


def _after(effective_on: date, last: date | None) -> Iterator[Reason]:
    if last is not None and effective_on <= last:
        yield _reason(
            "effective_order", "effective_on",
            f"Phải sau lần thay đổi gần nhất, ngày {last:%d/%m/%Y}.", f"It must come after the last change, {format_day(last, 'en')}.",
        )  # fmt: skip


def _reason(code: str, field: str, vi: str, en: str, next_vi: str = "", next_en: str = "") -> Reason:
    return Reason(f"people.{code}", Text(vi, en), Text(next_vi, next_en) if next_vi else None, field)
