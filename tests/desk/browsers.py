"""Browsers signed in as personas, and what they see."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

LANGUAGES = ("vi", "en")


def browser(persona: str = "") -> Client:
    """A browser signed in by the sample city's door; without a name a visitor's."""
    client = Client()
    if persona:
        answer = client.post(reverse("sample-persona", args=[persona]))
        assert answer.status_code == 303
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def path(route: str, *args: Any, language: str = "vi") -> str:
    """The address of a route in a language."""
    return re.sub(r"^/(vi|en)/", f"/{language}/", reverse(route, args=args))


def inputs(page: str) -> dict[str, str]:
    """What the last form of a page would send: hidden and text inputs, chosen options, texts."""
    sent: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, kind = _attribute(tag, "name"), _attribute(tag, "type")
        if not name or kind in ("file", "submit") or (kind in ("radio", "checkbox") and "checked" not in tag):
            continue
        sent[name] = _attribute(tag, "value")
    for name, content in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\s*(.*?)</textarea>', page, re.S):
        sent[name] = unescape(content)
    for name, content in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', content)
        sent[name] = unescape(chosen.group(1)) if chosen else ""
    return sent


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'{name}="([^"]*)"', tag)
    return unescape(found.group(1)) if found else ""
