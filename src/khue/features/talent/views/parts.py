"""What the pages of this room share: ways back, groups to choose from, tables of people and money."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.money import format_short_dong
from khue.features.councils import queries as councils
from khue.features.ledger import queries as ledger
from khue.features.rulebook.domain.rulings import Ruling
from khue.features.talent import access
from khue.kernel.record_pages import Block
from khue.kernel.ui import Link, Words
from khue.kernel.web import language
from khue.kernel.wording import day_words


def crumbs(actor: Actor, *more: Link) -> tuple[Link, ...]:
    """The way here: staff come from the needs, others from their own page, visitors from the open posts."""
    if actor.may(access.READ):
        start = Link(_("Experts"), reverse("talent:needs"))
    elif actor.is_signed_in:
        start = Link(_("My work as an expert"), reverse("talent:mine"))
    else:
        start = Link(_("Posts for experts"), reverse("talent:posts"))
    return (start, *more)


def need_crumbs(actor: Actor, need_id: int, title: Words) -> tuple[Link, ...]:
    return crumbs(actor, Link(title, reverse("talent:need", args=[need_id])))


def engagement_crumbs(actor: Actor, engagement_id: int, title: Words) -> tuple[Link, ...]:
    return crumbs(actor, Link(title, reverse("talent:engagement", args=[engagement_id])))


def days_of(from_on: date, until_on: date) -> str:
    """A half-open period as people write it: with its last day."""
    return f"{day_words(from_on, short=True)} – {day_words(until_on - timedelta(days=1), short=True)}"


def groups() -> list[tuple[int, str]]:
    """Founded councils, newest first, to choose a group from."""
    return [(card.id, f"{card.number} – {card.name}") for card in councils.list_councils("founded", "", None, 100).rows]


def lines() -> Iterable[tuple[str, str]]:
    """Budget lines with what is left on each."""
    for line in ledger.budget_lines():
        code, left = line.subject.removeprefix("budget:"), format_short_dong(line.available, language())
        yield code, _("%(code)s, %(left)s left") % {"code": code, "left": left}


def ruled(rulings: Iterable[Ruling], binding: bool) -> tuple[Block, ...]:
    """What the rulebook said of each part, with its source; what does not bind is said so."""
    found = []
    for ruling in rulings:
        said = tuple((line.text, line.citation or "") for line in ruling.sentences)
        found.append(Block(ruling.title, said=said))
    if not binding:
        note = Text(
            "Một số mức chưa có hoặc chưa được xác nhận nên không ràng buộc.",
            "Some of these values are not set or not confirmed yet, and bind nothing.",
        )
        found.append(Block(note=note))
    return tuple(found)
