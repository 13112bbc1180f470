"""A paper that must be signed before payment lost a signature, or has all of them again: orders stay, or go on."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.features.dossiers.queries import unsigned_before_payment
from khue.features.missions.models import EquipmentSupport
from khue.features.missions.usecases.parts import tranches_of
from khue.features.people import queries as people
from khue.features.treasury import usecases as treasury
from khue.features.treasury.domain.orders import SIGNATURE
from khue.kernel.deeds import Deed


def follow_signatures(dossier_id: int, ground: str, *, deed: Deed) -> None:
    """In the deed that withdrew or completed signatures; ``ground`` is empty when nothing was lost.

    Orders that have not left are held until the papers are signed again. For those that are with the bank the accountants are told:
    only the bank can stop them.
    """
    unsigned = [paper for paper in unsigned_before_payment(dossier_id) if paper.number]
    orders = tranches_of(dossier_id)
    if not unsigned:
        if released := treasury.release_orders(orders, cause=SIGNATURE, deed=deed):
            deed.after(orders_released=list(released))
        return
    if not ground:
        return
    paper = unsigned[0]
    why = Text(
        f"{paper.title.vi} số {paper.number} không còn đủ chữ ký: {ground}. Mời cán bộ thụ lý ghi nhận lại bản giấy đã ký, hoặc"
        " trình ký lại, tại trang văn bản; khi đủ chữ ký, lệnh chi tự động được đi tiếp.",
        f"{paper.title.into('en')} {paper.number} is no longer signed by all: {ground}. The case officer records the signed copy, or"
        " has it signed again, on the page of the paper; the order then goes on by itself.",
    )
    away = treasury.hold_orders(orders, why, cause=SIGNATURE, deed=deed)
    if away:
        deed.after(orders_with_the_bank=list(away))
        _tell_accountants(dossier_id, why, deed)


def _tell_accountants(dossier_id: int, why: Text, deed: Deed) -> None:
    support = EquipmentSupport.objects.get(dossier_id=dossier_id)
    title = Text(
        f"Lệnh chi đã gửi ngân hàng, nhưng văn bản chưa đủ chữ ký: hồ sơ {support.dossier_number}",
        f"An order is with the bank, but its paper is not signed: dossier {support.dossier_number}",
    )
    body = Text(
        f"{why.vi} Mời liên hệ ngân hàng hoặc kho bạc để dừng chi nếu còn kịp.",
        f"{why.into('en')} Ask the bank or the treasury office to stop the payment if there is still time.",
    )
    for card in people.people_with_right("missions.pay", deed.today):
        deed.notify(card.key, "task", title, body, f"/supports/{support.pk}/")
