"""Authors' shares: exact fractions that sum to one, confirmed by each author, changed only with all who lose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.flow import Flow, Transition
from khue.core.folding import fold

MOST_AUTHORS = 50
LARGEST_PART = 10**6
"""Parts are whole numbers up to this, as the rulebook takes shares."""

SHARES = Flow(
    {
        "proposed": Text("chờ các tác giả xác nhận", "awaiting the authors"),
        "agreed": Text("đã được xác nhận", "confirmed"),
        "refused": Text("không được đồng ý", "not agreed to"),
        "replaced": Text("đã được thay thế", "replaced"),
    },
    (
        Transition("agree", ("proposed",), "agreed", Text("xác nhận đủ", "complete")),
        Transition("refuse", ("proposed",), "refused", Text("không đồng ý", "refuse")),
        Transition("replace", ("agreed",), "replaced", Text("thay thế", "replace")),
    ),
)


@dataclass(frozen=True, slots=True)
class Author:
    """One author with a part of the whole (``numerator``/``denominator``), the key of the person, and an ORCID or none."""

    party: str
    name: str
    numerator: int
    denominator: int
    orcid: str = ""
    did: str = ""

    @property
    def share(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class ProposeShares:
    """Who made the result, and which share each has. ``ground`` is needed for every change of an agreed list."""

    result_id: int
    authors: tuple[Author, ...]
    ground: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerShares:
    """An author's own answer, by sign-in; a refusal says why."""

    consent_id: int
    agrees: bool
    note: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RecordConsent:
    """An officer records that an author signed on paper; ``files`` holds the scan."""

    consent_id: int
    files: Sequence[Any]
    note: str = ""
    once: UUID | None = None


def orcid_of(typed: str) -> str:
    """The ORCID in its printed form (``0000-0002-1825-0097``), empty for none. Raises ValueError for a number that cannot be.

    Sixteen digits, the last a check digit (ISO 7064 mod 11-2), which may be X.
    """
    bare = typed.strip().removeprefix("https://orcid.org/").removeprefix("http://orcid.org/")
    if not bare:
        return ""
    from stdnum import isni  # an ORCID is an ISNI of its own range: same digits, same check digit

    number = isni.validate(bare)
    return "-".join(number[at : at + 4] for at in range(0, 16, 4))


def may_propose(
    asked: ProposeShares, before: Mapping[str, Fraction] | None, known: Mapping[str, tuple[str, str]]
) -> Decision:
    """``known``: party key → (kind, name) of those in the register; ``before`` the agreed shares, None for the first list."""
    return Decision.refuse_if_any(_faults(asked, before, known))


def _faults(
    asked: ProposeShares, before: Mapping[str, Fraction] | None, known: Mapping[str, tuple[str, str]]
) -> Iterator[Reason]:
    if not asked.authors or len(asked.authors) > MOST_AUTHORS:
        yield _wrong("authors", f"Cần từ 1 đến {MOST_AUTHORS} tác giả.", f"Name 1 to {MOST_AUTHORS} authors.")
    for no, author in enumerate(asked.authors, 1):
        at = f"authors.{no}"
        if not (0 < author.numerator <= author.denominator <= LARGEST_PART):
            yield _wrong(
                f"{at}.share",
                f"Tác giả {no}: tỷ lệ phải lớn hơn 0 và không quá 100%.",
                f"Author {no}: the share is above 0 and at most 100%.",
            )
        kind, name = known.get(author.party, ("", ""))
        if kind != "person" or fold(name) != fold(author.name):
            # One sentence for all three, so that numbers cannot be tried out to learn names.
            yield _wrong(
                f"{at}.party",
                f"Tác giả {no}: không có cá nhân nào mang mã số bản ghi và họ tên này.",
                f"Author {no}: no person has this number and this name.",
            )
        try:
            orcid_of(author.orcid)
        except ValueError:
            yield _wrong(
                f"{at}.orcid",
                f"Tác giả {no}: mã ORCID không đúng, chữ số kiểm tra không khớp.",
                f"Author {no}: this ORCID cannot be; its check digit does not fit.",
            )
    if len({author.party for author in asked.authors}) < len(asked.authors):
        yield _wrong("authors", "Một người được ghi hai lần trong danh sách.", "Somebody stands in the list twice.")
    if any(author.denominator < 1 for author in asked.authors):
        return
    total = sum((author.share for author in asked.authors), Fraction(0))
    if asked.authors and total != 1:
        over = total > 1
        gap = in_full(abs(1 - total))
        yield Reason(
            "results.shares_sum",
            Text(
                f"Các tỷ lệ cộng lại {'thừa' if over else 'thiếu'} {gap.vi} so với 100%.",
                f"The shares are {gap.en} {'above' if over else 'short of'} 100%.",
            ),
            Text("Mời ông/bà sửa để tổng bằng đúng 100%; có thể ghi phân số như 1/3.", "Make them add up to 100%; fractions such as 1/3 are taken."),
            "authors",
        )  # fmt: skip
    if before is not None and not asked.ground.strip():
        yield _wrong("ground", "Chưa nêu lý do thay đổi.", "The ground of the change is missing.")
    if before is not None and before == {author.party: author.share for author in asked.authors}:
        yield _wrong("authors", "Danh sách này không khác danh sách đang dùng.", "This list does not differ from the one in force.")  # fmt: skip


def asked_to_agree(
    authors: Iterable[Author], before: Mapping[str, Fraction] | None
) -> dict[str, tuple[Fraction, Fraction]]:
    """Whose word is needed: everybody newly named, and all who lose. Party → (share before, share after)."""
    after = {author.party: author.share for author in authors}
    old = before or {}
    wanted = [key for key in after if key not in old] + [key for key in old if after.get(key, Fraction(0)) < old[key]]
    return {key: (old.get(key, Fraction(0)), after.get(key, Fraction(0))) for key in dict.fromkeys(wanted)}


def may_answer(state: str, answered: bool, consent_of: str, hands: tuple[str, ...], asked: AnswerShares) -> Decision:
    found: list[Reason] = []
    if state != "proposed" or answered:
        found.append(
            Reason(
                "results.consent_closed",
                Text("Danh sách này không còn chờ ông/bà xác nhận.", "This list no longer waits for your answer."),
                Text("Mời ông/bà mở lại trang kết quả để xem.", "Open the page of the result to see where it stands."),
            )
        )
    if consent_of not in hands:
        found.append(
            Reason(
                "results.consent_of_another",
                Text("Chỉ chính tác giả được xác nhận tỷ lệ của mình.", "Only the author confirms the own share."),
                Text("Nếu tác giả đã ký trên giấy, cán bộ sẽ ghi nhận bản giấy.", "When the author signed on paper, an officer records the paper."),
            )
        )  # fmt: skip
    if not asked.agrees and not asked.note.strip():
        found.append(_wrong("note", "Chưa nêu lý do không đồng ý.", "Say why you do not agree."))
    return Decision.refuse_if_any(found)


def percent(share: Fraction) -> Text:
    """``33,33%`` / ``33.33%``; where two decimals do not say it, ``exact`` does."""
    from khue.core.money import format_percent

    return Text(format_percent(share, "vi"), format_percent(share, "en"))


def exact(share: Fraction) -> str:
    """``1/3`` where two decimals do not say it, else empty."""
    return "" if (share * 10_000).denominator == 1 else str(share)


def in_full(share: Fraction) -> Text:
    """For a sentence: ``33,33% (1/3)``."""
    said, whole = percent(share), exact(share)
    return Text(f"{said.vi} ({whole})", f"{said.into('en')} ({whole})") if whole else said


def _wrong(name: str, vi: str, en: str) -> Reason:
    return Reason(f"results.{name.rsplit('.', 1)[-1]}", Text(vi, en), Text("Mời ông/bà sửa mục này.", "Please mend this field."), name)  # fmt: skip
