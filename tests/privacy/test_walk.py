"""A walk through every page and every reading operation with a canary for a name: where a restriction must bite, nobody sees it."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from khue.kernel import web
from khue.site.api import schema
from khue.site.interface_examples import Described
from tests.api.test_access import argument, operations
from tests.conftest import Cluster, pointed_at
from tests.house.conftest import House, stocked
from tests.house.test_access_matrix import LINES, ROUTES, expected
from tests.privacy.walking import CANARY, canary_restricted

READERS = ("auditor", "administrator", "clerk", "decider", "officer", "appraiser", "accountant", "finance", "treasurer")
"""Who inspects before who works: a page is looked at by the first two of them who may open it."""

READS_ON = {
    "a task of the dossier is open on the reader's desk": {"desk:tasks clerk", "list_tasks clerk"},
    "the paper waits for the reader's own signature": {
        "documents:queue decider", "documents:turn decider", "documents:decline decider", "documents:paper decider", "documents:draft-docx decider",
        "list_turns decider", "read_turn decider", "read_paper decider", "read_draft_text decider",
        "notices:inbox decider", "list_notices decider",
    },
    "the person stands at the counter with a request on paper": {"privacy:enter clerk"},
    "a file for the national exchange went out before, and whoever answers for it reads it as it was": {"publicity:national-file appraiser"},
    "the sample city names its own personas where one chooses whom to be": {"sign-in visitor"},
    "who moves money knows whose it is": {
        "results:decide decider", "results:distribution decider", "results:payouts decider", "results:pay accountant",
        "read_result_distribution accountant", "list_result_payouts accountant",
        *(f"treasury:{page} {reader}" for page in ("order", "orders", "receivable", "receivables", "file", "file-as", "cancel")
          for reader in ("accountant", "treasurer")),
        *(f"treasury:{page} accountant" for page in ("line", "unmatched", "clear", "send-back")),
        "treasury:amend accountant", "treasury:reopen accountant", "treasury:approve treasurer",
        *(f"{door} accountant" for door in (
            "list_orders", "read_order", "list_receivables", "read_receivable", "read_payment_file", "download_payment_file",
            "list_unmatched_lines", "read_bank_line",
        )),
    },
}  # fmt: skip


def pages(house: House) -> Iterator[tuple[str, str, str]]:
    """Every page with the readers who look at it; what is open to everybody is looked at by nobody in particular."""
    for name in sorted(LINES):
        able = [reader for reader in READERS if expected(name, "get", reader) == 200]
        able = ["visitor"] if expected(name, "get", "visitor") == 200 else able[:2]
        for reader in able:
            yield name, house.path(ROUTES[name]), reader


def doors(house: House) -> Iterator[tuple[str, str, str]]:
    """Every operation that reads, with the same readers."""
    described = Described(schema())
    for name, (method, path, told) in operations().items():
        if method != "GET":
            continue
        asked = []
        for raw in told.get("parameters", ()):
            each = described.follow(raw)
            if each["in"] == "path":
                path = path.replace(f"{{{each['name']}}}", str(argument(house, name, each["name"])))
            elif each["in"] == "query" and each["required"]:
                asked.append(f"{each['name']}={described.example(each['schema'], each['name'])}")
        for reader in (
            ("visitor",) if told["x-need"] == "public" else ("auditor", "administrator", "clerk", "accountant")
        ):
            yield name, path + ("?" + "&".join(asked) if asked else ""), reader


def holds_canary(answer: Any) -> bool:
    body: bytes = getattr(answer, "whole", None) or answer.content
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as sheets:
            body = b"".join(map(sheets.read, sheets.namelist()))
    return CANARY.casefold() in body.decode("utf-8", "replace").casefold()


@pytest.fixture
def city(
    cluster: Cluster, django_db_setup: None, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[House]:
    """The stock's city after the canary; who a reader is, is asked once from then on: it is the greater part of each request."""
    whole, made, signed_in = stocked(cluster, django_db_blocker)
    name = f"khue_canary_{os.getpid()}"
    cluster.copy(name, whole)
    with django_db_blocker.unblock(), pointed_at(name):
        house = House(made, signed_in)
        canary_restricted()
        assert web._standing_loader is not None
        monkeypatch.setattr(web, "_standing_loader", functools.cache(web._standing_loader))
        yield house
    cluster.drop(name)


@pytest.mark.slow
def test_nobody_but_who_reads_on_sees_whose_data_are_restricted(city: House) -> None:
    seen, broken = set(), []
    for name, path, reader in (*pages(city), *doors(city)):
        answer = city.ask(reader, "get", path)
        if answer.status_code >= 500:
            broken.append(path)
        if answer.status_code < 400 and holds_canary(answer):
            seen.add(f"{name} {reader}")
    assert broken == []
    declared = {place for places in READS_ON.values() for place in places}
    leaks = sorted(seen - declared)
    assert not leaks, "\n".join(leaks)
    assert {"treasury:orders accountant", "list_orders accountant"} <= seen, "the canary is there"
    for search in ("treasury:orders", "people:parties", "desk:search", "desk:register"):
        found = city.ask("auditor", "get", city.path(ROUTES[search]) + f"?q={CANARY}")
        rest = re.sub(
            rf'(q=|value="|“|<title>){CANARY}', "", found.content.decode()
        )  # what was typed may stand there again
        assert found.status_code == 200, search
        assert CANARY not in rest, search
    for name, reader in (
        ("documents:papers", "auditor"), ("desk:on-time", "auditor"), ("treasury:orders", "auditor"), ("people:duplicates", "clerk"),
    ):  # fmt: skip
        for kind in ("csv", "xlsx"):
            file = city.ask(reader, "get", city.path(ROUTES[name]) + f"?format={kind}")
            assert (file.status_code, holds_canary(file)) == (200, False), f"{name} {kind}"
    sheet = city.ask("accountant", "get", city.path(ROUTES["treasury:orders"]) + "?format=xlsx")
    assert holds_canary(sheet), "the canary would be found in a file too"
