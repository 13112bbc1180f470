"""What a mission's record shows when its result was not reached: the compliance file, from what lies there."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q

from khue.features.delivery.domain.ending import FileLine, RecordFacts, compliance_file
from khue.features.delivery.models import Handover, Mission, MissionReport, MissionWarning, SiteCheck


def record_facts(mission: Mission, on: date) -> RecordFacts:
    """What lies in the record, counted in four queries."""
    due = Q(due_on__lte=on) & ~Q(state="dropped")
    reports = MissionReport.objects.filter(mission=mission).aggregate(
        due=Count("pk", filter=due),
        missing=Count("pk", filter=due & Q(state="due")),
        done=Count("pk", filter=Q(state__in=["handed_in", "noted"])),
    )
    checks = SiteCheck.objects.filter(mission=mission).aggregate(
        all=Count("pk"), bad=Count("pk", filter=Q(in_order=False))
    )
    return RecordFacts(
        reports_due=reports["due"],
        reports_missing=reports["missing"],
        handovers=Handover.objects.filter(milestone__mission=mission).count() + reports["done"],
        open_warnings=MissionWarning.objects.filter(mission=mission, lifted_on=None).count(),
        checks=checks["all"],
        bad_checks=checks["bad"],
        paid=mission.paid,
    )


def file_of(mission: Mission, on: date) -> tuple[FileLine, ...]:
    return compliance_file(record_facts(mission, on))
