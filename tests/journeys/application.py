"""What is typed into an application for equipment support, section by section, by the names of the inputs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.journeys.visitor import DOSSIER, Visitor

PROCEDURE = "/procedures/equipment-support/"
START = f"{PROCEDURE}start/"
INSTITUTE = "Viện Vật liệu Sông Hồng"  # for which the researcher may submit


def pdf(name: str) -> dict[str, Any]:
    """A small, real PDF, as a browser sends it."""
    from khue.site.sample.applications import paper

    return {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": paper(name).read()}


def dots(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


@dataclass(frozen=True, slots=True)
class Application:
    """One organisation's wish: a machine, the software that drives it, one tranche for each."""

    title: str
    kind: str
    machine: str
    machine_price: int
    machine_asked: int
    software: str
    software_price: int
    software_asked: int
    contact: str

    @property
    def asked(self) -> int:
        return self.machine_asked + self.software_asked


VIETNAMESE = Application(
    title="Vật liệu hấp thụ âm từ xơ dừa cho trường học",
    kind="research-topic",
    machine="Ống đo trở kháng âm, model AX-30, 1 bộ",
    machine_price=1_850_000_000,
    machine_asked=1_850_000_000,
    software="Phần mềm điều khiển phép đo",
    software_price=150_000_000,
    software_asked=150_000_000,
    contact="Nguyễn Thị Ánh Nguyệt",
)
ENGLISH = Application(
    title="Trial production of low-noise pump housings",
    kind="trial-production",
    machine="Five-axis milling machine, model FM-500, 1 piece",
    machine_price=2_400_000_000,
    machine_asked=1_200_000_000,
    software="Tool-path software for the machine",
    software_price=100_000_000,
    software_asked=50_000_000,
    contact="Trần Văn Đức",
)


def start(visitor: Visitor) -> str:
    """Begin a dossier for the institute; its number."""
    visitor.go(START)
    visitor.page.get_by_label(INSTITUTE).check()
    visitor.save()
    return number_in(visitor)


def number_in(visitor: Visitor) -> str:
    found = DOSSIER.search(visitor.page.url) or DOSSIER.search(visitor.page.locator("nav.crumbs").inner_text())
    assert found, visitor.page.url
    return found.group()


def fill_task(visitor: Visitor, wish: Application) -> None:
    today = date.today()  # noqa: DTZ011 - any day near the server's will do
    visitor.fill(
        task_kind=wish.kind,
        task_title=wish.title,
        task_field="new-materials",
        starts_on=f"{today + timedelta(days=30):%d/%m/%Y}",
        ends_on=f"{today + timedelta(days=500):%d/%m/%Y}",
        summary="Mục tiêu: vật liệu nội địa thay vật liệu nhập. Sản phẩm: bộ tấm mẫu và quy trình.",
    )


def fill_applicant(visitor: Visitor, wish: Application) -> None:
    visitor.fill(
        contact_name=wish.contact,
        contact_phone="024 3825 0000",
        contact_email="phongkhcn@sample.example",
        capacity="Phòng thí nghiệm 120 m², 3 kỹ sư vận hành.",
    )


def fill_line(visitor: Visitor, row: int, name: str, price: str, asked: str, *, software: bool = False) -> None:
    at = f"lines-{row}-"
    visitor.answer(f"{at}description", name)
    visitor.answer(f"{at}cost_class", "purchase")
    visitor.answer(f"{at}amount", price)
    visitor.answer(f"{at}requested", asked)
    visitor.answer(f"{at}software", "yes" if software else "no")
    visitor.answer(f"{at}other_public", "0")


def fill_direct_use(visitor: Visitor) -> None:
    visitor.fill(
        direct_use_statement="Máy và phần mềm chỉ dùng cho các phép đo của nhiệm vụ, từ tháng thứ hai.",
        other_support="no",
    )


def fill_tranche(visitor: Visitor, row: int, deliverable: str, amount: int, days: int) -> None:
    due = date.today() + timedelta(days=days)  # noqa: DTZ011
    at = f"tranches-{row}-"
    visitor.answer(f"{at}deliverable", deliverable)
    visitor.answer(f"{at}amount", dots(amount))
    visitor.answer(f"{at}due_on", f"{due:%d/%m/%Y}")
