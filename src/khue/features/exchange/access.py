"""Who may see and do what on the exchange."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed
from khue.features.exchange.models import Clearance, Offer, OfferVersion
from khue.features.people import queries as people

Named = Callable[[int, Actor], bool]
_named: list[Named] = []
READ, MEMBERS, CHECK, LISTS = "exchange.read", "exchange.members", "exchange.check", "exchange.lists"


def no_such_member() -> Missing:
    return Missing(
        Text("Không tìm thấy thành viên này.", "There is no such member."),
        Text("Mời ông/bà mở lại trang thành viên của Sàn.", "Open the page of members again."),
    )


def no_such_offer() -> Missing:
    return Missing(
        Text("Không tìm thấy chào bán này.", "There is no such offer."),
        Text("Mời ông/bà mở lại danh sách công nghệ chào bán.", "Open the list of offers again."),
    )


def no_such_picture() -> Missing:
    return Missing(
        Text("Không tìm thấy ảnh này.", "There is no such picture."),
        Text("Mời ông/bà mở lại trang của chào bán.", "Open the page of the offer again."),
    )


def no_such_draft() -> Missing:
    return Missing(
        Text("Không tìm thấy bản nháp này.", "There is no such draft."),
        Text("Mời ông/bà mở lại danh sách bản nháp.", "Open the list of drafts again."),
    )


def no_such_import() -> Missing:
    return Missing(
        Text("Không tìm thấy lần nhập này.", "There is no such import."),
        Text("Mời ông/bà mở lại trang nhập từ bảng tính.", "Open the page of imports again."),
    )


def no_such_search() -> Missing:
    return Missing(
        Text("Không tìm thấy lượt tìm kiếm đã lưu này.", "There is no such saved search."),
        Text("Mời ông/bà mở lại trang tìm kiếm đã lưu.", "Open the page of saved searches again."),
    )


def require_signed_in(actor: Actor) -> None:
    """Raises NotAllowed for a visitor."""
    if not actor.is_signed_in:
        raise NotAllowed(
            Text("Ông/bà cần đăng nhập để lưu tìm kiếm.", "Sign in to save a search."),
            Text("Mời ông/bà đăng nhập rồi tiếp tục.", "Sign in, then go on."),
        )


def no_such_entry() -> Missing:
    return Missing(
        Text("Không tìm thấy mục này của danh mục.", "There is no such entry."),
        Text("Mời ông/bà mở lại danh mục công nghệ.", "Open the technology lists again."),
    )


def key_of(party_id: int) -> str:
    return f"party:{party_id}"


def offer_key(offer_id: int) -> str:
    return f"technology_offer:{offer_id}"


def member_key(member_id: int) -> str:
    return f"exchange_member:{member_id}"


def is_side(actor: Actor, party_id: int, subject: str = "") -> bool:
    """Whether the actor stands for the party, as it goes on today, or for the one that took over this very ``subject`` when it was divided."""
    return actor.stands_for(key_of(party_id)) or bool(subject and actor.holds_subject(subject, ""))


def may_submit(actor: Actor, party: str, subject: str = "") -> bool:
    """Whether the actor may act in the matter. What another party took over by name is that party's alone to act on."""
    if subject and actor.holds_subject(subject, "submit"):
        return True
    return actor.may_act_for(party, "submit") and not (subject and people.holders([subject]))


def held_ids(actor: Actor, kind: str) -> list[int]:
    """Numbers of the matters ``kind:12`` that the actor's sides took over by name."""
    return [people.subject_id(held) for held, _scope in actor.holds if held.startswith(f"{kind}:")]


def barred(actor: Actor) -> frozenset[int]:
    """Parties whose restriction keeps this reader out: nobody whom the reader stands for. No more than one query per request."""
    return frozenset(party for party in people.barred_ids(actor) if not actor.stands_for(key_of(party)))


def require_offer(actor: Actor, offer: Offer) -> None:
    """The file of an offer is read by its side and by staff. Raises Missing for strangers, NotAllowed under a restriction."""
    if not is_side(actor, offer.party_id, offer_key(offer.pk)) and not actor.may(READ):
        raise no_such_offer()
    if offer.party_id in barred(actor):
        people.require_unrestricted(actor, key_of(offer.party_id))


def wire_named(answer: Named) -> None:
    """From now on ``answer(offer id, actor)`` says whether the actor is named in a non-disclosure that is in force: a room above knows."""
    _named[:] = [answer]


def is_named(actor: Actor, offer: Offer) -> bool:
    """Whether a non-disclosure in force names the actor. A program's key opens nothing."""
    return actor.is_signed_in and not actor.via and any(answer(offer.pk, actor) for answer in _named)


def reads_as(actor: Actor, offer: Offer, version: OfferVersion) -> str:
    """As what the actor may read the confidential part of a version: ``owner``, ``checker``, ``second``, ``named``; empty: not at all.

    Who is named in a non-disclosure reads what is listed until it ends. An officer reads it while the own step is open and never
    afterwards. A key that acts within one party reads it for that one.
    """
    if is_side(actor, offer.party_id, offer_key(offer.pk)):
        return "owner"
    if version.outcome == "accepted" and is_named(actor, offer):
        return "named"
    if not actor.may(CHECK):
        return ""
    if version.outcome == "pending" and version.taken_by == actor.key:
        return "checker"
    if version.outcome == "checked" and version.second_by == actor.key:
        return "second"
    return ""


def is_cleared(actor: Actor, on: date) -> bool:
    """Whether the actor stands for a party that may see restricted technology on the day. One query."""
    ids = people.ids_i_stand_for(actor)
    if not ids:
        return False
    return Clearance.objects.filter(party__in=ids, ended_at=None, from_on__lte=on, until_on__gt=on).exists()


def not_this_side() -> NotAllowed:
    return NotAllowed(
        Text("Ông/bà chưa được ủy quyền nộp hồ sơ thay mặt bên này.", "You hold no mandate to submit for this party."),
        Text("Mời ông/bà đề nghị người được ủy quyền thực hiện.", "Ask a person with its mandate to do it."),
    )


def require_side(actor: Actor, party: str, subject: str = "") -> None:
    """Raises NotAllowed for those who may not submit for the party (in the matter ``subject``)."""
    if not actor.is_signed_in or not people.is_party_key(party) or not may_submit(actor, party, subject):
        raise not_this_side()
