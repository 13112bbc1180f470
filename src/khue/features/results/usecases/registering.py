"""Results are handed in, checked, registered, described anew; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Refused, require
from khue.core.folding import fold
from khue.features.documents.usecases import register_paper, supersede_paper
from khue.features.people import queries as people
from khue.features.results import access
from khue.features.results.domain.register import (
    ACCEPTED,
    PENDING,
    RESULT,
    RETURNED,
    CheckResult,
    Describe,
    Description,
    HandIn,
    OriginFacts,
    WithdrawResult,
    may_check,
    may_describe,
    origin_faults,
)
from khue.features.results.events import ResultChanged, ResultHandedIn, ResultRegistered, ResultReturned
from khue.features.results.models import ConfidentialPart, Result, ResultVersion
from khue.features.results.queries.origins import origin
from khue.features.results.queries.rules import CHECK_CLOCK, due
from khue.features.results.usecases.owning import record_ownership
from khue.features.results.usecases.parts import (
    about,
    locked_result,
    next_number,
    store_papers,
    tell,
    tell_desk,
    tell_owner,
    touch,
)
from khue.features.results.usecases.periods import open_period
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed, command

CERTIFICATE = "result-certificate"


def hand_in_result(asked: HandIn, *, actor: Actor) -> int:
    """Hand a result in for registration; its id. Owners follow from the money of the origin, the clock from the law."""
    with command("results.hand_in_result", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        facts = origin(asked.origin)
        found = [*origin_faults(facts), *may_describe(asked.described, len(asked.papers), deed.today).reasons]
        if facts is not None and not actor.may_act_for(facts.party, "submit"):
            # The same words as for a task that does not exist: others' tasks are not told apart from none.
            found = [*origin_faults(None), *found]
        require(Decision.refuse_if_any(found))
        assert facts is not None
        result = _take_in(asked, facts, deed)
        deed.result(result.pk)
        return int(result.pk)


def prepare_result(
    subject: str,
    described: Description,
    *,
    papers: Sequence[Any] = (),
    confidential: str = "",
    by: str = "",
    deed: Deed,
) -> int:
    """Hand in, as part of another room's deed, what that deed brought about (a product that was accepted); the result's id.

    ``subject`` is an origin that ``site`` registered (``wire_origin``), ``papers`` are uploads, ``by`` is the
    person of the owner's side whose work it hands in (the deed's actor where it is empty). Owners follow from the money of
    the origin, the check goes to the desk, and the owner's side mends the description as ever. Whoever calls has checked its
    actor. The deed keeps its subject and names the result beside it. Raises Refused with every reason.
    """
    facts = origin(subject)
    found = [*origin_faults(facts), *may_describe(described, len(papers), deed.today).reasons]
    require(Decision.refuse_if_any(found))
    assert facts is not None, "origin_faults has seen it"
    kept = deed.subject
    result = _take_in(HandIn(subject, described, tuple(papers), confidential), facts, deed, by)
    if kept:
        deed.subject = kept
        deed.about(f"result:{result.pk}")
    said = f"Đã gửi đăng ký kết quả “{result.title_vi}”", f"Result “{result.title_vi}” was handed in for registration"
    body = Text(
        "Mời ông/bà xem lại mô tả và nêu tên các tác giả.", "Please look at its description and name the authors."
    )
    tell(people.representatives([result.party_id], deed.today), result, Text(*said), body, deed=deed)
    return int(result.pk)


def _take_in(asked: HandIn, facts: OriginFacts, deed: Deed, by: str = "") -> Result:
    """The result with its first version and its owners, on the desk of the officers who check."""
    result = _created(asked, facts, deed, by)
    version = _version(result, 1, asked.described, asked, "", deed)
    record_ownership(result, facts, deed)
    deed.after(version=version.no, origin=facts.subject, state=result.state, due_on=str(result.due_on or ""))
    deed.emit(ResultHandedIn(**about(result)))
    title = Text(f"Kết quả chờ kiểm tra: {result.title_vi}", f"A result to check: {result.title_vi}")
    body = Text(f"Chủ sở hữu: {result.party_name}.", f"Owner: {result.party_name}.")
    tell_desk(access.CHECK, result, title, body, deed=deed)
    return result


def _created(asked: HandIn, facts: OriginFacts, deed: Deed, by: str) -> Result:
    owner = people.party(facts.party)
    result = Result.objects.create(
        origin=facts.subject,
        origin_title=facts.title,
        origin_decision=facts.decision,
        origin_contract=facts.contract,
        public_money=facts.public_money,
        total_money=facts.total_money,
        party_id=owner.id,
        party_name=owner.name,
        handed_in_by=by or deed.actor.key,
        handed_in_at=deed.moment,
        due_on=due(CHECK_CLOCK, deed.today, deed.today),
        law_day=deed.today,
        **_shown(asked.described),
    )
    deed.subject = f"result:{result.pk}"
    return result


def _shown(said: Description) -> dict[str, str]:
    """What the register's list shows of a version."""
    words = " ".join((said.title.vi, said.title.en, said.summary.vi, said.summary.en))
    return {
        "title_vi": said.title.vi.strip(),
        "title_en": said.title.en.strip(),
        "kind": said.kind,
        "field": said.field,
        "folded": fold(words),
    }


def _version(
    result: Result, no: int, said: Description, asked: HandIn | Describe, ground: str, deed: Deed
) -> ResultVersion:
    papers = store_papers(asked.papers, result, "result-paper", deed)
    if no > 1:
        papers = [*result.versions.order_by("-no").values_list("papers", flat=True)[0], *papers]
    version = ResultVersion.objects.create(
        result=result,
        no=no,
        title_vi=said.title.vi.strip(),
        title_en=said.title.en.strip(),
        summary_vi=said.summary.vi.strip(),
        summary_en=said.summary.en.strip(),
        kind=said.kind,
        field=said.field,
        stage=said.stage,
        stage_evidence=said.stage_evidence.strip(),
        formed_on=said.formed_on,
        papers=papers,
        ground=ground,
        made_by=deed.actor.key,
        made_by_name=deed.actor.name,
        made_at=deed.moment,
    )
    if asked.confidential.strip():
        # Never in the audit, an event or a notice: the record says only that there is such a part.
        ConfidentialPart.objects.create(version=version, text=asked.confidential.strip())
        deed.after(confidential=True)
    return version


def describe_result(asked: Describe, *, actor: Actor) -> int:
    """A new version: mends what was sent back, or changes what is registered once an officer accepts it; its number."""
    with command("results.describe_result", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        result = locked_result(asked.result_id, deed, asked.seen)
        access.require_side(actor, result)
        last = result.versions.order_by("-no")[0]
        found = list(may_describe(asked.described, len(asked.papers) + len(last.papers), deed.today).reasons)
        found += [*_not_now(result, last, asked)]
        require(Decision.refuse_if_any(found))
        deed.before(state=result.state, version=last.no)
        version = _version(result, last.no + 1, asked.described, asked, asked.ground.strip(), deed)
        if result.state == "returned":
            state = RESULT.after(result.state, "hand_in")
            touch(result, state=state, due_on=due(CHECK_CLOCK, deed.today, deed.today), **_shown(asked.described))
        else:
            touch(result)
        deed.after(state=result.state, version=version.no, ground=version.ground)
        deed.emit(ResultHandedIn(**about(result)))
        title = Text(f"Kết quả chờ kiểm tra: {result.title_vi}", f"A result to check: {result.title_vi}")
        body = Text(f"Bản {version.no}: {version.ground}", f"Version {version.no}: {version.ground}")
        tell_desk(access.CHECK, result, title, body, deed=deed)
        deed.result(version.no)
        return int(version.no)


def _not_now(result: Result, last: ResultVersion, asked: Describe) -> list[Reason]:
    found = []
    if last.outcome == PENDING or result.state == "withdrawn":
        text = Text("Bản trước còn chờ kiểm tra hoặc kết quả đã rút.", "The version before still awaits its check, or the result was withdrawn.")  # fmt: skip
        found.append(Reason("results.not_now", text, Text("Mời ông/bà chờ kết quả kiểm tra.", "Wait for the check.")))
    if not asked.ground.strip():
        text = Text("Chưa nêu nội dung và lý do thay đổi.", "What changes, and why, is missing.")
        found.append(Reason("results.ground", text, Text("Mời ông/bà nêu ngắn gọn.", "Say it in short."), "ground"))
    return found


def check_result(asked: CheckResult, *, actor: Actor) -> str:
    """Accept the pending version, which registers the result or changes the register, or send it back; the number or ''."""
    actor.require(access.CHECK)
    with command("results.check_result", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return str(before)
        result = locked_result(asked.result_id, deed, asked.seen)
        version = result.versions.select_for_update().order_by("-no")[0]
        wrote = (version.made_by, result.handed_in_by)
        near = actor.is_near(access.party_key(result))
        require(may_check(result.state, version.outcome, wrote, actor.hands, near, asked))
        deed.before(state=result.state, number=result.number)
        version.outcome = ACCEPTED if asked.accepted else RETURNED
        version.note = asked.note.strip()
        version.checked_by, version.checked_by_name, version.checked_at = actor.key, actor.name, deed.moment
        version.save(update_fields=["outcome", "note", "checked_by", "checked_by_name", "checked_at"])
        if asked.accepted:
            _accept(result, version, deed)
        else:
            _send_back(result, version, deed)
        deed.after(state=result.state, number=result.number, version=version.no, outcome=version.outcome)
        deed.result(result.number)
        return str(result.number)


def _accept(result: Result, version: ResultVersion, deed: Deed) -> None:
    said = Description(
        Text(version.title_vi, version.title_en), Text(version.summary_vi, version.summary_en), version.kind, version.field,
        version.stage, version.stage_evidence, version.formed_on,
    )  # fmt: skip
    first = result.state != "registered"
    earlier = _certified(result)
    if first:
        result.number = next_number(deed.today.year)
        result.registered_on = deed.today
        result.state = RESULT.after(result.state, "register")
    paper = register_paper(
        reference=f"result_version:{version.pk}",
        subject=f"result:{result.pk}",
        kind=CERTIFICATE,
        number=result.number,
        title=Text("Giấy chứng nhận đăng ký kết quả", "Certificate of registration of a result"),
        about=said.title,
        body=str(rulebook.city_package().BODY)[:200],
        deed=deed,
    )
    if earlier:
        supersede_paper(
            earlier, f"result_version:{version.pk}", f"Bản {version.no} của kết quả {result.number}", deed=deed
        )
    touch(result, state=result.state, number=result.number, registered_on=result.registered_on,
          paper_code=paper.code, certificate=None, **_shown(said))  # fmt: skip
    if first:
        open_period(result, deed.today, deed=deed)
        deed.emit(ResultRegistered(**about(result), number=result.number))
    else:
        deed.emit(ResultChanged(**about(result), version=version.no))
    title = Text(f"Kết quả “{result.title_vi}” đã đăng ký, số {result.number}", f"Result “{result.title_vi}” is registered as {result.number}")  # fmt: skip
    body = Text("Giấy chứng nhận có trên trang của kết quả.", "The certificate stands on the page of the result.")
    tell_owner(result, title, body, deed=deed)


def _certified(result: Result) -> str:
    """Reference of the certificate that stands, or empty."""
    version = result.versions.filter(outcome=ACCEPTED).order_by("-no").values_list("pk", flat=True)
    last = [pk for pk in version if result.paper_code][1:2]  # the newest is the one that is being accepted
    return f"result_version:{last[0]}" if last else ""


def _send_back(result: Result, version: ResultVersion, deed: Deed) -> None:
    if result.state == "handed_in":
        touch(result, state=RESULT.after(result.state, "return"), due_on=None)
    else:
        touch(result)
    deed.emit(ResultReturned(**about(result), note=version.note))
    title = Text(f"Kết quả “{result.title_vi}” cần sửa", f"Result “{result.title_vi}” was sent back")
    tell_owner(result, title, Text(version.note, version.note), deed=deed)


def withdraw_result(asked: WithdrawResult, *, actor: Actor) -> None:
    """Take back what is not registered yet. Raises Refused afterwards: what the register says stays."""
    with command("results.withdraw_result", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        result = locked_result(asked.result_id, deed, asked.seen)
        access.require_side(actor, result)
        decision = RESULT.decision(result.state, "withdraw")
        if not decision.granted:
            raise Refused(decision)
        deed.before(state=result.state)
        touch(result, state=RESULT.after(result.state, "withdraw"), due_on=None)
        pending = result.versions.filter(outcome=PENDING)
        pending.update(outcome=RETURNED, note=asked.ground.strip()[:500], checked_by=actor.key, checked_at=deed.moment)
        deed.after(state=result.state, ground=asked.ground.strip())
        deed.result(True)


def keep_certificate(version_id: int, file: UUID) -> None:
    """The worker's file of the certificate, unless a newer version took its place meanwhile."""
    version = ResultVersion.objects.select_related("result").get(pk=version_id)
    newest = version.result.versions.filter(outcome=ACCEPTED).order_by("-no").values_list("pk", flat=True)[0]
    if newest == version_id:
        Result.objects.filter(pk=version.result_id).update(certificate=file)
