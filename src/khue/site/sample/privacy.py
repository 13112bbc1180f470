"""What the law on personal data looks like at work: requests in every state, breaches, consents, an erasure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from khue.core.actor import Actor
from khue.features.dossiers.domain.commands import SaveAnswers, StartDraft
from khue.features.dossiers.usecases import save_answers, start_draft
from khue.features.people import usecases as registering
from khue.features.people.domain.commands import RegisterPerson
from khue.features.privacy import usecases
from khue.features.privacy.domain.breaches import FixBreach, NotifyAuthority, RecordBreach, TellPersons
from khue.features.privacy.domain.commands import (
    AcceptRequest,
    EnterRequest,
    ExtendRequest,
    FinishRequest,
    MakeRequest,
    RefuseRequest,
)
from khue.features.privacy.domain.consents import GiveConsent, WithdrawConsent
from khue.features.privacy.domain.erasing import ConfirmErasure, ProposeErasure
from khue.features.rulebook.queries import calendar
from khue.site.sample.applications import PROCEDURE

AUTHORITY = "Cơ quan chuyên trách bảo vệ dữ liệu cá nhân (mẫu)"


def fill(actors: Mapping[str, Actor], setup: Actor) -> None:
    """Called when cases and staff stand. ``actors`` are the personas today."""
    _requests(actors)
    _breaches(actors)
    _consents(actors)
    _erasures(actors, setup)


def _ago(actor: Actor, days: int) -> Actor:
    """The same person so many working days earlier."""
    day = calendar().add_working_days(actor.today, -days)
    return replace(actor, moment=actor.moment - timedelta(days=(actor.today - day).days))


def _ask(actor: Actor, kind: str, details: str) -> int:
    return usecases.make_request(MakeRequest(kind, details, uuid4()), actor=actor)


def _requests(actors: Mapping[str, Actor]) -> None:
    """One carried out in time, one extended, one refused, one on paper, one that waits for its answer."""
    officer = actors["dataofficer"]
    done = _ask(
        _ago(actors["resident"], 8), "correct", "Số nhà trong địa chỉ của tôi ghi sai: đúng là 12, không phải 21."
    )
    accepted = AcceptRequest(done, "Sẽ đối chiếu với cơ sở dữ liệu dân cư và sửa số nhà.", once=uuid4())
    usecases.accept_request(accepted, actor=_ago(officer, 7))
    finished = FinishRequest(done, "Đã sửa số nhà thành 12.", once=uuid4())
    usecases.finish_request(finished, actor=_ago(officer, 4))

    longer = _ask(_ago(actors["founder"], 6), "restrict", "Đề nghị ngừng dùng số điện thoại cá nhân của tôi.")
    stop = AcceptRequest(longer, "Sẽ ngừng dùng và đề nghị Sở Tài chính cùng ngừng.", third_party=True, once=uuid4())
    usecases.accept_request(stop, actor=_ago(officer, 5))
    until = _ago(officer, 6).today + timedelta(days=30)
    ground = "Sở Tài chính cần thêm thời gian rà soát bản sao lưu."
    usecases.extend_request(ExtendRequest(longer, until, ground, once=uuid4()), actor=_ago(officer, 1))

    wish = _ask(_ago(actors["researcher"], 12), "erase", "Đề nghị xóa hồ sơ đã nộp năm nay của tôi.")
    said = "Hồ sơ đã có quyết định hỗ trợ nên phải lưu để kiểm toán và thu hồi khi cần; bản nháp thì xóa được."
    refused = RefuseRequest(wish, said, "Luật 91/2025/QH15, xử lý dữ liệu phục vụ quản lý nhà nước", once=uuid4())
    usecases.refuse_request(refused, actor=_ago(officer, 11))

    paper = EnterRequest(
        actors["appraiser"].key, "access", "Xin xem nhật ký xem dữ liệu của tôi.", "Thẻ căn cước, đối chiếu tại quầy",
        _ago(actors["clerk"], 1).today, uuid4(),
    )  # fmt: skip
    usecases.enter_request(paper, actor=actors["clerk"])
    _ask(actors["resident"], "object", "Tôi phản đối việc dùng thư điện tử của tôi để gửi khảo sát.")


def _breaches(actors: Mapping[str, Actor]) -> None:
    """One that was notified, told and fixed; one whose hours run now."""
    officer = actors["dataofficer"]
    then = officer.moment - timedelta(days=21)
    old = usecases.record_breach(
        RecordBreach(
            "Gửi nhầm danh sách người nộp hồ sơ (mẫu)", then, "Tệp danh sách được gửi nhầm đến một doanh nghiệp khác.",
            "Họ tên, số điện thoại, thư điện tử", 3, "medium", "Đã gọi đề nghị bên nhận xóa tệp.", uuid4(),
        ),
        actor=replace(officer, moment=then + timedelta(hours=1)),
    )  # fmt: skip
    sent = then + timedelta(hours=26)
    usecases.notify_authority(
        NotifyAuthority(
            old, AUTHORITY, "Cổng tiếp nhận, mã M-26", sent, "Tệp danh sách 3 người được gửi nhầm; bên nhận đã xóa.", 3,
            "Thu hồi thư, khóa tính năng gửi hàng loạt, tập huấn lại.", once=uuid4(),
        ),
        actor=replace(officer, moment=sent),
    )  # fmt: skip
    told = tuple(actors[who].key for who in ("researcher", "founder", "resident"))
    words = "Họ tên, điện thoại và thư điện tử của ông/bà đã bị gửi nhầm đến một doanh nghiệp; tệp đã được xóa. Mời ông/bà cảnh giác với cuộc gọi lạ."
    usecases.tell_persons(TellPersons(old, told, words, uuid4()), actor=replace(officer, moment=sent))
    fixed = replace(officer, moment=then + timedelta(days=6))
    fix = FixBreach(old, fixed.today, "Thư hàng loạt nay cần người thứ hai duyệt danh sách nhận.", once=uuid4())
    usecases.fix_breach(fix, actor=fixed)
    now = officer.moment - timedelta(hours=31)
    running = RecordBreach(
        "Mất một máy tính xách tay của bộ phận một cửa (mẫu)", now, "Máy có thư mục hồ sơ chưa mã hóa của tuần trước.",
        "Họ tên, số định danh, giấy tờ đính kèm", None, "high", "Đã khóa tài khoản, báo công an phường.", uuid4(),
    )  # fmt: skip
    usecases.record_breach(running, actor=replace(officer, moment=now + timedelta(hours=2)))


def _consents(actors: Mapping[str, Actor]) -> None:
    """Both given, one withdrawn; one given and standing."""
    resident = _ago(actors["resident"], 9)
    for purpose in ("public-name", "keep-drafts"):
        usecases.give_consent(GiveConsent(purpose, 1, uuid4()), actor=resident)
    usecases.withdraw_consent(WithdrawConsent("public-name", uuid4()), actor=_ago(actors["resident"], 2))
    usecases.give_consent(GiveConsent("keep-drafts", 1, uuid4()), actor=_ago(actors["researcher"], 5))


def _erasures(actors: Mapping[str, Actor], setup: Actor) -> None:
    """A person who never came back is erased with the own draft; another one waits for the second officer."""
    officer, administrator = actors["dataofficer"], actors["administrator"]
    gone = _forgotten("Tạ Văn Quên (mẫu)", 1, setup)
    ground = "Hết thời hạn lưu thông tin không có hồ sơ (mẫu)"
    erasure = usecases.propose_erasure(ProposeErasure("person", gone.key, ground, once=uuid4()), actor=_ago(officer, 3))
    usecases.confirm_erasure(ConfirmErasure(erasure, once=uuid4()), actor=_ago(administrator, 2))
    waiting = _forgotten("Kiều Thị Vắng (mẫu)", 2, setup)
    asked = ProposeErasure("person", waiting.key, ground, once=uuid4())
    usecases.propose_erasure(asked, actor=_ago(officer, 1))
    _forgotten("Nghiêm Văn Bẵng (mẫu)", 3, setup)


def _forgotten(name: str, number: int, setup: Actor) -> Actor:
    """Somebody who registered long ago, began a draft and never handed it in."""
    then = replace(setup, moment=setup.moment - timedelta(days=395))
    key = registering.register_person(
        RegisterPerson(
            name=name, citizen_number=f"0011{90 + number}77{number:04d}", birth_year=1990 + number,
            email=f"forgotten{number}@sample.example", source="sample",
        ),
        actor=then,
    )  # fmt: skip
    person = Actor(key=key, name=name, moment=then.moment, person_id=int(key.partition(":")[2]))
    draft = start_draft(StartDraft(PROCEDURE, key, uuid4()), actor=person)
    save_answers(SaveAnswers(draft, "task", {"task_title": f"Ý tưởng bỏ quên số {number} (mẫu)"}, 0), actor=person)
    return person
