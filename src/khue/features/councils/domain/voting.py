"""Quorum, secret ballot, the council's decision. Shares come from the law, else from the founding decision, else nothing is enforced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason, Source
from khue.features.councils.domain.composition import share_of
from khue.features.councils.domain.words import CHOICES, OUTCOMES
from khue.features.rulebook.domain import Parameter

LEAST_VOTERS = 3
"""With fewer papers in the box nothing stays secret. A bound of this system, not of a law (decision on ballot secrecy)."""


@dataclass(frozen=True, slots=True)
class Share:
    """A figure that applies: ``text`` as written ("2/3"), the fraction, and where it comes from."""

    text: str
    value: Fraction
    source: Source


def share_in_force(parameter: Parameter, own: str, decision_number: str) -> Share | None:
    """The law's figure when it applies, else the council's own, else None."""
    if parameter.applies:
        value = share_of(parameter)
        return Share(f"{value.numerator}/{value.denominator}", value, parameter.source)
    if own:
        provision = f"Quyết định thành lập số {decision_number}"
        source = Source(provision, "confirmed", provision_en=f"Founding decision no. {decision_number}")
        return Share(own, Fraction(own), source)
    return None


@dataclass(frozen=True, slots=True)
class Quorum:
    """``base`` members without an interest, ``present`` of them, ``out`` members with one, ``needed`` (None: no figure)."""

    base: int
    present: int
    out: int
    needed: int | None
    share: Share | None

    @property
    def reached(self) -> bool:
        return self.needed is None or self.present >= self.needed

    @property
    def words(self) -> Text:
        out_vi = f", {self.out} người không tham gia vì có lợi ích liên quan" if self.out else ""
        out_en = f", {self.out} out because of an interest" if self.out else ""
        need_vi = f"; cần ít nhất {self.needed}" if self.needed is not None else "; chưa có quy định về số tối thiểu"
        need_en = f"; {self.needed} needed" if self.needed is not None else "; no figure applies"
        return Text(
            f"Có mặt {self.present} trên {self.base} người được biểu quyết{out_vi}{need_vi}.",
            f"{self.present} of {self.base} with a vote are present{out_en}{need_en}.",
        )


def quorum_of(seats: Collection[int], out: Collection[int], present: Collection[int], share: Share | None) -> Quorum:
    """Seats in office, those out of the item, those present. Whoever is out counts on neither side."""
    free = set(seats) - set(out)
    needed = ceil(len(free) * share.value) if share else None
    return Quorum(len(free), len(free & set(present)), len(set(seats) & set(out)), needed, share)


@dataclass(frozen=True, slots=True)
class BallotFacts:
    meeting_state: str
    item_state: str
    decided: bool
    open_ballot: bool
    quorum: Quorum


def may_open_ballot(facts: BallotFacts, question: str) -> Decision:
    """In a session, on an item that is not decided, one at a time, with a quorum and enough voters for secrecy."""
    return Decision.refuse_if_any(_opening_reasons(facts, question))


def _opening_reasons(facts: BallotFacts, question: str) -> Iterator[Reason]:
    if facts.meeting_state != "open":
        yield Reason(
            "ballot.no_session",
            Text("Phiên họp chưa khai mạc hoặc đã bế mạc.", "The meeting is not in session."),
            Text("Mời ông/bà khai mạc phiên họp trước.", "Open the meeting first."),
        )
    if facts.decided or facts.item_state not in ("listed", "scored"):
        yield Reason(
            "ballot.item",
            Text("Hồ sơ đã có kết luận hoặc đang được chấm điểm.", "The item is decided, or still being scored."),
            Text("Mời ông/bà chọn hồ sơ khác trong chương trình.", "Choose another item of the agenda."),
        )
    if facts.open_ballot:
        yield Reason(
            "ballot.open_already",
            Text("Đang có một lượt bỏ phiếu về hồ sơ này.", "A ballot on this item is open."),
            Text("Mời ông/bà kiểm phiếu lượt đó trước.", "Count that one first."),
        )
    if not question.strip():
        yield Reason(
            "ballot.no_question",
            Text("Chưa ghi nội dung biểu quyết.", "The question is missing."),
            Text("Mời ông/bà ghi nội dung biểu quyết.", "Enter the question."),
            "question",
        )
    yield from quorum_reasons(facts.quorum)
    if facts.quorum.present < LEAST_VOTERS:
        yield Reason(
            "ballot.too_few",
            Text(
                f"Chỉ có {facts.quorum.present} người được bỏ phiếu; dưới {LEAST_VOTERS} người thì không giữ được bí mật.",
                f"Only {facts.quorum.present} may vote; with fewer than {LEAST_VOTERS} nothing stays secret.",
            ),
            Text("Mời ông/bà đợi thêm thành viên hoặc để lại phiên sau.", "Wait for members, or put it off."),
        )


def quorum_reasons(quorum: Quorum) -> Iterator[Reason]:
    if not quorum.reached:
        assert quorum.share is not None
        yield Reason(
            "ballot.no_quorum",
            Text(
                f"Chưa đủ số thành viên để biểu quyết. {quorum.words.vi}",
                f"There is no quorum. {quorum.words.into('en')}",
            ),
            Text(
                "Mời ông/bà đợi thêm thành viên, thay thành viên vắng, hoặc để lại phiên sau.",
                "Wait for members, replace who is absent, or put the item off.",
            ),
            source=quorum.share.source,
        )


def may_cast(*, state: str, on_roll: bool, voted: bool, interest: Text | None, choice: str) -> Decision:
    """Once, by a seat on the roll that has no interest now, while the ballot is open."""
    return Decision.refuse_if_any(
        _casting_reasons(state=state, on_roll=on_roll, voted=voted, interest=interest, choice=choice)
    )


def _casting_reasons(*, state: str, on_roll: bool, voted: bool, interest: Text | None, choice: str) -> Iterator[Reason]:
    see = Text("Mời ông/bà xem kết quả tại trang phiên họp.", "See the meeting’s page.")
    if state != "open":
        yield Reason("ballot.closed", Text("Lượt bỏ phiếu đã kết thúc.", "The ballot is closed."), see)
    if not on_roll:
        text = Text(
            "Ông/bà không có tên trong danh sách người bỏ phiếu lượt này.", "You are not on the roll of this ballot."
        )
        yield Reason("ballot.not_on_roll", text, see)
    if voted:
        yield Reason("ballot.voted", Text("Ông/bà đã bỏ phiếu lượt này.", "You have voted already."), see)
    if interest is not None:
        yield Reason(
            "ballot.interest",
            Text(f"Ông/bà có lợi ích liên quan: {interest.vi}", f"You have an interest: {interest.into('en')}"),
            see,
        )
    if choice not in CHOICES:
        yield Reason(
            "ballot.choice",
            Text("Chưa chọn ý kiến.", "No choice is made."),
            Text("Mời ông/bà chọn một trong các ý kiến.", "Choose one of the answers."),
            "choice",
        )


def counted(papers: Iterable[str]) -> dict[str, int]:
    """Choice → papers, every choice named."""
    found = Counter(papers)
    return {choice: found.get(choice, 0) for choice in CHOICES}


def passes(counts: Mapping[str, int], share: Share | None) -> bool | None:
    """Whether the votes in favour reach the share of all papers; None when no figure applies."""
    cast = sum(counts.values())
    if share is None or not cast:
        return None
    return Fraction(counts["approve"], cast) >= share.value


@dataclass(frozen=True, slots=True)
class Counted:
    """The last closed ballot on an item."""

    valid: bool
    passes: bool | None


def may_decide(outcome: str, conclusion: str, *, meeting_state: str, decided: bool, ballot: Counted | None) -> Decision:
    """What the record bears: an approval needs a valid ballot that passes, a refusal one that does not."""
    return Decision.refuse_if_any(
        _deciding_reasons(outcome, conclusion, meeting_state=meeting_state, decided=decided, ballot=ballot)
    )


def _deciding_reasons(
    outcome: str, conclusion: str, *, meeting_state: str, decided: bool, ballot: Counted | None
) -> Iterator[Reason]:
    vote = Text("Mời ông/bà tổ chức bỏ phiếu, hoặc để lại phiên sau.", "Hold a ballot, or put the item off.")
    if meeting_state != "open" or decided:
        yield Reason(
            "decision.closed",
            Text(
                "Phiên họp chưa khai mạc, đã bế mạc, hoặc hồ sơ đã có kết luận.",
                "No session, or the item is decided already.",
            ),
            Text("Mời ông/bà mở lại trang phiên họp.", "Open the meeting again."),
        )
    if outcome not in OUTCOMES:
        yield Reason(
            "decision.outcome",
            Text("Chưa chọn kết luận.", "No outcome is chosen."),
            Text("Mời ông/bà chọn một kết luận.", "Choose one."),
            "outcome",
        )
    if len(conclusion.strip()) < 10:
        yield Reason(
            "decision.conclusion",
            Text("Chưa ghi nội dung kết luận.", "The conclusion is missing."),
            Text("Mời ông/bà ghi ít nhất 10 ký tự.", "Write at least 10 characters."),
            "conclusion",
        )
    if outcome in ("approved", "refused"):
        if ballot is None or not ballot.valid:
            text = Text("Chưa có lượt bỏ phiếu hợp lệ về hồ sơ này.", "There is no valid ballot on this item.")
            yield Reason("decision.no_ballot", text, vote, "outcome")
        elif ballot.passes is not None and ballot.passes != (outcome == "approved"):
            text = Text("Kết luận không khớp với kết quả kiểm phiếu.", "The outcome is not what the ballot says.")
            yield Reason("decision.against_ballot", text, Text("Mời ông/bà chọn lại.", "Choose again."), "outcome")
