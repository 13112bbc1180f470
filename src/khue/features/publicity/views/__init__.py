"""Pages and files of the room."""

from khue.features.publicity.views.exchange import catalogue, exchange, exchange_file
from khue.features.publicity.views.files import awards_file, flow_file, giving, times_file
from khue.features.publicity.views.money import money
from khue.features.publicity.views.national import (
    national,
    national_entries,
    national_export,
    national_file,
    national_files,
    national_receipt,
    national_receipts,
    national_receive,
    national_schedule,
)

__all__ = [
    "awards_file",
    "catalogue",
    "exchange",
    "exchange_file",
    "flow_file",
    "giving",
    "money",
    "national",
    "national_entries",
    "national_export",
    "national_file",
    "national_files",
    "national_receipt",
    "national_receipts",
    "national_receive",
    "national_schedule",
    "times_file",
]
