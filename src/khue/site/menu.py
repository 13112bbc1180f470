"""The menu of every page, and the frame's links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khue.core.actor import Actor
from khue.features.rulebook.queries import city_package
from khue.kernel import web
from khue.kernel.ui import Link


def wire() -> None:
    web.register_menu(items)
    web.register_frame(frame)


def items(actor: Actor) -> Iterable[Link]:
    """What a visitor or resident looks for; staff find their work first, and the portal under the mark."""
    if actor.is_staff:
        yield Link(_("Desk"), reverse("desk:tasks"))
        yield Link(_("Search"), reverse("desk:search"))
    else:
        yield Link(_("Home"), reverse("portal:home"))
        yield Link(_("What can I get?"), reverse("eligibility:ask"))
        yield Link(_("Procedures"), reverse("portal:procedures"))
    yield Link(_("Calls"), reverse("calls:calls"))
    if actor.may("calls.read"):
        yield Link(_("Needs"), reverse("calls:needs"))
        yield Link(pgettext_lazy("calls", "Orders"), reverse("calls:orders"))
    if actor.is_signed_in and not actor.is_staff:
        yield Link(_("My dossiers"), reverse("dossiers:mine"))
    if actor.may("appeals.read"):
        yield Link(_("Appeals"), reverse("appeals:desk"))
    if actor.may("privacy.read"):
        yield Link(_("Personal data"), reverse("privacy:desk"))
    if actor.may("intake.read"):
        yield Link(_("Intake"), reverse("intake:cases"))
    if actor.may("documents.sign") or actor.acts_for:
        yield Link(_("To sign"), reverse("documents:queue"))
    if actor.may("documents.certificates"):
        yield Link(_("Certificates"), reverse("documents:certificates"))
        yield Link(_("Templates"), reverse("documents:templates"))
    if actor.may("councils.read"):
        yield Link(_("Councils"), reverse("councils:councils"))
    if actor.may("delivery.read"):
        yield Link(_("Missions"), reverse("delivery:missions"))
    elif actor.is_signed_in and not actor.is_staff:
        yield Link(_("My missions"), reverse("delivery:mine"))
    if actor.may("missions.read"):
        yield Link(_("Equipment"), reverse("missions:equipment"))
    if actor.may("keytasks.read"):
        yield Link(_("Key tasks"), reverse("keytasks:desk"))
    if actor.may("talent.read"):
        yield Link(_("Experts"), reverse("talent:needs"))
    elif actor.is_signed_in and not actor.is_staff:
        yield Link(_("My work as an expert"), reverse("talent:mine"))
    if actor.may("results.read"):
        yield Link(_("Results"), reverse("results:desk"))
    elif actor.is_signed_in and not actor.is_staff:
        yield Link(_("My results"), reverse("results:mine"))
    if actor.may("fund.read"):
        yield Link(_("The fund"), reverse("fund:desk"))
    elif actor.is_signed_in and not actor.is_staff:
        yield Link(_("My cases at the fund"), reverse("fund:mine"))
    if actor.may("treasury.read"):
        yield Link(_("Payments"), reverse("treasury:orders"))
    if actor.may("ledger.read"):
        yield Link(_("Ledger"), reverse("ledger:trial_balance"))
    if actor.may("jobs.manage"):
        yield Link(_("Operations"), reverse("operations:overview"))
    if any(actor.may(f"procedures.{verb}") for verb in ("edit", "publish", "migrate")):
        yield Link(_("Procedures"), reverse("procedures:index"))
    if actor.may("policylab.use"):
        yield Link(_("Policy lab"), reverse("policylab:index"))
    if actor.may("rulebook.confirm"):
        yield Link(_("The law"), reverse("rulebook:certainty"))
    yield Link(_("Public register"), reverse("portal:register"))


def frame(request: HttpRequest, actor: Actor) -> Mapping[str, Any]:
    return {
        "city": city_package().NAME,
        "sample_href": reverse("portal:home") + "#personas",
        "footer": (
            Link(_("About Khuê"), reverse("portal:about")),
            Link(_("Check a paper"), reverse("documents:check")),
            Link(_("The law"), reverse("rulebook:texts")),
            Link(_("Policy lab"), reverse("policylab:index")),
            Link(_("Where the money goes"), reverse("publicity:money")),
            Link(_("Public register of missions"), reverse("delivery:register")),
            Link(_("Register of results"), reverse("results:register")),
            Link(_("Key tasks"), reverse("keytasks:register")),
            Link(_("The Science and Technology Development Fund"), reverse("fund:public")),
            Link(_("Posts for experts"), reverse("talent:posts")),
            Link(_("Personal data"), reverse("privacy:register")),
            Link(_("For programs"), reverse("interface")),
        ),
    }
