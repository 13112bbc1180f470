"""What a procedure is: fields, papers, steps, clocks, texts. Data of the city package, immutable once published."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from khue.core.bilingual import Text
from khue.core.clock import Term

FieldKind = Literal["text", "longtext", "number", "money", "date", "choice", "yesno", "party", "file", "table"]
StepKind = Literal["check", "work", "decide", "follow"]
FIELD_KINDS = get_args(FieldKind)
STEP_KINDS = get_args(StepKind)
SIGNERS = ("issuer", "applicant")
END_GRANTED, END_REFUSED, END_RETURNED = "end.granted", "end.refused", "end.returned"
ENDS = (END_GRANTED, END_REFUSED, END_RETURNED)


@dataclass(frozen=True, slots=True)
class Condition:
    """Shown only when ``field`` (of the same row in a table) has one of these values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    text: Text


@dataclass(frozen=True, slots=True)
class Field:
    """One question. ``prefill`` names a value of the applicant's record; ``total`` sums a money column under its table."""

    key: str
    kind: FieldKind
    label: Text
    help: Text | None = None
    required: bool = True
    show_when: Condition | None = None
    choices: tuple[Choice, ...] = ()
    columns: tuple[Field, ...] = ()
    prefill: str = ""
    longest: int = 300
    total: bool = False

    @property
    def is_money(self) -> bool:
        return self.kind == "money"


@dataclass(frozen=True, slots=True)
class Section:
    """One page of questions."""

    key: str
    title: Text
    fields: tuple[Field, ...]
    help: Text | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """How long a step may take: a parameter of the rulebook, or an amount of its own (with the ground in ``note``)."""

    parameter: str = ""
    term: Term | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """How a step can end. ``next`` is a step, one of ENDS, or empty: the dossier goes on without this step."""

    key: str
    label: Text
    next: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way. ``right`` is needed to take it; ``page`` is the route of the page where it is worked on."""

    key: str
    name: Text
    kind: StepKind
    right: str
    who: Text
    outcomes: tuple[StepOutcome, ...]
    clock: Clock | None = None
    page: str = ""
    note: Text | None = None

    def outcome(self, key: str) -> StepOutcome | None:
        return next((outcome for outcome in self.outcomes if outcome.key == key), None)


@dataclass(frozen=True, slots=True)
class Basis:
    """The provision that the procedure rests on, by its key in the rulebook, and how it is shown."""

    provision: str
    text: Text


@dataclass(frozen=True, slots=True)
class SignedDocument:
    """A kind of document that counts when it is signed: by whom, in order (``issuer``, ``applicant``).

    ``before_payment``: nothing is paid in the case until it is signed by all of them. ``public``: everybody may read a copy of it
    when the support is granted, without the values that ``redact`` names (``signer``, ``participants.name``).
    """

    kind: str
    signed: bool
    signers: tuple[str, ...]
    before_payment: bool = False
    public: bool = False
    redact: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Procedure:
    """One version of a procedure. ``publicity`` says what of a granted case becomes public."""

    key: str
    name: Text
    summary: Text
    who: Text
    result: Text
    room: str
    sections: tuple[Section, ...]
    steps: tuple[Step, ...]
    needs: tuple[Text, ...] = ()
    basis: tuple[Basis, ...] = ()
    publicity: Text | None = None
    title_field: str = ""
    same_day: bool = False
    documents: tuple[SignedDocument, ...] = ()

    def signers_of(self, kind: str) -> tuple[str, ...]:
        """Who signs documents of this kind, in order; nobody when they count without signatures."""
        return next((document.signers for document in self.documents if document.kind == kind and document.signed), ())

    @property
    def public_documents(self) -> dict[str, tuple[str, ...]]:
        """The kinds of documents of which everybody may read a copy, each with the values that are left out."""
        return {document.kind: document.redact for document in self.documents if document.public}

    @property
    def before_payment(self) -> tuple[str, ...]:
        """The kinds of documents that must be signed before a payment is ordered."""
        return tuple(document.kind for document in self.documents if document.signed and document.before_payment)

    def step(self, key: str) -> Step:
        """Raises KeyError for a step that this version does not have."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)

    @property
    def first_step(self) -> Step:
        return self.main_steps[0]

    @property
    def main_steps(self) -> tuple[Step, ...]:
        """The way of the case itself; follow-up steps are opened by the room for each part of the matter."""
        return tuple(step for step in self.steps if step.kind != "follow")

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)

    def field(self, key: str) -> Field | None:
        return next((field for section in self.sections for field in section.fields if field.key == key), None)

    def fields(self) -> Iterator[Field]:
        for section in self.sections:
            yield from section.fields


def digest_of(content: Mapping[str, Any]) -> str:
    """The identity of a version: sha256 of its canonical JSON, so that comments and layout of the file do not count."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def read(text: str) -> Procedure:
    """The procedure of a TOML text that passed ``checking.check``. Raises KeyError or ValueError otherwise."""
    return build(tomllib.loads(text))


def build(content: Mapping[str, Any]) -> Procedure:
    """The procedure of a version's stored content."""
    return Procedure(
        key=content["key"],
        name=_text(content["name"]),
        summary=_text(content["summary"]),
        who=_text(content["who"]),
        result=_text(content["result"]),
        room=content["room"],
        sections=tuple(_section(section) for section in content["sections"]),
        steps=tuple(_step(step) for step in content["steps"]),
        needs=tuple(_text(need) for need in content.get("needs", ())),
        basis=tuple(Basis(item["provision"], _text(item["text"])) for item in content.get("basis", ())),
        publicity=_maybe(content.get("publicity")),
        title_field=content.get("title_field", ""),
        same_day=bool(content.get("same_day", False)),
        documents=tuple(
            SignedDocument(
                item["kind"],
                bool(item.get("signed", False)),
                tuple(item.get("signers", ())),
                bool(item.get("before_payment", False)),
                bool(item.get("public", False)),
                tuple(item.get("redact", ())),
            )
            for item in content.get("documents", ())
        ),
    )


def _text(value: Mapping[str, str]) -> Text:
    return Text(value["vi"], value.get("en", ""))


def _maybe(value: Mapping[str, str] | None) -> Text | None:
    return _text(value) if value else None


def _section(value: Mapping[str, Any]) -> Section:
    fields = tuple(_field(field) for field in value["fields"])
    return Section(value["key"], _text(value["title"]), fields, _maybe(value.get("help")))


def _field(value: Mapping[str, Any]) -> Field:
    condition = value.get("show_when")
    return Field(
        key=value["key"],
        kind=value["kind"],
        label=_text(value["label"]),
        help=_maybe(value.get("help")),
        required=bool(value.get("required", True)),
        show_when=Condition(condition["field"], tuple(condition["values"])) if condition else None,
        choices=tuple(Choice(choice["value"], _text(choice["text"])) for choice in value.get("choices", ())),
        columns=tuple(_field(column) for column in value.get("columns", ())),
        prefill=value.get("prefill", ""),
        longest=int(value.get("longest", 4000 if value["kind"] == "longtext" else 300)),
        total=bool(value.get("total", False)),
    )


def _step(value: Mapping[str, Any]) -> Step:
    return Step(
        key=value["key"],
        name=_text(value["name"]),
        kind=value["kind"],
        right=value["right"],
        who=_text(value["who"]),
        outcomes=tuple(StepOutcome(o["key"], _text(o["label"]), o.get("next", "")) for o in value["outcomes"]),
        clock=_clock(value.get("clock")),
        page=value.get("page", ""),
        note=_maybe(value.get("note")),
    )


def _clock(value: Mapping[str, Any] | None) -> Clock | None:
    if not value:
        return None
    if "parameter" in value:
        return Clock(parameter=value["parameter"])
    return Clock(term=Term(int(value["amount"]), value["unit"]), note=_maybe(value.get("note")))


def changes_told(old: Procedure, new: Procedure) -> tuple[Text, ...]:
    """What a writer of a draft is told when it moves to a newer version: questions, papers to prepare, what the
    page of the procedure says of it, steps and their clocks."""
    return (*_changed_fields(old, new), *_changed_needs(old, new), *_changed_words(old, new), *_changed_steps(old, new))


def _changed_fields(old: Procedure, new: Procedure) -> Iterator[Text]:
    before = {field.key: asdict(field) for field in old.fields()}
    after = {field.key: field for field in new.fields()}
    for key, field in after.items():
        if key not in before:
            yield _told("Câu hỏi mới", "New question", field.label)
        elif before[key] != asdict(field):
            yield _told("Câu hỏi đã thay đổi", "Changed question", field.label)
    for field in old.fields():
        if field.key not in after:
            yield _told("Không còn hỏi", "No longer asked", field.label)


def _changed_needs(old: Procedure, new: Procedure) -> Iterator[Text]:
    """A paper whose words changed reads as a new one and one that is gone."""
    for need in new.needs:
        if need not in old.needs:
            yield _told("Giấy tờ mới cần chuẩn bị", "New paper to prepare", need)
    for need in old.needs:
        if need not in new.needs:
            yield _told("Không còn cần chuẩn bị", "No longer to prepare", need)


def _changed_words(old: Procedure, new: Procedure) -> Iterator[Text]:
    if new.who != old.who:
        yield _told("Đối tượng được nộp hồ sơ, nay là", "Who may apply, now", new.who)
    if new.result != old.result:
        yield _told("Kết quả, nay là", "The result, now", new.result)
    if new.publicity != old.publicity:
        none = Text("không công khai", "nothing")
        yield _told("Nội dung được công khai, nay là", "What becomes public, now", new.publicity or none)


def _changed_steps(old: Procedure, new: Procedure) -> Iterator[Text]:
    before, after = ({step.key: step for step in one.steps} for one in (old, new))
    for key, step in after.items():
        if key not in before:
            yield _told("Bước giải quyết mới", "New step", step.name)
        elif before[key].clock != step.clock:
            yield _told("Thời hạn của bước đã thay đổi", "The clock of a step changed", step.name)
    for key, step in before.items():
        if key not in after:
            yield _told("Không còn bước", "No longer a step", step.name)


def _told(vi: str, en: str, what: Text) -> Text:
    return Text(f"{vi}: {what.vi}", f"{en}: {what.into('en')}")
