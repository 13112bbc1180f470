"""What the city bought is spread: asked for, granted with duties or not, reported, judged, ended where it is broken."""

from __future__ import annotations

from uuid import uuid5

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.errors import require
from khue.core.money import format_dong
from khue.features.people import queries as people
from khue.features.transfers import access
from khue.features.transfers.domain.commands import JudgeDuty
from khue.features.transfers.domain.deciding import DUTY, may_judge, may_report
from khue.features.transfers.domain.purchasing import (
    LICENCE,
    AnswerLicence,
    AskLicence,
    EndLicence,
    JudgeLicenceDuty,
    ReportLicenceDuty,
    may_answer_licence,
    may_ask_licence,
    may_end_licence,
)
from khue.features.transfers.models import LicenceDuty, LicenceReport, Purchase, SpreadLicence
from khue.features.transfers.usecases.collecting import owe_fee
from khue.features.transfers.usecases.parts import NAMES, tell, tell_right, write
from khue.features.transfers.usecases.purchasing import locked, path_of
from khue.kernel.deeds import Deed, command


def ask_licence(asked: AskLicence, *, actor: Actor) -> int:
    """A party would like to use what the city bought; the licence's id. Raises Refused, Missing, NotAllowed."""
    access.require_mandate(actor, asked.party)
    with command("transfers.ask_licence", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        row = locked(asked.purchase_id, deed)
        if row.state in ("proposed", "refused"):
            raise access.no_such_purchase()
        party = people.party(asked.party)
        live = SpreadLicence.objects.filter(purchase=row, party=party.id, state__in=["asked", "active"]).exists()
        require(may_ask_licence(row.state, asked, live=live))
        made = SpreadLicence.objects.create(
            purchase=row,
            party_id=party.id,
            party_name=party.name,
            use=asked.use.strip(),
            asked_by=actor.key,
            asked_at=deed.moment,
        )
        deed.about(asked.party)
        deed.after(licence=made.pk, state=made.state)
        title = Text(f"Xin sử dụng công nghệ {row.number}", f"A licence of {row.number} is asked for")
        tell_right(access.CHECK, title, Text(party.name), path_of(row), deed)
        deed.result(made.pk)
        return int(made.pk)


def answer_licence(asked: AnswerLicence, *, actor: Actor) -> str:
    """Granted with its duties, or refused with a ground; the state afterwards."""
    actor.require(access.CHECK)
    with command("transfers.answer_licence", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return str(done)
        row, made = _locked(asked.licence_id, deed)
        people.require_unrestricted(actor, access.key_of(made.party_id))
        near = actor.is_near(access.key_of(made.party_id))
        require(may_answer_licence(made.state, asked, row.spread, deed.today, near=near))
        deed.before(licence=made.pk, state=made.state)
        write(
            made, state=LICENCE.after(made.state, "grant" if asked.grants else "refuse"), until_on=asked.until_on if asked.grants else None,
            answered_by=actor.key, answered_by_name=actor.name, answered_at=deed.moment, ground=asked.ground.strip(),
        )  # fmt: skip
        if asked.grants:
            LicenceDuty.objects.bulk_create(
                LicenceDuty(licence=made, no=no, what=one.what, due_on=one.due_on) for no, one in enumerate(asked.duties, 1)
            )  # fmt: skip
        if asked.grants and row.fee:
            owe_fee(row, made, deed)
        deed.about(access.key_of(made.party_id))
        deed.after(licence=made.pk, state=made.state, ground=made.ground, duties=len(asked.duties), fee=made.fee)
        label = LICENCE.label(made.state)
        title = Text(
            f"Quyền sử dụng công nghệ {row.number}: {label.vi}", f"Licence of {row.number}: {label.into('en')}"
        )
        _tell_user(row, made, title, _with_fee(made), deed)
        deed.result(made.state)
        return made.state


def _with_fee(made: SpreadLicence) -> Text:
    if not made.fee:
        return Text(made.ground)
    vi, en = format_dong(made.fee, "vi"), format_dong(made.fee, "en")
    return Text(
        f"{made.ground} Phí sử dụng {vi}, nội dung chuyển khoản: {made.fee_reference}.",
        f"{made.ground} Fee {en}, content of the transfer: {made.fee_reference}.",
    )


def end_licence(asked: EndLicence, *, actor: Actor) -> None:
    """The user loses it, with a ground that everybody reads."""
    actor.require(access.DECIDE)
    with command("transfers.end_licence", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row, made = _locked(asked.licence_id, deed)
        require(may_end_licence(made.state, asked.ground, near=actor.is_near(access.key_of(made.party_id))))
        deed.before(licence=made.pk, state=made.state)
        write(made, state=LICENCE.after(made.state, "end"), ended_at=deed.moment, end_ground=asked.ground.strip())
        deed.about(access.key_of(made.party_id))
        deed.after(licence=made.pk, state=made.state, ground=made.end_ground)
        title = Text(f"Chấm dứt quyền sử dụng công nghệ {row.number}", f"The licence of {row.number} is ended")
        _tell_user(row, made, title, Text(f"Lý do: {made.end_ground}", f"Ground: {made.end_ground}"), deed)
        deed.result(True)


def report_licence_duty(asked: ReportLicenceDuty, *, actor: Actor) -> None:
    """What the user did; an officer confirms it or asks again."""
    with command("transfers.report_licence_duty", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row, made, duty = _locked_duty(asked.duty_id, deed)
        access.require_side(actor, access.key_of(made.party_id))
        require(may_report(duty.state, _as_handover(made), asked.said))
        _say(duty, "report", asked.said, deed)
        write(duty, state=DUTY.after(duty.state, "report"))
        deed.about(access.key_of(made.party_id))
        deed.after(duty=duty.pk, state=duty.state)
        title = Text(
            f"Báo cáo nghĩa vụ sử dụng công nghệ {row.number}", f"A duty under a licence of {row.number} was reported"
        )
        tell_right(access.CHECK, title, Text(duty.what), path_of(row), deed)
        deed.result(True)


def judge_licence_duty(asked: JudgeLicenceDuty, *, actor: Actor) -> None:
    """Done, or asked for again with what is missing."""
    actor.require(access.CHECK)
    with command("transfers.judge_licence_duty", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row, made, duty = _locked_duty(asked.duty_id, deed)
        near = actor.is_near(access.key_of(made.party_id))
        judged = JudgeDuty(asked.duty_id, asked.done, asked.ground)
        require(may_judge(judged, duty.state, _as_handover(made), near=near))
        _say(duty, "done" if asked.done else "again", asked.ground, deed)
        write(duty, state=DUTY.after(duty.state, "confirm" if asked.done else "ask_again"))
        deed.about(access.key_of(made.party_id))
        deed.after(duty=duty.pk, state=duty.state)
        says = DUTY.label(duty.state)
        title = Text(
            f"Nghĩa vụ sử dụng công nghệ {row.number}: {says.vi}",
            f"Duty under a licence of {row.number}: {says.into('en')}",
        )
        _tell_user(row, made, title, Text(f"{duty.what} {asked.ground.strip()}".strip()), deed)
        deed.result(True)


def remind_licence_duty(duty_id: int, *, actor: Actor) -> None:
    """The user hears of a duty that comes due or is late; late ones also whoever follows them. Once a day."""
    actor.require("job.transfers.remind_duties")
    with command("transfers.remind_licence_duty", actor) as deed:
        if deed.repeated(uuid5(NAMES, f"licence-duty:{duty_id}:{deed.today}")) is not None:
            return
        row, made, duty = _locked_duty(duty_id, deed)
        if duty.state != "owed" or made.state != "active":
            deed.nothing_done()
            return
        day, late = duty.due_on, duty.due_on < deed.today
        title = (
            Text(f"Quá hạn nghĩa vụ sử dụng công nghệ {row.number}", f"A duty under a licence of {row.number} is late")
            if late
            else Text(f"Sắp đến hạn nghĩa vụ sử dụng công nghệ {row.number}", f"A duty under a licence of {row.number} comes due")
        )  # fmt: skip
        body = Text(f"{duty.what} Hạn: ngày {day:%d/%m/%Y}.", f"{duty.what} Due on {format_day(day, 'en')}.")
        deed.about(access.key_of(made.party_id))
        deed.after(duty=duty.pk, late=late)
        _tell_user(row, made, title, body, deed)
        if late:
            tell_right(access.CHECK, title, body, path_of(row), deed)
        deed.result(True)


def _as_handover(made: SpreadLicence) -> str:
    """A licence in force counts as handed over: the same decisions say when a duty is reported and judged."""
    return "handed" if made.state == "active" else "recalled"


def _locked(licence_id: int, deed: Deed) -> tuple[Purchase, SpreadLicence]:
    """The purchase, then the licence: always in this order. Raises Missing."""
    found = SpreadLicence.objects.filter(pk=licence_id).values_list("purchase_id", flat=True).first()
    if found is None:
        raise access.no_such_purchase()
    return locked(found, deed), SpreadLicence.objects.select_for_update(of=("self",)).get(pk=licence_id)


def _locked_duty(duty_id: int, deed: Deed) -> tuple[Purchase, SpreadLicence, LicenceDuty]:
    """Raises Missing."""
    found = LicenceDuty.objects.filter(pk=duty_id).values_list("licence_id", flat=True).first()
    if found is None:
        raise access.no_such_purchase()
    row, made = _locked(found, deed)
    return row, made, LicenceDuty.objects.select_for_update().get(pk=duty_id)


def _say(duty: LicenceDuty, kind: str, said: str, deed: Deed) -> None:
    LicenceReport.objects.create(
        duty=duty, kind=kind, said=said.strip(), by=deed.actor.key, by_name=deed.actor.name, at=deed.moment
    )


def _tell_user(row: Purchase, made: SpreadLicence, title: Text, body: Text, deed: Deed) -> None:
    key = access.key_of(made.party_id)
    card = people.party(key)
    keys = [key] if card.kind == "person" else people.representatives([made.party_id], deed.today)
    tell(keys, title, body, path_of(row), deed)
