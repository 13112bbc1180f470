"""The pages of the books: who may see them, what they show, drilling down, files, forms."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from khue.core.bilingual import Text
from khue.features.ledger import domain, queries, usecases
from khue.features.ledger.models import BudgetLine, Period
from khue.features.ledger.models import Entry as EntryRow
from khue.kernel import clock, web
from khue.kernel.models import User

from .conftest import LINE, RIGHTS, Books, an_actor

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Standing:
    rights: frozenset[str]
    person_id: int = 900
    key: str = "party:900"
    name: str = "Kế toán thử"
    acts_for: tuple[tuple[str, str], ...] = ()
    units: tuple[str, ...] = ("DOF",)
    mandate: str = ""
    former_keys: tuple[str, ...] = ()
    holds: tuple[tuple[str, str], ...] = ()
    stands_in_for: str = ""
    stands_in_parties: tuple[str, ...] = ()


@pytest.fixture(autouse=True)
def in_vietnamese() -> Iterator[None]:
    with translation.override("vi"):
        yield


@pytest.fixture
def signed_in(settings) -> Iterator[Callable[..., Client]]:  # type: ignore[no-untyped-def]  # a fixture of a library without types
    """Browsers of staff with the rights named."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    kept, rights_of = web._standing_loader, {}
    web.set_standing_loader(lambda user_id, day: Standing(rights_of[user_id]) if user_id in rights_of else None)

    def make(*rights: str) -> Client:
        user = User(username=f"staff-{uuid4()}")
        user.set_unusable_password()
        user.save()
        rights_of[user.pk] = frozenset(rights)
        client = Client()
        client.force_login(user)
        return client

    yield make
    web._standing_loader = kept


@pytest.fixture
def today_books() -> Books:
    """Books kept by the clock that the pages see."""
    return Books(an_actor(*RIGHTS, moment=clock.now()))


@pytest.fixture
def filled(today_books: Books) -> dict[str, UUID]:
    day = today_books.actor.today
    return {
        "fund": today_books.fund(1_850_000_000, on=day).id,
        "commit": today_books.commit("support:4", 600_000_000, on=day).id,
        "accrue": today_books.accrue("support:4", "tranche:7", 400_000_000, on=day).id,
        "pay": today_books.pay("tranche:7", 150_000_000, on=day).id,
    }


READING = (
    "/vi/ledger/",
    "/vi/ledger/?on=2026-01-31",
    "/vi/ledger/budget/",
    "/vi/ledger/budget/lines/2026-EQ/",
    "/vi/ledger/accounts/budget.available/",
    "/vi/ledger/accounts/budget.available/?subject=budget:2026-EQ",
    "/vi/ledger/accounts/budget.committed/subjects/",
    "/vi/ledger/subjects/tranche:7/",
    "/vi/ledger/periods/",
)
DEEDS = (
    ("/vi/ledger/budget/appropriate/", domain.APPROPRIATE),
    ("/vi/ledger/budget/open/", domain.APPROPRIATE),
    ("/vi/ledger/periods/2026-01/close/", domain.CLOSE_PERIOD),
)


@pytest.mark.parametrize("path", [*READING, *(path for path, _right in DEEDS)])
def test_a_visitor_is_asked_to_sign_in_and_a_machine_gets_401(path: str, signed_in: object) -> None:
    answer = Client().get(path)
    assert answer.status_code == 303
    assert "/vi/sign-in/" in answer["Location"]
    assert Client().get(path, headers={"accept": "application/json"}).status_code == 401


@pytest.mark.parametrize("path", [*READING, *(path for path, _right in DEEDS)])
def test_staff_without_the_right_get_403(path: str, signed_in: Callable[..., Client]) -> None:
    assert signed_in("dossiers.read").get(path).status_code == 403


@pytest.mark.parametrize("path", READING)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_reader_sees_every_page_in_both_languages(
    path: str, language: str, signed_in: Callable[..., Client], filled: dict[str, UUID]
) -> None:
    answer = signed_in(domain.READ).get(path.replace("/vi/", f"/{language}/"))
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize(("path", "right"), DEEDS)
def test_a_reader_may_not_write_and_is_not_shown_the_way(
    path: str, right: str, signed_in: Callable[..., Client]
) -> None:
    reader = signed_in(domain.READ)
    assert reader.get(path).status_code == 403
    assert reader.post(path).status_code == 403
    assert "/budget/appropriate/" not in reader.get("/vi/ledger/budget/").content.decode()
    assert signed_in(domain.READ, right).get(path).status_code == 200


def test_from_a_figure_to_its_entries_to_the_entry_to_what_it_is_about(
    signed_in: Callable[..., Client], filled: dict[str, UUID]
) -> None:
    reader = signed_in(domain.READ)
    page = reader.get("/en/ledger/").content.decode()
    assert "1,850,000,000" in page
    assert 'href="/en/ledger/accounts/treasury.cash/"' in page
    page = reader.get("/en/ledger/accounts/treasury.cash/").content.decode()
    assert f'href="/en/ledger/entries/{filled["pay"]}/"' in page
    page = reader.get(f"/en/ledger/entries/{filled['pay']}/").content.decode()
    assert 'href="/en/tranches/7/"' in page  # wired by site: a tranche stands on its support's page
    assert "150,000,000" in page
    page = reader.get("/en/ledger/subjects/tranche:7/").content.decode()
    assert f"/en/ledger/entries/{filled['accrue']}/" in page


def test_a_subject_that_only_postings_name_has_its_entries(signed_in: Callable[..., Client], books: Books) -> None:
    reader = signed_in(domain.READ)
    assert reader.get("/vi/ledger/subjects/fund:whole/").status_code == 404
    entry = books.post(replace(books.entry(domain.appropriate, "fund:whole", 5), subject="capital:1"))
    assert f"/vi/ledger/entries/{entry.id}/" in reader.get("/vi/ledger/subjects/fund:whole/").content.decode()


def test_a_wired_subject_leads_to_its_page(signed_in: Callable[..., Client], filled: dict[str, UUID]) -> None:
    from khue.features.ledger.queries import subjects

    kept = dict(subjects._KINDS)
    try:
        queries.wire_subject("tranche", Text("đợt {id}", "tranche {id}"), "ledger:subject", argument=lambda n: f"x:{n}")
        assert queries.subject_link("tranche:7").href == "/vi/ledger/subjects/x:7/"
        page = signed_in(domain.READ).get(f"/en/ledger/entries/{filled['pay']}/").content.decode()
        assert "/en/ledger/subjects/x:7/" in page
    finally:
        subjects._KINDS.clear()
        subjects._KINDS.update(kept)
    assert queries.subject_link("unknown:3").label.vi == "unknown:3"


def test_the_budget_page_shows_where_the_money_of_a_line_is(
    signed_in: Callable[..., Client], filled: dict[str, UUID]
) -> None:
    page = signed_in(domain.READ).get("/vi/ledger/budget/").content.decode()
    for figure in ("1.850.000.000", "1.250.000.000", "200.000.000", "250.000.000", "150.000.000"):
        assert figure in page
    assert "data-chart" in page


def test_the_statement_pages_with_cursors_and_a_constant_number_of_queries(
    signed_in: Callable[..., Client], today_books: Books
) -> None:
    reader, day = signed_in(domain.READ), today_books.actor.today
    path = "/vi/ledger/accounts/budget.appropriated/"
    today_books.fund(1, on=day)
    reader.get(path)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert reader.get(path).status_code == 200
        return len(found)

    one = asked()
    for n in range(40):
        today_books.fund(n + 2, on=day - timedelta(days=n % 3))
    assert asked() == one
    seen: list[str] = []
    following: str | None = path
    while following:
        page = reader.get(following).content.decode()
        seen += re.findall(r'href="/vi/ledger/entries/([0-9a-f-]{36})/"', page)
        link = re.search(r'rel="next" href="([^"]+)"', page)
        following = path + link[1].replace("&amp;", "&") if link else None
    assert len(seen) == len(set(seen)) == 41


def test_balances_by_subject_page_forwards_and_back(today_books: Books) -> None:
    day = today_books.actor.today
    today_books.fund(1_000, on=day)
    for n in range(7):
        today_books.commit(f"support:{n}", n + 1, on=day)
    card = queries.account(domain.COMMITTED)
    pages, after = [], None
    for _ in range(3):
        page = queries.subject_balances(card, after, 3)
        pages.append([row.subject for row in page.rows])
        last, after = page, page.next
    assert pages == [["support:0", "support:1", "support:2"], ["support:3", "support:4", "support:5"], ["support:6"]]
    assert after is None
    back = queries.subject_balances(card, last.previous, 3)
    assert [row.subject for row in back.rows] == pages[1]
    first = queries.subject_balances(card, back.previous, 3)
    assert ([row.subject for row in first.rows], first.previous) == (pages[0], None)
    assert [row.amount for row in first.rows] == [1, 2, 3]


@pytest.mark.parametrize(
    ("path", "head"),
    [
        ("/en/ledger/?format=csv", "Account"),
        ("/en/ledger/budget/?format=csv", "Budget line"),
        ("/en/ledger/accounts/budget.available/?format=csv", "Booked on"),
        ("/en/ledger/accounts/budget.committed/subjects/?format=csv", "Subject"),
        ("/en/ledger/periods/?format=csv", "Month"),
    ],
)
def test_every_list_is_a_csv_and_an_xlsx(
    path: str, head: str, signed_in: Callable[..., Client], filled: object
) -> None:
    reader = signed_in(domain.READ)
    answer = reader.get(path)
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]  # a streaming answer
    assert rows[0][0] == head
    assert len(rows) >= 2
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(b"".join(reader.get(path.replace("csv", "xlsx")).streaming_content))).active  # type: ignore[attr-defined]  # a streaming answer
    assert sheet is not None
    assert sheet["A1"].value == head
    assert sheet.max_row == len(rows)


def test_a_statement_file_of_one_subject_holds_that_subject_only(
    signed_in: Callable[..., Client], today_books: Books
) -> None:
    day = today_books.actor.today
    today_books.fund(1_000, on=day)
    today_books.commit("support:4", 10, on=day)
    today_books.commit("support:5", 20, on=day)
    answer = signed_in(domain.READ).get("/en/ledger/accounts/budget.committed/?subject=support:5&format=csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]  # a streaming answer
    assert [(row["Subject of the line"], row["Debit"], row["Credit"]) for row in rows] == [("support:5", "0", "20")]


def test_an_appropriation_by_form_sent_twice_is_booked_once(signed_in: Callable[..., Client]) -> None:
    writer = signed_in(domain.READ, domain.APPROPRIATE)
    form = {"id": str(uuid4()), "line": "2026-EQ", "amount": "1.850.000.000", "ground": "12/QĐ-UBND, 05/01/2026"}
    for _ in range(2):
        assert writer.post("/vi/ledger/budget/appropriate/", form).status_code == 303
    assert EntryRow.objects.filter(subject=LINE).count() == 1
    assert queries.balance(domain.AVAILABLE, LINE) == 1_850_000_000


@pytest.mark.parametrize("amount", ["1,5", "-5", "0", "", "abc", "9" * 40])
def test_a_wrong_amount_is_told_beside_the_field_and_what_was_typed_stays(
    amount: str, signed_in: Callable[..., Client]
) -> None:
    writer = signed_in(domain.READ, domain.APPROPRIATE)
    form = {"id": str(uuid4()), "line": "2026-EQ", "amount": amount, "ground": "<b>12/QĐ</b>"}
    answer = writer.post("/vi/ledger/budget/appropriate/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_amount_error"' in page
    assert f'value="{amount}"' in page or not amount
    assert "&lt;b&gt;12/QĐ&lt;/b&gt;" in page
    assert not EntryRow.objects.exists()


def test_a_budget_line_is_opened_by_form_and_a_bad_code_is_refused_beside_it(signed_in: Callable[..., Client]) -> None:
    writer = signed_in(domain.READ, domain.APPROPRIATE)
    form = {"code": "2027 Đ", "name_vi": "Dòng mới", "name_en": "", "year": "2027"}
    answer = writer.post("/vi/ledger/budget/open/", form)
    assert answer.status_code == 422
    assert 'id="id_code_error"' in answer.content.decode()
    assert writer.post("/vi/ledger/budget/open/", {**form, "code": "2027-EQ"}).status_code == 303
    assert BudgetLine.objects.get(pk="2027-EQ").name_vi == "Dòng mới"
    assert writer.post("/vi/ledger/budget/open/", {**form, "code": "2027-EQ"}).status_code == 409


def test_an_entry_is_reversed_by_form_once(signed_in: Callable[..., Client], today_books: Books) -> None:
    entry = today_books.fund(1_000, on=today_books.actor.today)
    writer = signed_in(domain.READ, domain.REVERSE)
    path = f"/vi/ledger/entries/{entry.id}/"
    assert "reverse/" in writer.get(path).content.decode()
    assert writer.post(f"{path}reverse/", {"id": str(uuid4()), "ground": "Sai dòng"}).status_code == 303
    assert "reverse/" not in writer.get(path).content.decode()
    answer = writer.post(f"{path}reverse/", {"id": str(uuid4()), "ground": "Sai dòng"})
    assert answer.status_code == 422
    assert EntryRow.objects.filter(reverses=entry.id).count() == 1


def test_a_month_is_closed_after_a_page_that_says_what_it_means(
    signed_in: Callable[..., Client], today_books: Books
) -> None:
    month = domain.month_of(domain.month_of(today_books.actor.today) - timedelta(days=1))
    today_books.fund(1_000, on=month)
    writer = signed_in(domain.READ, domain.CLOSE_PERIOD)
    path = f"/vi/ledger/periods/{month:%Y-%m}/close/"
    assert path in writer.get("/vi/ledger/periods/").content.decode()
    assert writer.get(path).status_code == 200
    assert not Period.objects.exists()
    assert writer.post(path).status_code == 303
    assert Period.objects.get().month == month
    assert writer.post(path).status_code == 422
    assert Period.objects.get().seal[:16] in writer.get("/vi/ledger/periods/").content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/vi/ledger/accounts/no.account/",
        "/vi/ledger/accounts/no.account/?format=csv",
        "/vi/ledger/accounts/no.account/subjects/",
        "/vi/ledger/budget/lines/2031-XX/",
        f"/vi/ledger/entries/{UUID(int=1)}/",
        "/vi/ledger/periods/2026-13/close/",
        "/vi/ledger/periods/may/close/",
    ],
)
def test_what_is_not_there_is_404(path: str, signed_in: Callable[..., Client]) -> None:
    assert signed_in(*RIGHTS).get(path).status_code == 404


@pytest.mark.parametrize("query", ["on=gibberish", "on=31/02/2026", "after=garbled", "format=exe", "subject=%27--"])
@pytest.mark.parametrize("path", ["/vi/ledger/", "/vi/ledger/accounts/budget.available/"])
def test_a_garbled_address_breaks_nothing(
    path: str, query: str, signed_in: Callable[..., Client], filled: object
) -> None:
    assert signed_in(domain.READ).get(f"{path}?{query}").status_code == 200


def test_an_old_day_shows_the_books_of_that_day(signed_in: Callable[..., Client], today_books: Books) -> None:
    day = today_books.actor.today
    today_books.fund(111_000, on=day - timedelta(days=400))
    today_books.fund(222_000, on=day)
    page = signed_in(domain.READ).get(f"/en/ledger/?on={day - timedelta(days=1):%d/%m/%Y}").content.decode()
    assert "111,000" in page
    assert "333,000" not in page
    assert "333,000" in signed_in(domain.READ).get("/en/ledger/").content.decode()


def test_the_entry_page_of_a_reversal_names_both_sides(signed_in: Callable[..., Client], today_books: Books) -> None:
    entry = today_books.fund(1_000, on=today_books.actor.today)
    wish = domain.Reversal(uuid4(), entry.id, "Sai dòng")
    usecases.reverse_entry(wish, actor=today_books.actor)
    reader = signed_in(domain.READ, domain.REVERSE)
    assert str(wish.id) in reader.get(f"/vi/ledger/entries/{entry.id}/").content.decode()
    assert str(entry.id) in reader.get(f"/vi/ledger/entries/{wish.id}/").content.decode()
    assert EntryRow.objects.get(pk=wish.id).booked_on >= date(2020, 1, 1)


@pytest.mark.parametrize("key", ["nonsense", "support:letters", "tranche:"])
def test_a_subject_that_the_books_do_not_know_is_not_found(key: str, signed_in: Callable[..., Client]) -> None:
    assert signed_in("ledger.read").get(f"/vi/ledger/subjects/{key}/").status_code == 404
