"""Text in a template that a reader sees but that no translation tag holds.

Names and examples that are the same in both languages are marked ``translate="no"`` (or carry ``lang``), as HTML has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.template.base import Lexer, TokenType
from django.utils.translation.template import block_re, endblock_re

_SEEN_ATTRIBUTES = frozenset({"alt", "title", "placeholder", "label", "aria-label", "aria-description", "data-label"})
_UNSEEN = frozenset({"script", "style", "template", "code"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_WORD = re.compile(r"[^\W\d_]{2,}")
# names, and short forms in capitals (CSV, PDF), are the same in every language
_SAME_EVERYWHERE = re.compile(r"\b(?:Khuê|VNeID|[A-Z]{2,5}|https?|mailto|nbsp)\b")
_CLASS_BLOCK = re.compile(r"block \w*class\b")


def bare_text(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of everything in ``source`` that is shown as it stands, in one language only."""
    reader = _Reader()
    reader.feed(_without_tags(source))
    reader.close()
    yield from reader.found


def _without_tags(source: str) -> str:
    """The source with every template tag, and all that translation tags and comments hold, replaced by line ends.

    Of a template that extends another one only its blocks and partials are shown, so only they are kept.
    """
    kept: list[str] = []
    until, depth, child = "", 0, False
    for token in Lexer(source).tokenize():
        text = token.contents
        word = (text.split() or [""])[0]
        if token.token_type is TokenType.TEXT and not until and (depth or not child):
            kept.append(text)
            continue
        # A tag inside an attribute leaves no space, so that class="a{% if b %}c{% endif %}" stays one value.
        kept.append("\n" * text.count("\n"))
        if token.token_type is not TokenType.BLOCK:
            continue
        if until:
            ended = endblock_re.match(text) if until == "endblocktrans" else word == until
            until = "" if ended else until
        elif block_re.match(text):
            until = "endblocktrans"
        elif _CLASS_BLOCK.match(text):
            until = "endblock"  # names of style classes: they end up inside an attribute of the parent template
        elif word == "comment":
            until = "endcomment"
        else:
            child = child or word == "extends"
            depth += (word in ("block", "partialdef")) - (word in ("endblock", "endpartialdef"))
    return "".join(kept)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        silent = tag in _UNSEEN or given.get("translate") == "no" or ("lang" in given and tag != "html")
        if not silent and not self._silent:
            for name in sorted(_SEEN_ATTRIBUTES & given.keys()):
                self._look(given[name] or "")
        if tag not in _VOID:
            self.open.append((tag, silent))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # <path …/> inside a drawing: opens and closes at once
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        # Branches of an {% if %} may leave tags unbalanced: close up to the last one of this name, if there is one.
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index][0] == tag:
                del self.open[index:]
                return

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._look(data)

    @property
    def _silent(self) -> bool:
        return any(silent for _, silent in self.open)

    def _look(self, text: str) -> None:
        if _WORD.search(_SAME_EVERYWHERE.sub("", text)):
            blank = len(text) - len(text.lstrip())
            self.found.append((self.getpos()[0] + text[:blank].count("\n"), " ".join(text.split())[:80]))
