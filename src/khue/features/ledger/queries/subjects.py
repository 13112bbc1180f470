"""What a subject key is called and where its page is. The ledger knows no room: ``site`` wires kinds to pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from khue.core.bilingual import Text


@dataclass(frozen=True, slots=True)
class SubjectLink:
    """A subject in words. ``href`` is empty where no page is wired."""

    subject: str
    label: Text
    href: str = ""


@dataclass(frozen=True, slots=True)
class _Kind:
    label: Text
    url_name: str
    argument: Callable[[str], str] | None
    name_of: Callable[[str], Text] | None


_KINDS: dict[str, _Kind] = {}


def wire_subject(
    kind: str,
    label: Text,
    url_name: str = "",
    *,
    argument: Callable[[str], str] | None = None,
    name_of: Callable[[str], Text] | None = None,
) -> None:
    """Say what ``kind:<id>`` is: ``label`` with ``{id}`` in it, and the URL name of its page, which takes one argument.

    ``argument`` turns the id into that argument where the page goes by another number; ``name_of`` gives a better
    label than ``label``. Neither may put a private person's name into the label: refusals quote it.
    """
    _KINDS[kind] = _Kind(label, url_name, argument, name_of)


def subject_link(subject: str) -> SubjectLink:
    """The label and page of a subject key; an unwired kind is shown as its key, without a page."""
    kind, _, identity = subject.partition(":")
    found = _KINDS.get(kind)
    if found is None:
        return SubjectLink(subject, Text(subject or "—", subject or "—"))
    label = found.name_of(identity) if found.name_of else found.label.fill(id=identity)
    if not found.url_name:
        return SubjectLink(subject, label)
    argument = found.argument(identity) if found.argument else identity
    return SubjectLink(subject, label, _page(found.url_name, argument))


def _page(url_name: str, argument: str) -> str:
    """The address; empty for an identity that no page takes, such as letters where a number stands."""
    try:
        return reverse(url_name, args=[argument]) if argument else ""
    except NoReverseMatch:
        return ""


wire_subject("budget", Text("dòng ngân sách {id}", "budget line {id}"), "ledger:budget_line")
wire_subject("dossier", Text("hồ sơ số {id}", "dossier no. {id}"))
wire_subject("support", Text("khoản hỗ trợ số {id}", "support no. {id}"))
wire_subject("tranche", Text("đợt giải ngân số {id}", "tranche no. {id}"))
