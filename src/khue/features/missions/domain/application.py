"""An application for equipment support: what the rule says of its lines, and what no rule needs to say (invoices, shape).

Sources: pol:A8–A12, C29; invariants 6, 7, 10. What may be granted for a line is in ``limits``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from khue.core.bilingual import Text
from khue.core.decision import Decision, Outcome, Reason
from khue.core.money import format_dong
from khue.features.missions.domain.limits import Line, LineLimit, SupportLaw, TaskKind, binding, limit_of
from khue.features.people.domain import check_tax_code

PRIVATE = "Cá nhân"
"""What the register calls a private person who did not agree to be named."""


@dataclass(frozen=True, slots=True)
class PlannedTranche:
    """One instalment as planned: what is delivered, how much is paid for it, by when."""

    no: int
    deliverable: str
    amount: int
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """What the decision needs to know. ``applicant_form`` is the legal form of the applying party."""

    kind: TaskKind | None
    applicant_form: str
    lines: tuple[Line, ...]
    tranches: tuple[PlannedTranche, ...] = ()


def may_apply(application: Application, law: SupportLaw) -> Decision:
    """Whether the application may be handed in: every reason at once, each beside the field it belongs to.

    Unknown when nothing refuses but a fact or a legal value is missing; the reasons are then the next questions.
    """
    limits = [limit_of(line, application.kind, law) for line in application.lines]
    binds = binding(limits, law)
    refusals = [*_party_refusals(application, law), *_shape_refusals(application)]
    for limit in limits:
        refusals += _line_refusals(limit)
        refusals += _invoice_refusals(limit.line)
    refusals += _twice_claimed(application.lines)
    refusals += _tranche_refusals(application)
    if refusals:
        return Decision(Outcome.REFUSED, tuple(refusals), binds)
    unknown = [reason for limit in limits if limit.outcome is Outcome.UNKNOWN for reason in limit.reasons]
    if unknown:
        # The kind of the task is asked once, not for each line.
        return Decision(Outcome.UNKNOWN, tuple(dict.fromkeys(unknown)), binds)
    return Decision.grant([reason for limit in limits for reason in limit.reasons], binding=binds)


def requested_total(application: Application) -> int:
    """What is asked for in all, in đồng: the requested amount of each line, or its whole amount where none is given."""
    return sum(asked_for(line) for line in application.lines)


def asked_for(line: Line) -> int:
    return line.requested if line.requested is not None else (line.amount or 0)


# -- the rules, one small function each ----------------------------------------------------------------------------


def _party_refusals(application: Application, law: SupportLaw) -> Iterator[Reason]:
    receivers = law.receivers
    if receivers.applies and application.applicant_form not in receivers.codes:
        yield Reason(
            "receiver",
            Text(
                "Hỗ trợ này dành cho doanh nghiệp và tổ chức khoa học và công nghệ thực hiện nhiệm vụ.",
                "This support is for enterprises and science and technology organisations that perform the task.",
            ),
            Text(
                "Mời ông/bà nộp hồ sơ thay mặt tổ chức chủ trì nhiệm vụ (cần có ủy quyền nộp hồ sơ của tổ chức đó).",
                "Apply on behalf of the organisation that leads the task (you need its mandate to submit).",
            ),
            "applicant",
            receivers.source,
        )


def _shape_refusals(application: Application) -> Iterator[Reason]:
    if not application.lines:
        yield Reason(
            "no_lines",
            Text("Hồ sơ chưa có hạng mục chi nào.", "The application has no cost line."),
            Text("Mời ông/bà thêm ít nhất một hạng mục chi.", "Add at least one cost line."),
            "lines",
        )


def _line_refusals(limit: LineLimit) -> Iterator[Reason]:
    line = limit.line
    at = f"lines.{line.no}"
    if line.amount is not None and line.amount <= 0:
        yield Reason(
            "amount",
            Text(f"Hạng mục {line.no}: giá trị phải lớn hơn 0.", f"Line {line.no}: the amount must be above 0."),
            Text("Mời ông/bà nhập giá trị theo hóa đơn hoặc báo giá.", "Enter the amount on the invoice or quote."),
            f"{at}.amount",
        )
    if limit.outcome is Outcome.REFUSED:
        yield from limit.reasons
    if not line.has_evidence:
        yield Reason(
            "evidence",
            Text(
                f"Hạng mục {line.no} chưa có tệp hóa đơn hoặc báo giá.",
                f"Line {line.no} has no invoice or quote attached.",
            ),
            Text(
                "Mời ông/bà tải lên hóa đơn hoặc báo giá của hạng mục này.", "Upload the invoice or quote of this line."
            ),
            f"{at}.evidence",
        )
    if limit.most is not None and asked_for(line) > limit.most and limit.share is not None:
        yield _over_cap(limit)


def _invoice_refusals(line: Line) -> Iterator[Reason]:
    """An invoice is named whole or not at all, by a tax code that can exist."""
    if line.invoice is None:
        return
    seller, symbol, number, place = line.invoice
    for field, value, vi, en in (
        ("seller_tax_code", seller, "mã số thuế người bán", "the seller's tax code"),
        ("invoice_symbol", symbol, "ký hiệu hóa đơn", "the invoice symbol"),
        ("invoice_number", number, "số hóa đơn", "the invoice number"),
        ("invoice_line", place > 0, "dòng hóa đơn (từ 1)", "the invoice line (from 1)"),
    ):
        if not value:
            yield Reason(
                "invoice_incomplete",
                Text(f"Hạng mục {line.no} còn thiếu {vi}.", f"Line {line.no} lacks {en}."),
                Text(
                    "Mời ông/bà điền đủ như trên hóa đơn, hoặc bỏ trống cả bốn ô nếu mới có báo giá.",
                    "Fill it in as on the invoice, or leave all four empty while there is only a quote.",
                ),
                f"lines.{line.no}.{field}",
            )
    if seller:
        _digits, wrong = check_tax_code(seller, f"lines.{line.no}.seller_tax_code")
        if wrong is not None:
            yield wrong


def _over_cap(limit: LineLimit) -> Reason:
    line, most, share = limit.line, limit.most or 0, limit.share
    assert share is not None, "only a line with a rate can be above it"
    asked = asked_for(line)
    return Reason(
        "over_cap",
        Text(
            f"Hạng mục {line.no}: đề nghị {format_dong(asked, 'vi')}, cao hơn mức tối đa {format_dong(most, 'vi')} "
            f"({share.number} % của {format_dong(line.amount or 0, 'vi')}).",
            f"Line {line.no}: {format_dong(asked, 'en')} is asked for, above the most of {format_dong(most, 'en')} "
            f"({share.number}% of {format_dong(line.amount or 0, 'en')}).",
        ),
        Text(
            f"Mời ông/bà giảm mức đề nghị xuống {format_dong(most, 'vi')}; phần còn lại dùng vốn đối ứng.",
            f"Ask for {format_dong(most, 'en')}; the rest comes from your own money.",
        ),
        f"lines.{line.no}.requested",
        share.source,
    )


def _twice_claimed(lines: tuple[Line, ...]) -> Iterator[Reason]:
    seen: dict[tuple[str, str, str, int], int] = {}
    for line in lines:
        if line.invoice is None:
            continue
        if line.invoice in seen:
            first = seen[line.invoice]
            yield Reason(
                "invoice_twice",
                Text(
                    f"Hạng mục {line.no} dùng lại dòng hóa đơn của hạng mục {first}.",
                    f"Line {line.no} uses the same invoice line as line {first}.",
                ),
                Text("Mỗi dòng hóa đơn chỉ khai một lần.", "Declare each invoice line once."),
                f"lines.{line.no}.invoice_number",
            )
        seen.setdefault(line.invoice, line.no)


def _tranche_refusals(application: Application) -> Iterator[Reason]:
    if not application.tranches:
        yield Reason(
            "no_tranches",
            Text("Hồ sơ chưa có đợt giải ngân nào.", "The application plans no tranche."),
            Text(
                "Mời ông/bà thêm ít nhất một đợt, mỗi đợt gắn với một sản phẩm phải giao.",
                "Add at least one tranche, each tied to a deliverable.",
            ),
            "tranches",
        )
        return
    for tranche in application.tranches:
        if not tranche.deliverable.strip():
            yield Reason(
                "no_deliverable",
                Text(f"Đợt {tranche.no} chưa nêu sản phẩm phải giao.", f"Tranche {tranche.no} names no deliverable."),
                Text("Mời ông/bà nêu rõ sản phẩm hoặc kết quả của đợt này.", "Say what is delivered for it."),
                f"tranches.{tranche.no}.deliverable",
            )
        if tranche.amount <= 0:
            yield Reason(
                "tranche_amount",
                Text(
                    f"Đợt {tranche.no}: số tiền phải lớn hơn 0.", f"Tranche {tranche.no}: the amount must be above 0."
                ),
                Text("Mời ông/bà nhập số tiền của đợt này.", "Enter the amount of this tranche."),
                f"tranches.{tranche.no}.amount",
            )
    yield from tranche_sum_reasons(application.tranches, requested_total(application))


def tranche_sum_reasons(tranches: tuple[PlannedTranche, ...], total: int) -> Iterator[Reason]:
    """The instalments must add up to the whole, to the đồng."""
    planned = sum(tranche.amount for tranche in tranches)
    if planned != total:
        yield Reason(
            "tranche_sum",
            Text(
                f"Tổng các đợt là {format_dong(planned, 'vi')}, khác tổng mức hỗ trợ {format_dong(total, 'vi')}.",
                f"The tranches add up to {format_dong(planned, 'en')}, not to the support of {format_dong(total, 'en')}.",
            ),
            Text("Mời ông/bà điều chỉnh số tiền các đợt cho khớp.", "Adjust the amounts of the tranches."),
            "tranches",
        )
