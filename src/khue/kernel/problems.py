"""One table from errors to answers: a page that says what happened, why and what to do next, or an RFC 9457 problem."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string, select_template
from django.utils.translation import gettext as _

from khue.core.decision import Reason
from khue.core.errors import Conflict, KhueError, Missing, NotAllowed, Refused
from khue.kernel import keeping, web
from khue.kernel.limits import LimitReached
from khue.kernel.logs import log
from khue.kernel.ui import ErrorView

JSON = "application/problem+json"
# Answered without asking the database again.
_BROKEN = (500, 503)
# The page that sent the form can be opened again, with what was typed.
_MAY_GO_BACK = (403, 409, 422, 429)


@dataclass(frozen=True, slots=True)
class Problem:
    """What goes into the answer. ``code`` is stable; words are in the reader's language."""

    status: int
    code: str
    title: str
    text: str = ""
    next_step: str = ""
    reasons: tuple[Reason, ...] = ()
    binding: bool = True
    retry_after: int = 0  # seconds

    def to_json(self, request_id: str) -> dict[str, Any]:
        """RFC 9457, with the reasons as an extension member."""
        found: dict[str, Any] = {
            "type": f"urn:khue:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self._detail(),
        }
        if request_id:
            found["instance"] = f"urn:khue:request:{request_id}"
        if self.reasons:
            found |= {"reasons": [reason.to_json() for reason in self.reasons], "binding": self.binding}
        return found

    def _detail(self) -> str:
        """What happened and what to do; for a refusal every reason, in the reader's language."""
        if self.text or not self.reasons:
            return " ".join(part for part in (self.text, self.next_step) if part)
        words = web.language()
        parts = [part for reason in self.reasons for part in (reason.text, reason.next_step) if part]
        return " ".join(dict.fromkeys(part.into(words) for part in parts))


# -- from an error -----------------------------------------------------------------------------------------------------


def problem_of(error: BaseException) -> Problem | None:
    """The problem that an error means to the reader; None for a fault of ours."""
    match error:
        case KhueError():
            return _of_ours(error)
        case LimitReached():
            return _limit(error)
        case RequestDataTooBig():
            return too_large()
        case SessionInterrupted():
            # The session could not be saved because the database went away, also after a deed that is committed.
            return _database(error)
        case SuspiciousOperation() | BadRequest() | MultiPartParserError() | UnreadablePostError():
            return _unreadable()
        case UnicodeEncodeError():
            return _unreadable() if "surrogates" in error.reason else None
        case DataError() | ValueError():
            return _unreadable() if "NUL (0x00)" in str(error) else None
        case OperationalError() | InterfaceError():
            return _database(error)
    return None


def _of_ours(error: KhueError) -> Problem:
    words = web.language()
    text = error.text.into(words)
    step = error.next_step.into(words) if error.next_step else ""
    match error:
        case Refused():
            found = error.decision
            return Problem(422, "refused", _("This can't be done"), "", "", found.reasons, found.binding)
        case NotAllowed():
            return Problem(403, "not-allowed", _("You may not do this"), text, step)
        case Missing():
            step = step or _("Check the address, or look for it from the start page.")
            return Problem(404, "missing", _("Not found"), text, step)
        case Conflict():
            step = step or _("Open the page again to see how it stands now.")
            return Problem(409, "conflict", _("Somebody was faster"), text, step)
    raise TypeError(f"{type(error).__name__} is none of the four errors")


def _limit(error: LimitReached) -> Problem:
    minutes = max(1, round(error.retry_after / 60))
    return Problem(
        429,
        "too-many",
        _("Too many requests"),
        _("Too many of these requests came from the same place in a short time."),
        _("Please wait %(minutes)s min and try again.") % {"minutes": minutes},
        retry_after=error.retry_after,
    )


def too_large() -> Problem:
    return Problem(
        413,
        "too-large",
        _("Too much was sent at once"),
        _("What was sent is larger than the system takes in one go. One file may have up to %(most)s MB.")
        % {"most": settings.KHUE_MAX_FILE_MB},
        _("Go back, make the files smaller or send them one by one."),
    )


def no_length() -> Problem:
    """A body sent in chunks, without its length: a reader that goes by the length would take it for an empty one."""
    return Problem(
        411,
        "length-required",
        _("The length of what was sent is missing"),
        _("The body came in chunks and does not say how long it is."),
        _("Send it with Content-Length."),
    )


def _unreadable() -> Problem:
    return Problem(
        400,
        "unreadable",
        _("The request can't be read"),
        _("The address or the form contains characters that can't be read."),
        _("Go back and type it again, or start from the start page."),
    )


def _database(error: Exception) -> Problem:
    """Deadlocks and lost races are a conflict; everything else means that the database does not answer."""
    state = str(getattr(error.__cause__, "sqlstate", "") or "")
    if state.startswith("40") or state == "55P03":
        return Problem(
            409,
            "conflict",
            _("Somebody was faster"),
            _("Somebody worked on the same record at the same moment, so nothing was changed."),
            _("Please try once more."),
        )
    return Problem(
        503,
        "not-available",
        _("The system does not answer at the moment"),
        _("The database can't be reached."),
        _("Please try again in a few minutes, and look first whether what you sent has arrived."),
        retry_after=30,
    )


# -- to an answer ------------------------------------------------------------------------------------------------------


def wants_json(request: HttpRequest) -> bool:
    """Whether a machine asks: under /api/, or an Accept that names JSON before HTML."""
    if request.path_info.startswith("/api/"):
        return True
    accept = request.headers.get("Accept", "")
    return "json" in accept and "text/html" not in accept


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem as a page, or as ``application/problem+json``."""
    request_id = str(getattr(request, "request_id", ""))
    response: HttpResponse
    if wants_json(request):
        response = JsonResponse(problem.to_json(request_id), status=problem.status, content_type=JSON)
    else:
        response = _page(request, problem, request_id)
    if problem.retry_after:
        response.headers["Retry-After"] = str(problem.retry_after)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _page(request: HttpRequest, problem: Problem, request_id: str) -> HttpResponse:
    view = ErrorView(
        status=problem.status,
        title=problem.title,
        text=problem.text,
        next_step=problem.next_step,
        reasons=problem.reasons,
        request_id=request_id,
        back_href=_way_back(request, problem),
    )
    names = [f"errors/{problem.status}.html", "errors/400.html"]
    if problem.status in _BROKEN:
        # No context processors: they would ask the session, and the session the database.
        body = render_to_string(names, {"page": view, "shell": web.bare_shell(request)})
        return HttpResponse(body, status=problem.status)
    response = web.render(request, select_template(names).template.name or names[0], view, problem.status)
    if getattr(request, "htmx", False):
        response.headers["HX-Retarget"] = response.headers["HX-Reselect"] = "#main"
        response.headers["HX-Reswap"] = "outerHTML"
    return response


def _way_back(request: HttpRequest, problem: Problem) -> str:
    if problem.status in (*_MAY_GO_BACK, 413) and keeping.sent_by_our_page(request):
        return keeping.page_of(request)
    return ""


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Off to the sign-in page and back; what a form carried is kept for the way back."""
    back = request.get_full_path()
    if request.method == "POST":
        back = keeping.page_of(request)
        keeping.keep(request)
    path = f"{web.in_language(settings.LOGIN_URL, web.language())}?{urlencode({'next': back})}"
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": path})
    return web.redirect(path)


def answer_error(request: HttpRequest, error: BaseException) -> HttpResponseBase | None:
    """The answer to an error raised by a view; None lets a fault of ours go on to ``server_error``."""
    actor = web.actor_of(request) if isinstance(error, NotAllowed) else None
    # Another system that calls with its key is known, though it is no person who could sign in.
    if actor is not None and not actor.is_signed_in and not actor.via:
        if not wants_json(request) and web.actor_of(request).user_id is None:
            return to_sign_in(request)
        problem = problem_of(error)
        return answer(request, replace(problem, status=401, code="sign-in")) if problem else None
    problem = problem_of(error)
    if problem is None:
        return None
    if problem.status in _MAY_GO_BACK and request.method == "POST" and keeping.sent_by_our_page(request):
        keeping.keep(request)
    if problem.status == 503:
        log(__name__).error("database_unreachable", exc_info=error)
    return answer(request, problem)


# -- what Django calls -------------------------------------------------------------------------------------------------


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 or 413, raised before a view was reached."""
    return answer(request, (problem_of(exception) if exception else None) or _unreadable())


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    text = _("This page is not open to you.")
    step = _("Go back, or sign in with another account.")
    return answer(request, Problem(403, "not-allowed", _("You may not do this"), text, step))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    text = _("There is no page at this address.")
    step = _("Check the address, or look for it from the start page.")
    return answer(request, Problem(404, "missing", _("Not found"), text, step))


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours, or a database that went away outside the views."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return answer(request, _database(error))
    text = _("Something went wrong on our side.")
    step = _("Look whether what you sent has arrived, then try again. If it happens again, tell us the number below.")
    return answer(request, Problem(500, "fault", _("A fault of ours"), text, step))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page that sent a form had expired (or was not ours). What was typed waits in the form."""
    kept = keeping.sent_by_our_page(request) and keeping.keep(request)
    text = _("The page had been open for too long, or you signed in again elsewhere, so the form was not sent.")
    step = _("Open the page again and send the form once more.")
    if kept:
        step = _("Open the page again: what you typed is filled in. Check it and send it once more.")
    problem = Problem(403, "page-expired", _("This page has expired"), text, step)
    log(__name__).warning("csrf_failed", reason=reason)
    return answer(request, problem)
