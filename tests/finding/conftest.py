"""A small exchange in memory, an index of its own in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from khue.core.bilingual import Text
from khue.kernel import finding
from khue.kernel.finding import index
from khue.kernel.finding import sources as registry
from khue.kernel.finding.sources import Listing, Source


def listing(number: int, title_vi: str, title_en: str = "", summary: str = "", **more: Any) -> Listing:
    facets = {"field": (more.pop("field", "environmental-technology"),), "trl": (more.pop("trl", "7"),)}
    facets["mode"] = more.pop("mode", ("sale",))
    return replace(
        Listing(f"offers:{number}", title_vi, title_en, summary, f"/o/{number}/", date(2026, 1, number), facets=facets),
        **more,
    )


LISTINGS = (
    listing(1, "Hệ thống xử lý nước thải bằng màng sinh học", "Membrane bioreactor for wastewater", "Nước sau xử lý đạt cột A.", price=900),
    listing(2, "Máy sấy năng lượng mặt trời", "Solar dryer", "Sấy nông sản ở nhiệt độ thấp.", field="new-materials", mode=("sale", "lease"), price=100),
    listing(3, "Bộ kit phát hiện vi rút", "Virus test kit", "Cho kết quả sau ba mươi phút.", field="biotechnology", trl="9"),
    listing(4, "Mạng lưới quan trắc không khí", "Air monitoring network", "Các trạm đo bụi mịn đặt ở trường học Hòa Lạc."),
    listing(5, "Màng bọc thực phẩm từ vỏ tôm", "Food film from shrimp shells", "Phân hủy trong đất.", field="new-materials", price=50),
    listing(6, "Lò phản ứng bí mật zirconi", "Secret zirconium reactor", "Xử lý nước thải tuyệt mật.", readers=("cleared:6",), field="nuclear"),
)  # fmt: skip


class Exchange(dict[str, Listing]):
    """What stands in the "database"."""

    def source(self) -> Source:
        def some(keys: Iterable[str]) -> Iterable[Listing]:
            return [self[key] for key in keys if key in self]

        def touched(subjects: Iterable[str]) -> Iterable[str]:
            return [subject for subject in subjects if subject.startswith("offers:")]

        return Source(Text("Công nghệ chào bán", "Offers"), some, lambda: iter(list(self.values())), touched)


@pytest.fixture
def exchange(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    settings.KHUE_SEARCH = tmp_path
    kept = Exchange({each.key: each for each in LISTINGS})
    monkeypatch.setattr(registry, "_SOURCES", {"offers": kept.source()})
    index.reader.forget()
    yield kept
    index.reader.forget()


@pytest.fixture
def built(exchange: Exchange, db: None) -> Exchange:
    assert finding.rebuild() == len(LISTINGS)
    return exchange


@pytest.fixture(autouse=True)
def the_citys_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests ask without a database: the lines of the city's file count, not those that operators keep."""
    monkeypatch.setattr("khue.kernel.finding.wordlist._kept_lines", None)
