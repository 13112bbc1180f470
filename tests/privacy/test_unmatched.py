"""What belongs to no known record yet may name a restricted person: a line of the bank, a message that led to no dossier."""

from __future__ import annotations

import pytest

from khue.core.errors import NotAllowed
from khue.features.intake import queries as intake
from khue.features.intake.queries import Wanted
from khue.features.people import queries as people
from khue.features.people.models import Party, Restriction
from khue.features.treasury import queries as treasury
from khue.features.treasury.models import BankLine, Statement
from khue.kernel import files
from tests.api.conftest import signed_in
from tests.cast import MOMENT, persona
from tests.desk.browsers import browser, path, text
from tests.intake import portal
from tests.missions.stories import running
from tests.treasury.test_recoveries import statement
from tests.treasury.test_suspense import set_aside

pytestmark = pytest.mark.django_db
NAME, BANK = "Đỗ Thị Ẩn Danh", "DO THI AN DANH"


def restricted(name: str = NAME) -> None:
    resident = persona("resident").person_id
    Party.objects.filter(pk=resident).update(name=name)
    Restriction.objects.create(party_id=resident, request="YC-2026-0901", handler="party:0", begun_at=MOMENT)


def test_whole_names_are_found_with_marks_or_without_and_nobody_else() -> None:
    restricted()
    names = people.barred_names(persona("auditor"))
    key = persona("resident").key
    for words in (NAME, f"{BANK} chuyen tien", f"CK tu {BANK}.", f"({BANK.lower()})"):
        assert names.find("", words) == key, words
    for words in ("DO THI AN", "DO THI AN DANHUY", "DO THI DANH AN", ""):
        found = names.find(words)
        assert found == "", words
    assert people.barred_names(persona("dataofficer")).find(BANK) == "", "who handles requests reads on"
    Party.objects.filter(pk=persona("resident").person_id).update(name="An")
    assert not people.barred_names(persona("auditor")), "a name of two letters would be found everywhere"


def test_lines_that_nobody_matched_hide_the_name_from_who_does_not_book() -> None:
    running().delivered(1).accepted(1).ordered(1)
    statement((7_000_000, f"{BANK} nop tien"), (1_000_000, "lai tien gui"), name="sao-ke.csv")
    line, other = BankLine.objects.get(amount=7_000_000), BankLine.objects.get(amount=1_000_000)
    file = Statement.objects.get(pk=line.statement_id)
    restricted()
    pages = (
        path("treasury:unmatched"),
        path("treasury:unmatched") + "?format=csv",
        path("treasury:statement", str(file.pk)),
        path("treasury:statement", str(file.pk)) + "?format=csv",
    )
    for page in pages:
        for reader, seen in (("auditor", False), ("accountant", True)):
            answer = browser(reader).get(page)
            said = getattr(answer, "whole", None) or b"".join(answer)
            assert (BANK in said.decode("utf-8-sig")) is seen, (page, reader)
            assert "lai tien gui" in said.decode("utf-8-sig"), "what names nobody stays"
    for page in (path("treasury:line", str(line.pk)), path("treasury:statement-file", str(file.pk))):
        refused = browser("auditor").get(page)
        assert (refused.status_code, "YC-2026-0901" in text(refused)) == (403, True), page
        assert browser("accountant").get(page).status_code == 200
    assert browser("auditor").get(path("treasury:line", str(other.pk))).status_code == 200
    for reader, seen in (("auditor", False), ("accountant", True)):
        listed = signed_in(reader).get("/treasury/lines").content.decode()
        assert (BANK in listed) is seen
    assert signed_in("auditor").get(f"/treasury/lines/{line.pk}").status_code == 403


def test_money_in_suspense_hides_its_payer_from_who_does_not_book() -> None:
    line = set_aside(words=f"{BANK} khong ro")
    restricted()
    for reader, seen in (("auditor", False), ("accountant", True)):
        assert (BANK in text(browser(reader).get(path("treasury:suspense")))) is seen
        assert (BANK in signed_in(reader).get("/treasury/suspense").content.decode()) is seen
    hidden = treasury.hidden_parties(persona("auditor"))
    (row,) = treasury.veiled_suspense(treasury.suspense_rows(), hidden)
    assert (row.line_id, row.aside, row.payer, row.text) == (line.pk, 7_000_000, "", people.restricted_words())


def test_a_message_that_led_to_no_dossier_hides_the_name_it_came_with() -> None:
    source = portal.new_source()
    portal.Sent(answers=portal.answers() | {"task_title": ""}).take(source)
    case = portal.the_case()
    clerk = persona("clerk")
    assert case.dossier_id is None
    name = case.applicant_name
    assert [row.applicant for row in intake.cases(clerk, Wanted(), None).rows] == [name]
    assert files.may_read(clerk, f"intake:{case.pk}")
    restricted(name)
    assert [row.applicant for row in intake.cases(clerk, Wanted(), None).rows] == [people.restricted_words()]
    assert [row.applicant for row in intake.all_cases(clerk, Wanted())] == [people.restricted_words()]
    with pytest.raises(NotAllowed, match="YC-2026-0901"):
        intake.case_page(case.pk, clerk)
    assert not files.may_read(clerk, f"intake:{case.pk}")
    listed = signed_in("clerk").get("/intake/cases")
    assert (listed.status_code, name in listed.content.decode()) == (200, False)
