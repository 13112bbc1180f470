"""Announcements, catalogue entries, tickets."""

from khue.features.services.models.announcements import Announcement
from khue.features.services.models.catalogue import CatalogueEntry, CatalogueStep
from khue.features.services.models.equipment import Equipment, EquipmentSlot, SlotBooking
from khue.features.services.models.tickets import Ticket, TicketComplaint, TicketStep

APPEND_ONLY_TABLES = ("services_cataloguestep", "services_ticketstep", "services_equipment")
NEVER_DELETED_TABLES = (
    "services_announcement", "services_catalogueentry", "services_ticket", "services_ticketcomplaint",
    "services_equipmentslot", "services_slotbooking",
)  # fmt: skip

__all__ = [
    "APPEND_ONLY_TABLES",
    "NEVER_DELETED_TABLES",
    "Announcement",
    "CatalogueEntry",
    "CatalogueStep",
    "Equipment",
    "EquipmentSlot",
    "SlotBooking",
    "Ticket",
    "TicketComplaint",
    "TicketStep",
]
