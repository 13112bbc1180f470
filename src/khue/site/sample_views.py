"""One click into the sample city: sign in as one of its personas. There is no such door on a real server."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from khue.features.people import queries
from khue.kernel import keeping, web
from khue.kernel.models import User
from khue.site.sample.days import MoveDay
from khue.site.sample.days import move_day as move
from khue.site.sign_in import PERSONA, STAFF_BY_PASSWORD


@require_POST
def become(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as the persona ``key`` (the account ``persona-<key>``); 404 outside the sample city."""
    if not settings.KHUE_SAMPLE:
        raise Http404
    user = User.objects.filter(username=f"{queries.PERSONA_ACCOUNT}{key}", is_active=True).first()
    if user is None:
        raise Http404
    # Words kept from before the sign-in are for the way back, as with a real sign-in.
    kept = None if request.user.is_authenticated else request.session.get(keeping.SESSION_KEY)
    request.session.flush()
    login(request, user, backend=STAFF_BY_PASSWORD)
    request.session[PERSONA] = key
    UserSession.objects.create_from_request(request)
    if kept is not None:
        request.session[keeping.SESSION_KEY] = kept
    request.__dict__.pop("_khue_actor", None)
    actor = web.actor_of(request)
    otherwise = f"/{web.language()}/desk/" if actor.is_staff else f"/{web.language()}/"
    return web.redirect(web.safe_path(request.POST.get("next", ""), otherwise))


@require_POST
def move_day(request: HttpRequest) -> HttpResponse:
    """Move the sample city's business day forward by one of the offered steps; 404 on a real server."""
    days = request.POST.get("days", "")
    asked = MoveDay(int(days) if days.isdigit() and len(days) < 5 else 0, request.POST.get("seen", ""))
    move(asked, actor=web.actor_of(request))
    return web.redirect(web.safe_path(request.POST.get("next", ""), f"/{web.language()}/"))
