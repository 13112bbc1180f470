"""Resolution 29/2025/NQ-HĐND: reports of a licensee, incidents, and support of a test. No figure was found."""

from __future__ import annotations

from khue.core.rules.expressions import day, law, money
from khue.core.rules.rule import Ruling, rule, say
from khue_hanoi.rules.resolution_29_2025.periods import IN_FORCE

last_report_on = day(
    "last_report_on",
    "Ngày báo cáo gần nhất, hoặc ngày bắt đầu thử nghiệm",
    "Day of the last report, or first day of the test",
    ask=(
        "Ông/bà báo cáo lần gần nhất ngày nào? Nếu chưa báo cáo, mời ông/bà ghi ngày bắt đầu thử nghiệm.",
        "On which day was the last report? If there was none, give the first day of the test.",
    ),
    changeable=False,
)
incident_on = day(
    "incident_on",
    "Ngày xảy ra sự cố",
    "Day of the incident",
    ask=("Sự cố xảy ra ngày nào?", "On which day did the incident happen?"),
    changeable=False,
)
test_cost = money(
    "test_cost",
    "Chi phí thử nghiệm",
    "Cost of the test",
    ask=("Chi phí thử nghiệm là bao nhiêu đồng?", "How much does the test cost, in đồng?"),
)


@rule(
    "sandbox.report-due",
    title=("Hạn báo cáo định kỳ về thử nghiệm", "When a licensee reports"),
    cites=("res-29-2025.supervision",),
    since=IN_FORCE,
)
def report_due() -> Ruling:
    """A licensee reports in a cycle of some months."""
    due = last_report_on.after(law.term("sandbox.reporting.cycle")).called("Hạn báo cáo", "Due")
    return Ruling(
        values={"value": due},
        then=say("Báo cáo tiếp theo nộp chậm nhất ngày {due}.", "The next report is due by {due}.", due=due),
    )


@rule(
    "sandbox.incident-report-due",
    title=("Hạn báo cáo sự cố trong thử nghiệm", "When an incident of a test is reported"),
    cites=("res-29-2025.supervision",),
    since=IN_FORCE,
)
def incident_report_due() -> Ruling:
    """An incident is reported within some hours; days off do not stop the clock. The answer is the day on which the
    hours end, at the hour of the incident."""
    hours = law.term("sandbox.incident.report_within")
    due = incident_on.after(hours).called("Hạn báo cáo sự cố", "Due")
    return Ruling(
        values={"value": due},
        then=say(
            "Sự cố phải được báo cáo trong {hours}: chậm nhất ngày {due}, đúng vào giờ xảy ra.",
            "The incident is reported within {hours}: on {due} at the latest, at the hour at which it happened.",
            hours=hours,
            due=due,
        ),
    )


@rule(
    "sandbox.cost-support",
    title=("Hỗ trợ kinh phí thử nghiệm", "Support for the cost of a test"),
    cites=("res-29-2025.supervision",),
    since=IN_FORCE,
)
def cost_support() -> Ruling:
    """The budget may pay a share of the cost of a test. Whether it does, and how much, was not found."""
    most = (
        law.share("sandbox.support.share").of(test_cost, "down").called("Mức hỗ trợ tối đa", "Most that may be granted")
    )
    return Ruling(
        values={"value": most},
        then=say(
            "Chi phí thử nghiệm được hỗ trợ tối đa {most}.",
            "The cost of the test may be supported with at most {most}.",
            most=most,
        ),
    )
