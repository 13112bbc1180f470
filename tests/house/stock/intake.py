"""Room ``intake``: its part of the stock."""

from __future__ import annotations

from datetime import timedelta

from khue.kernel import clock
from tests.house.stock.shape import SELLER, Stock, act, project


def fill(stock: Stock) -> None:
    """A connected portal, a dossier that it sent, and one that was refused for its content."""
    from khue.features.intake import usecases
    from khue.features.intake.domain.reconciling import GiveList, Listed
    from khue.features.intake.domain.sources import MakeSourceKey, Subscribe
    from khue.features.intake.models import IntakeCase
    from khue.features.people.domain.commands import IdentifiedParty
    from khue.kernel.models import AccessKey
    from khue.site.sample import intake
    from khue.site.sample.parties import sample_tax_code

    source = intake.connect(actor=act("administrator"))
    applicant = IdentifiedParty("organisation", sample_tax_code(970), "Viện gửi qua cổng (mẫu)", "institute")
    certifier = IdentifiedParty("person", "001090000970", "Người nộp qua cổng (mẫu)")
    for number, changed in (("G12.99-0001", {}), ("G12.99-0002", {"task_title": ""})):
        lodged = intake.Lodged(number, project(60), applicant, certifier, SELLER)
        lodged.sent(source, clock.now(), changed)
    case = IntakeCase.objects.get(external_id="G12.99-0001")
    stock.by_room["intake", "source_id"] = source
    stock.by_room["intake", "case_id"] = case.pk
    stock.by_room["intake", "external_id"] = case.external_id
    administrator = act("administrator")
    valid_until = administrator.today + timedelta(days=90)
    usecases.make_source_key(MakeSourceKey(source, "Máy chủ của cổng", valid_until), actor=administrator)
    usecases.subscribe(Subscribe(source, "https://cong-mau.example/hooks"), actor=administrator)
    stock.by_room["intake", "key_id"] = AccessKey.objects.get(holder=f"source:{source}").pk
    stock.by_room["intake", "day"] = administrator.today.isoformat()
    lines = (Listed(case.external_id, "granted"), Listed("G12.99-0009", "submitted"))
    given = GiveList(source, administrator.today, administrator.moment, lines, "page")
    stock.by_room["intake", "report_id"] = usecases.give_list(given, actor=act("clerk"))
