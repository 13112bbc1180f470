"""What a mission's record shows when its result was not reached: the compliance file, from what lies there."""

from __future__ import annotations

from datetime import date

from khue.features.delivery.domain.ending import FileLine, RecordFacts, compliance_file
from khue.features.delivery.models import Handover, Mission, MissionReport, MissionWarning, SiteCheck


def record_facts(mission: Mission, on: date) -> RecordFacts:
    """Five counts."""
    reports = MissionReport.objects.filter(mission=mission, due_on__lte=on).exclude(state="dropped")
    checks = SiteCheck.objects.filter(mission=mission)
    done = MissionReport.objects.filter(mission=mission, state__in=["handed_in", "noted"]).count()
    return RecordFacts(
        reports_due=reports.count(),
        reports_missing=reports.filter(state="due").count(),
        handovers=Handover.objects.filter(milestone__mission=mission).count() + done,
        open_warnings=MissionWarning.objects.filter(mission=mission, lifted_on=None).count(),
        checks=checks.count(),
        bad_checks=checks.filter(in_order=False).count(),
        paid=mission.paid,
    )


def file_of(mission: Mission, on: date) -> tuple[FileLine, ...]:
    return compliance_file(record_facts(mission, on))
