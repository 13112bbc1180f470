"""HTML as a plain browser reads it: links, and forms with what they would send."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

NOTHING_TO_SEND = ("submit", "button", "reset", "image", "file")


@dataclass
class Form:
    """One form: where it goes, and what it holds. Several values of one name keep their order."""

    action: str
    values: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)

    def with_words(self, **words: str) -> dict[str, str]:
        return {**self.values, **words}

    @property
    def names(self) -> set[str]:
        return {*self.values, *self.choices, *self.files}


class Page(HTMLParser):
    """A page taken apart once. ``texts`` are kept for messages about what went wrong."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.source = source
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._form: Form | None = None
        self._select = ""
        self._area: tuple[str, list[str]] | None = None
        self.feed(source)
        self.close()

    # -- reading ------------------------------------------------------------------------------------------------

    def form(self, having: str = "", action: str = "") -> Form:
        """The form with an input of this name, or whose address ends like this."""
        for found in self.forms:
            if (not having or having in found.names) and (not action or found.action.endswith(action)):
                return found
        raise LookupError(f"no form with {having or action!r} on the page “{self.title}”")

    @property
    def token(self) -> str:
        return next((form.values[TOKEN] for form in self.forms if TOKEN in form.values), "")

    @property
    def title(self) -> str:
        return self.source.partition("<title>")[2].partition("</title>")[0].strip()

    # -- what the parser tells ----------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "form":
            self._form = Form(given.get("action", ""))
            self.forms.append(self._form)
        elif self._form is None or not given.get("name"):
            if tag == "option" and self._select and self._form is not None:
                self._option(given)
        elif tag == "input":
            self._input(given)
        elif tag == "select":
            self._select = given["name"]
        elif tag == "textarea":
            self._area = (given["name"], [])

    def _input(self, given: dict[str, str]) -> None:
        assert self._form is not None
        name, kind, value = given["name"], given.get("type", "text"), given.get("value", "")
        if kind == "file":
            self._form.files.add(name)
        if kind in NOTHING_TO_SEND:
            return
        if kind in ("radio", "checkbox"):
            self._form.choices.setdefault(name, []).append(value or "on")
            if "checked" in given:
                self._form.values[name] = value or "on"
            return
        self._form.values[name] = value

    def _option(self, given: dict[str, str]) -> None:
        assert self._form is not None
        known = self._form.choices.setdefault(self._select, [])
        if not known or "selected" in given:
            self._form.values[self._select] = given.get("value", "")
        known.append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._area is not None:
            name, parts = self._area
            if self._form is not None:
                self._form.values[name] = "".join(parts).removeprefix("\n")
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area[1].append(data)


TOKEN = "csrfmiddlewaretoken"
