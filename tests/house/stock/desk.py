"""Room ``desk``: its part of the stock."""

from __future__ import annotations

from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    """A saved view, an internal note and a bulk deed of the clerk's."""
    from khue.features.desk import usecases
    from khue.features.desk.domain.bulk import BulkOrder
    from khue.features.desk.domain.notes import WriteNote
    from khue.features.desk.domain.reminders import RenewFeed
    from khue.features.desk.domain.saved_views import SaveView, Wanted
    from khue.features.dossiers import queries

    clerk = act("clerk")
    stock.by_room["desk", "view_id"] = usecases.save_view(SaveView("Của tôi", Wanted("mine")), actor=clerk)
    stock.by_room["desk", "token"] = usecases.renew_feed(RenewFeed(), actor=clerk)
    task = queries.desk(clerk, queries.DeskFilter(), None, 1).rows[0].id
    stock.by_room["desk", "bulk_id"] = usecases.order_bulk(BulkOrder("take", (task,)), actor=clerk)
    number = stock.everywhere["number"]
    stock.by_room["desk", "note_id"] = usecases.write_note(WriteNote(number, "Cần gọi lại"), actor=clerk)
