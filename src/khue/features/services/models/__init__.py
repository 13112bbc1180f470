"""Announcements, catalogue entries, tickets."""

from khue.features.services.models.announcements import Announcement
from khue.features.services.models.capital import CapitalDeck, CapitalInterest, CapitalProject, DeckReader, DeckReading
from khue.features.services.models.catalogue import CatalogueEntry, CatalogueStep
from khue.features.services.models.equipment import Equipment, EquipmentSlot, SlotBooking
from khue.features.services.models.investing import InvestorSearch
from khue.features.services.models.tickets import Ticket, TicketComplaint, TicketStep

APPEND_ONLY_TABLES = (
    "services_cataloguestep",
    "services_ticketstep",
    "services_equipment",
    "services_capitalproject",
    "services_investorsearch",
    "services_capitaldeck",
    "services_deckreading",
)
NEVER_DELETED_TABLES = (
    "services_announcement", "services_catalogueentry", "services_ticket", "services_ticketcomplaint",
    "services_equipmentslot", "services_slotbooking", "services_capitalinterest", "services_deckreader",
)  # fmt: skip

__all__ = [
    "APPEND_ONLY_TABLES",
    "NEVER_DELETED_TABLES",
    "Announcement",
    "CapitalDeck",
    "CapitalInterest",
    "CapitalProject",
    "CatalogueEntry",
    "CatalogueStep",
    "DeckReader",
    "DeckReading",
    "Equipment",
    "EquipmentSlot",
    "InvestorSearch",
    "SlotBooking",
    "Ticket",
    "TicketComplaint",
    "TicketStep",
]
