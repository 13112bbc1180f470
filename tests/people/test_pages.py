"""Pages about people, as a browser gets them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from khue.core.actor import CITY_ZONE
from khue.features.people import queries, usecases
from khue.features.people.domain import AskForMandate, RegisterOrganisation
from khue.features.people.models import Person
from khue.kernel import clock
from khue.kernel.models import PersonalView
from tests.people.conftest import SETUP, actor_for, tax_code

Maker = Callable[..., str]
PASSWORD = "một mật khẩu dài"


@pytest.fixture
def browser(db: None) -> Callable[[str], Client]:
    """A browser signed in as a person, by the sample city's door."""

    def make(key: str) -> Client:
        name = f"t{queries.party_id(key)}"
        usecases.give_account(key, f"persona-{name}", PASSWORD, actor=SETUP)
        client = Client()
        answer = client.post(reverse("sample-persona", args=[name]))
        assert answer.status_code == 303
        return client

    return make


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_my_page_shows_what_is_held_with_source_and_who_looked(
    person: Maker, staff: Maker, browser: Callable[[str], Client]
) -> None:
    me, clerk = person("Nguyễn Thị Mai", email="mai@example.org"), staff("one-stop-clerk", name="Trần Văn Cán")
    assert browser(clerk).get(reverse("people:party", args=[queries.party_id(me)])).status_code == 200
    page = text(browser(me).get("/vi/me/"))
    assert "mai@example.org" in page
    assert "Cán bộ ghi tại bộ phận một cửa" in page
    assert "Trần Văn Cán" in page


def test_a_look_at_a_private_person_is_written_down_and_one_at_an_organisation_is_not(
    person: Maker, staff: Maker, browser: Callable[[str], Client]
) -> None:
    me = person()
    institute = usecases.register_organisation(RegisterOrganisation("Viện A", "institute"), actor=actor_for(me))
    clerk = browser(staff("one-stop-clerk"))
    clerk.get(reverse("people:party", args=[queries.party_id(institute)]))
    assert not PersonalView.objects.filter(party__in=[me, institute]).exists()
    clerk.get(reverse("people:party", args=[queries.party_id(me)]))
    assert PersonalView.objects.filter(party=me, what="record").count() == 1


def test_a_resident_does_not_see_other_parties(person: Maker, browser: Callable[[str], Client]) -> None:
    other = person("Người khác")
    me = browser(person())
    assert me.get(reverse("people:party", args=[queries.party_id(other)])).status_code == 404
    assert me.get(reverse("people:parties")).status_code == 403
    assert me.get(reverse("people:roles")).status_code == 403
    assert me.get(reverse("people:register-person")).status_code == 403


@pytest.mark.parametrize("name", ["me", "correct", "export", "acting-for", "register-organisation", "parties"])
def test_a_visitor_is_sent_to_sign_in_and_back(db: None, name: str) -> None:
    answer = Client().get(reverse(f"people:{name}"))
    assert answer.status_code in (302, 303)
    assert "/sign-in/?next=" in answer["Location"]


def test_the_export_holds_record_mandates_looks_and_events(person: Maker, browser: Callable[[str], Client]) -> None:
    me = person(email="mai@example.org")
    usecases.register_organisation(RegisterOrganisation("Viện A", "institute"), actor=actor_for(me))
    answer = browser(me).get(reverse("people:export"))
    rows = json.loads(b"".join(answer.streaming_content))["rows"]
    assert {"record", "mandate", "event"} <= {row["group"] for row in rows}
    assert any(row["value"] == "mai@example.org" for row in rows)


def test_a_correction_is_saved_and_a_mistake_keeps_what_was_typed(
    person: Maker, browser: Callable[[str], Client]
) -> None:
    key = person()
    me = browser(key)
    wrong = {"name": "Nguyễn Thị Mai", "email": "không phải thư", "language": "vi", "version": "1", "country": "VN"}
    answer = me.post(reverse("people:correct"), wrong)
    assert answer.status_code == 422
    assert 'value="không phải thư"' in text(answer)
    assert me.post(reverse("people:correct"), wrong | {"email": "mai@example.org"}).status_code == 303
    assert queries.party(key).email == "mai@example.org"
    stale = me.post(reverse("people:correct"), wrong | {"email": "x@example.org"})
    assert stale.status_code == 409


def test_html_in_a_name_is_shown_and_never_run(person: Maker, browser: Callable[[str], Client]) -> None:
    page = text(browser(person("<script>alert(1)</script> Mai")).get("/vi/me/"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Mai" in page
    assert "<script>alert(1)" not in page


def test_a_known_tax_code_offers_to_ask_for_a_mandate(person: Maker, browser: Callable[[str], Client]) -> None:
    owner = person("Giám đốc")
    known = usecases.register_organisation(
        RegisterOrganisation("Viện A", "institute", tax_code(0)), actor=actor_for(owner)
    )
    key = person("Nhân viên")
    clerk = browser(key)
    sent = {"name": "Viện A", "legal_form": "institute", "tax_code": tax_code(0), "country": "VN"}
    answer = clerk.post(reverse("people:register-organisation"), sent)
    ask = reverse("people:ask-for-mandate", args=[queries.party_id(known)])
    assert answer.status_code == 422
    assert ask in text(answer)
    assert clerk.post(ask, {"scope": "submit", "ground": "Hợp đồng lao động"}).status_code == 303
    request = queries.about_me(actor_for(owner)).requests[0].id
    director = browser(owner)
    assert "Hợp đồng lao động" in text(director.get("/vi/me/"))
    agreed = director.post(reverse("people:answer-request", args=[request]), {"answer": "grant"})
    assert agreed.status_code == 303
    # Pages live on the wall clock, so the mandate begins on the real day.
    user = Person.objects.get(pk=queries.party_id(key)).user_id
    held = queries.standing(user or 0, clock.now().astimezone(CITY_ZONE).date())
    assert held is not None
    assert held.acts_for == ((known, "submit"),)


def test_a_wrong_check_digit_is_said_beside_the_field(person: Maker, browser: Callable[[str], Client]) -> None:
    sent = {"name": "Công ty A", "legal_form": "enterprise", "tax_code": "0100109107", "country": "VN"}
    page = text(browser(person()).post(reverse("people:register-organisation"), sent))
    assert "phải là 6, ông/bà đã nhập 7" in page
    assert 'value="0100109107"' in page


def test_nobody_answers_a_request_for_a_party_of_others(person: Maker, browser: Callable[[str], Client]) -> None:
    owner, clerk = person("Giám đốc"), person("Nhân viên")
    party = usecases.register_organisation(RegisterOrganisation("Viện A", "institute"), actor=actor_for(owner))
    request = usecases.ask_for_mandate(AskForMandate(party, "all", "Xin"), actor=actor_for(clerk))
    answer = browser(clerk).post(reverse("people:answer-request", args=[request]), {"answer": "grant"})
    assert answer.status_code == 403
    assert actor_for(clerk).acts_for == ()


def test_i_choose_on_whose_behalf_i_act(person: Maker, browser: Callable[[str], Client]) -> None:
    key = person("Giám đốc")
    party = usecases.register_organisation(RegisterOrganisation("Viện Vật liệu", "institute"), actor=actor_for(key))
    me = browser(key)
    assert "Viện Vật liệu" in text(me.get(reverse("people:acting-for")))
    assert me.post(reverse("people:acting-for"), {"party": party}).status_code == 303
    assert me.session["acting_for"] == party
    stranger = person("Người lạ")
    assert me.post(reverse("people:acting-for"), {"party": stranger}).status_code == 404
    assert me.session["acting_for"] == party


def test_an_administrator_gives_and_ends_a_role_on_the_pages(
    person: Maker, staff: Maker, browser: Callable[[str], Client]
) -> None:
    friend = person("Bạn mới")
    admin = browser(staff("administrator", "PLATFORM"))
    assert "Bạn mới" in text(admin.get(reverse("people:parties"), {"q": "ban moi"}))
    give = reverse("people:assign-role", args=[queries.party_id(friend)])
    decides = {"role": "decider", "unit": "HPC", "valid_from": "01/01/2026"}
    assert admin.post(give, decides).status_code == 422, "a second administrator confirms such a role"
    sent = {"role": "case-officer", "unit": "DOST-QLKH", "valid_from": "01/01/2026"}
    assert admin.post(give, sent).status_code == 303
    holding = next(line for line in queries.role_holdings(SETUP.today) if line.person_key == friend)
    assert admin.post(reverse("people:end-role", args=[holding.id]), {"ends_on": "02/01/2026"}).status_code == 303
    assert all(line.person_key != friend for line in queries.role_holdings(SETUP.today))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_of_the_room_opens_in_both_languages(
    person: Maker, staff: Maker, browser: Callable[[str], Client], language: str
) -> None:
    owner = person("Giám đốc")
    group = usecases.register_organisation(RegisterOrganisation("Nhóm A", "group"), actor=actor_for(owner))
    number, mine = queries.party_id(group), queries.party_id(owner)
    mandate = queries.mandates_of(group, SETUP.today)[0].id
    own = browser(owner)
    for path in (
        "me/", "me/correct/", "me/acting-for/", f"me/mandates/{mandate}/end/", "organisations/register/",
        f"parties/{number}/", f"parties/{number}/ask/", f"parties/{number}/mandate/", f"parties/{number}/member/",
    ):  # fmt: skip
        assert own.get(f"/{language}/{path}").status_code == 200, path
    admin = browser(staff("administrator", "PLATFORM"))
    for path in ("parties/", "parties/person/", "parties/roles/", f"parties/{mine}/", f"parties/{mine}/role/"):
        assert admin.get(f"/{language}/{path}").status_code == 200, path


def test_the_clerk_registers_a_foreigner(staff: Maker, browser: Callable[[str], Client]) -> None:
    clerk = browser(staff("one-stop-clerk"))
    sent = {
        "name": "Anna Müller", "passport_number": "C01X00T47", "passport_country": "DE", "nationality": "DE",
        "country": "DE", "line": "Hauptstr. 1, Berlin",
    }  # fmt: skip
    assert clerk.post(reverse("people:register-person"), sent).status_code == 303
    assert [card.address for card in queries.find_parties("anna muller", kind="person")] == ["Hauptstr. 1, Berlin, DE"]


def test_the_sample_door_is_not_there_on_a_real_server(person: Maker) -> None:
    usecases.give_account(person(), "persona-mai", PASSWORD, actor=SETUP)
    with override_settings(KHUE_SAMPLE=False):
        client = Client()
        assert client.post(reverse("sample-persona", args=["mai"])).status_code == 404
        assert client.get("/vi/me/").status_code in (302, 303)
        assert "persona" not in text(client.get("/vi/sign-in/"))


def test_only_personas_come_in_by_the_sample_door(person: Maker) -> None:
    usecases.give_account(person(), "mai", PASSWORD, actor=SETUP)
    assert Client().post(reverse("sample-persona", args=["mai"])).status_code == 404
    assert Client().get(reverse("sample-persona", args=["mai"])).status_code == 405


# ---- merging, successions, lists ---------------------------------------------------------------------------------------


def of_persona(name: str) -> Client:
    client = Client()
    assert client.post(reverse("sample-persona", args=[name])).status_code == 303
    return client


def test_a_succession_shows_what_follows_before_it_is_recorded(db: None) -> None:
    from khue.features.people.models import Succession
    from tests.cast import organisation, persona

    clerk = of_persona("clerk")
    former, successor = (organisation(short).partition(":")[2] for short in ("VLSH", "ĐHTH"))
    day = f"{persona('clerk', at=clock.now()).today:%d/%m/%Y}"
    typed = {
        "kind": "merger", "former": former, "successor": successor, "effective_on": day, "document": "12/QĐ",
        "document_on": day, "issuer": "UBND Thành phố", "ground": "Sắp xếp lại",
    }  # fmt: skip
    seen = text(clerk.post("/vi/parties/successions/record/", typed))
    assert "Nguyễn Minh Châu" in seen, "the mandate that lapses is named"
    assert not Succession.objects.exists()
    answer = clerk.post("/vi/parties/successions/record/", typed | {"previewed": "yes"})
    assert answer.status_code == 303
    page = text(clerk.get(answer["Location"]))
    assert "12/QĐ" in page
    assert "Hủy ghi nhận" in page
    former_page = text(clerk.get(f"/vi/parties/{former}/"))
    assert "nay tiếp tục là" in former_page


def test_a_division_asks_who_takes_each_open_matter(db: None) -> None:
    from khue.site.sample.applications import hand_in
    from tests.cast import organisation, persona
    from tests.house.stock import SELLER, project

    hand_in(project(1), organisation("VLSH"), actor=persona("researcher", at=clock.now()), seller=SELLER)
    clerk = of_persona("clerk")
    old, one, two = (organisation(short).partition(":")[2] for short in ("VLSH", "ĐHTH", "SHĐĐ"))
    day = f"{persona('clerk', at=clock.now()).today:%d/%m/%Y}"
    typed = {
        "kind": "division", "former": old, "successor": f"{one}, {two}", "effective_on": day, "document": "12/QĐ",
        "document_on": day, "issuer": "UBND Thành phố", "ground": "Chia", "previewed": "yes",
    }  # fmt: skip
    answer = clerk.post("/vi/parties/successions/record/", typed)
    assert answer.status_code == 422
    seen = text(answer)
    assert "Còn 1 việc chưa có tổ chức tiếp nhận." in seen
    (name,) = [part.split('"')[0] for part in seen.split('name="')[1:] if part.startswith("share_")]
    answer = clerk.post("/vi/parties/successions/record/", typed | {name: f"party:{two}"})
    assert answer.status_code == 303


def test_a_faulty_file_of_sanctions_is_shown_line_by_line(db: None) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from khue.features.people.models import Sanction

    keeper = of_persona("administrator")
    head = "kind,name,tax_code,document,document_on,issuer,url,valid_from,valid_until,ground,binding\n"
    bad = SimpleUploadedFile("x.csv", (head + "court,,,01,01/01/2026,Tòa,,01/01/2026,,Bản án,no\n").encode())
    answer = keeper.post("/vi/parties/sanctions/file/", {"file": bad})
    assert answer.status_code == 422
    assert "Dòng 2: thiếu tên." in text(answer)
    good = SimpleUploadedFile("x.csv", (head + "court,Công ty A,,01,01/01/2026,Tòa,,01/01/2026,,Bản án,no\n").encode())
    assert keeper.post("/vi/parties/sanctions/file/", {"file": good}).status_code == 303
    assert Sanction.objects.get().name == "Công ty A"
    assert PersonalView.objects.filter(party="list:sanctions").count() == 0
    for kind in ("csv", "xlsx", "json"):
        answer = keeper.get("/vi/parties/sanctions/", {"format": kind})
        assert answer.status_code == 200
    assert PersonalView.objects.filter(party="list:sanctions").count() == 3


@pytest.mark.parametrize("page", ["duplicates", "successions"])
def test_lists_of_registrars_download(page: str, db: None) -> None:
    clerk = of_persona("clerk")
    for kind in ("csv", "xlsx", "json"):
        assert clerk.get(f"/vi/parties/{page}/", {"format": kind}).status_code == 200
