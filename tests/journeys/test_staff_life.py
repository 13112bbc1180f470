"""Invited by a link, a second factor and a passkey set up; a deputy at work in an absent colleague's place."""

from __future__ import annotations

import email
import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from email import policy
from pathlib import Path
from typing import Any

from tests.journeys.backstage import act, story
from tests.journeys.conftest import Visit
from tests.journeys.running import RunningCity
from tests.journeys.visitor import Visitor
from tests.people.test_staff_sign_in import code_of

PASSWORD = "cầu Thê Húc màu son"
LINK = re.compile(r"https?://\S+/staff/invited/\S+/")


def link_in_mail(folder: Path, patience: float = 60) -> str:
    """The link of the newest invitation, as the worker mailed it."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        for path in folder.glob("*"):
            for part in path.read_bytes().split(b"-" * 79):
                body = email.message_from_bytes(part.lstrip(), policy=policy.default).get_body()
                found = LINK.search(str(body.get_content())) if body is not None else None
                if found:
                    return found[0]
        time.sleep(0.2)
    raise AssertionError("no invitation was mailed")


class ByName(RunningCity):
    """The same city under the name localhost: passkeys know names, not numbers."""

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"


def test_an_invited_officer_comes_in_with_code_and_passkey(city: RunningCity, visit: Visit, browser: Any) -> None:
    administrator = visit("vi").sign_in("administrator").go("/staff/invite/")
    administrator.fill(name="Tạ Thị Mời", email="moi@mau.example", role="case-officer", unit="DOST-QLKH").save()
    assert "Tạ Thị Mời" in administrator.shot("staff-waiting").text()
    here = ByName(city.port, city.database, city.environment, city.var, city.processes)
    officer = Visitor(here, browser, "en")
    keys = officer.context.new_cdp_session(officer.page)
    keys.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    path = link_in_mail(city.var / "mail").partition("/vi/")[2]
    officer.go(f"/{path}").shot("staff-invited")
    officer.fill(username="ta.moi", password1=PASSWORD, password2=PASSWORD).save()
    officer.fill(login="ta.moi", password=PASSWORD).save()
    secret = officer.page.locator("main ol code").inner_text()
    officer.fill(code=code_of(secret)).save()
    assert "shown this one time" in officer.shot("staff-codes").text()
    officer.go("/staff/second-factor/codes/")
    assert "not shown again" in officer.text()
    officer.go("/staff/second-factor/passkeys/add/").fill(name="Work laptop").save()
    assert "Work laptop" in officer.go("/staff/keys/").shot("staff-keys").text()
    officer.go("/sign-out/").save()
    officer.go("/staff/sign-in/").fill(login="ta.moi", password=PASSWORD).save()
    officer.click("form[data-passkey] button[type=submit]")
    assert officer.path == "/desk/"
    gone = visit("vi").go(f"/{path}")
    assert (gone.status, "đã được dùng" in gone.shot("staff-used-twice").text()) == (410, True)
    officer.close()


def test_a_deputy_works_in_the_absent_colleagues_place(
    visit: Visit, backstage: Callable[[], AbstractContextManager[None]]
) -> None:
    with backstage():
        from datetime import timedelta

        from khue.features.dossiers.domain.commands import TakeTask
        from khue.features.dossiers.usecases import take_task
        from khue.features.people.queries import holdings_of
        from khue.features.staff import usecases
        from khue.features.staff.domain.commands import RegisterAbsence

        absent = act("appraiser")
        case = story("Cảm biến độ rung cầu Long Biên").applied().accepted_for_processing()
        take_task(TakeTask(case.task("appraisal")), actor=absent)
        roles = tuple(held.id for held in holdings_of([absent.key])[absent.key])
        until = absent.today + timedelta(days=4)
        absence = RegisterAbsence(absent.key, "annual_leave", absent.today, until, act("officer").key, roles)
        usecases.register_absence(absence, actor=absent)
    deputy = visit("vi", width=360).sign_in("officer").go("/desk/")
    deputy.open("Vũ Hoàng Nam").shot("staff-tab")
    assert "Cảm biến độ rung cầu Long Biên" in deputy.text()
    deputy.click("form[action*='/stand-in/'] button").shot("staff-in-place")
    assert "Phạm Đức Long (mẫu) (thay Vũ Hoàng Nam (mẫu))" in deputy.page.content()
    deputy.open("Cảm biến độ rung cầu Long Biên")
    assert deputy.page.locator("main a[href*='/appraise/']").count()
    deputy.go("/staff/absences/").click("form[action$='/stand-down/'] button")
    assert "(thay " not in deputy.page.content()
