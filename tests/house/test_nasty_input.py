"""Whatever a form or an address holds, the answer is a page: no 500, and no writing by a form that is not in order."""

from __future__ import annotations

from collections.abc import Sequence
from html.parser import HTMLParser
from random import Random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.house.conftest import House
from tests.house.stock import PERSONAS
from tests.house.test_access_matrix import LINES, ROUTES, expected

WRITING = sorted(
    (name, persona)
    for name in LINES.keys() & ROUTES.keys()
    for persona in [p for p in reversed(PERSONAS) if expected(name, "post", p) not in (302, 403, 404, 405)][:1]
)
READING = sorted(
    (name, persona)
    for name in LINES.keys() & ROUTES.keys()
    for persona in [p for p in reversed(PERSONAS) if expected(name, "get", p) == 200][:1]
)
NASTY = (
    "", " ", "\0", "a\0b", "\ud7ff", "\u202eđảo ngược\u202c", "\ufeff", "﷽" * 50, "e\u0301" * 200, "🏛️👩‍🔬",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{{ 7*7 }}", "{% load %}", "${7*7}", "'; DROP TABLE x; --",
    "%s%s%n", "../../etc/passwd", "\r\nSet-Cookie: a=b", "=cmd|'/c calc'!A0", "-1", "0", "1e400", "NaN", "Infinity",
    "9" * 40, "9223372036854775808", "1.850.000.000", "1,5", "١٢٣", "１２３", "0x10", "true", "null", "None", "[]", "{}",
    "2026-02-30", "31/02/2026", "0000-00-00", "9999-12-31", "0001-01-01", "10000-01-01", "2026-W09", "24:61",
    "00000000-0000-0000-0000-000000000000", "party:999999999999999999999", "party:-1", "party:", ":", "task:1", "vi", "xx",
    "on", "grant", "accept", "-created_at", "id;", "\N{DEVANAGARI DIGIT FIVE}", "x" * 5_000,
)  # fmt: skip
PARAMETERS = (
    "q", "search", "after", "before", "next", "state", "step", "unit", "kind", "sort", "order", "page", "size", "from",
    "until", "on", "format", "export", "month", "currency", "subject", "status", "who", "right", "year", "field", "stage",
)  # fmt: skip


class Fields(HTMLParser):
    """Names of the inputs on a page, with what stands in them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.files: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("input", "select", "textarea", "button") and given.get("name"):
            self.values.setdefault(given["name"], given.get("value", ""))
            if given.get("type") == "file":
                self.files.add(given["name"])


_fields: dict[str, Fields] = {}


def fields_of(house: House, name: str, persona: str) -> Fields:
    """Fields of the route's own page, or of the page that posts to it."""
    if name not in _fields:
        page = house.ask(persona, "get", house.path(ROUTES[name]))
        if page.status_code == 405 or not page["Content-Type"].startswith("text/html"):
            page = house.ask(
                persona, "get", house.path(ROUTES.get(name.partition(":")[0] + ":task", ROUTES["people:me"]))
            )
        found = Fields("" if page.streaming else page.content.decode())
        found.values = {k: v for k, v in found.values.items() if k != "csrfmiddlewaretoken"} or {"next": ""}
        _fields[name] = found
    return _fields[name]


ALPHABETS = (
    "".join(map(chr, range(128))),
    "".join(map(chr, range(0xA0, 0x600))),
    "".join(chr(code) for code in range(0x600, 0x11000, 7) if not 0xD800 <= code < 0xE000),
    "".join(map(chr, range(0x1F300, 0x1FA00))) + "\U0010ffff\U000e0001\ufffe\uffff",
)


def nasty(chance: Random) -> str | list[str]:
    """One of those above, letters of any script, a figure of any length, or several values at once."""
    match chance.randrange(4):
        case 0:
            return chance.choice(NASTY)
        case 1:
            return "".join(chance.choice(chance.choice(ALPHABETS)) for _letter in range(chance.randint(1, 60)))
        case 2:
            return str(chance.getrandbits(chance.randint(1, 130)) * chance.choice((1, -1)))
        case _:
            return chance.sample(NASTY, chance.randint(2, 3))


def nasty_values(chance: Random, names: Sequence[str], most: int) -> dict[str, Any]:
    """At least one name, at most ``most`` of them, each with something that fits nowhere."""
    count = chance.randint(1, min(most, len(names)))
    return {name: nasty(chance) for name in chance.sample(names, count)}


def check(answer: Any, what: object) -> None:
    assert answer.status_code < 500, (answer.status_code, what)
    if not answer.streaming:
        body = answer.content.decode("utf-8", "replace")
        assert "<script>alert(1)" not in body, what
        assert "<img src=x" not in body, what


@pytest.mark.slow
@pytest.mark.parametrize(("name", "persona"), WRITING, ids=[name for name, _ in WRITING])
def test_no_form_brings_a_page_down(house: House, name: str, persona: str) -> None:
    fields = fields_of(house, name, persona)
    path = house.path(ROUTES[name])
    chance, names = Random(f"20261122 {name}"), sorted(fields.values)
    for turn in range(4):  # the empty form is sent by test_access_matrix
        wrong = nasty_values(chance, names, len(names))
        check(house.ask(persona, "post", path, data={**(fields.values if turn % 2 else {}), **wrong}), wrong)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "persona"), WRITING, ids=[name for name, _ in WRITING])
def test_no_odd_body_brings_a_page_down(house: House, name: str, persona: str) -> None:
    fields = fields_of(house, name, persona)
    path = house.path(ROUTES[name])
    some = sorted(fields.values)
    file = SimpleUploadedFile("tên \u202e lạ.pdf.exe", b"MZ" + bytes(2000), "application/pdf")
    bodies: list[dict[str, Any]] = [
        {"data": {some[0]: "ă" * 1_000_000}},
        {"data": dict.fromkeys(fields.files or some[:1], file)},
        {"data": {f"{some[0]}-{n}-x": "1" for n in range(300)}},
        {
            "data": {
                "TOTAL_FORMS": "999999999",
                "form-TOTAL_FORMS": "-1",
                "lines-TOTAL_FORMS": "x",
                "tranches-TOTAL_FORMS": "1e9",
            }
        },
        {"data": b'{"a": [1', "content_type": "application/json"},
        {"data": b"\xff\xfe%zz=%00&=&&==", "content_type": "application/x-www-form-urlencoded"},
        {
            "data": b"--x\r\nContent-Disposition: form-data; name=a\r\n",
            "content_type": "multipart/form-data; boundary=x",
        },
        {"data": b"", "content_type": "multipart/form-data"},
        {"data": b"a=b", "content_type": "application/x-www-form-urlencoded; charset=utf-7"},
    ]
    for body in bodies:
        check(house.ask(persona, "post", path, **body), {key: str(value)[:80] for key, value in body.items()})
        file.seek(0)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "persona"), READING, ids=[name for name, _ in READING])
def test_no_question_in_an_address_brings_a_page_down(house: House, name: str, persona: str) -> None:
    path = house.path(ROUTES[name])
    page = house.ask(persona, "get", path)
    own = [] if page.streaming else sorted(Fields(page.content.decode("utf-8", "replace")).values)
    chance, names = Random(f"20261122 {name}"), sorted({*PARAMETERS, *own})
    for _turn in range(3):
        wrong = nasty_values(chance, names, 8)
        check(house.ask(persona, "get", path, data=wrong), wrong)


@pytest.mark.parametrize(
    "path",
    [
        "/vi/parties/99999999999999999999999/", "/vi/dossiers/%F0%9F%8F%9B/", "/vi/ledger/entries/00000000-0000-0000-0000-000000000000/",
        "/vi/ledger/accounts/%3Cscript%3E/", "/vi/ledger/periods/2026-13/close/", "/vi/register/..%2f..%2f/",
        "/vi/desk/tasks/99999999999999999999/", "/vi/notices/99999999999999999999999/", "/vi/procedures/khong-co/",
        "/files/00000000-0000-0000-0000-000000000000/", "/vi/supports/99999999999999999999999/", "/vi/missions/tasks/9223372036854775808/pay/",
        "/vi/dossiers/" + "9" * 3000 + "/", "/vi/law/parameters.exe", "/vi/register/%ff%fe/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("persona", ["visitor", "accountant", "researcher"])
def test_an_address_of_nothing_is_answered_politely(house: House, path: str, persona: str) -> None:
    for method in ("get", "post"):
        assert house.ask(persona, method, path).status_code in (302, 303, 400, 403, 404, 405)
