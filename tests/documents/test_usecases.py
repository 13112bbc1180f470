"""Signing: what counts, in which order, by which certificate; every refusal changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from khue.core.actor import Actor
from khue.core.errors import Conflict, Missing, NotAllowed, Refused
from khue.features.documents import queries, usecases
from khue.features.documents.domain import (
    DeclinePaper,
    PrepareAgain,
    RegisterCertificate,
    ReplaceDraft,
    RevokeCertificate,
    SignPaper,
)
from khue.features.documents.models import Paper, PaperVersion, Signer, Signing, TemplateVersion
from khue.features.dossiers.queries import case
from khue.kernel import files, signing
from khue.kernel.deeds import command
from khue.kernel.models import AuditRecord, Notice, StoredFile, TimelineRow
from tests.cast import MOMENT, persona, setup_actor
from tests.documents.cases import agreement, certificate, decision, granted, paper_of, sign, turn

pytestmark = pytest.mark.django_db


def content(paper: Paper) -> bytes:
    with files.open_bytes(paper.versions.latest("number").file) as source:
        return source.read()


def traces() -> tuple[int, ...]:
    return (
        AuditRecord.objects.count(),
        PaperVersion.objects.count(),
        StoredFile.objects.count(),
        Notice.objects.count(),
        Signer.objects.filter(state="waiting").count(),
        Signing.objects.filter(ended_at=None).count(),
    )


def test_a_decision_waits_for_its_decider_from_the_first_certificate_on() -> None:
    before = granted()
    paper = paper_of(before, "decision")
    assert not paper.signings.exists()  # the decider had no certificate: signed on paper, as until now
    story, paper = decision()
    row = turn(paper)
    assert (row.kind, row.who, row.state) == ("person", persona("decider").key, "waiting")
    assert paper.signings.get().state == "prepared"
    assert paper.about_vi.startswith("Về việc hỗ trợ")
    notice = Notice.objects.get(party=persona("decider").key, kind="signing")
    assert notice.path == f"/documents/sign/{row.pk}/"
    assert [found.number for found in queries.my_queue(persona("decider")).rows] == [paper.number]
    shown = case(story.number, persona("clerk")).documents
    assert [d.signing.code for d in shown if d.signing] == ["prepared"]


def test_a_signature_is_in_the_file_in_the_record_and_on_the_timeline() -> None:
    story, paper = decision()
    unsigned = content(paper)
    audit = AuditRecord.objects.filter(deed="documents.sign_paper").count()
    assert sign(paper, "decider") is True
    signed = content(paper)
    assert signed.startswith(unsigned), "the signature is an increment: what was there stays"
    found = signing.read(signed)
    one = found.signatures[0]
    assert (one.intact, one.changed, one.trust, one.signed_at) == (True, False, "trusted", MOMENT)
    assert one.name == persona("decider").name
    row = turn(paper)
    assert (row.state, row.person, row.at) == ("signed", persona("decider").key, MOMENT)
    assert row.signing.state == "signed"
    assert AuditRecord.objects.filter(deed="documents.sign_paper").count() == audit + 1
    assert TimelineRow.objects.filter(wire="documents.paper_signed", party=persona("decider").key).exists()
    assert [d.signing.code for d in case(story.number, persona("clerk")).documents if d.signing] == ["signed"]
    assert not queries.my_queue(persona("decider")).rows
    verdict = queries.verdict_of(found, paper.versions.latest("number").sha256, queries.check_code(paper.code))
    assert verdict.tone == "good"


def test_two_sign_in_order_and_the_first_signature_stays_good() -> None:
    _story, paper = agreement()
    with pytest.raises(Refused) as early:
        sign(paper, "officer", 2)
    assert early.value.decision.reasons[0].code == "signing.not_in_turn"
    assert sign(paper, "researcher", 1) is False
    assert Notice.objects.filter(party=persona("officer").key, kind="signing").exists()
    assert sign(paper, "officer", 2) is True
    both = signing.read(content(paper)).signatures
    assert [one.name for one in both] == [persona("researcher").name, persona("officer").name]
    assert all(one.intact and not one.changed and one.trust == "trusted" for one in both)
    assert paper.signings.get().state == "signed"


def test_a_certificate_that_expires_between_preparation_and_signing_is_refused_with_words_and_a_new_one_signs() -> None:
    certificate("decider", days=10, since=10)  # registered ten days ago, its last moment is now
    _story, paper = decision()
    counts = traces()
    with pytest.raises(Refused) as refused:
        sign(paper, "decider")
    reason = refused.value.decision.reasons[0]
    assert reason.code == "certificate.expired"
    assert "đã hết hạn" in reason.text.vi
    assert reason.next_step is not None
    assert "chứng thư mới" in reason.next_step.vi
    assert traces() == counts, "nothing is lost and nothing is written"
    certificate("decider", days=365, since=0)
    assert sign(paper, "decider") is True


def test_a_signature_made_while_the_certificate_was_valid_stays_valid_later() -> None:
    made = certificate("decider", days=11, since=10)
    _story, paper = decision()
    sign(paper, "decider")
    one = signing.read(content(paper)).signatures[0]
    assert one.signed_at is not None
    assert one.signed_at < made.valid_until < MOMENT + timedelta(days=30)
    # Years later nothing about the file has changed, and the reading asks by the moment that the signature carries.
    assert (one.trust, one.intact) == ("trusted", True)


def test_a_certificate_revoked_before_signing_signs_nothing_and_one_revoked_after_keeps_its_signatures() -> None:
    made = certificate("decider")
    _story, paper = decision()
    sign(paper, "decider")
    later = persona("administrator").at(MOMENT + timedelta(hours=1))
    usecases.revoke_certificate(RevokeCertificate(made.pk, "Mất thiết bị lưu khóa", uuid4()), actor=later)
    verdict = queries.verdict_of(signing.read(content(paper)), "", None)
    assert verdict.tone == "good"
    other = paper_of(granted(), "decision")
    row = turn(other)
    asked = SignPaper(row.pk, row.signing.stamp, once=uuid4())
    with pytest.raises(Refused) as refused:
        usecases.sign_paper(asked, actor=persona("decider").at(MOMENT + timedelta(hours=2)))
    assert refused.value.decision.reasons[0].code == "certificate.revoked"
    assert Notice.objects.filter(party=persona("decider").key, title_vi__contains="thu hồi").exists()


def test_nobody_else_signs_and_nobody_signs_twice() -> None:
    _story, paper = agreement()
    counts = traces()
    with pytest.raises(Refused) as stranger:
        sign(paper, "decider", 1)
    assert stranger.value.decision.reasons[0].code == "signing.not_yours"
    assert traces() == counts
    sign(paper, "researcher", 1)
    both: Actor = replace(persona("officer"), key=persona("researcher").key)
    row = turn(paper, 2)
    with pytest.raises(Refused) as again:
        usecases.sign_paper(SignPaper(row.pk, row.signing.stamp, once=uuid4()), actor=both)
    codes = [reason.code for reason in again.value.decision.reasons]
    assert "signing.same_person" in codes


def test_the_same_form_posted_twice_signs_once() -> None:
    _story, paper = decision()
    once = uuid4()
    row = turn(paper)
    asked = SignPaper(row.pk, row.signing.stamp, once=once)
    assert usecases.sign_paper(asked, actor=persona("decider")) is True
    counts = traces()
    assert usecases.sign_paper(asked, actor=persona("decider")) is True
    assert traces() == counts


def test_declining_needs_a_reason_ends_the_signing_and_tells_the_others() -> None:
    _story, paper = agreement()
    sign(paper, "researcher", 1)
    row = turn(paper, 2)
    with pytest.raises(Refused):
        usecases.decline_paper(DeclinePaper(row.pk, "không", row.signing.stamp, uuid4()), actor=persona("officer"))
    ground = "Số tiền ở Điều 3 chưa khớp với quyết định."
    usecases.decline_paper(DeclinePaper(row.pk, ground, row.signing.stamp, uuid4()), actor=persona("officer"))
    ended = paper.signings.get()
    assert (ended.state, ended.ground) == ("declined", ground)
    assert turn(paper, 1).state == "signed", "the signature that was given stays"
    assert Notice.objects.filter(party=persona("researcher").key, body_vi__contains=ground).exists()
    assert AuditRecord.objects.filter(deed="documents.decline_paper").count() == 1


def test_a_declined_paper_is_asked_for_again_by_the_same_signers_and_can_be_edited_first() -> None:
    _story, paper = agreement()
    officer, researcher = persona("officer"), persona("researcher")
    asked = PrepareAgain(paper.code, "Đã sửa số tiền ở Điều 3.", paper.stamp, uuid4())
    with pytest.raises(Refused) as early:
        usecases.prepare_again(asked, actor=officer)
    assert [reason.code for reason in early.value.decision.reasons] == ["signing.not_declined"]
    sign(paper, "researcher", 1)
    row = turn(paper, 2)
    usecases.decline_paper(
        DeclinePaper(row.pk, "Số tiền ở Điều 3 chưa khớp.", row.signing.stamp, uuid4()), actor=officer
    )
    counts = traces()
    for wrong, fault in ((researcher, NotAllowed), (officer, Refused)):
        with pytest.raises(fault):
            usecases.prepare_again(replace(asked, ground="không", once=uuid4()), actor=wrong)
    assert traces() == counts
    signing_id = usecases.prepare_again(asked, actor=officer)
    assert usecases.prepare_again(asked, actor=officer) == signing_id, "the same form again is the same envelope"
    first, again = paper.signings.order_by("pk")
    assert (first.state, again.state) == ("declined", "prepared")
    assert again.current == first.original, "the text without the signatures of the declined round"
    rows = [list(one.signers.order_by("turn").values_list("kind", "who", "place")) for one in (first, again)]
    assert rows[0] == rows[1]
    assert Notice.objects.filter(party=researcher.key, kind="signing", title_vi__contains="chờ").count() == 2
    with pytest.raises(Conflict):
        usecases.replace_draft(ReplaceDraft(paper.code, edited(paper, officer), paper.stamp, uuid4()), actor=officer)
    fresh = queries.draft_text(paper.code, officer).seen
    usecases.replace_draft(ReplaceDraft(paper.code, edited(paper, officer), fresh, uuid4()), actor=officer)
    assert paper.signings.latest("pk").current.cause == "edited"


def edited(paper: Paper, actor: Actor) -> tuple[dict[str, object], ...]:
    """The text with one sentence more."""
    return (*queries.draft_text(paper.code, actor).blocks, {"style": "paragraph", "text": "Câu thêm vào."})


def test_a_paper_superseded_while_it_waits_can_no_longer_be_signed() -> None:
    _story, paper = decision()
    row = turn(paper)
    _other, newer = decision()
    with command("documents.sign_paper", setup_actor(), subject=f"paper:{paper.pk}") as deed:
        usecases.supersede_paper(paper.reference, newer.reference, "Quyết định giải quyết khiếu nại", deed=deed)
    paper.refresh_from_db()
    assert (paper.state, paper.superseded_by_id) == ("superseded", newer.pk)
    assert paper.signings.get().state == "superseded"
    counts = traces()
    with pytest.raises(Refused) as refused:
        usecases.sign_paper(SignPaper(row.pk, row.signing.stamp, once=uuid4()), actor=persona("decider"))
    assert refused.value.decision.reasons[0].code == "signing.closed"
    assert traces() == counts
    shown = queries.check_code(paper.code)
    assert shown is not None
    assert (shown.state, shown.successor) == ("superseded", newer.number)


def test_an_agreement_waits_until_its_decision_is_signed() -> None:
    certificate("decider")
    story = granted()
    with pytest.raises(Refused) as refused:
        story.agreed()
    assert refused.value.decision.reasons[0].code == "decision_not_signed"
    paper = paper_of(story, "decision")
    with pytest.raises(Refused):
        story.agreed()
    sign(paper, "decider")
    story.agreed()
    assert case(story.number, persona("clerk")).state.code == "granted"


def test_a_page_left_open_signs_nothing_that_it_did_not_show() -> None:
    _story, paper = agreement()
    row = turn(paper, 2)
    sign(paper, "researcher", 1)
    with pytest.raises(Conflict):
        usecases.sign_paper(SignPaper(row.pk, 0, once=uuid4()), actor=persona("officer"))
    assert turn(paper, 2).state == "waiting"


def test_the_database_itself_keeps_the_order_and_what_was_signed() -> None:
    _story, paper = agreement()
    second = turn(paper, 2)
    base = paper.versions.latest("number")
    held = certificate("decider")
    values = {"state": "signed", "person": "party:1", "at": MOMENT, "version": base}
    with pytest.raises(IntegrityError, match="earlier turn"), transaction.atomic():
        Signer.objects.filter(pk=second.pk).update(**values, certificate=held)
    sign(paper, "researcher", 1)
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Signer.objects.filter(pk=turn(paper, 1).pk).update(state="waiting")
    with pytest.raises(Exception, match=r"refuses|permission denied"), transaction.atomic():
        PaperVersion.objects.filter(pk=base.pk).update(sha256="0" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(code="AAAA")
    with pytest.raises(Exception, match=r"refuses|permission denied"), transaction.atomic():
        TemplateVersion.objects.filter(kind="acceptance").delete()


def test_certificates_are_for_administrators_and_only_real_ones() -> None:
    asked = RegisterCertificate(persona("decider").key, b"hello", "k", once=uuid4())
    with pytest.raises(NotAllowed):
        usecases.register_certificate(asked, actor=persona("decider"))
    with pytest.raises(Refused) as refused:
        usecases.register_certificate(asked, actor=persona("administrator"))
    assert refused.value.decision.reasons[0].code == "certificate.unreadable"
    pem = signing.issue_sample_certificate("Người thử (mẫu)", "", from_at=MOMENT - timedelta(days=1), days=30)
    good = replace(asked, pem=pem)
    made = usecases.register_certificate(good, actor=persona("administrator"))
    assert usecases.register_certificate(good, actor=persona("administrator")) == made
    with pytest.raises(Conflict):
        usecases.register_certificate(replace(good, once=uuid4()), actor=persona("administrator"))
    late = persona("administrator").at(MOMENT + timedelta(days=40))
    with pytest.raises(Refused):
        usecases.register_certificate(replace(good, once=uuid4()), actor=late)


def test_a_paper_is_for_the_readers_of_its_subject() -> None:
    _story, paper = decision()
    assert queries.paper_card(paper.code, persona("researcher")).number == paper.number
    with pytest.raises(Missing):
        queries.paper_card(paper.code, persona("resident"))
    with pytest.raises(Missing):
        queries.turn_page(turn(paper).pk, persona("resident"))
