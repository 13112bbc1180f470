"""What applicants and staff ask of this room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class StartDraft:
    procedure: str
    applicant: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SaveAnswers:
    """The answers of one section. ``seen`` is the version of that section on the page; ``files`` wait to be stored.

    ``once`` is the form's key: an answer that got lost on the way is asked for again without a conflict with oneself.
    ``edition`` is the version of the procedure that the page showed; None: the one that the dossier has now.
    """

    dossier_id: int
    section: str
    values: Mapping[str, Any]
    seen: int
    files: Mapping[str, Any] = field(default_factory=dict)
    once: UUID | None = None
    edition: int | None = None


@dataclass(frozen=True, slots=True)
class SubmitDossier:
    dossier_id: int
    certified: bool
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WholeDossier:
    """A dossier that another system sends complete. ``files``: question (``lines.2.evidence``) → a file received.

    ``submitted_by`` is the person whom that system has identified as its certifier.
    """

    procedure: str
    applicant: str
    submitted_by: str
    certified: bool
    answers: Mapping[str, Any]
    files: Mapping[str, Any]
    source: str
    external_id: str


@dataclass(frozen=True, slots=True)
class Supplement:
    dossier_id: int
    note: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class Withdraw:
    dossier_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AddEditor:
    dossier_id: int
    person: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class TakeTask:
    task_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class HandOver:
    task_id: int
    to: str
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class PutBack:
    """From somebody's desk to the queue of all who hold its right."""

    task_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class CompleteStep:
    """Close a task with an outcome. ``seen`` is the dossier's version on the page."""

    task_id: int
    outcome: str
    ground: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AskSupplement:
    task_id: int
    ground: str
    items: tuple[str, ...] = ()
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SendApology:
    dossier_id: int
    new_due_on: date
    ground: str
    once: UUID | None = None
