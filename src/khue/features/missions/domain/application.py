"""An application for equipment support, and what may be granted for it, line by line (pol:A8–A12, C29; invariants 6, 7, 10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from khue.core.bilingual import Text
from khue.core.decision import Decision, Outcome, Reason, Source
from khue.core.money import format_dong, percent_of
from khue.features.people.domain import check_tax_code
from khue.features.rulebook.domain import Parameter


class TaskKind(StrEnum):
    RESEARCH_TOPIC = "research-topic"
    TRIAL_PRODUCTION = "trial-production"


class CostClass(StrEnum):
    PURCHASE = "purchase"
    OPERATION = "operation"


PRIVATE = "Cá nhân"
"""What the register calls a private person who did not agree to be named."""

KIND_NAMES = {
    TaskKind.RESEARCH_TOPIC: Text("đề tài nghiên cứu khoa học", "research topic"),
    TaskKind.TRIAL_PRODUCTION: Text("dự án sản xuất thử nghiệm", "trial-production project"),
}
CLASS_NAMES = {
    CostClass.PURCHASE: Text("mua sắm", "purchase"),
    CostClass.OPERATION: Text("vận hành", "operation"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One cost line as applied for. Amounts in đồng; None means that the applicant has not said it yet.

    ``invoice`` is (seller's tax code, symbol, number, line) when an invoice exists; a quote has none yet.
    """

    no: int
    description: str
    cost_class: CostClass | None
    amount: int | None
    requested: int | None = None
    software: bool | None = None
    serves_task_directly: bool | None = None
    other_public: int | None = None
    invoice: tuple[str, str, str, int] | None = None
    has_evidence: bool = False


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


@dataclass(frozen=True, slots=True)
class Caps:
    """The parameters of the rulebook that bind this support, as they stand on the law day."""

    shares: Mapping[tuple[TaskKind, CostClass], Parameter]
    receivers: Parameter
    software_needs_direct_use: Parameter
    one_public_source: Parameter

    @property
    def binding(self) -> bool:
        """False as soon as one value that is used does not bind (digest values bind as working defaults)."""
        every = [*self.shares.values(), self.receivers, self.software_needs_direct_use, self.one_public_source]
        return all(parameter.binding for parameter in every if parameter.applies)


@dataclass(frozen=True, slots=True)
class LineLimit:
    """The most that may be granted for one line, and why. ``most`` is None while a fact or a value is missing."""

    line: Line
    share: Parameter | None
    most: int | None
    reasons: tuple[Reason, ...]


def limit_of(line: Line, kind: TaskKind | None, caps: Caps) -> LineLimit:
    """The highest grant for a line: its amount times the cap of its kind and class, rounded down to the đồng."""
    if kind is None or line.cost_class is None or line.amount is None:
        return LineLimit(line, None, None, tuple(_missing_facts(line, kind)))
    share = caps.shares[kind, line.cost_class]
    if not share.applies:
        return LineLimit(line, share, None, (_no_value(line, share),))
    most = percent_of(line.amount, share.percent)
    return LineLimit(line, share, most, (_cap_reason(line, kind, line.cost_class, share, most),))


def may_apply(application: Application, caps: Caps) -> Decision:
    """Whether the application may be handed in: every reason at once, each beside the field it belongs to.

    Unknown when nothing refuses but a fact or a legal value is missing; the reasons are then the next questions.
    """
    refusals = [*_party_refusals(application, caps), *_shape_refusals(application)]
    limits = [limit_of(line, application.kind, caps) for line in application.lines]
    for limit in limits:
        refusals += _line_refusals(limit, caps)
        refusals += _invoice_refusals(limit.line)
    refusals += _twice_claimed(application.lines)
    refusals += _tranche_refusals(application)
    if refusals:
        return Decision(Outcome.REFUSED, tuple(refusals), caps.binding)
    unknown = [reason for limit in limits if limit.most is None for reason in limit.reasons]
    unknown += [reason for line in application.lines for reason in _open_questions(line)]
    if unknown:
        return Decision(Outcome.UNKNOWN, tuple(unknown), caps.binding)
    return Decision.grant([reason for limit in limits for reason in limit.reasons], binding=caps.binding)


def requested_total(application: Application) -> int:
    """What is asked for in all, in đồng: the requested amount of each line, or its whole amount where none is given."""
    return sum(asked_for(line) for line in application.lines)


def asked_for(line: Line) -> int:
    return line.requested if line.requested is not None else (line.amount or 0)


# -- the rules, one small function each ----------------------------------------------------------------------------


def _party_refusals(application: Application, caps: Caps) -> Iterator[Reason]:
    rule = caps.receivers
    if rule.applies and application.applicant_form not in rule.codes:
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
            rule.source,
        )


def _shape_refusals(application: Application) -> Iterator[Reason]:
    if not application.lines:
        yield Reason(
            "no_lines",
            Text("Hồ sơ chưa có hạng mục chi nào.", "The application has no cost line."),
            Text("Mời ông/bà thêm ít nhất một hạng mục chi.", "Add at least one cost line."),
            "lines",
        )


def _line_refusals(limit: LineLimit, caps: Caps) -> Iterator[Reason]:
    line = limit.line
    at = f"lines.{line.no}"
    if line.amount is not None and line.amount <= 0:
        yield Reason(
            "amount",
            Text(f"Hạng mục {line.no}: giá trị phải lớn hơn 0.", f"Line {line.no}: the amount must be above 0."),
            Text("Mời ông/bà nhập giá trị theo hóa đơn hoặc báo giá.", "Enter the amount on the invoice or quote."),
            f"{at}.amount",
        )
    if (line.other_public or 0) > 0 and caps.one_public_source.applies:
        yield _double_source(line, caps.one_public_source.source)
    if line.software and line.serves_task_directly is False and caps.software_needs_direct_use.applies:
        yield _software(line, caps.software_needs_direct_use.source)
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


def _double_source(line: Line, source: Source) -> Reason:
    other = line.other_public or 0
    return Reason(
        "double_source",
        Text(
            f"Hạng mục {line.no} đã có {format_dong(other, 'vi')} từ nguồn công khác; "
            "một hạng mục chi chỉ nhận một nguồn công.",
            f"Line {line.no} already has {format_dong(other, 'en')} of other public money; "
            "one cost line takes one public source.",
        ),
        Text(
            "Mời ông/bà tách thành hai hạng mục: phần đã có nguồn công khác (không đề nghị) và phần đề nghị Thành phố hỗ trợ.",
            "Split the line in two: the part paid by the other public source (not applied for) and the part applied for.",
        ),
        f"lines.{line.no}.other_public",
        source,
    )


def _software(line: Line, source: Source) -> Reason:
    return Reason(
        "software",
        Text(
            f"Hạng mục {line.no} là phần mềm nhưng không trực tiếp phục vụ nhiệm vụ nên không được tính là thiết bị.",
            f"Line {line.no} is software that does not serve the task directly, so it does not count as equipment.",
        ),
        Text(
            "Mời ông/bà giải trình việc trực tiếp phục vụ nhiệm vụ, hoặc bỏ hạng mục này.",
            "State how it serves the task directly, or leave the line out.",
        ),
        f"lines.{line.no}.serves_task_directly",
        source,
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


def _missing_facts(line: Line, kind: TaskKind | None) -> Iterator[Reason]:
    if kind is None:
        yield Reason(
            "kind?",
            Text(
                "Nhiệm vụ là đề tài nghiên cứu hay dự án sản xuất thử nghiệm?",
                "Is it a research topic or trial production?",
            ),
            field="task_kind",
        )
    if line.cost_class is None:
        yield Reason(
            "class?",
            Text(f"Hạng mục {line.no} là mua sắm hay vận hành?", f"Is line {line.no} purchase or operation?"),
            field=f"lines.{line.no}.cost_class",
        )
    if line.amount is None:
        yield Reason(
            "amount?",
            Text(f"Giá trị của hạng mục {line.no} là bao nhiêu?", f"How much is line {line.no}?"),
            field=f"lines.{line.no}.amount",
        )


def _open_questions(line: Line) -> Iterator[Reason]:
    if line.other_public is None:
        yield Reason(
            "other_public?",
            Text(
                f"Hạng mục {line.no} có nguồn công nào khác không? Nhập 0 nếu không.",
                f"Does line {line.no} have other public money? Enter 0 if not.",
            ),
            field=f"lines.{line.no}.other_public",
        )
    if line.software is None:
        yield Reason(
            "software?",
            Text(f"Hạng mục {line.no} có phải phần mềm không?", f"Is line {line.no} software?"),
            field=f"lines.{line.no}.software",
        )
    elif line.software and line.serves_task_directly is None:
        yield Reason(
            "direct?",
            Text(
                f"Phần mềm ở hạng mục {line.no} có trực tiếp phục vụ nhiệm vụ không?",
                f"Does the software of line {line.no} serve the task directly?",
            ),
            field=f"lines.{line.no}.serves_task_directly",
        )


def _no_value(line: Line, share: Parameter) -> Reason:
    return Reason(
        "no_value",
        Text(
            f"Chưa có mức hỗ trợ được xác nhận cho hạng mục {line.no}.",
            f"No confirmed rate applies to line {line.no} yet.",
        ),
        Text("Cán bộ pháp chế cần xác nhận mức này trước.", "A legal officer must confirm the rate first."),
        f"lines.{line.no}.amount",
        share.source,
    )


def _cap_reason(line: Line, kind: TaskKind, cost_class: CostClass, share: Parameter, most: int) -> Reason:
    return Reason(
        "cap",
        Text(
            f"Hạng mục {line.no}: {KIND_NAMES[kind].vi} được hỗ trợ đến {share.number} % chi phí "
            f"{CLASS_NAMES[cost_class].vi} máy móc, thiết bị: tối đa {format_dong(most, 'vi')}.",
            f"Line {line.no}: a {KIND_NAMES[kind].en} gets up to {share.number}% of the {CLASS_NAMES[cost_class].en} "
            f"of machinery and equipment: at most {format_dong(most, 'en')}.",
        ),
        field=f"lines.{line.no}.amount",
        source=share.source,
    )
