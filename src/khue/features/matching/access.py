"""Who may see a pair: its two sides, brokers who are members of the exchange, and staff of the exchange."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed
from khue.features.exchange import queries as exchange
from khue.features.people import queries as people

READ = "matching.read"
"""See every pair, what its sides answered, and every introduction."""


def no_such_pair() -> Missing:
    return Missing(
        Text("Không tìm thấy cặp cung cầu này, hoặc hai bên không còn phù hợp.", "There is no such pair, or it no longer fits."),
        Text("Mời ông/bà mở lại trang Kết nối cung cầu.", "Open the page of matches again."),
    )  # fmt: skip


def no_such_introduction() -> Missing:
    return Missing(
        Text("Không tìm thấy lời giới thiệu này.", "There is no such introduction."),
        Text("Mời ông/bà mở lại trang Kết nối cung cầu.", "Open the page of matches again."),
    )


def side_of(actor: Actor, demander: int, supplier: int) -> str:
    """``need``, ``offer`` or empty: for which side the actor stands."""
    if actor.stands_for(f"party:{demander}"):
        return "need"
    return "offer" if actor.stands_for(f"party:{supplier}") else ""


def broker_parties(actor: Actor) -> tuple[str, ...]:
    """Parties for which the actor may act and that are active brokers of the exchange. No more than one query each."""
    keys = dict.fromkeys([*actor.keys, *(party for party, _scope in actor.acts_for)])
    return tuple(
        key
        for key in keys
        if key.startswith("party:") and actor.may_act_for(key, "submit") and exchange.is_member(int(key[6:]), "broker")
    )


def require_desk(actor: Actor) -> tuple[str, ...]:
    """The broker's parties; empty for staff, who only read. Raises NotAllowed for everybody else."""
    parties = broker_parties(actor) if actor.is_signed_in else ()
    if not parties and not actor.may(READ):
        raise NotAllowed(
            Text("Trang này dành cho môi giới là thành viên của Sàn.", "This page is for brokers who are members of the exchange."),
            Text("Mời ông/bà đăng ký thành viên Sàn với tư cách môi giới.", "Join the exchange as a broker."),
        )  # fmt: skip
    return parties


def barred(actor: Actor) -> frozenset[int]:
    """Parties whose restriction keeps this reader out, but for those that the reader stands for."""
    return frozenset(party for party in people.barred_ids(actor) if not actor.stands_for(f"party:{party}"))
