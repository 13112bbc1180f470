"""A data-subject request under way, each deed by the persona whose task it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from khue.core.actor import Actor
from khue.features.privacy import usecases
from khue.features.privacy.domain.commands import AcceptRequest, ExtendRequest, FinishRequest, MakeRequest
from khue.features.privacy.models import SubjectRequest
from tests.cast import MOMENT, persona

TODAY = MOMENT.date()


def officer(days: int = 0) -> Actor:
    return persona("dataofficer", days=days)


@dataclass(slots=True)
class Asked:
    id: int

    @property
    def row(self) -> SubjectRequest:
        return SubjectRequest.objects.get(pk=self.id)

    def accepted(self, days: int = 1, **values: Any) -> Asked:
        usecases.accept_request(
            AcceptRequest(self.id, "Sẽ rà soát và sửa trong cơ sở dữ liệu.", once=uuid4(), **values),
            actor=officer(days),
        )
        return self

    def extended(self, until: Any, days: int = 5) -> Asked:
        asked = ExtendRequest(self.id, until, "Phải đối chiếu với bản giấy lưu ở kho.", once=uuid4())
        usecases.extend_request(asked, actor=officer(days))
        return self

    def finished(self, days: int = 6) -> Asked:
        usecases.finish_request(FinishRequest(self.id, "Đã sửa địa chỉ.", once=uuid4()), actor=officer(days))
        return self


def asked(kind: str = "correct", who: str = "resident", details: str = "Địa chỉ của tôi ghi sai số nhà.") -> Asked:
    return Asked(usecases.make_request(MakeRequest(kind, details, uuid4()), actor=persona(who)))
