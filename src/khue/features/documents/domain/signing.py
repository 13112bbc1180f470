"""The envelope: who signs in which turn, and every reason why not now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from khue.core.actor import CITY_ZONE
from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.core.decision import Decision, Reason
from khue.core.flow import Flow, Transition

SIGNING = Flow(
    {
        "prepared": Text("Chờ ký", "To be signed"),
        "under_way": Text("Đang ký", "Being signed"),
        "signed": Text("Đã ký đủ", "Signed"),
        "declined": Text("Bị từ chối ký", "Declined"),
        "superseded": Text("Đã thay bằng bản khác", "Superseded"),
    },
    (
        Transition("sign", ("prepared", "under_way"), "under_way", Text("ký", "sign")),
        Transition("complete", ("prepared", "under_way"), "signed", Text("ký chữ ký cuối", "sign last")),
        Transition("decline", ("prepared", "under_way"), "declined", Text("từ chối ký", "decline")),
        Transition("supersede", ("prepared", "under_way"), "superseded", Text("thay bản khác", "supersede")),
    ),
)
SIGNING_TONES: dict[str, Literal["plain", "good", "now", "wait", "firm", "bad"]] = {
    "prepared": "wait",
    "under_way": "now",
    "signed": "good",
    "declined": "bad",
    "superseded": "plain",
}
SIGNER = Flow(
    {
        "waiting": Text("Chưa ký", "Not yet signed"),
        "signed": Text("Đã ký", "Signed"),
        "declined": Text("Từ chối ký", "Declined"),
    },
    (
        Transition("sign", ("waiting",), "signed", Text("ký", "sign")),
        Transition("decline", ("waiting",), "declined", Text("từ chối", "decline")),
    ),
)
_RELOAD = Text("Mời ông/bà mở lại trang “Cần ký” để xem trạng thái mới.", "Open “To sign” again to see how it stands.")


class SignerKind(StrEnum):
    """``person`` that one; ``mandate`` whoever may sign for the party; ``right`` whoever holds the right."""

    PERSON = "person"
    MANDATE = "mandate"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A signer as the room that issues the paper asks for: in this turn, at this signature block of the sheet."""

    kind: SignerKind
    who: str
    label: Text
    office: str
    place: int


@dataclass(frozen=True, slots=True)
class Seat:
    """A turn in an envelope, with whoever took it."""

    turn: int
    label: Text
    state: str
    person: str = ""
    person_name: str = ""


@dataclass(frozen=True, slots=True)
class SignFacts:
    """What is known when somebody is about to sign or decline. ``file_differs``: the file changed since the page was opened."""

    state: str
    turn: int
    seats: tuple[Seat, ...]
    actor: str
    entitled: bool
    paper_in_force: bool


@dataclass(frozen=True, slots=True)
class CertificateStanding:
    """A certificate of the signer: aware moments."""

    subject: str
    serial: str
    valid_from: datetime
    valid_until: datetime
    revoked_at: datetime | None


def may_sign(facts: SignFacts) -> Decision:
    """Entitled, the envelope open, all earlier turns signed, and nobody signs twice."""
    return Decision.refuse_if_any([*_may_act(facts), *_in_turn(facts)])


def may_decline(facts: SignFacts, ground: str) -> Decision:
    """Whoever is to sign may decline before or in turn, with a ground that the others can read."""
    reasons = list(_may_act(facts))
    if len(ground.strip()) < 10:
        reasons.append(
            Reason(
                "signing.no_ground",
                Text("Chưa nêu rõ lý do từ chối ký.", "The reason for declining is missing or too short."),
                Text("Mời ông/bà nêu lý do trong ít nhất 10 ký tự.", "Say why in at least 10 characters."),
                "ground",
            )
        )
    return Decision.refuse_if_any(reasons)


def may_prepare_again(state: str, ground: str, *, paper_in_force: bool, by_hand: bool = False) -> Decision:
    """After a signer declined, or when the record of a copy signed by hand was withdrawn (``by_hand``: one stands); while the
    paper counts, and with what changed since: the signers read it."""
    reasons = []
    if state not in ("declined", "superseded") or not paper_in_force or by_hand:
        reasons.append(
            Reason(
                "signing.not_declined",
                Text(
                    "Văn bản này không có lượt ký nào bị từ chối hoặc phải làm lại.",
                    "No signing of this paper was declined or has to be done again.",
                ),
                Text(
                    "Mời ông/bà mở lại trang văn bản để xem trạng thái ký.",
                    "Open the paper again to see how it stands.",
                ),
            )
        )
    if len(ground.strip()) < 10:
        reasons.append(
            Reason(
                "signing.no_ground",
                Text("Chưa nêu vì sao đề nghị ký lại.", "The reason for asking again is missing or too short."),
                Text("Mời ông/bà nêu lý do trong ít nhất 10 ký tự.", "Say why in at least 10 characters."),
                "ground",
            )
        )
    return Decision.refuse_if_any(reasons)


def _may_act(facts: SignFacts) -> Iterator[Reason]:
    here = next(seat for seat in facts.seats if seat.turn == facts.turn)
    if not facts.entitled:
        yield Reason(
            "signing.not_yours",
            Text("Ông/bà không phải là người ký ở lượt này.", "You are not the one who signs in this turn."),
            Text(f"Lượt này dành cho: {here.label.vi}.", f"This turn is for: {here.label.into('en')}."),
        )
    if here.state != "waiting":
        yield Reason(
            "signing.turn_taken",
            Text(
                f"Lượt này đã xong: {here.person_name} – {SIGNER.label(here.state).vi.lower()}.",
                f"This turn is done: {here.person_name} – {SIGNER.label(here.state).into('en').lower()}.",
            ),
            _RELOAD,
        )
    elif facts.state not in ("prepared", "under_way") or not facts.paper_in_force:
        state = SIGNING.label(facts.state) if facts.paper_in_force else Text("Văn bản hết hiệu lực", "Not in force")
        yield Reason(
            "signing.closed",
            Text(
                f"Bản này không còn chờ ký ({state.vi.lower()}), nên chưa có chữ ký nào được thêm.",
                f"This version no longer waits for signatures ({state.into('en').lower()}); nothing was signed.",
            ),
            _RELOAD,
        )


def _in_turn(facts: SignFacts) -> Iterator[Reason]:
    earlier = next((seat for seat in facts.seats if seat.turn < facts.turn and seat.state != "signed"), None)
    if earlier is not None:
        yield Reason(
            "signing.not_in_turn",
            Text(
                f"Chưa đến lượt của ông/bà: {earlier.label.vi} ký trước.",
                f"It is not your turn: {earlier.label.into('en')} signs first.",
            ),
            Text("Ông/bà sẽ nhận thông báo khi đến lượt.", "You get a notice when it is your turn."),
        )
    if any(seat.person == facts.actor and seat.state == "signed" and seat.turn != facts.turn for seat in facts.seats):
        yield Reason(
            "signing.same_person",
            Text(
                "Ông/bà đã ký văn bản này ở lượt khác; một người chỉ ký một lần.",
                "You have signed this paper in another turn; a person signs once.",
            ),
            Text("Mời ông/bà để người khác có thẩm quyền ký lượt này.", "Let another entitled person sign this turn."),
        )


def certificate_reasons(certificate: CertificateStanding | None, at: datetime) -> tuple[Reason, ...]:
    """Why a certificate cannot sign at the moment ``at``; empty when it can. None: the person has no certificate."""
    renew = Text(
        "Văn bản và các chữ ký trước vẫn được giữ nguyên; mời ông/bà đăng ký chứng thư mới rồi ký lại tại trang này.",
        "The paper and earlier signatures are as they were; register a new certificate, then sign on this page.",
    )
    if certificate is None:
        text = Text("Ông/bà chưa có chứng thư ký số được đăng ký.", "No signing certificate is registered for you.")
        return (Reason("certificate.none", text, renew, "certificate"),)
    name = f"{certificate.serial[:12]}…"
    if certificate.revoked_at is not None and certificate.revoked_at <= at:
        when = _moment(certificate.revoked_at)
        text = Text(
            f"Chứng thư số {name} đã bị thu hồi lúc {when}.", f"Certificate {name} was revoked at {english_day(when)}."
        )
        return (Reason("certificate.revoked", text, renew, "certificate"),)
    if at >= certificate.valid_until:
        when = _moment(certificate.valid_until)
        text = Text(
            f"Chứng thư số {name} đã hết hạn lúc {when}.", f"Certificate {name} expired at {english_day(when)}."
        )
        return (Reason("certificate.expired", text, renew, "certificate"),)
    if at < certificate.valid_from:
        when = _moment(certificate.valid_from)
        text = Text(
            f"Chứng thư số {name} chỉ có hiệu lực từ {when}.",
            f"Certificate {name} is valid only from {english_day(when)}.",
        )
        return (Reason("certificate.early", text, renew, "certificate"),)
    return ()


def _moment(at: datetime) -> str:
    return f"{at.astimezone(CITY_ZONE):%H:%M %d/%m/%Y}"
