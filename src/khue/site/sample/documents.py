"""The sample city's signatures: certificates for those who sign, signed decisions and agreements, one that waits for a second
signature, one declined, one superseded, an agreement signed by hand that awaits its second person, a new version of a template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.documents import queries, usecases
from khue.features.documents.domain import DeclinePaper, IssueSampleCertificate, PublishTemplate, SignPaper
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.queries import documents_of_kind
from khue.kernel import clock
from khue.kernel.deeds import command
from khue.site.sample import signing

SIGNERS = {
    "decider": "Ủy ban nhân dân Thành phố Hà Nội (mẫu)",
    "officer": "Sở Khoa học và Công nghệ (mẫu)",
    "researcher": "Viện (mẫu)",
}
BEGAN = 45
"""Days ago on which the sample city began to sign electronically: what was decided before was signed on paper."""


def fill(actors: Mapping[str, Actor], now: datetime) -> None:
    """After the cases were played: the newest of them are signed."""
    began = replace(clock.job_actor("sample"), moment=now - timedelta(days=BEGAN))
    for key, organisation in SIGNERS.items():
        asked = IssueSampleCertificate(actors[key].key, 400, organisation, uuid4())
        usecases.issue_certificate_of_sample(asked, actor=began)
    _new_texts(actors["administrator"])
    since = began.today
    decisions = [rendered(document, now) for document in documents_of_kind("decision", since)[:5]]
    for document in documents_of_kind("agreement", since)[:4]:
        rendered(document, now)
    for reference in decisions[1:3]:
        sign(reference, actors["decider"])
    for row in queries.my_queue(actors["researcher"]).rows:
        sign(row.reference, actors["researcher"])
    ready = [row for row in queries.my_queue(actors["officer"]).rows if row.my_turn]
    for row in ready[:1]:
        sign(row.reference, actors["officer"])
    _one_by_hand(lambda key: actors[key])
    if len(decisions) > 4:
        _decline(decisions[3], actors["decider"])
        _supersede(decisions[4], decisions[1], actors["decider"])


def _one_by_hand(act: Callable[[str], Actor]) -> None:
    """A sheet that both sides signed, recorded today: nothing is paid before a colleague has compared it."""
    for row in queries.list_papers(act("officer"), "", None, 100).rows:
        card = queries.paper_card(row.code, act("officer"))
        if card.kind == "agreement" and card.signing is None and not card.copies:
            signing.recorded_by_hand(row.code, act=act)
            return


def rendered(document: int, now: datetime) -> str:
    """The reference of the paper, its file made as the worker would make it."""
    job = replace(clock.job_actor("dossiers.render_document"), moment=now)
    dossiers.render_document(document, actor=job)
    found = queries.paper_of(f"document:{document}")
    assert found is not None
    return found.reference


def sign(reference: str, actor: Actor) -> None:
    """Sign when it is this person's turn; an applicant of another persona signs another day."""
    card = queries.paper_of(reference)
    turn = card.signing.next_turn if card and card.signing else None
    if card is None or card.signing is None or turn is None:
        return
    page = queries.turn_page(turn.id, actor)
    if page.decision.granted:
        usecases.sign_paper(SignPaper(turn.id, card.signing.stamp, once=uuid4()), actor=actor)


def _decline(reference: str, actor: Actor) -> None:
    card = queries.paper_of(reference)
    turn = card.signing.next_turn if card and card.signing else None
    if card and card.signing and turn:
        ground = "Tên nhiệm vụ ở Điều 1 chưa khớp với hồ sơ; đề nghị chỉnh lại trước khi ký."
        usecases.decline_paper(DeclinePaper(turn.id, ground, card.signing.stamp, uuid4()), actor=actor)


def _supersede(old: str, newer: str, actor: Actor) -> None:
    """An older decision whose place a newer took."""
    before, after = queries.paper_of(old), queries.paper_of(newer)
    assert before is not None
    assert after is not None
    with command("documents.supersede_paper", actor, subject=f"paper:{before.id}") as deed:
        usecases.supersede_paper(old, newer, f"Quyết định số {after.number} (mẫu)", deed=deed)


def _new_texts(actor: Actor) -> None:
    """The city's lawyers reworded how a decision ends; documents from today on carry it."""
    card = queries.template("decision", actor)
    closing = Text(
        "Quyết định này có hiệu lực kể từ ngày ký.", "This decision takes effect on the day of its signature."
    )
    asked = PublishTemplate(
        "decision",
        {**card.current.texts, "closing": closing},
        actor.today,
        "Thêm câu về hiệu lực (mẫu)",
        card.versions[0].number,
        uuid4(),
    )
    usecases.publish_template(asked, actor=actor)
