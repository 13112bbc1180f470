"""The law of the city as it stands on a day: what other rooms and pages read."""

from khue.features.rulebook.queries.files import (
    CALENDAR_YEARS,
    CityPackage,
    calendar,
    city_package,
    law_files,
    unit_names,
)
from khue.features.rulebook.queries.kept import (
    ConfirmedRow,
    EditionRow,
    ask_anew,
    confirmations,
    confirmations_of,
    edition,
    editions,
    lawbook,
    stored_content,
    stored_edition,
)
from khue.features.rulebook.queries.law import parameter, parameters
from khue.features.rulebook.queries.rules import rule, rulebook, rulebook_over
from khue.features.rulebook.queries.rulings import count_rulings, kept_rulings, replay, replay_as_stored, rulings_of

__all__ = [
    "CALENDAR_YEARS",
    "CityPackage",
    "ConfirmedRow",
    "EditionRow",
    "ask_anew",
    "calendar",
    "city_package",
    "confirmations",
    "confirmations_of",
    "count_rulings",
    "edition",
    "editions",
    "kept_rulings",
    "law_files",
    "lawbook",
    "parameter",
    "parameters",
    "replay",
    "replay_as_stored",
    "rule",
    "rulebook",
    "rulebook_over",
    "rulings_of",
    "stored_content",
    "stored_edition",
    "unit_names",
]
