"""Reading dossiers: facts for decisions, pages, the desk."""

from khue.features.dossiers.queries.facts import (
    DossierFacts,
    definition,
    facts,
    facts_of,
    newest_version,
    procedure,
    procedures,
    terms_on,
)

__all__ = [
    "DossierFacts",
    "definition",
    "facts",
    "facts_of",
    "newest_version",
    "procedure",
    "procedures",
    "terms_on",
]
