"""The deeds on the law: confirm a value, keep an edition."""

from __future__ import annotations

from django.db import connection

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Missing, Refused, require
from khue.core.rules.answer import Answer, plain_json
from khue.core.rules.engine import RulebookError
from khue.core.rules.explain import considered, explain
from khue.core.rules.lawbook import Lawbook, canonical, confirmed_with, value_json, value_on
from khue.features.rulebook import access, queries
from khue.features.rulebook.domain import ConfirmValue, may_confirm
from khue.features.rulebook.events import ValueConfirmed
from khue.features.rulebook.models import Confirmation, Edition, KeptRuling
from khue.kernel.deeds import Deed, command
from khue.kernel.forms import require_seen

CONFIRMING = 1265137021
"""The advisory lock of whoever confirms: editions follow each other, and each is the law with everything before it."""

__all__ = ["confirm_value", "keep_edition", "keep_ruling"]


def confirm_value(asked: ConfirmValue, *, actor: Actor) -> str:
    """Record what a legal officer read; it is the law of the rulebook from now on. Returns the new edition.

    Decisions that were made keep their edition. Raises Refused with every reason, Stale when a colleague was faster.
    """
    actor.require(access.CONFIRM)
    with command("rulebook.confirm_value", actor, subject=f"parameter:{asked.parameter}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return str(before)
        _alone()
        queries.ask_anew()
        book = queries.lawbook()
        entry = book.entries.get(asked.parameter)
        if entry is None:
            raise no_such_parameter(asked.parameter)
        number = Confirmation.objects.filter(parameter=asked.parameter).count()
        require_seen(asked.seen, number)
        require(may_confirm(asked, entry, deed.today))
        # From the files anew: what no longer fits them stays out of the new edition as it is out of the present law.
        new = confirmed_with(book, [asked.known_on(deed.today)])
        _must_suit_the_rules(new)
        row = Confirmation.objects.create(
            parameter=asked.parameter,
            number=number + 1,
            value=asked.value,
            valid_from=asked.valid_from,
            valid_until=asked.valid_until,
            known_from=deed.today,
            document=asked.document.strip(),
            document_date=asked.document_date,
            page=asked.page.strip(),
            note=asked.note.strip(),
            edition=new.edition,
            confirmed_by=actor.key,
            confirmed_by_name=actor.name,
            confirmed_at=deed.moment,
        )
        _keep(new, deed, row)
        _trace(asked, book, new, deed)
        deed.result(new.edition)
    queries.ask_anew()
    return new.edition


def keep_edition(*, actor: Actor) -> str:
    """Store the law of this version's files whole, when it is new. Called at every start; returns the edition."""
    with command("rulebook.keep_edition", actor, subject="rulebook") as deed:
        _alone()
        book = queries.lawbook()
        if Edition.objects.filter(edition=book.edition).exists():
            deed.nothing_done()
        else:
            _keep(book, deed, None)
            deed.after(edition=book.edition)
    return book.edition


def keep_ruling(subject: str, answer: Answer, *, line: str = "", deed: Deed) -> int:
    """Keep what a rule said in a decision, with everything that it takes to ask again; the record's id.

    Once per subject, rule and line: the database refuses a second one.
    """
    bound = answer.bound
    row = KeptRuling.objects.create(
        subject=subject,
        line=line,
        rule=bound.rule.id,
        rule_digest=bound.rule.digest,
        facts=plain_json(answer.facts),
        on=bound.on,
        known_on=bound.view.known_on,
        edition=bound.edition,
        law_edition=bound.view.book.edition,
        outcome=answer.outcome.value,
        values=plain_json(answer.values),
        explanation=explain(answer).to_json() | {"considered": list(considered(answer))},
        answer_digest=answer.digest,
        written_at=deed.moment,
    )
    deed.after(**{f"ruling:{bound.rule.id}:{line}" if line else f"ruling:{bound.rule.id}": answer.digest})
    return int(row.pk)


def _must_suit_the_rules(book: Lawbook) -> None:
    """A value with which a rule could no longer be asked is refused: the next page would break on it."""
    try:
        queries.rulebook_over(book)
    except RulebookError as error:
        raise Refused.because(
            Reason(
                "rules_do_not_fit",
                Text(
                    "Với giá trị này, có quy tắc không tính được: " + "; ".join(error.problems[:3]),
                    "With this value some rules could not be asked: " + "; ".join(error.problems[:3]),
                ),
                Text(
                    "Mời ông/bà kiểm tra giá trị và khoảng thời gian, hoặc báo tổ vận hành.",
                    "Check the value and its days, or tell operations.",
                ),
                "value",
            )
        ) from error


def no_such_parameter(id: str) -> Missing:
    return Missing(
        Text(f"Bộ quy tắc không có tham số “{id}”.", f"The rulebook has no parameter “{id}”."),
        Text("Mời ông/bà chọn tham số từ danh sách.", "Choose a parameter from the list."),
    )


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CONFIRMING])


def _keep(book: Lawbook, deed: Deed, row: Confirmation | None) -> None:
    Edition.objects.get_or_create(
        edition=book.edition,
        defaults={
            "content": canonical(book),
            "sample": book.sample,
            "confirmation": row,
            "made_by": deed.actor.key,
            "made_at": deed.moment,
        },
    )


def _trace(asked: ConfirmValue, old: Lawbook, new: Lawbook, deed: Deed) -> None:
    was = value_on(old.entries[asked.parameter], asked.valid_from)
    deed.before(
        edition=old.edition,
        value=value_json(was.value) if was else None,
        certainty=was.certainty if was else "",
    )
    deed.after(
        edition=new.edition,
        value=asked.value,
        certainty="confirmed",
        valid_from=asked.valid_from.isoformat(),
        valid_until=asked.valid_until.isoformat() if asked.valid_until else None,
        document=asked.cited(),
        document_date=asked.document_date.isoformat(),
    )
    deed.decide(Decision.grant(), edition=new.edition)
    subject = f"parameter:{asked.parameter}"
    deed.emit(
        ValueConfirmed(
            subject=subject, parties=(), parameter=asked.parameter, document=asked.cited(), edition=new.edition
        )
    )
