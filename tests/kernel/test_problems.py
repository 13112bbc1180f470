"""What goes wrong is told: as a page in the reader's language, as a problem to machines, and never as a bare 500."""

import json

import pytest
from django.db import DataError, OperationalError
from django.test import Client

from khue.kernel import middleware, problems
from khue.kernel.models import User


class TestPages:
    def test_a_refusal_shows_every_reason_with_its_provision_and_the_next_step(self, person):
        response = person.get("/vi/refuse/")
        page = response.content.decode()
        assert response.status_code == 422
        for words in ("Mức hỗ trợ vượt 50 %.", "NQ 34/2025, Điều 8", "Giảm mức đề nghị.", "Đã quá hạn nộp."):
            assert words in page

    def test_the_same_in_english(self, person):
        page = person.get("/en/refuse/").content.decode()
        assert "The support is above 50 %." in page
        assert "Ask for less." in page

    @pytest.mark.parametrize(
        ("path", "status", "words"),
        [
            ("/en/forbid/", 403, "You lack the right."),
            ("/en/miss/", 404, "There is no such dossier."),
            ("/en/collide/", 409, "A colleague decided already."),
            ("/en/overflow/", 413, "20 MB"),
            ("/en/nowhere/", 404, "no page at this address"),
        ],
    )
    def test_each_error_has_its_page_that_says_what_to_do_next(self, person, path, status, words):
        response = person.get(path)
        assert response.status_code == status
        assert words in response.content.decode()
        assert "What you can do:" in response.content.decode()
        assert response["X-Request-ID"] in response.content.decode()

    def test_a_fault_of_ours_says_so_and_gives_a_number_but_no_inside(self, person):
        person.raise_request_exception = False
        response = person.get("/en/fault/")
        page = response.content.decode()
        assert response.status_code == 500
        assert response["X-Request-ID"] in page
        assert "079203001234" not in page
        assert "RuntimeError" not in page

    def test_an_error_inside_an_htmx_request_replaces_the_page_not_the_fragment(self, person):
        response = person.get("/en/collide/", headers={"HX-Request": "true"})
        assert response["HX-Retarget"] == "#main"


class TestProblemJson:
    def test_a_refusal_is_a_problem_with_reasons(self, person):
        response = person.get("/api/refuse/")
        got = response.json()
        assert response.status_code == 422
        assert response["Content-Type"] == "application/problem+json"
        assert (got["type"], got["status"]) == ("urn:khue:problem:refused", 422)
        assert got["instance"] == f"urn:khue:request:{response['X-Request-ID']}"
        assert [reason["code"] for reason in got["reasons"]] == ["cap.exceeded", "late"]
        assert got["reasons"][0]["source"]["provision"] == "NQ 34/2025, Điều 8"
        assert got["binding"] is True

    def test_an_accept_of_json_gets_a_problem_on_a_page_address_too(self, person):
        assert person.get("/vi/miss/", headers={"Accept": "application/json"}).json()["status"] == 404

    def test_a_browser_that_would_also_take_json_gets_the_page(self, person):
        response = person.get("/vi/miss/", headers={"Accept": "text/html,application/json;q=0.9"})
        assert response["Content-Type"].startswith("text/html")

    def test_a_machine_without_sign_in_gets_401_not_a_redirect(self, visitor):
        assert visitor.get("/api/forbid/").status_code == 401

    def test_a_fault_is_a_problem_without_inside(self, visitor):
        visitor.raise_request_exception = False
        response = visitor.get("/api/fault/")
        assert response.json()["type"] == "urn:khue:problem:fault"
        assert "079203001234" not in response.content.decode()


class TestSignIn:
    def test_a_visitor_is_led_to_sign_in_and_back(self, visitor):
        response = visitor.get("/en/forbid/?a=1")
        assert response.status_code == 303
        assert response["Location"] == "/en/sign-in/?next=%2Fen%2Fforbid%2F%3Fa%3D1"

    def test_an_htmx_request_leads_the_whole_page_there(self, visitor):
        response = visitor.get("/vi/forbid/", headers={"HX-Request": "true"})
        assert response["HX-Redirect"].startswith("/vi/sign-in/?next=")

    def test_somebody_signed_in_without_the_right_is_not_sent_to_sign_in(self, person):
        assert person.get("/vi/forbid/").status_code == 403

    def test_words_typed_while_the_sign_in_ran_out_are_there_again_after_it(self, person):
        person.logout()
        typed = {"title": "Máy đo <b>phổ</b>", "amount": "12,5", "password": "hidden"}
        response = person.post("/vi/ask/", typed)
        assert response["Location"] == "/vi/sign-in/?next=%2Fvi%2Fask%2F"
        person.force_login(User.objects.get(username="mai"))
        page = person.get("/vi/ask/").content.decode()
        assert "Máy đo &lt;b&gt;phổ&lt;/b&gt;" in page
        assert 'value="12,5"' in page
        assert "<p>kept</p>" in page
        assert "hidden" not in page.replace('type="hidden"', "").replace("visually-hidden", "").replace(
            "aria-hidden", ""
        )
        assert "<p>kept</p>" not in person.get("/vi/ask/").content.decode()

    def test_kept_words_show_on_their_own_page_only(self, person):
        person.logout()
        person.post("/vi/ask/", {"title": "secret plan", "amount": "1"})
        person.force_login(User.objects.get(username="mai"))
        assert "secret plan" not in person.get("/en/ask/").content.decode()


class TestGoingBack:
    def test_after_a_conflict_the_page_has_the_words_and_todays_version(self, person):
        typed = {"title": "Thuyết minh", "seen": "3", "once": "8f14e45f-ceea-467f-9c0b-2c1c8a4f4c11"}
        response = person.post("/vi/change/", typed, headers={"Referer": "http://testserver/vi/change/"})
        assert response.status_code == 409
        assert 'href="/vi/change/"' in response.content.decode()
        page = person.get("/vi/change/").content.decode()
        assert 'value="Thuyết minh"' in page
        assert 'name="seen" value="4"' in page
        assert "8f14e45f" not in page

    def test_words_of_another_site_are_not_kept(self, person):
        person.post(
            "/vi/change/", {"title": "planted", "seen": "3"}, headers={"Referer": "https://evil.example/vi/change/"}
        )
        assert "planted" not in person.get("/vi/change/").content.decode()

    def test_words_wait_for_half_an_hour_only(self, person, settings):
        headers = {"Referer": "http://testserver/vi/change/"}
        person.post("/vi/change/", {"title": "Thuyết minh", "seen": "3"}, headers=headers)
        session = person.session
        session["kept_form"] = {**session["kept_form"], "at": session["kept_form"]["at"] - 1801}
        session.save()
        assert "Thuyết minh" not in person.get("/vi/change/").content.decode()


class TestExpiredPage:
    @pytest.fixture
    def strict(self, person):
        client = Client(enforce_csrf_checks=True)
        client.cookies = person.cookies
        return client

    def test_an_expired_page_says_so_and_keeps_what_was_typed(self, strict):
        form = {"title": "Thuyết minh", "amount": "5"}
        response = strict.post(
            "/vi/ask/", form, headers={"Referer": "http://testserver/vi/ask/", "Origin": "http://testserver"}
        )
        assert response.status_code == 403
        assert 'href="/vi/ask/"' in response.content.decode()
        assert "Thuyết minh" in strict.get("/vi/ask/").content.decode()

    def test_a_form_sent_by_another_site_is_neither_taken_nor_kept(self, strict):
        form = {"title": "planted", "amount": "5"}
        response = strict.post("/vi/ask/", form, headers={"Origin": "https://evil.example"})
        assert response.status_code == 403
        assert "planted" not in strict.get("/vi/ask/").content.decode()


class TestUnreadable:
    @pytest.mark.parametrize("address", ["/vi/find/?q=a%00b", "/vi/fi%00nd/", "/vi/find/?a%00=1"])
    def test_a_nul_byte_in_the_address_is_a_bad_request(self, visitor, address):
        assert visitor.get(address).status_code == 400

    def test_a_nul_byte_in_a_form_that_reaches_the_database_is_a_bad_request(self, visitor):
        assert visitor.post("/vi/find/", {"q": "a\0b"}).status_code == 400

    @pytest.mark.parametrize("query", ["q=%ff%fe", "q=%C3%28", "q=%ED%A0%80", "q=%F0%9F%98%80"])
    def test_broken_utf8_in_the_query_is_read_as_well_as_it_can_be(self, visitor, query):
        assert visitor.get(f"/vi/find/?{query}").status_code == 200

    def test_broken_utf8_in_the_path_finds_nothing(self, visitor):
        assert visitor.get("/vi/%ff%fe/").status_code == 404

    def test_broken_utf8_in_a_form_is_read_as_well_as_it_can_be(self, visitor):
        response = visitor.generic("POST", "/vi/find/", b"q=\xff\xfe", "application/x-www-form-urlencoded")
        assert response.status_code == 200

    def test_more_fields_than_any_form_has_is_a_bad_request(self, visitor, settings):
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
        assert visitor.post("/vi/find/", {f"f{n}": "1" for n in range(11)}).status_code == 400

    def test_a_form_too_large_gets_the_page_that_names_the_limit(self, visitor, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
        response = visitor.generic("POST", "/vi/find/", b"q=" + b"a" * 200, "application/x-www-form-urlencoded")
        assert response.status_code == 413
        assert "20 MB" in response.content.decode()

    def test_a_body_no_form_could_have_sent_is_refused_before_it_is_read(self, rf, settings, small_site, db):
        settings.KHUE_MAX_FILE_MB = 1

        class Unread:
            def read(self, *args):
                raise AssertionError("the body was read")

        request = rf.post("/vi/find/")
        request.META |= {"CONTENT_LENGTH": str(11 * 1024 * 1024), "wsgi.input": Unread()}
        request.request_id = "r-1"
        response = middleware.BoundedBody(lambda request: pytest.fail("let through"))(request)
        assert response.status_code == 413

    def test_a_body_in_chunks_is_refused_and_never_taken_for_an_empty_one(self, rf, small_site, db):
        request = rf.post("/vi/find/")
        request.META["HTTP_TRANSFER_ENCODING"] = "chunked"
        request.request_id = "r-1"
        response = middleware.BoundedBody(lambda request: pytest.fail("let through"))(request)
        assert response.status_code == 411
        assert "Content-Length" in response.content.decode()


class TestDatabase:
    def failed(self, state):
        cause = Exception("gone")
        cause.sqlstate = state
        error = OperationalError("gone")
        error.__cause__ = cause
        return error

    @pytest.mark.parametrize("state", ["40P01", "40001", "55P03"])
    def test_a_lost_race_is_a_conflict_to_try_again(self, state):
        assert problems.problem_of(self.failed(state)).status == 409

    @pytest.mark.parametrize("state", [None, "57P01", "08006"])
    def test_a_database_that_is_gone_is_503_with_a_time_to_retry(self, state):
        found = problems.problem_of(self.failed(state))
        assert (found.status, found.retry_after) == (503, 30)

    def test_the_503_page_asks_nothing_of_the_database(self, rf, small_site):
        request = rf.get("/vi/find/")
        request.request_id = "r-1"
        response = problems.answer(request, problems.problem_of(self.failed(None)))
        assert response.status_code == 503
        assert response["Retry-After"] == "30"
        assert "<h1>" in response.content.decode()

    def test_a_database_that_goes_away_while_pages_are_served_gives_the_503_page(self, clone_db, cluster, small_site):
        visitor = Client(raise_request_exception=False)
        assert visitor.get("/vi/find/").status_code == 200
        cluster.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{clone_db}'")
        assert visitor.get("/vi/find/").status_code == 503

    def test_the_same_for_somebody_signed_in_whose_session_can_not_be_read(self, clone_db, cluster, small_site):
        reader = Client(raise_request_exception=False)
        reader.force_login(User.objects.create_user("an", "a long enough password"))
        assert reader.get("/vi/hello/").status_code == 200
        cluster.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{clone_db}'")
        assert reader.get("/vi/hello/").status_code == 503

    def test_other_faults_of_the_database_are_faults_of_ours(self):
        assert problems.problem_of(DataError("value too long")) is None
        assert problems.problem_of(ValueError("something else")) is None


class TestLimits:
    @pytest.fixture
    def counting(self, settings):
        settings.CACHES = {
            "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "limits"}
        }
        from django.core.cache import cache

        cache.clear()

    def test_the_third_of_two_allowed_gets_a_page_that_says_when(self, visitor, counting):
        assert [visitor.post("/en/counted/").status_code for _ in range(3)] == [200, 200, 429]
        response = visitor.post("/en/counted/")
        assert int(response["Retry-After"]) == 3600
        assert "60 min" in response.content.decode()
        assert visitor.get("/en/counted/").status_code == 200

    def test_another_address_is_counted_apart(self, visitor, counting):
        for _ in range(3):
            visitor.post("/en/counted/")
        assert visitor.post("/en/counted/", REMOTE_ADDR="10.1.1.1").status_code == 200

    def test_machines_get_a_problem(self, visitor, counting):
        for _ in range(2):
            visitor.post("/en/counted/")
        response = visitor.post("/en/counted/", headers={"Accept": "application/json"})
        assert json.loads(response.content)["type"] == "urn:khue:problem:too-many"
