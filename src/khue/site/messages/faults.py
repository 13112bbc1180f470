"""What is wrong with the messages: missing, doubtful or broken Vietnamese, and text that never became a message."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message as Entry

from khue.site.messages import catalogue
from khue.site.messages.bare_text import bare_text
from khue.site.messages.sources import ROOT, Key, Message, library_messages, own_messages, templates
from khue.site.messages.stored_text import Pair, stored_texts
from khue.site.messages.unfound import unfound

_PLACEHOLDER = re.compile(r"%\(\w+\)[sdifrgx]|(?<!%)(?:%%)*%[sdifrgx](?!\w)|\{\w*(?:[.!:][^{}]*)?\}")
_TAG = re.compile(r"</?[a-z][\w-]*", re.IGNORECASE)
_ENDS = {".": ".", "!": ".", "?": "?", ":": ":", "…": "…"}
_SAYS_YOU = re.compile(r"\bbạn\b", re.IGNORECASE)
# The mark of oa, oe, uy sits on the first vowel in an open syllable: hòa, khỏe, ủy (not in quý, where u belongs to qu).
_NEW_MARK = re.compile(r"\w*(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)", re.IGNORECASE)
_MARKED = re.compile(r"[ăâđêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵầấẩẫậằắẳẵặềếểễệồốổỗộờớởỡợừứửữự]", re.IGNORECASE)
# Names stay as they are in an English sentence, and so does the sign of the đồng.
_NAMES = re.compile(r"Khuê(?: Văn Các)?|Hà Nội|Hòa Lạc|Tiếng Việt|đồng\b|\bđ\b|Mẫu số|Tết|(?:QĐ|NĐ|NQ|HĐND)\b")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to mend, and where."""

    place: str
    text: str


def find_faults() -> list[Fault]:
    """Everything that keeps the messages from being complete, in the order of places."""
    own, library = own_messages(), library_messages()
    ours = catalogue.entries(catalogue.read(catalogue.OWN))
    theirs = catalogue.entries(catalogue.read(catalogue.LIBRARY))
    return sorted(
        {
            *_missing(own, ours, catalogue.OWN),
            *_missing_of_libraries(library, {**theirs, **ours}),
            *_not_used(ours, own, catalogue.OWN),
            *_not_used(theirs, library, catalogue.LIBRARY),
            *_said_twice(ours, theirs),
            *(fault for entry in ours.values() for fault in entry_faults(entry, catalogue.OWN)),
            *(fault for entry in theirs.values() for fault in entry_faults(entry, catalogue.LIBRARY)),
            *_not_english(own),
            *(fault for pair in stored_texts() for fault in pair_faults(pair)),
            *(
                Fault(f"{path}:{line}", f"text that is not a message: “{text}”")
                for path, source in templates()
                for line, text in bare_text(source)
            ),
            *(Fault(place, "a message inside an f-string is never found: give it a name first") for place in unfound()),
        }
    )


def _missing(messages: Mapping[Key, Message], known: Mapping[Key, Entry], file: Path) -> Iterator[Fault]:
    for key, message in messages.items():
        if not catalogue.vietnamese(known.get(key)):
            yield Fault(message.place, f"no Vietnamese in {file.name}: “{message.msgid}”")


def _missing_of_libraries(messages: Mapping[Key, Message], known: Mapping[Key, Entry]) -> Iterator[Fault]:
    translated_there = catalogue.library_vietnamese()
    rest = {key: message for key, message in messages.items() if key not in translated_there}
    yield from _missing(rest, known, catalogue.LIBRARY)


def _not_used(known: Mapping[Key, Entry], messages: Mapping[Key, Message], file: Path) -> Iterator[Fault]:
    for key, entry in known.items():
        if key not in messages:
            yield Fault(_place(entry, file), f"nobody says this any more: “{key[1]}”")


def _said_twice(ours: Mapping[Key, Entry], theirs: Mapping[Key, Entry]) -> Iterator[Fault]:
    for key in ours.keys() & theirs.keys():
        yield Fault(_place(theirs[key], catalogue.LIBRARY), f"stands in django.po too: “{key[1]}”")


def _not_english(messages: Mapping[Key, Message]) -> Iterator[Fault]:
    for message in messages.values():
        if _MARKED.search(_NAMES.sub("", message.msgid)):
            yield Fault(message.place, f"the msgid is not English: “{message.msgid}”")


def entry_faults(entry: Entry, file: Path) -> Iterator[Fault]:
    """What is wrong with one translated entry of ``file``; nothing for an untranslated one."""
    place, text = _place(entry, file), catalogue.vietnamese(entry)
    english = entry.id if isinstance(entry.id, str) else entry.id[-1]
    if entry.fuzzy:
        yield Fault(place, f"marked fuzzy: “{english}”")
    if not text:
        return
    for problem in _compare(english, text):
        yield Fault(place, f"{problem}: “{english}” → “{text}”")


def pair_faults(pair: Pair) -> Iterator[Fault]:
    """What is wrong with one recorded sentence. English may be missing in a city's file; the page then says so."""
    problems = list(_wording(pair.vi))
    if not pair.vi.strip():
        problems.append("no Vietnamese")
    names = set(_PLACEHOLDER.findall(pair.vi)), set(_PLACEHOLDER.findall(pair.en))
    if pair.en and not pair.computed and names[0] != names[1]:
        problems.append("placeholders differ")
    for problem in problems:
        yield Fault(pair.place, f"{problem}: “{pair.vi}” | “{pair.en}”")


def _compare(english: str, text: str) -> Iterator[str]:
    if Counter(_PLACEHOLDER.findall(english)).keys() != Counter(_PLACEHOLDER.findall(text)).keys():
        yield "placeholders differ"
    if Counter(_TAG.findall(english)) != Counter(_TAG.findall(text)):
        yield "tags differ"
    if _edges(english) != _edges(text):
        yield "spaces at the ends differ"
    # a single word that ends with a full stop is an abbreviation
    if " " in english.strip() and _ENDS.get(english.strip()[-1:]) != _ENDS.get(text.strip()[-1:]):
        yield "the last mark differs"
    if english == text and re.search(r"[a-z]{2,} [a-z]{2,}", _PLACEHOLDER.sub("", english)):
        yield "still English"
    yield from _wording(text)


def _wording(text: str) -> Iterator[str]:
    """What the house rules of docs/reference/glossary.md say against this Vietnamese."""
    if not unicodedata.is_normalized("NFC", text):
        yield "not in composed form (NFC)"
    if _SAYS_YOU.search(text):
        yield "says “bạn”; the house says “ông/bà”"
    if found := _NEW_MARK.search(text):
        yield f"“{found[0]}” carries its mark on the other vowel here"


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _place(entry: Entry, file: Path) -> str:
    path = file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else file.name
    return f"{path}:{entry.lineno or 0}"
