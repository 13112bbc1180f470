"""What has happened to cases of other systems, as timelines and jobs hear it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.events import Event


@dataclass(frozen=True, kw_only=True)
class DossierTakenIn(Event):
    """A dossier of another system became one of ours."""

    wire: ClassVar[str] = "intake.dossier_taken_in"
    external_id: str
    source_vi: str
    source_en: str
    number: str

    def line(self) -> Text:
        return Text(
            f"Nhận hồ sơ {self.external_id} từ {self.source_vi}, mã tại Thành phố {self.number}",
            f"Dossier {self.external_id} came from {self.source_en}; its number here is {self.number}",
        )


@dataclass(frozen=True, kw_only=True)
class ResultHandedOver(Event):
    """The applicant has the result; ``way`` and ``way_en`` say how."""

    wire: ClassVar[str] = "intake.result_handed_over"
    number: str
    way: str
    way_en: str

    def line(self) -> Text:
        return Text(
            f"Trả kết quả hồ sơ {self.number} {self.way}", f"Result of dossier {self.number} handed over {self.way_en}"
        )
