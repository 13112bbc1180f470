"""Room ``publicity``: a file for the national exchange, and a receipt that was read."""

from __future__ import annotations

from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    from uuid import uuid4

    from khue.features.publicity import usecases
    from khue.features.publicity.domain.national import MakeFile, ReadReceipt

    actor = act("appraiser")
    stock.by_room["publicity", "batch_no"] = usecases.make_national_file(MakeFile(uuid4()), actor=actor)
    receipt = ReadReceipt('{"identifier": "HN:none", "version": 1, "outcome": "accepted"}', "phan-hoi.jsonl", uuid4())
    stock.by_room["publicity", "receipt_id"] = usecases.read_national_receipt(receipt, actor=actor)
