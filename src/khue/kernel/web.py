"""From a request to an actor, and from a page's plain data to an answer. Views use these four doors and nothing else.

What the frame shows (menu, links, who is signed in) is registered by ``site``: the kernel knows no room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.translation import get_language

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import NotAllowed
from khue.kernel import clock, notices
from khue.kernel.paging import href
from khue.kernel.ui import Link, Shell

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "khue_theme"
LANGUAGES = (("vi", "Tiếng Việt"), ("en", "English"))


class Standing(Protocol):
    """What ``people`` knows about an account on a day."""

    @property
    def person_id(self) -> int: ...
    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def acts_for(self) -> Iterable[tuple[str, str]]: ...
    @property
    def rights(self) -> Iterable[str]: ...
    @property
    def units(self) -> Iterable[str]: ...
    @property
    def mandate(self) -> str: ...
    @property
    def former_keys(self) -> Iterable[str]: ...
    @property
    def holds(self) -> Iterable[tuple[str, str]]: ...
    @property
    def stands_in_for(self) -> str: ...
    @property
    def stands_in_parties(self) -> Iterable[str]: ...


StandingLoader = Callable[[int, date], Standing | None]
MenuPart = Callable[[Actor], Iterable[Link]]
# Values for fields of Shell: sign-in and account links, the footer, the city's name.
FramePart = Callable[[HttpRequest, Actor], Mapping[str, Any]]

_standing_loader: StandingLoader | None = None
_menu: list[MenuPart] = []
_frame: list[FramePart] = []


def set_standing_loader(loader: StandingLoader) -> None:
    """``loader(user_id, day)`` gives who an account is on that day, or None for an account without a person."""
    global _standing_loader
    _standing_loader = loader


def register_menu(part: MenuPart) -> None:
    """Menu items of a room for an actor; shown in the order of registration."""
    if part not in _menu:
        _menu.append(part)


def register_frame(part: FramePart) -> None:
    """Values for the frame around every page; later ones win."""
    if part not in _frame:
        _frame.append(part)


# -- who ---------------------------------------------------------------------------------------------------------------


def actor_of(request: HttpRequest) -> Actor:
    """Who acts in this request, built once: the only look at the clock, and at what the account may do."""
    actor: Actor | None = getattr(request, "_khue_actor", None)
    if actor is None:
        actor = _load_actor(request)
        request._khue_actor = actor  # type: ignore[attr-defined]  # rides on the request
    return actor


def signed_in(request: HttpRequest) -> Actor:
    """The actor, signed in. Raises NotAllowed for a visitor, which sends a browser to the sign-in page."""
    actor = actor_of(request)
    if not actor.is_signed_in:
        raise NotAllowed(
            Text("Ông/bà cần đăng nhập để mở trang này.", "You need to sign in to open this page."),
            Text("Mời ông/bà đăng nhập rồi tiếp tục.", "Sign in, then go on."),
        )
    return actor


def language() -> str:
    """The page's language: ``vi`` or ``en``."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def _load_actor(request: HttpRequest) -> Actor:
    nobody = Actor(
        key="public",
        name="",
        moment=clock.now(),
        language=language(),
        request_id=getattr(request, "request_id", ""),
    )
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return nobody
    standing = _standing_loader(user.pk, nobody.today) if _standing_loader else None
    if standing is None:
        return replace(nobody, key=f"user:{user.pk}", name=str(user), user_id=user.pk)
    return replace(
        nobody,
        key=standing.key,
        name=standing.name,
        person_id=standing.person_id,
        user_id=user.pk,
        acts_for=tuple(standing.acts_for),
        rights=frozenset(standing.rights),
        units=tuple(standing.units),
        mandate=standing.mandate,
        former_keys=tuple(standing.former_keys),
        holds=tuple(standing.holds),
        stands_in_for=standing.stands_in_for,
        stands_in_parties=tuple(standing.stands_in_parties),
    )


# -- the frame ---------------------------------------------------------------------------------------------------------


def shell_of(request: HttpRequest) -> Shell:
    """What surrounds the page; built once per request."""
    shell: Shell | None = getattr(request, "_khue_shell", None)
    if shell is None:
        shell = _build_shell(request, actor_of(request))
        request._khue_shell = shell  # type: ignore[attr-defined]  # rides on the request
    return shell


def _build_shell(request: HttpRequest, actor: Actor) -> Shell:
    values = _plain_frame(request)
    if actor.is_signed_in:
        values |= {
            "user_name": actor.name,
            "unread_notices": notices.unread(actor.keys),
            "notices_href": _reverse("notices:inbox"),
        }
    values |= {
        "menu": tuple(_marked(item, request.path) for part in _menu for item in part(actor)),
        "business_day": actor.today,
        "theme_href": _reverse("kernel:theme"),
    }
    for part in _frame:
        values |= part(request, actor)
    return Shell(**values)


def bare_shell(request: HttpRequest) -> Shell:
    """A frame that asks neither the database nor the session: for pages that say what broke."""
    return Shell(**_plain_frame(request))


def _plain_frame(request: HttpRequest) -> dict[str, Any]:
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return {
        "language": language(),
        "language_links": _language_links(request),
        "theme": theme if theme in THEMES else "auto",
        "sample": bool(settings.KHUE_SAMPLE),
        "home_href": f"/{language()}/",
        "path": request.get_full_path(),
    }


def _marked(item: Link, path: str) -> Link:
    """The item, marked when the page lies under it."""
    here = path == item.href or (item.href.count("/") > 2 and path.startswith(item.href))
    return Link(item.label, item.href, item.current or here, item.icon, item.lang, item.note)


def _reverse(name: str) -> str:
    """The address, or nothing where this site does not serve it: a frame must not break a page."""
    try:
        return address(name)
    except NoReverseMatch:
        return ""


def address(name: str) -> str:
    """Where a route without arguments lies, in the reader's language: for the frame, which names two dozen on every page."""
    return _address(name, get_language(), get_urlconf())


@lru_cache(maxsize=1_000)
def _address(name: str, language: str | None, urlconf: str | None) -> str:
    return reverse(name)


def in_language(path: str, code: str) -> str:
    """The same page in another language; the start page for an address outside the languages."""
    for known, _label in LANGUAGES:
        if path == f"/{known}" or path.startswith(f"/{known}/"):
            return f"/{code}{path[len(known) + 1 :]}"
    return f"/{code}/"


def _language_links(request: HttpRequest) -> tuple[Link, ...]:
    path = request.get_full_path() if request.method == "GET" else request.path
    return tuple(
        Link(label, in_language(path, code), current=code == language(), lang=code) for code, label in LANGUAGES
    )


def shell_for_templates(request: HttpRequest) -> dict[str, Any]:
    """Context processor: gives ``shell`` to pages that a library renders (sign-in)."""
    return {"shell": shell_of(request)}


# -- answers -----------------------------------------------------------------------------------------------------------


def render(
    request: HttpRequest, template: str, page: Any, status: int = 200, *, partial: str = "", **also: Any
) -> HttpResponse:
    """A page from a frozen dataclass, as ``page`` in the template; ``also`` for what is no data, such as a form.

    For an htmx request only ``partial`` of the template is rendered, when one is named.
    """
    name = f"{template}#{partial}" if partial and getattr(request, "htmx", False) else template
    context = {"page": page, "shell": shell_of(request), **also}
    response = HttpResponse(render_to_string(name, context, request=request), status=status)
    if partial:
        response.headers["Vary"] = "HX-Request"
    if actor_of(request).user_id is not None:
        # A signed-in page must not be seen again after sign-out by the back button of a shared computer.
        response.headers["Cache-Control"] = "private, no-store"
    return response


def redirect(to: str, *args: Any, query: Mapping[str, str] | None = None, **kwargs: Any) -> HttpResponse:
    """See other (303): ``to`` is a route name with its arguments, or a path of ours."""
    path = to if to.startswith("/") else reverse(to, args=args or None, kwargs=kwargs or None)
    response = HttpResponseRedirect(path + (f"?{urlencode(query)}" if query else ""))
    response.status_code = 303
    return response


def cursor_href(request: HttpRequest, cursor: str | None) -> str:
    """The same list at a cursor of ``kernel.paging``; empty for None."""
    return href(request.GET, cursor) if cursor else ""


def safe_path(given: str, otherwise: str = "/") -> str:
    """A path of ours out of what a browser sent; ``otherwise`` for anything that leads elsewhere."""
    parts = urlsplit(given)
    if parts.scheme or parts.netloc or not given.startswith("/") or given.startswith(("//", "/\\")):
        return otherwise
    return otherwise if any(ord(letter) < 32 or letter == "\\" for letter in given) else given
