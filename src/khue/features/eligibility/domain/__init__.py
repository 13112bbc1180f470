"""Decisions of the room: reading answers, checking entitlements, what a saved check says now. Pure."""

from khue.features.eligibility.domain.answers import DONT_KNOW, Given, answered, pairs, read_answers, spelled
from khue.features.eligibility.domain.checking import ENTITLEMENT, Check, askable, check, likely, origin_of
from khue.features.eligibility.domain.record import facts_of_record, facts_told
from khue.features.eligibility.domain.results import Result, Short, results, shorts
from khue.features.eligibility.domain.saving import (
    LONGEST_NAME,
    Change,
    Kept,
    RemoveCheck,
    SaveCheck,
    changes,
    check_name,
    may_save,
)
from khue.features.eligibility.domain.starts import Start, StartKind, one_for_each

__all__ = [
    "DONT_KNOW",
    "ENTITLEMENT",
    "LONGEST_NAME",
    "Change",
    "Check",
    "Given",
    "Kept",
    "RemoveCheck",
    "Result",
    "SaveCheck",
    "Short",
    "Start",
    "StartKind",
    "answered",
    "askable",
    "changes",
    "check",
    "check_name",
    "facts_of_record",
    "facts_told",
    "likely",
    "may_save",
    "one_for_each",
    "origin_of",
    "pairs",
    "read_answers",
    "results",
    "shorts",
    "spelled",
]
