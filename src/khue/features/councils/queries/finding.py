"""Councils by their words, with Vietnamese marks or without."""

from __future__ import annotations

from django.db.models import QuerySet

from khue.core.folding import fold
from khue.features.councils.models import Council


def with_words(found: QuerySet[Council], words: str) -> QuerySet[Council]:
    """Those whose name, number or founding decision carries every word. One query more, over names alone.

    A city has hundreds of councils, so that they are folded as they are read: no column has to be kept in step.
    """
    wanted = fold(words).split()[:10]
    if not wanted:
        return found
    rows = found.order_by().values_list("pk", "name", "number", "decision_number")
    texts = ((pk, fold(" ".join(parts))) for pk, *parts in rows)
    return found.filter(pk__in=[pk for pk, text in texts if all(word in text for word in wanted)])
