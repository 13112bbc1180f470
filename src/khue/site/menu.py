"""The menu of every page, and the frame's links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khue.core.actor import Actor
from khue.features.rulebook.queries import city_package
from khue.kernel import web
from khue.kernel.ui import Link
from khue.kernel.web import address


def wire() -> None:
    web.register_menu(items)
    web.register_frame(frame)


def items(actor: Actor) -> Iterable[Link]:
    """What a visitor or resident looks for; staff find their work first, and the portal under the mark."""
    if actor.is_staff:
        yield Link(_("Desk"), address("desk:tasks"))
        yield Link(_("Search"), address("desk:search"))
    else:
        yield Link(_("Home"), address("portal:home"))
        yield Link(_("What can I get?"), address("eligibility:ask"))
        yield Link(_("Procedures"), address("portal:procedures"))
    yield Link(_("Calls"), address("calls:calls"))
    if actor.may("calls.read"):
        yield Link(_("Needs"), address("calls:needs"))
        yield Link(pgettext_lazy("calls", "Orders"), address("calls:orders"))
    if actor.is_signed_in and not actor.is_staff:
        yield Link(_("My dossiers"), address("dossiers:mine"))
    if actor.may("appeals.read"):
        yield Link(_("Appeals"), address("appeals:desk"))
    if actor.may("privacy.read"):
        yield Link(_("Personal data"), address("privacy:desk"))
    if actor.may("intake.read"):
        yield Link(_("Intake"), address("intake:cases"))
    if actor.may("documents.sign") or actor.acts_for:
        yield Link(_("To sign"), address("documents:queue"))
    if actor.may("documents.certificates"):
        yield Link(_("Certificates"), address("documents:certificates"))
        yield Link(_("Templates"), address("documents:templates"))
    if actor.may("councils.read"):
        yield Link(_("Councils"), address("councils:councils"))
    elif actor.is_signed_in and not actor.is_staff:
        yield Link(_("My councils"), address("councils:councils"))
    if actor.may("delivery.read"):
        yield Link(_("Missions"), address("delivery:missions"))
    elif actor.is_signed_in and not actor.is_staff:
        yield Link(_("My missions"), address("delivery:mine"))
    if actor.may("missions.read"):
        yield Link(_("Equipment"), address("missions:equipment"))
    if actor.may("keytasks.read"):
        yield Link(_("Key tasks"), address("keytasks:desk"))
    if actor.may("talent.read"):
        yield Link(_("Experts"), address("talent:needs"))
    elif actor.is_signed_in and not actor.is_staff:
        yield Link(_("My work as an expert"), address("talent:mine"))
    if actor.may("activities.read"):
        yield Link(_("Activities"), address("activities:plans"))
    elif actor.is_signed_in and not actor.is_staff:
        yield Link(_("My fees"), address("activities:mine"))
    if actor.may("results.read"):
        yield Link(_("Results"), address("results:desk"))
    elif actor.is_signed_in and not actor.is_staff:
        yield Link(_("My results"), address("results:mine"))
    if actor.may("exchange.read"):
        yield Link(_("Exchange"), address("exchange:desk"))
    else:
        yield Link(_("Technology exchange"), address("exchange:offers"))
    if actor.may("demands.read"):
        yield Link(_("Demands"), address("demands:desk"))
    if actor.may("deals.read"):
        yield Link(_("Technology deals"), address("deals:deals"))
    elif actor.is_signed_in and not actor.is_staff:
        yield Link(_("My deals"), address("deals:deals"))
    if actor.may("services.review"):
        yield Link(_("Catalogue of services"), address("services:desk"))
    elif actor.is_signed_in and not actor.is_staff:
        yield Link(_("My tickets"), address("services:tickets"))
    if actor.may("matching.read"):
        yield Link(_("Matches"), address("matching:matches"))
    elif actor.is_signed_in and not actor.is_staff:
        yield Link(_("My matches"), address("matching:matches"))
    if actor.may("publicity.national"):
        yield Link(_("National exchange"), address("publicity:national"))
    if actor.may("transfers.read"):
        yield Link(_("Transfers without refund"), address("transfers:transfers") + "?view=waiting")
    if actor.may("auctions.read"):
        yield Link(_("Auctions"), address("auctions:auctions"))
    if actor.may("fund.read"):
        yield Link(_("The fund"), address("fund:desk"))
    elif actor.is_signed_in and not actor.is_staff:
        yield Link(_("My cases at the fund"), address("fund:mine"))
    if actor.may("treasury.read"):
        yield Link(_("Payments"), address("treasury:orders"))
    if actor.may("ledger.read"):
        yield Link(_("Ledger"), address("ledger:trial_balance"))
    if actor.may("jobs.manage"):
        yield Link(_("Operations"), address("operations:overview"))
    if any(actor.may(f"procedures.{verb}") for verb in ("edit", "publish", "migrate")):
        yield Link(_("Procedures"), address("procedures:index"))
    if actor.may("policylab.use"):
        yield Link(_("Policy lab"), address("policylab:index"))
    if actor.may("rulebook.confirm"):
        yield Link(_("The law"), address("rulebook:certainty"))
    yield Link(_("Public register"), address("portal:register"))


def frame(request: HttpRequest, actor: Actor) -> Mapping[str, Any]:
    return {
        "city": city_package().NAME,
        "sample_href": address("portal:home") + "#personas",
        "footer": (
            Link(_("About Khuê"), address("portal:about")),
            Link(_("Check a paper"), address("documents:check")),
            Link(_("The law"), address("rulebook:texts")),
            Link(_("Policy lab"), address("policylab:index")),
            Link(_("Where the money goes"), address("publicity:money")),
            Link(_("Public register of missions"), address("delivery:register")),
            Link(_("Register of results"), address("results:register")),
            Link(_("Transfers without refund"), address("transfers:transfers")),
            Link(_("Key tasks"), address("keytasks:register")),
            Link(_("Technology exchange"), address("exchange:offers")),
            Link(_("Services of the exchange"), address("services:catalogue")),
            Link(_("Announcements of the exchange"), address("services:announcements")),
            Link(_("Events of the exchange"), address("gatherings:gatherings")),
            Link(_("Figures of the Technology Exchange"), address("publicity:exchange")),
            Link(_("Market of problems"), address("demands:demands")),
            Link(_("Auctions and tenders"), address("auctions:auctions")),
            Link(_("The Science and Technology Development Fund"), address("fund:public")),
            Link(_("Posts for experts"), address("talent:posts")),
            Link(_("Personal data"), address("privacy:register")),
            Link(_("For programs"), address("interface")),
        ),
    }
