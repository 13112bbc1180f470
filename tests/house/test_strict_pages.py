"""Every page as a browser gets it: strict headers, nothing inline, and the frame that a reader by ear needs."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from khue import kernel
from tests.house.conftest import House
from tests.house.stock import PERSONAS
from tests.house.test_access_matrix import LINES, ROUTES, expected

READABLE = [
    (name, persona)
    for name in sorted(LINES.keys() & ROUTES.keys())
    for persona in [p for p in PERSONAS if expected(name, "get", p) == 200][:1]
]
ERRORS = [("ledger:budget", "resident"), ("dossiers:follow", "founder")]
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "manifest-src": "'self'",
}


SPRITE = Path(kernel.__file__).with_name("static") / "vendor/tabler-icons/sprite.svg"
# A stored file that is no page (a picture) runs nothing and reaches nothing.
FILE_POLICY = {"default-src": "'none'", "sandbox": ""}
ICONS = frozenset(re.findall(r'id="([^"]+)"', SPRITE.read_text("utf-8")))


class Page(HTMLParser):
    """What a strict policy or a reader by ear would stumble over."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.ids: Counter[str] = Counter()
        self.seen: Counter[str] = Counter()
        self.language = ""
        self.targets: set[str] = set()
        self.feed(text)
        self.faults += [f"id {name!r} stands {count} times" for name, count in self.ids.items() if count > 1]
        self.faults += [f"{name} points to no element" for name in sorted(self.targets - self.ids.keys())]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.seen[tag] += 1
        if tag == "html":
            self.language = given.get("lang", "")
        if tag == "style" or (tag == "script" and "src" not in given and "json" not in given.get("type", "")):
            self.faults.append(f"inline <{tag}>")
        for name, value in given.items():
            if name == "style" or name.startswith(("on", "hx-on")):
                self.faults.append(f"<{tag} {name}={value!r}>")
            foreign = (
                re.match(r"\s*(\w+:|//)", value)
                if tag != "a"
                else re.match(r"\s*((?!https?:|mailto:|tel:)\w+:|//)", value)
            )
            if name in ("src", "href", "action", "formaction") and foreign and not value.startswith("data:image/"):
                self.faults.append(f"<{tag} {name}={value!r}>")
            if name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
                self.targets |= set(value.split())
        if tag == "use" and given.get("href", "").partition("#")[2] not in ICONS:
            self.faults.append(f"there is no icon {given.get('href', '').partition('#')[2]!r}")
        if tag == "img" and "alt" not in given:
            self.faults.append("<img> without alt")
        if tag == "form" and given.get("method", "get").lower() not in ("get", "post", "dialog"):
            self.faults.append(f"<form method={given['method']!r}>")
        if "id" in given:
            self.ids[given["id"]] += 1


def check_headers(answer: Any) -> None:
    parts = (part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";") if part.strip())
    said = {name: value for name, _, value in parts}
    assert said == (FILE_POLICY if answer["Content-Type"].startswith("image/") else POLICY)
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Request-ID"]


def check_html(answer: Any, language: str) -> None:
    if not answer["Content-Type"].startswith("text/html"):
        return
    page = Page(answer.content.decode())
    assert page.faults == []
    assert page.language == language
    assert page.seen["title"] == 1
    assert page.seen["h1"] == 1
    assert page.seen["main"] == 1
    # A sign of a template's value that is not there, or of a value that was shown as the computer sees it.
    text = re.sub(r"<(script|textarea|code|pre)\b.*?</\1>", "", answer.content.decode(), flags=re.S)
    assert not re.search(r">\s*(None|\[\]|\{\}|<[a-z_.]+ object at)\s*<|\{\{|\{%|%\(\w+\)s", text)


@pytest.mark.parametrize(("name", "persona"), READABLE, ids=[name for name, _ in READABLE])
def test_a_page_answers_strictly_and_holds_nothing_inline(house: House, name: str, persona: str) -> None:
    languages = ("vi", "en") if ROUTES[name].in_languages else ("vi",)
    for language in languages:
        answer = house.ask(persona, "get", house.path(ROUTES[name], language))
        assert answer.status_code == 200
        check_headers(answer)
        if persona != "visitor":  # what a signed-in person sees is kept by no browser
            assert {"no-store", "no-cache"} & set(answer.get("Cache-Control", "").replace(",", " ").split())
        if not answer.streaming:
            check_html(answer, language)


@pytest.mark.parametrize(("name", "persona"), ERRORS, ids=[name for name, _ in ERRORS])
def test_a_page_that_says_no_is_as_strict(house: House, name: str, persona: str) -> None:
    answer = house.ask(persona, "get", house.path(ROUTES[name]))
    assert answer.status_code in (403, 404)
    check_headers(answer)
    check_html(answer, "vi")


@pytest.mark.parametrize(
    "path", ["/", "/vi/khong-co-trang-nay/", "/static/khong-co.css", "/vi/../../etc/passwd", "/vi/%00/"]
)
def test_an_address_that_leads_nowhere_answers_strictly(house: House, path: str) -> None:
    answer = house.ask("visitor", "get", path)
    assert answer.status_code < 500
    check_headers(answer)
