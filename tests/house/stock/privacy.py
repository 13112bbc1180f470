"""Room ``privacy``: its part of the stock."""

from __future__ import annotations

from datetime import timedelta

from khue.kernel import clock
from khue.site.sample.applications import PROCEDURE
from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    """A resident's request about the own data, a breach, an erasure that waits for its second officer."""
    from khue.features.dossiers.domain.commands import StartDraft
    from khue.features.dossiers.usecases import start_draft
    from khue.features.privacy import usecases
    from khue.features.privacy.domain.breaches import RecordBreach
    from khue.features.privacy.domain.commands import AcceptRequest, MakeRequest
    from khue.features.privacy.domain.erasing import ProposeErasure

    made = usecases.make_request(MakeRequest("access", ""), actor=act("resident"))
    stock.by_room["privacy", "request_id"] = made
    stock.by_room["privacy", "purpose"] = "public-name"
    breach = RecordBreach("Gửi nhầm thư", clock.now(), "Gửi nhầm một danh sách.", "Họ tên", 3, "low", "")
    wish = usecases.make_request(MakeRequest("erase", ""), actor=act("founder"))
    promised = clock.now().date() + timedelta(days=9)
    usecases.accept_request(AcceptRequest(wish, "Sẽ xóa bản nháp.", promised_on=promised), actor=act("dataofficer"))
    draft = start_draft(StartDraft(PROCEDURE, act("founder").key), actor=act("founder"))
    asked = ProposeErasure("draft", f"dossier:{draft}", "Luật 91/2025/QH15", wish)
    stock.by_room["privacy", "erasure_id"] = usecases.propose_erasure(asked, actor=act("dataofficer"))
    stock.by_room["privacy", "number"] = draft
    stock.by_route["privacy:propose", "kind"] = "draft"
    stock.by_room["privacy", "breach_id"] = usecases.record_breach(breach, actor=act("dataofficer"))
    stock.by_room["privacy", "party_id"] = act("resident").person_id
