"""Reading what concerns personal data: facts for decisions, pages, the desk."""

from khue.features.privacy.queries.requests import (
    VIEWS,
    RequestPage,
    RequestRow,
    all_requests,
    find_persons,
    own_requests,
    request_page,
    requests,
    requests_to_watch,
)
from khue.features.privacy.queries.rules import terms_of

__all__ = [
    "VIEWS",
    "RequestPage",
    "RequestRow",
    "all_requests",
    "find_persons",
    "own_requests",
    "request_page",
    "requests",
    "requests_to_watch",
    "terms_of",
]
