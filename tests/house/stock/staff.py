"""Room ``staff``: its part of the stock."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from tests.cast import setup_actor
from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    """The appraiser is away from today on, and the officer stands in."""
    from khue.features.people.queries import holdings_of
    from khue.features.staff import usecases
    from khue.features.staff.domain.commands import RegisterAbsence
    from khue.features.staff.domain.office_keys import MakeOfficeKey

    absent = act("appraiser")
    first = absent.today
    roles = tuple(held.id for held in holdings_of([absent.key])[absent.key])
    asked = RegisterAbsence(
        absent.key, "annual_leave", first, first + timedelta(days=5), act("officer").key, roles, uuid4()
    )
    stock.by_room["staff", "absence_id"] = usecases.register_absence(asked, actor=absent)
    stock.by_room["staff", "person_id"] = absent.person_id
    auditor = act("auditor")
    key = MakeOfficeKey("Báo cáo tháng", ("ledger.read",), auditor.today + timedelta(days=30))
    stock.by_room["staff", "key_id"] = usecases.make_office_key(key, actor=auditor).id
    _joining(stock)


def _joining(stock: Stock) -> None:
    """One open invitation, a role and a reset that wait for a second person."""
    from allauth.mfa.totp.internal.auth import TOTP

    from khue.features.people import usecases as people
    from khue.features.people.domain import RegisterPerson
    from khue.features.staff import usecases
    from khue.features.staff.domain.commands import AskKeyReset, InviteColleague, ProposeRole
    from khue.features.staff.models import Invitation
    from khue.kernel.models import User

    administrator = act("administrator")
    asked = InviteColleague("Tạ Thị Mời", "moi@mau.example", "DOST-QLKH", "case-officer", administrator.today)
    invitation = Invitation.objects.get(pk=usecases.invite_colleague(asked, actor=administrator))
    stock.everywhere["invitation_id"] = invitation.pk
    stock.everywhere["token"] = usecases.link_of(invitation)
    role = ProposeRole(act("officer").key, "HPC", "decider", administrator.today)
    stock.everywhere["proposal_id"] = usecases.propose_role(role, actor=administrator)
    lost = people.register_person(
        RegisterPerson(name="Lương Văn Mất", no_number_reason="Người mẫu của kiểm thử"), actor=setup_actor()
    )
    TOTP.activate(
        User.objects.get(pk=people.give_account(lost, "luong.mat", "một mật khẩu dài", actor=setup_actor())),
        "JBSWY3DPEHPK3PXP",
    )
    stock.everywhere["reset_id"] = usecases.ask_key_reset(AskKeyReset(lost, "Mất điện thoại"), actor=administrator)
    stock.everywhere["pk"] = 0
