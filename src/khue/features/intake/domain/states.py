"""The four states of a taken-in case. Each has one owner; none is read from another's label.

business: ``dossiers`` (a case without a dossier was refused for its content) · payment, delivery: this room, from facts ·
synchronisation: this room, from the messages out.
"""

from __future__ import annotations

from collections.abc import Collection

from khue.core.bilingual import Text
from khue.features.dossiers.domain.steps import STATES as DOSSIER_STATES
from khue.features.dossiers.domain.steps import TONES as DOSSIER_TONES

KINDS = {
    "business": Text("Nghiệp vụ", "Business"),
    "payment": Text("Thanh toán", "Payment"),
    "delivery": Text("Trả kết quả", "Delivery"),
    "sync": Text("Đồng bộ", "Synchronisation"),
}
REFUSED_CONTENT = "refused_content"
BUSINESS = {
    REFUSED_CONTENT: Text("đã nhận, chưa hợp lệ về nội dung", "received, refused for its content"),
    **{code: text for code, text in DOSSIER_STATES.items() if code != "draft"},
}
PAYMENT = {
    "none": Text("chưa phát sinh", "nothing to pay"),
    "fee_due": Text("chờ nộp phí, lệ phí", "fee due"),
    "fee_paid": Text("đã nộp phí, lệ phí", "fee paid"),
    "support_part_paid": Text("đã chi một phần hỗ trợ", "support paid in part"),
    "support_paid": Text("đã chi đủ hỗ trợ", "support paid in full"),
}
DELIVERY = {
    "not_ready": Text("chưa có kết quả", "no result yet"),
    "ready": Text("có kết quả, chờ trả", "result ready"),
    "handed_over": Text("đã trả kết quả", "result handed over"),
}
SYNC = {
    "pending": Text("chờ gửi", "pending"),
    "sent": Text("đã gửi", "sent"),
    "acknowledged": Text("đã được xác nhận", "acknowledged"),
    "failed": Text("gửi không thành công", "failed"),
}
STATES = {"business": BUSINESS, "payment": PAYMENT, "delivery": DELIVERY, "sync": SYNC}
TONES = {
    **{("business", code): tone for code, tone in DOSSIER_TONES.items()},
    ("business", REFUSED_CONTENT): "bad",
    ("payment", "none"): "plain",
    ("payment", "fee_due"): "wait",
    ("payment", "fee_paid"): "good",
    ("payment", "support_part_paid"): "now",
    ("payment", "support_paid"): "good",
    ("delivery", "not_ready"): "plain",
    ("delivery", "ready"): "wait",
    ("delivery", "handed_over"): "good",
    ("sync", "pending"): "wait",
    ("sync", "sent"): "firm",
    ("sync", "acknowledged"): "good",
    ("sync", "failed"): "bad",
}
WITH_RESULT = ("granted", "refused", "refused_receipt")
"""Business states in which there is something to hand over."""
WAYS = {
    "portal": Text("trên cổng dịch vụ công", "on the portal"),
    "post": Text("qua bưu chính công ích", "by public post"),
    "counter": Text("tại bộ phận một cửa", "at the counter"),
}


def payment_state(*, fee_due: int, fee_paid: int, support: int, support_paid: int) -> str:
    """From sums in đồng. Money that the city has begun to pay says more than the fee that came before."""
    if support_paid > 0:
        return "support_paid" if support and support_paid >= support else "support_part_paid"
    if fee_paid > 0 and fee_paid >= fee_due:
        return "fee_paid"
    return "fee_due" if fee_due > fee_paid else "none"


def sync_state(messages: Collection[str]) -> str:
    """From the states of a case's messages out: one that died makes it fail, one that waits keeps it waiting."""
    for code, state in (("dead", "failed"), ("waiting", "pending"), ("sent", "sent")):
        if code in messages:
            return state
    return "acknowledged" if messages else "pending"
