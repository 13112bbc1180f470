"""Suppliers hear when an offer is to be confirmed, runs out, has run out: in one notice, once for each day of notice."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.exchange import access
from khue.features.exchange.models import Offer, OfferReminder
from khue.features.exchange.queries.reminding import untold
from khue.features.people import queries as people
from khue.kernel.deeds import command

NAMED = 3  # titles that stand in the notice
WORDS = {
    "confirm": Text("cần xác nhận còn hiệu lực", "to be confirmed"),
    "ends": Text("sắp hết hạn niêm yết", "about to run out"),
    "over": Text("đã hết hạn niêm yết", "run out"),
}


def remind_supplier(party_id: int, *, actor: Actor) -> int:
    """How many offers were told of; nothing when all is told already. Two workers at once: one tells. Raises NotAllowed."""
    actor.require("job.exchange.remind_suppliers")
    with command("exchange.remind_supplier", actor, subject=access.key_of(party_id)) as deed:
        list(Offer.objects.select_for_update().filter(party=party_id, state="listed").order_by("pk").values_list("pk"))
        found = untold(party_id, deed.today)
        rows = [OfferReminder(offer=offer, kind=one.kind, on=one.on, told_at=deed.moment) for offer, one in found]
        if not rows:
            deed.nothing_done()
            return 0
        OfferReminder.objects.bulk_create(rows)
        readers = people.audience([party_id], deed.today)
        for kind, words in WORDS.items():
            titles = [offer.title_vi for offer, one in found if one.kind == kind]
            if not titles:
                continue
            first = "; ".join(f"“{title}”" for title in titles[:NAMED])
            more = len(titles) - NAMED
            title = Text(f"Chào bán {words.vi}: {len(titles)}", f"Offers {words.en}: {len(titles)}")
            rest = (f" và {more} chào bán khác", f" and {more} more") if more > 0 else ("", "")
            body = Text(
                f"{first}{rest[0]}. Mời ông/bà mở chào bán và xác nhận còn hiệu lực, gia hạn hoặc rút.",
                f"{first}{rest[1]}. Please open each and confirm it, put its day later, or withdraw it.",
            )
            for key in readers:
                deed.notify(key, "exchange", title, body, "/exchange/mine/")
        deed.after(told=[f"{offer.pk}:{one.kind}:{one.on}" for offer, one in found])
        return len(rows)
