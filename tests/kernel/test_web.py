"""From a request to an actor, and from a page's data to an answer."""

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.urls import reverse

from khue.core.bilingual import Text
from khue.core.errors import Conflict, NotAllowed
from khue.kernel import web
from khue.kernel.forms import (
    DayField,
    KhueForm,
    MoneyField,
    OnceForm,
    SeenForm,
    TaxCodeField,
    require_seen,
)
from khue.kernel.models import User
from khue.kernel.ui import Link

from .conftest import Standing


@pytest.fixture
def request_of(rf, small_site, db):
    def make(user=None, path="/vi/hello/"):
        request = rf.get(path)
        request.request_id = "r-12345678"
        if user is not None:
            request.user = user
        return request

    return make


class TestActor:
    def test_a_visitor_is_the_public(self, request_of):
        actor = web.actor_of(request_of())
        assert (actor.key, actor.is_signed_in, actor.language, actor.request_id) == (
            "public",
            False,
            "vi",
            "r-12345678",
        )

    def test_an_account_acts_as_its_person_with_its_rights_on_that_day(self, request_of):
        user = User.objects.create_user("mai")
        asked = []
        web.set_standing_loader(lambda user_id, day: asked.append((user_id, day)) or Standing())
        actor = web.actor_of(request_of(user))
        assert (actor.key, actor.person_id, actor.user_id) == ("party:7", 7, user.pk)
        assert actor.may("task.take")
        assert actor.may_act_for("party:20", "submit")
        assert asked == [(user.pk, actor.today)]

    def test_the_actor_of_a_request_is_built_once(self, request_of):
        user = User.objects.create_user("mai")
        asked = []
        web.set_standing_loader(lambda user_id, day: asked.append(user_id) or Standing())
        request = request_of(user)
        assert web.actor_of(request) is web.actor_of(request)
        assert len(asked) == 1

    def test_an_account_without_a_person_holds_nothing(self, request_of):
        user = User.objects.create_user("ghost")
        web.set_standing_loader(lambda user_id, day: None)
        actor = web.actor_of(request_of(user))
        assert not actor.is_signed_in
        assert actor.user_id == user.pk
        assert actor.rights == frozenset()

    def test_a_page_for_signed_in_people_refuses_visitors(self, request_of):
        with pytest.raises(NotAllowed):
            web.signed_in(request_of())

    def test_every_request_carries_its_actor(self, person):
        assert person.get("/vi/hello/").wsgi_request.actor.key == "party:7"

    def test_a_page_that_needs_no_actor_does_not_load_one(self, person, django_assert_num_queries):
        with django_assert_num_queries(0):
            person.get("/healthz")


class TestFrame:
    def test_the_menu_is_what_rooms_registered_for_this_actor(self, person, visitor):
        web.register_menu(
            lambda actor: [Link(Text("Hồ sơ", "Dossiers"), "/vi/dossiers/")] if actor.is_signed_in else []
        )
        web.register_menu(lambda actor: [Link("Trang này", "/vi/hello/")])
        page = person.get("/vi/hello/").content.decode()
        assert page.index("Hồ sơ") < page.index("Trang này")
        assert "Hồ sơ" not in visitor.get("/vi/hello/").content.decode()
        shell = web.shell_of(person.get("/vi/hello/").wsgi_request)
        assert [(item.href, item.current) for item in shell.menu] == [("/vi/dossiers/", False), ("/vi/hello/", True)]

    def test_site_fills_the_frame(self, person):
        web.register_frame(lambda request, actor: {"account_href": "/vi/me/", "city": Text("Hà Nội", "Hanoi")})
        page = person.get("/en/hello/").content.decode()
        assert 'href="/vi/me/"' in page
        assert "Hanoi" in page

    def test_the_other_language_is_the_same_page_with_the_same_question(self, visitor):
        assert 'href="/en/hello/?q=m%C3%A1y&amp;p=2"' in visitor.get("/vi/hello/?q=m%C3%A1y&p=2").content.decode()

    @pytest.mark.parametrize(
        ("path", "other"),
        [
            ("/vi/a/?x=1", "/en/a/?x=1"),
            ("/vi/", "/en/"),
            ("/vi", "/en"),
            ("/vietnam/", "/en/"),
            ("/files/1/", "/en/"),
        ],
    )
    def test_in_language(self, path, other):
        assert web.in_language(path, "en") == other

    def test_the_name_and_the_waiting_notices_show_to_their_person(self, person):
        page = person.get("/vi/hello/").content.decode()
        assert "Trần Thị Mai" in page
        assert reverse("notices:inbox", urlconf="tests.kernel.pages") in page

    def test_a_signed_in_page_is_not_kept_by_the_browser_and_a_public_one_may_be(self, person, visitor):
        assert person.get("/vi/hello/")["Cache-Control"] == "private, no-store"
        assert "Cache-Control" not in visitor.get("/vi/hello/")


class TestAnswers:
    def test_htmx_gets_the_fragment_and_a_browser_the_page(self, person):
        whole, part = person.get("/vi/ask/"), person.get("/vi/ask/", headers={"HX-Request": "true"})
        assert "<html" in whole.content.decode()
        assert part.content.decode().lstrip().startswith("<form")
        assert "HX-Request" in part["Vary"]
        assert "HX-Request" in whole["Vary"]

    def test_redirects_say_see_other_and_take_names_paths_and_questions(self, small_site):
        assert web.redirect("/vi/x/").status_code == 303
        assert web.redirect("ask")["Location"] == "/vi/ask/"
        assert web.redirect("ask", query={"q": "máy đo"})["Location"] == "/vi/ask/?q=m%C3%A1y+%C4%91o"

    @pytest.mark.parametrize(
        "given", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "", "/a\nb", "/a\\b"]
    )
    def test_a_path_that_leads_elsewhere_is_not_followed(self, given):
        assert web.safe_path(given, "/vi/") == "/vi/"

    def test_a_path_of_ours_is_followed(self):
        assert web.safe_path("/vi/a/?b=//c") == "/vi/a/?b=//c"


class TestRemembered:
    def test_the_theme_is_kept_in_a_cookie_and_shown(self, visitor):
        response = visitor.post("/theme/", {"theme": "dark", "next": "/vi/hello/"})
        assert response["Location"] == "/vi/hello/"
        assert 'data-bs-theme="dark"' in visitor.get("/vi/hello/").content.decode()

    def test_an_unknown_theme_and_a_foreign_next_change_nothing(self, visitor):
        response = visitor.post("/theme/", {"theme": "<b>", "next": "https://evil.example/"})
        assert response["Location"] == "/vi/"
        assert "khue_theme" not in response.cookies

    def test_a_cookie_that_is_no_theme_is_not_shown(self, visitor):
        visitor.cookies["khue_theme"] = '"><script>'
        assert 'data-bs-theme="auto"' in visitor.get("/vi/hello/").content.decode()

    def test_the_language_is_kept_and_leads_to_the_same_page(self, visitor):
        response = visitor.post("/language/", {"language": "en", "next": "/vi/hello/?q=1"})
        assert response["Location"] == "/en/hello/?q=1"
        assert response.cookies["khue_language"].value == "en"

    def test_an_unknown_language_is_not_kept(self, visitor):
        assert (
            visitor.post("/language/", {"language": "xx", "next": "/vi/hello/"}).cookies["khue_language"].value == "vi"
        )


class TestForms:
    class Ask(KhueForm):
        amount = MoneyField(least=1000)
        on = DayField()
        tax_code = TaxCodeField(required=False)

    def errors(self, **typed):
        form = self.Ask({"amount": "5.000", "on": "17/03/2026", **typed})
        return form.errors.get_json_data(), form

    @pytest.mark.parametrize("typed", ["1.850.000.000", "1850000000", " 1 850 000 000 đ "])
    def test_money_as_people_write_it(self, typed):
        errors, form = self.errors(amount=typed)
        assert errors == {}
        assert form.cleaned_data["amount"] == 1_850_000_000

    @pytest.mark.parametrize("typed", ["12,5", "-5", "một triệu", "9" * 30, "5e3", "٣"])
    def test_money_that_is_none_is_told_and_kept_as_typed(self, typed):
        errors, form = self.errors(amount=typed)
        assert list(errors) == ["amount"]
        assert form["amount"].value() == typed
        assert f'value="{typed}"' in str(form["amount"])

    def test_money_below_the_least_names_the_least(self):
        errors, _form = self.errors(amount="999")
        assert "1.000 đ" in errors["amount"][0]["message"]

    def test_an_amount_known_already_is_shown_as_people_write_it(self):
        assert 'value="1.850.000"' in str(self.Ask(initial={"amount": 1_850_000})["amount"])

    @pytest.mark.parametrize(
        "typed", ["17/03/2026", "17/3/2026", "2026-03-17", "17-3-2026", "17.03.2026", " 17 / 3 / 2026 "]
    )
    def test_a_day_as_people_write_it(self, typed):
        errors, form = self.errors(on=typed)
        assert errors == {}
        assert form.cleaned_data["on"].isoformat() == "2026-03-17"

    @pytest.mark.parametrize("typed", ["30/02/2026", "03/17/2026", "hôm nay", "17/03/26", "01/01/0001", "1" * 500])
    def test_a_day_that_is_none_is_told_and_kept_as_typed(self, typed):
        errors, form = self.errors(on=typed)
        assert list(errors) == ["on"]
        assert form["on"].value() == typed

    @pytest.mark.parametrize("typed", ["0100233488", "0100 233 488", "0100233488-001", "0100233488001"])
    def test_a_tax_code_that_exists(self, typed):
        errors, form = self.errors(tax_code=typed)
        assert errors == {}
        assert form.cleaned_data["tax_code"].startswith("0100233488")

    @pytest.mark.parametrize(
        ("typed", "code"), [("0100233489", "checksum"), ("12345", "length"), ("01002334ab", "format")]
    )
    def test_a_wrong_tax_code_says_what_is_wrong(self, typed, code):
        errors, _form = self.errors(tax_code=typed)
        assert [error["code"] for error in errors["tax_code"]] == [code]

    def test_an_empty_tax_code_is_allowed_where_it_is_optional(self):
        assert self.errors(tax_code="")[1].cleaned_data["tax_code"] == ""

    def test_html_in_a_text_is_shown_as_text(self, person):
        page = person.post("/vi/ask/", {"title": "<script>x()</script>", "amount": "-1"}).content.decode()
        assert "&lt;script&gt;x()&lt;/script&gt;" in page
        assert "<script>x()" not in page

    def test_a_refusal_stands_on_its_field_and_everything_typed_is_kept(self, person):
        response = person.post("/en/ask/", {"title": "Spectrometer", "amount": "5.000"})
        page = response.content.decode()
        assert response.status_code == 422
        assert 'value="Spectrometer"' in page
        assert 'value="5.000"' in page
        at_field = page.split('id="id_amount_error"')[1].split("</div>")[0]
        assert "The support is above 50 %. Ask for less." in at_field
        assert "It is too late to submit." in page
        assert "NQ 34/2025, Điều 8" in page

    def test_a_form_drawn_twice_carries_two_keys_and_a_posted_one_keeps_its_own(self):
        first, second = OnceForm(), OnceForm()
        assert first["once"].value() != second["once"].value()
        posted = OnceForm({"once": str(first["once"].value())})
        assert posted.is_valid()
        assert str(posted.cleaned_data["once"]) == first["once"].value()

    def test_a_version_that_moved_on_is_a_conflict(self):
        form = SeenForm({"seen": "3"})
        assert form.is_valid()
        require_seen(form.cleaned_data["seen"], 3)
        with pytest.raises(Conflict):
            require_seen(form.cleaned_data["seen"], 4)

    def test_the_version_can_not_be_left_out(self):
        assert not SeenForm({}).is_valid()


def test_the_shell_is_there_for_pages_that_a_library_renders(request_of):
    request: HttpRequest = request_of()
    context = Context(web.shell_for_templates(request))
    assert Template("{{ shell.language }}").render(context) == "vi"
