"""What the pages of the lab share: who may come in, the way back, states, tabs of a study."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.features.policylab import access
from khue.features.policylab.domain import STATES, TONES
from khue.features.policylab.queries import Version
from khue.kernel import web
from khue.kernel.ui import Link, StateView


def user(request: HttpRequest) -> Actor:
    """Who works in the lab. Raises NotAllowed."""
    actor = web.signed_in(request)
    access.require_use(actor)
    return actor


def state_view(state: str) -> StateView:
    return StateView(state, STATES[state], TONES[state])  # type: ignore[arg-type]  # the table holds words of Tone only


def crumbs(*more: Link) -> tuple[Link, ...]:
    return (Link(_("Policy lab"), reverse("policylab:index")), *more)


def study_crumbs(found: Version) -> tuple[Link, ...]:
    return crumbs(
        Link(_("Studies"), reverse("policylab:studies")),
        Link(found.content.title, reverse("policylab:version", args=[found.study_id, found.number])),
    )


def lab_tabs(here: str, actor: Actor) -> tuple[Link, ...]:
    """Published for everybody; studies for who works in the lab."""
    if not actor.may(access.USE):
        return ()
    labels = {"index": _("Published"), "studies": _("Studies"), "compare": _("Compare")}
    return tuple(Link(label, reverse(f"policylab:{name}"), current=name == here) for name, label in labels.items())


def steps(found: Version, here: str) -> tuple[Link, ...]:
    """The pages on which a study is written, and the one on which it is run and read."""
    labels = {"outline": _("Outline"), "law": _("Changes of the law"), "assumptions": _("Assumptions")}
    parts = [
        Link(f"{number}. {label}", reverse(f"policylab:{name}", args=[found.study_id]), current=name == here)
        for number, (name, label) in enumerate(labels.items(), 1)
    ]
    last, label = reverse("policylab:version", args=[found.study_id, found.number]), _("Run and result")
    return (*parts, Link(f"4. {label}", last, current=here == "version"))
