"""An appeal won, in a real browser: the institute contests its amount, a second decider raises it, the register says so."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.backstage import story
from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]
CUT = 40_000_000


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_appeal_is_lodged_given_to_a_second_decider_and_won(visit: Visit, backstage: Any, language: str) -> None:
    with backstage():
        case = story(f"Đo độ nhám sau gia công tinh ({language})").applied().accepted_for_processing()
        case.appraised(cut=CUT).granted()
    researcher = visit(language).sign_in("researcher")
    researcher.go(f"/dossiers/{case.number}/")
    researcher.click("main a[href*='/appeals/decisions/']").shot("appeal-begin").save()
    researcher.fill(scope="amount").save()
    researcher.fill(grounds="Báo giá tham khảo không cùng cấu hình thiết bị.").save()
    researcher.fill(wish="amend", wish_words="Đề nghị giữ mức đã đề nghị.").save()
    researcher.save()
    assert researcher.path.endswith("/check/")
    researcher.fill(certified="yes").shot("appeal-check").save()
    home = researcher.path

    clerk = visit(language).sign_in("clerk")
    clerk.go("/appeals/?view=open").shot("appeal-desk").go(f"{home}admission/")
    clerk.fill(answer="admit").save()
    assert clerk.path.endswith("/assign/")
    clerk.shot("appeal-assign")
    clerk.page.locator("main [name='to']").first.check()
    clerk.save()
    clerk.close()

    reviewer = visit(language).sign_in("reviewer")
    reviewer.go(home).shot("appeal-officer").go(f"{home}decide/")
    with backstage():
        asked = _asked(case.dossier_id)
    reviewer.fill(
        outcome="amended", amount=str(asked), ground="Cấu hình thiết bị khác nên giá cao hơn là có căn cứ."
    ).save()
    reviewer.shot("appeal-confirm").save()
    reviewer.close()

    researcher.go(home).shot("appeal-won")
    assert f"{CUT:,}".replace(",", "." if language == "vi" else ",") in researcher.text()
    researcher.go(f"/register/{case.number}/").shot("appeal-register")
    with backstage():
        assert _granted(case.dossier_id) == asked


def _asked(dossier_id: int) -> int:
    from khue.features.missions.models import EquipmentSupport

    return EquipmentSupport.objects.get(dossier_id=dossier_id).asked


def _granted(dossier_id: int) -> int | None:
    from khue.features.missions.models import EquipmentSupport

    return EquipmentSupport.objects.get(dossier_id=dossier_id).granted
