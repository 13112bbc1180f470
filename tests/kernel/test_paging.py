"""Walking by cursor gives the same rows in the same order as one long list, in both directions."""

import base64
import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import FieldError
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khue.kernel.models import Notice
from khue.kernel.paging import href, keyset

START = datetime(2026, 1, 1, tzinfo=UTC)
ORDERS = [
    ["id"],
    ["-id"],
    ["-created_at", "-id"],
    ["party", "-created_at", "id"],
    ["read_at", "id"],
    ["-read_at", "party", "-id"],
    ["party", "read_at", "-created_at"],
    ["-party", "-read_at"],
]
few = st.integers(0, 2)
rows_of = st.lists(st.tuples(few, few, st.none() | few), max_size=14)


def fill(rows):
    Notice.objects.all().delete()
    Notice.objects.bulk_create(
        Notice(
            party=f"party:{party}",
            kind="k",
            title_vi="t",
            dedupe=str(number),
            created_at=START + timedelta(days=made),
            read_at=None if read is None else START + timedelta(days=read),
        )
        for number, (party, made, read) in enumerate(rows)
    )


def walk(order, size, queryset=None):
    """All pages by ``next`` from the first."""
    queryset = Notice.objects.all() if queryset is None else queryset
    pages, cursor = [], None
    while True:
        page = keyset(queryset, order, cursor, size)
        pages.append(page)
        cursor = page.next
        if cursor is None:
            return pages


def pk(row):
    return row["id"] if isinstance(row, dict) else row.pk


@pytest.mark.django_db
class TestWalk:
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(rows_of, st.sampled_from(ORDERS), st.integers(1, 5))
    def test_pages_forward_are_the_whole_list_in_order(self, rows, order, size):
        fill(rows)
        full = [*order, "-id" if order[-1].startswith("-") else "id"] if order[-1].strip("-") != "id" else order
        expected = list(Notice.objects.order_by(*full).values_list("id", flat=True))
        pages = walk(order, size)
        assert [row.pk for page in pages for row in page.rows] == expected
        assert all(len(page.rows) == size for page in pages[:-1])

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(rows_of, st.sampled_from(ORDERS), st.integers(1, 5))
    def test_going_back_shows_the_pages_seen_before(self, rows, order, size):
        fill(rows)
        pages = walk(order, size)
        for earlier, later in pairwise(pages):
            back = keyset(Notice.objects.all(), order, later.previous, size)
            assert [row.pk for row in back.rows] == [row.pk for row in earlier.rows]
            assert keyset(Notice.objects.all(), order, back.next, size).rows == later.rows
        assert pages[0].previous is None

    def test_dicts_page_like_rows(self):
        fill([(n % 2, n % 3, None) for n in range(9)])
        pages = walk(["party", "-created_at"], 4, Notice.objects.values("id", "party", "created_at"))
        assert [len(page.rows) for page in pages] == [4, 4, 1]
        assert len({pk(row) for page in pages for row in page.rows}) == 9

    def test_a_row_that_goes_away_between_two_pages_loses_no_other(self):
        fill([(0, n, None) for n in range(3) for _ in range(2)])
        first = keyset(Notice.objects.all(), ["created_at"], None, 2)
        Notice.objects.filter(pk=first.rows[-1].pk).delete()
        assert len(keyset(Notice.objects.all(), ["created_at"], first.next, 10).rows) == 4

    def test_a_page_costs_one_query(self, django_assert_num_queries):
        fill([(0, 0, None)] * 5)
        cursor = keyset(Notice.objects.all(), ["party", "-created_at"], None, 2).next
        with django_assert_num_queries(1):
            keyset(Notice.objects.all(), ["party", "-created_at"], cursor, 2)

    def test_a_uniform_order_enters_the_index_by_a_row_comparison(self):
        fill([(0, 0, None)] * 5)
        captured = []
        cursor = keyset(Notice.objects.all(), ["party", "created_at"], None, 2).next
        from django.db import connection

        def keep(execute, sql, params, many, context):
            captured.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(keep):
            keyset(Notice.objects.all(), ["party", "created_at"], cursor, 2)
        assert '("kernel_notice"."party", "kernel_notice"."created_at", "kernel_notice"."id") >' in captured[0]

    def test_an_unknown_column_is_our_own_mistake_and_is_told(self):
        with pytest.raises(FieldError):
            keyset(Notice.objects.all(), ["colour"], None, 2)


def cursor(*parts):
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


@pytest.mark.django_db
class TestForgedCursors:
    def first(self, after, order=("party", "-created_at", "read_at")):
        return [row.pk for row in keyset(Notice.objects.all(), order, after, 3).rows]

    @pytest.mark.parametrize(
        "after",
        [
            "",
            "x",
            "é",
            "====",
            "a" * 5000,
            cursor(),
            cursor("n"),
            cursor("n", "party:0", "2026-01-01T00:00:00+00:00", None),
            cursor("x", "party:0", "2026-01-01T00:00:00+00:00", None, 1),
            cursor("n", None, "2026-01-01T00:00:00+00:00", None, 1),
            cursor("n", "a\0", "2026-01-01T00:00:00+00:00", None, 1),
            cursor("n", "\ud800", "2026-01-01T00:00:00+00:00", None, 1),
            cursor("n", "a", "yesterday", None, 1),
            cursor("n", "a", "2026-01-01", None, 1),
            cursor("n", "a", "2026-13-01T00:00:00+00:00", None, 1),
            cursor("n", "a", 17, None, 1),
            cursor("n", "a", "2026-01-01T00:00:00+00:00", None, 2**80),
            cursor("n", "a", "2026-01-01T00:00:00+00:00", None, 1.5),
            cursor("n", "a", "2026-01-01T00:00:00+00:00", None, [1]),
            cursor("n", {"a": 1}, "2026-01-01T00:00:00+00:00", None, 1),
            base64.urlsafe_b64encode(b"[" * 900).decode(),
            base64.urlsafe_b64encode(b"\xff\xfe").decode(),
        ],
    )
    def test_a_garbled_cursor_shows_the_first_page(self, after):
        fill([(0, n, None) for n in range(3)] * 2)
        assert self.first(after) == self.first(None)

    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.datetimes().map(str),
            min_size=4,
            max_size=4,
        ),
        st.sampled_from("np"),
    )
    def test_no_cursor_ever_breaks_a_page(self, parts, way):
        nobody = Notice.objects.filter(party="party:0")
        assert keyset(nobody, ["party", "-created_at", "read_at"], cursor(way, *parts), 3).rows == ()

    def test_a_size_out_of_bounds_is_brought_inside(self):
        fill([(0, 0, None)] * 3)
        assert len(keyset(Notice.objects.all(), ["id"], None, -5).rows) == 1
        assert len(keyset(Notice.objects.all(), ["id"], None, 10**9).rows) == 3


def test_a_link_to_a_page_keeps_the_rest_of_the_question():
    assert href(QueryDict("q=máy+đo&after=old&kind=a&kind=b"), "new") == "?q=m%C3%A1y+%C4%91o&kind=a&kind=b&after=new"
