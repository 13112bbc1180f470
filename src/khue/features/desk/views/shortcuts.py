"""Whether a person wants shortcuts: kept with the session, so that a page needs no question for it."""

from __future__ import annotations

from django.http import HttpRequest

from khue.core.actor import Actor
from khue.features.desk import queries

REMEMBERED = "desk_shortcuts"


def shortcuts_on(request: HttpRequest, actor: Actor) -> bool:
    """As chosen; asked for once per session."""
    kept = request.session.get(REMEMBERED)
    if kept is None or kept[0] != actor.key:
        kept = remember(request, actor, queries.choice(actor.key).shortcuts)
    return bool(kept[1])


def remember(request: HttpRequest, actor: Actor, on: bool) -> list[object]:
    """What was chosen just now counts for this session, too."""
    request.session[REMEMBERED] = kept = [actor.key, on]
    return kept
