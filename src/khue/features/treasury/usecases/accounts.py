"""The city's accounts and the payees' accounts."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Conflict, require
from khue.core.transfers import account_number
from khue.features.treasury import access
from khue.features.treasury.domain.accounts import OpenCityAccount, Payee, may_open
from khue.features.treasury.models import CityAccount, PayeeAccount
from khue.kernel.deeds import Deed, command


def open_city_account(asked: OpenCityAccount, *, actor: Actor) -> int:
    """An account from which the city pays; its id. Raises Refused, Conflict when the number is taken."""
    actor.require(access.ORDER)
    with command("treasury.open_city_account", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        require(may_open(asked))
        number = account_number(asked.number)
        try:
            with transaction.atomic():
                account = CityAccount.objects.create(
                    kind=asked.kind.value,
                    number=number,
                    holder=asked.holder.strip(),
                    institution=asked.institution.strip(),
                    bic=asked.bic.upper(),
                    opened_by=actor.key,
                    opened_at=deed.moment,
                )
        except IntegrityError as error:
            raise Conflict(
                Text(f"Tài khoản {number} đã có.", f"The account {number} is there already."),
                Text("Chọn tài khoản trong danh sách.", "Choose it from the list."),
            ) from error
        deed.subject = f"account:{account.pk}"
        deed.after(kind=account.kind, number=number, institution=account.institution)
        deed.result(account.pk)
        return int(account.pk)


def keep_payee(party: str, payee: Payee, *, deed: Deed) -> bool:
    """Keep the account on the party's record. True when it is another than the one kept last; of who has no record none is kept."""
    if not party:
        return True
    last = PayeeAccount.objects.filter(party=party).order_by("-pk").first()
    number = account_number(payee.number)
    if last is not None and (last.number, last.holder, last.bank, last.bank_code) == (
        number,
        payee.holder,
        payee.bank,
        payee.bank_code,
    ):
        return False
    PayeeAccount.objects.create(
        party=party,
        number=number,
        holder=payee.holder,
        bank=payee.bank,
        bank_code=payee.bank_code,
        confirmed_by=deed.actor.key,
        confirmed_at=deed.moment,
    )
    return True
