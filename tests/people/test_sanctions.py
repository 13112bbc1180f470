"""The sanctions list: entries with their source, files taken in whole or not at all, effects after a person confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khue.core.errors import Conflict, NotAllowed, Refused
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers import usecases as dossier_deeds
from khue.features.dossiers.domain.commands import StartDraft
from khue.features.people import queries, usecases
from khue.features.people.domain import AddSanction, EndSanction, ImportSanctions, MatchSanction
from khue.features.people.domain.sanctions import read_file
from khue.features.people.models import Sanction, SanctionImport
from khue.kernel.models import AuditRecord
from khue.site.sample.applications import PROCEDURE
from tests.cast import organisation, persona
from tests.missions.stories import a_story

TODAY = date(2026, 3, 2)
ENTRY = AddSanction(
    kind="debarred",
    name="Viện Vật liệu Sông Hồng",
    tax_code="",
    document="07/QĐ-XP",
    document_on=date(2026, 1, 5),
    issuer="Thanh tra Sở (mẫu)",
    url="https://sample.example/07",
    ground="Báo cáo sai về thiết bị đã nhận hỗ trợ",
    binding=True,
    valid_from=date(2026, 1, 10),
    valid_until=date(2027, 1, 10),
)
HEAD = "kind,name,tax_code,document,document_on,issuer,url,valid_from,valid_until,ground,binding\n"
GOOD = "debarred,Viện Mẫu,,07/QĐ,05/01/2026,Thanh tra,,2026-01-10,,Sai phạm,yes\n"


def put(entry: AddSanction = ENTRY) -> int:
    number = usecases.add_sanction(entry, actor=persona("administrator"))
    usecases.match_sanction(MatchSanction(number, organisation("VLSH")), actor=persona("administrator"))
    return number


def take_in(text: str, **more: object) -> int:
    return usecases.import_sanctions(
        ImportSanctions("danh-sach.csv", text.encode(), **more),  # type: ignore[arg-type]  # the test changes fields by name
        actor=persona("administrator"),
    )


# ---- effects ---------------------------------------------------------------------------------------------------------


def test_a_binding_debarment_refuses_a_new_dossier_with_its_source(db: None) -> None:
    number = usecases.add_sanction(ENTRY, actor=persona("administrator"))
    start = StartDraft(PROCEDURE, organisation("VLSH"))
    dossier_deeds.start_draft(start, actor=persona("researcher"))  # an entry nobody confirmed has no effect
    usecases.match_sanction(MatchSanction(number, organisation("VLSH")), actor=persona("administrator"))
    with pytest.raises(Refused) as refused:
        dossier_deeds.start_draft(start, actor=persona("researcher"))
    (reason,) = refused.value.decision.reasons
    assert reason.code == "people.sanction.binding"
    assert reason.source is not None
    assert reason.source.provision == "07/QĐ-XP, 05/01/2026, Thanh tra Sở (mẫu)"


def test_a_warning_is_seen_by_applicant_and_officer_and_refuses_nothing(db: None) -> None:
    put(replace(ENTRY, binding=False))
    story = a_story().applied()
    for who in ("researcher", "clerk"):
        notes = dossiers.case(story.number, persona(who)).notes
        assert "Báo cáo sai" in notes[0].text.vi
        assert notes[0].source.startswith("07/QĐ-XP")
    assert queries.warnings_of([organisation("VLSH")], TODAY)


def test_an_entry_holds_in_its_time_and_until_it_is_ended(db: None) -> None:
    number = put()
    institute = organisation("VLSH")
    assert queries.sanctions_of([institute], date(2027, 1, 9))[institute]
    assert not queries.sanctions_of([institute], date(2027, 1, 10))[institute]
    end = EndSanction(number, TODAY, "Đã khắc phục", uuid4())
    for _ in range(2):
        usecases.end_sanction(end, actor=persona("administrator"))
    assert not queries.sanctions_of([institute], TODAY)[institute]
    assert AuditRecord.objects.filter(deed="people.end_sanction").count() == 1
    with pytest.raises(Conflict):
        usecases.end_sanction(replace(end, once=None), actor=persona("administrator"))


def test_an_entry_follows_the_party_through_a_merge(db: None) -> None:
    from khue.features.people.domain import Paper, RecordSuccession

    put()
    university = organisation("ĐHTH")
    paper = Paper("1/QĐ", TODAY, "UBND")
    asked = RecordSuccession("merger", (organisation("VLSH"),), (university,), TODAY, paper, "Sáp nhập")
    usecases.record_succession(asked, actor=persona("clerk"))
    assert queries.sanctions_of([university], TODAY)[university]


def test_only_keepers_of_the_list_write_it_and_each_entry_once(db: None) -> None:
    with pytest.raises(NotAllowed):
        usecases.add_sanction(ENTRY, actor=persona("clerk"))
    asked = replace(ENTRY, once=uuid4())
    first = usecases.add_sanction(asked, actor=persona("administrator"))
    assert usecases.add_sanction(asked, actor=persona("administrator")) == first
    with pytest.raises(Refused):
        usecases.add_sanction(ENTRY, actor=persona("administrator"))
    match = MatchSanction(first, organisation("VLSH"), uuid4())
    for _ in range(2):
        usecases.match_sanction(match, actor=persona("administrator"))
    with pytest.raises(Conflict):
        usecases.match_sanction(MatchSanction(first, organisation("TLX")), actor=persona("administrator"))
    assert Sanction.objects.get().matched_by == persona("administrator").key


def test_whom_an_entry_may_be_about_is_found_by_tax_code_then_by_name(db: None) -> None:
    line = queries.sanction(
        usecases.add_sanction(
            replace(ENTRY, name="VIEN VAT LIEU SONG HONG (DON VI MAU)"), actor=persona("administrator")
        )
    )
    assert [found.card.key for found in queries.candidates(line)] == [organisation("VLSH")]
    code = queries.party(organisation("TLX")).tax_code
    other = replace(ENTRY, name="Tên khác hẳn", tax_code=code)
    line = queries.sanction(usecases.add_sanction(other, actor=persona("administrator")))
    (found,) = queries.candidates(line)
    assert (found.card.key, found.same_tax_code) == (organisation("TLX"), True)


# ---- files -----------------------------------------------------------------------------------------------------------


def test_a_file_is_taken_in_whole_and_the_same_file_never_twice(db: None) -> None:
    text = HEAD + GOOD + GOOD.replace("Viện Mẫu", "Viện Hai")
    once = uuid4()
    assert take_in(text, once=once) == 2
    assert take_in(text, once=once) == 2
    with pytest.raises(Refused) as refused:
        take_in(text)
    assert refused.value.decision.reasons[0].code == "people.sanction.same_file"
    with pytest.raises(Refused) as refused:
        take_in(HEAD + GOOD.replace("Viện Mẫu", "Viện Ba") + GOOD)
    assert refused.value.decision.reasons[0].text.vi == "Dòng 3: đã có trong danh sách."
    assert (Sanction.objects.count(), SanctionImport.objects.count()) == (2, 1)


def test_every_fault_of_a_file_is_named_with_its_line(db: None) -> None:
    text = (
        HEAD + GOOD + GOOD + "banned,,123,,32/01/2026,,ftp://x,2026-01-10,01/01/2020,,maybe\n"
        "court,Công ty,,08/BA,2026-01-01,Tòa án,,2026-01-01,sai,Bản án,no\n"
    )
    with pytest.raises(Refused) as refused:
        take_in(text)
    said = [reason.text.vi for reason in refused.value.decision.reasons]
    assert "Dòng 3: trùng với dòng 2." in said
    assert sum(sentence.startswith("Dòng 4: ") for sentence in said) >= 8
    assert "Dòng 5: giá trị ở cột valid_until chưa đúng." in said
    assert not Sanction.objects.exists()
    for broken in ("", "a,b\n", HEAD):
        with pytest.raises(Refused):
            take_in(broken)


@given(st.binary(max_size=300), st.text(max_size=200))
def test_no_file_breaks_the_reading(content: bytes, text: str) -> None:
    for given_bytes in (content, HEAD.encode() + content, (HEAD + text).encode("utf-8", "surrogatepass")):
        entries, decision = read_file(given_bytes)
        assert entries or not decision.granted


def test_semicolons_and_a_byte_order_mark_are_read(db: None) -> None:
    text = "\ufeff" + HEAD.replace(",", ";") + GOOD.replace(",", ";")
    assert take_in(text) == 1
    assert Sanction.objects.get().valid_from == TODAY.replace(month=1, day=10)
    assert timedelta(0) == Sanction.objects.get().document_on - date(2026, 1, 5)
