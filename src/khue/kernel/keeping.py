"""What was typed into a form that could not be taken (the sign-in or the page had expired) waits in the session.

It is only shown again to the same browser, in the same form, for half an hour; it is never sent on its own.
"""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict

from khue.kernel.web import safe_path

SESSION_KEY = "kept_form"
LARGEST = 64 * 1024  # characters of the encoded form
KEPT_FOR = 30 * 60  # seconds of wall time
# Words inside a name that mark a secret, and whole names that do: "code" is a second factor, "tax_code" is not.
_SECRET_PARTS = ("csrfmiddlewaretoken", "password", "secret", "token")
_SECRET_NAMES = ("otp", "code", "pin")


def page_of(request: HttpRequest) -> str:
    """Where the form was shown: the page that sent it if it is ours, else the address it was sent to."""
    referer = urlsplit(request.headers.get("Referer", ""))
    if referer.netloc == request.get_host():
        return safe_path(referer.path, request.path)
    return request.path


def sent_by_our_page(request: HttpRequest) -> bool:
    """Whether the browser says that one of our own pages sent this form."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return bool(origin) and urlsplit(origin).netloc == request.get_host()


def keep(request: HttpRequest) -> bool:
    """Keep the words of a posted form; passwords, codes and files are not kept. Gives whether something was."""
    words = request.POST.copy()
    for name in list(words):
        if name.lower() in _SECRET_NAMES or any(part in name.lower() for part in _SECRET_PARTS):
            del words[name]
    encoded = words.urlencode()
    if not encoded or len(encoded) > LARGEST:
        return False
    request.session[SESSION_KEY] = {"page": page_of(request), "form": encoded, "at": time.time()}
    return True


def take(request: HttpRequest) -> QueryDict | None:
    """The kept words if they belong to this page; they are given once."""
    session = getattr(request, "session", None)
    found = session.get(SESSION_KEY) if session is not None else None
    if found is None or found["page"] != request.path:
        return None
    del request.session[SESSION_KEY]
    return QueryDict(found["form"]) if time.time() - found["at"] < KEPT_FOR else None
