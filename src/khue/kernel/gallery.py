"""The gallery: every component in every state on one page, for those who build pages. Shown in debug and in the sample city."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason, Source
from khue.kernel import ui, web

DUE = date(2026, 3, 17)
SEEN_AT = datetime(2026, 3, 9, 2, 15, tzinfo=UTC)


class AskForm(forms.Form):
    """One question of each kind."""

    title = forms.CharField(label=_("Name of the research topic"), help_text=_("As in the decision that assigned it."))
    amount = forms.CharField(label=_("Amount asked for"))
    kind = forms.ChoiceField(
        label=_("Kind of task"),
        choices=[("topic", _("Research topic")), ("trial", _("Trial production project"))],
        widget=forms.RadioSelect,
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=[("", "–"), ("dost", "DOST"), ("dof", "DOF")], required=False)
    reason = forms.CharField(label=_("Why this equipment is needed"), widget=forms.Textarea, required=False)
    paper = forms.FileField(label=_("Quotation"), help_text=_("PDF, at most 20 MB."), required=False)
    direct = forms.BooleanField(label=_("The equipment serves the task directly"))


class LineForm(forms.Form):
    """One cost line."""

    name = forms.CharField(label=_("Item"))
    cost_class = forms.ChoiceField(label=_("Class"), choices=[("buy", _("Purchase")), ("run", _("Operation"))])
    amount = forms.CharField(label=_("Cost"))


LineFormSet = forms.formset_factory(LineForm, extra=0)


@dataclass(frozen=True, slots=True)
class GalleryPage:
    empty_form: AskForm
    wrong_form: AskForm
    lines: Any
    states: tuple[ui.StateView, ...]
    deadlines: tuple[ui.DeadlineView, ...]
    steps: tuple[ui.StepView, ...]
    costs: ui.TableView
    desk: ui.TableView
    no_rows: ui.TableView
    decision: Decision
    refusal: Decision
    tasks: tuple[ui.TaskGroup, ...]
    answers: tuple[ui.AnswerGroup, ...]
    panel: ui.PanelView
    files: tuple[ui.FileView, ...]
    figures: tuple[ui.FigureView, ...]
    cards: tuple[ui.CardView, ...]
    tabs: tuple[ui.Link, ...]
    crumbs: tuple[ui.Link, ...]
    bars: ui.ChartView
    flow: ui.ChartView
    seen_at: datetime = SEEN_AT
    due_on: date = DUE
    amount: int = 1_850_000_000


STATES = (
    ui.StateView("draft", Text("Bản nháp", "Draft")),
    ui.StateView("submitted", Text("Đã nộp", "Submitted"), "firm"),
    ui.StateView("in_progress", Text("Đang thẩm định kinh phí", "Costs being appraised"), "now"),
    ui.StateView("awaiting_supplement", Text("Chờ bổ sung", "Waiting for papers"), "wait"),
    ui.StateView("granted", Text("Được hỗ trợ", "Granted"), "good"),
    ui.StateView("overdue", Text("Quá hạn", "Overdue"), "bad"),
)

DEADLINES = (
    ui.DeadlineView(DUE, 6, total=10),
    ui.DeadlineView(DUE, 1, total=10),
    ui.DeadlineView(DUE, 0, total=10),
    ui.DeadlineView(DUE, -3, total=10),
    ui.DeadlineView(DUE, 41, "hours", total=72, due_at=SEEN_AT),
    ui.DeadlineView(
        DUE, 4, total=10, paused=True, ground=Text("Chờ ông/bà bổ sung báo giá", "Waiting for your quotation")
    ),
    ui.DeadlineView(DUE, 2, total=10, ended_on=date(2026, 3, 13)),
)

STEPS = (
    ui.StepView(
        Text("Đã nộp", "Submitted"),
        Text("người ký: Trưởng đơn vị", "signed by the head of the unit"),
        date(2026, 3, 2),
        "done",
    ),
    ui.StepView(
        Text("Hồ sơ hợp lệ", "Complete"), Text("Một cửa Sở KH&CN", "One-stop counter, DOST"), date(2026, 3, 4), "done"
    ),
    ui.StepView(
        Text("Thẩm định kinh phí", "Cost appraisal"),
        Text("Sở KH&CN cùng Sở Tài chính · 10 ngày", "DOST with DOF · 10 days"),
        None,
        "now",
    ),
    ui.StepView(Text("Quyết định", "Decision"), Text("UBND Thành phố", "City People's Committee")),
    ui.StepView(
        Text("Ký thỏa thuận, giải ngân theo nghiệm thu", "Agreement, payment on acceptance"),
        Text("3 đợt", "3 tranches"),
    ),
)

WHY = Reason(
    "cap.topic.purchase",
    Text(
        "Đề tài nghiên cứu được hỗ trợ đến 100 % chi phí mua sắm và vận hành thiết bị.",
        "A research topic is supported up to 100 % of purchase and operation of equipment.",
    ),
    source=Source("Nghị quyết 34/2025/NQ-HĐND", "reported", "https://vanban.hanoi.gov.vn/"),
)
REFUSAL = Reason(
    "line.double-source",
    Text(
        "Hạng mục “Kính hiển vi” đã nhận tiền từ một nguồn ngân sách nhà nước khác.",
        "The cost line “Microscope” already has money from another public source.",
    ),
    Text(
        "Tách hạng mục này: chỉ đề nghị phần chưa có nguồn.", "Split the line: ask only for the part without a source."
    ),
    source=Source("Nghị quyết 34/2025/NQ-HĐND", "digest"),
)


def _costs() -> ui.TableView:
    rows = (
        ("Máy quang phổ hồng ngoại FTIR", "", Text("Mua sắm", "Purchase"), 1_850_000_000),
        (
            "Phần mềm phân tích phổ",
            Text("phục vụ trực tiếp đề tài", "serves the topic directly"),
            Text("Mua sắm", "Purchase"),
            240_000_000,
        ),
        ("Điện, khí, bảo trì 18 tháng", "", Text("Vận hành", "Operation"), 310_500_000),
    )
    return ui.TableView(
        columns=(
            ui.Column(_("Item")),
            ui.Column(_("Class")),
            ui.Column(_("Cost"), "money"),
            ui.Column(Text("Mức tối đa", "Highest support"), "money"),
        ),
        rows=tuple(ui.Row((ui.Cell(name, note=note), kind, cost, cost)) for name, note, kind, cost in rows),
        foot=ui.Row((Text("Tổng", "Total"), "", 2_400_500_000, 2_400_500_000)),
        caption=Text("Chi phí đề nghị hỗ trợ", "Costs asked for"),
        show_caption=True,
    )


def _desk() -> ui.TableView:
    names = ("Viện Vật liệu Sông Hồng", "Công ty Mây Tre Phú Nghĩa", "Trường Đại học Thăng Long Mới")
    rows = tuple(
        ui.Row((f"HN-2026-00041{index}", name, STATES[index + 2], DEADLINES[index + 1], SEEN_AT), href="#desk")
        for index, name in enumerate(names)
    )
    columns = (
        ui.Column(Text("Hồ sơ", "Dossier")),
        ui.Column(Text("Người nộp", "Applicant")),
        ui.Column(Text("Trạng thái", "State"), "state"),
        ui.Column(Text("Hạn", "Due"), "day"),
        ui.Column(Text("Nhận lúc", "Received at"), "moment"),
    )
    exports = (ui.Link("CSV", "#csv"), ui.Link("XLSX", "#xlsx"))
    return ui.TableView(
        columns, rows, next="b3JkZXI", previous="?after=YQ", exports=exports, caption=Text("Việc của tôi", "My tasks")
    )


def _nothing() -> ui.TableView:
    empty = ui.EmptyView(
        Text("Ông/bà chưa có hồ sơ nào", "You have no dossier yet"),
        Text(
            "Hồ sơ đã bắt đầu sẽ nằm ở đây, cả khi chưa nộp.",
            "A dossier you begin is kept here, also before you submit it.",
        ),
        "#procedures",
        Text("Chọn thủ tục", "Choose a procedure"),
    )
    return ui.TableView((ui.Column(Text("Hồ sơ", "Dossier")),), (), empty=empty)


def _charts() -> tuple[ui.ChartView, ui.ChartView]:
    months, paid = ("T1", "T2", "T3", "T4"), (12, 31, 44, 58)
    table = ui.TableView(
        (ui.Column(Text("Tháng", "Month")), ui.Column(Text("Tỷ đồng", "Billion VND"), "number")),
        tuple(ui.Row((month, value)) for month, value in zip(months, paid, strict=True)),
        caption=Text("Tiền đã chi theo tháng", "Money paid by month"),
    )
    bars = ui.ChartView(
        Text("Tiền đã chi theo tháng", "Money paid by month"),
        {
            "xAxis": {"type": "category", "data": months},
            "yAxis": {"type": "value"},
            "series": [{"type": "bar", "data": paid, "barMaxWidth": 48}],
        },
        table,
        Text("Tỷ đồng, theo kết quả được nghiệm thu", "Billion VND, on accepted results"),
    )
    budget, held, spent = (Text("Dự toán", "Budget"), Text("Đã cam kết", "Committed"), Text("Đã chi", "Paid"))
    flow = ui.ChartView(
        Text("Tiền đi từ dự toán đến chi trả", "From budget to payment"),
        {
            "series": [
                {
                    "type": "sankey",
                    "data": [{"name": budget}, {"name": held}, {"name": spent}],
                    "links": [
                        {"source": budget, "target": held, "value": 320},
                        {"source": held, "target": spent, "value": 145},
                    ],
                    "label": {"color": "ink"},
                    "lineStyle": {"color": "source", "opacity": 0.3},
                }
            ]
        },
        ui.TableView(
            (
                ui.Column(Text("Từ", "From")),
                ui.Column(Text("Đến", "To")),
                ui.Column(Text("Tỷ đồng", "Billion VND"), "number"),
            ),
            (ui.Row((budget, held, 320)), ui.Row((held, spent, 145))),
            caption=Text("Tiền đi từ dự toán đến chi trả", "From budget to payment"),
        ),
    )
    return bars, flow


def _answers() -> tuple[ui.AnswerGroup, ...]:
    origin = Text("Theo thông tin của tổ chức, xác nhận ngày 12/01/2026", "From your record, confirmed 12 Jan 2026")
    return (
        ui.AnswerGroup(
            Text("Về đơn vị", "About the organisation"),
            (
                ui.Answer(Text("Tên đơn vị", "Name"), "Viện Vật liệu Sông Hồng", "#change", origin),
                ui.Answer(Text("Mã số thuế", "Tax code"), "0100000000", "#change"),
                ui.Answer(Text("Số tiền đề nghị", "Amount asked for"), 2_400_500_000, "#change", kind="money"),
                ui.Answer(Text("Ngày bắt đầu", "Start"), date(2026, 4, 1), "#change", kind="day"),
                ui.Answer(Text("Báo giá", "Quotation"), None, "#change", missing=True),
            ),
        ),
    )


def _tasks() -> tuple[ui.TaskGroup, ...]:
    done = ui.StateView("done", Text("Đã xong", "Done"), "good")
    begun = ui.StateView("begun", Text("Đang làm", "In progress"), "wait")
    todo = ui.StateView("todo", Text("Chưa làm", "Not started"))
    return (
        ui.TaskGroup(
            Text("Chuẩn bị hồ sơ", "Prepare the dossier"),
            (
                ui.TaskView(Text("Về đơn vị", "About the organisation"), "#1", done),
                ui.TaskView(
                    Text("Hạng mục chi", "Cost lines"),
                    "#2",
                    begun,
                    Text("3 hạng mục, thiếu 1 báo giá", "3 lines, 1 quotation missing"),
                ),
                ui.TaskView(Text("Kiểm tra và nộp", "Check and submit"), "#3", todo),
            ),
        ),
    )


def gallery_page() -> GalleryPage:
    """Every component with believable values."""
    wrong = AskForm({"title": "Màng lọc nước từ sợi tre", "amount": "1.000,5", "kind": ""}, auto_id="wrong_%s")
    wrong.add_error(
        "amount", Text("Số tiền viết bằng đồng, không có phần lẻ.", "Write whole đồng, without decimals.").vi
    )
    lines = LineFormSet(
        {
            "lines-TOTAL_FORMS": "2",
            "lines-INITIAL_FORMS": "0",
            "lines-0-name": "Máy quang phổ FTIR",
            "lines-0-cost_class": "buy",
            "lines-0-amount": "1.850.000.000",
            "lines-1-name": "Kính hiển vi",
            "lines-1-cost_class": "buy",
            "lines-1-amount": "",
        },
        prefix="lines",
    )
    bars, flow = _charts()
    return GalleryPage(
        empty_form=AskForm(auto_id="empty_%s"),
        wrong_form=wrong,
        lines=lines,
        states=STATES,
        deadlines=DEADLINES,
        steps=STEPS,
        costs=_costs(),
        desk=_desk(),
        no_rows=_nothing(),
        decision=Decision.grant([WHY]),
        refusal=Decision.refuse(REFUSAL, binding=False),
        tasks=_tasks(),
        answers=_answers(),
        panel=ui.PanelView(
            Text("Đã nhận hồ sơ của ông/bà", "We have received your dossier"),
            "HN-2026-000412",
            Text("Hẹn trả kết quả thứ Ba, 17/03/2026.", "The result is due on Tue 17 Mar 2026."),
            (ui.Link(Text("Theo dõi hồ sơ", "Follow the dossier"), "#follow"),),
        ),
        files=(
            ui.FileView(
                "a", "bao-gia-FTIR.pdf", 1_482_113, "application/pdf", "#a", "9f2c4b1dd0", Text("Báo giá", "Quotation")
            ),
            ui.FileView(
                "b",
                "du-toan.xlsx",
                48_200,
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "#b",
                remove_href="#b",
            ),
        ),
        figures=(
            ui.FigureView(
                Text("98,2 %", "98.2 %"),
                Text("hồ sơ trả đúng hẹn trong 30 ngày", "dossiers answered on time in 30 days"),
                "#1",
            ),
            ui.FigureView(
                Text("412,6 tỷ đ", "412.6 bn VND"),
                Text("đã chi theo kết quả được nghiệm thu", "paid on accepted results"),
                "#2",
            ),
            ui.FigureView("17", Text("thiết bị mua cho đề tài", "instruments bought for topics"), "#3"),
            ui.FigureView("63", Text("đơn vị được hỗ trợ năm nay", "organisations supported this year"), "#4"),
        ),
        cards=(
            ui.CardView(
                Text("Tôi nghiên cứu", "I do research"),
                Text("Đề tài, thiết bị, hội đồng", "Topics, equipment, councils"),
                "#r",
                "flask",
                "now",
            ),
            ui.CardView(
                Text("Tôi khởi nghiệp", "I am starting up"),
                Text("Ươm tạo, thử nghiệm, gọi vốn", "Incubation, testing, capital"),
                "#s",
                "rocket",
                "good",
            ),
            ui.CardView(
                Text("Tôi là doanh nghiệp", "I run a firm"),
                Text("Nêu bài toán, tìm công nghệ", "Pose a problem, find technology"),
                "#d",
                "building-factory-2",
                "firm",
            ),
            ui.CardView(
                Text("Tôi là người dân", "I am a resident"), Text("Góp ý, xem tiền đi đâu"), "#c", "users", "wait"
            ),
        ),
        tabs=(
            ui.Link(Text("Việc của tôi", "My tasks"), "#tabs", current=True, note="6"),
            ui.Link(Text("Của đơn vị", "My unit"), "#tabs", note="31"),
            ui.Link(Text("Đã xong", "Done"), "#tabs"),
        ),
        crumbs=(ui.Link(Text("Hồ sơ của tôi", "My dossiers"), "#"),),
        bars=bars,
        flow=flow,
    )


def gallery(request: HttpRequest) -> HttpResponse:
    """The page itself; there is none on a live city."""
    if not (settings.DEBUG or settings.KHUE_SAMPLE):
        raise Http404
    return web.render(request, "ui/gallery.html", gallery_page())
