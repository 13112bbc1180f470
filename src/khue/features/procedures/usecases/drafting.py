"""Writing on a draft: one part at a time, so that colleagues on other parts never meet, and on the same part are told."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Conflict, Refused, require
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.domain import checking, shapes
from khue.features.procedures import access
from khue.features.procedures.domain import places
from khue.features.procedures.domain.commands import (
    GiveUpDraft,
    ImportDraft,
    OpenDraft,
    PutPart,
    RemovePart,
    ShiftPart,
    TakeNewBase,
)
from khue.features.procedures.domain.places import Place
from khue.features.procedures.models import DefinitionDraft, DraftEdit
from khue.kernel.deeds import Deed, command

LARGEST = 400_000
"""Characters of an imported file: ten times a long procedure."""


def open_draft(asked: OpenDraft, *, actor: Actor) -> int:
    """A draft of the newest version, planned ones included; the one that is open already when there is one. Its id."""
    actor.require(access.EDIT)
    lines = [line for line in dossiers.versions(asked.procedure) if not line.withdrawn]
    if not lines:
        dossiers.procedure(asked.procedure)  # raises Missing in the words of the catalogue
    with command("procedures.open_draft", actor, subject=f"procedure:{asked.procedure}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        draft, created = DefinitionDraft.objects.get_or_create(
            key=asked.procedure,
            state="open",
            defaults={
                "base_id": lines[0].id,
                "content": dossiers.version_content(lines[0].id),
                "started_by": actor.key,
                "started_by_name": actor.name,
                "started_at": deed.moment,
            },
        )
        if created:
            deed.after(draft=draft.pk, base=lines[0].number)
        elif asked.once is None:
            deed.nothing_done()
        deed.result(draft.pk)
        return int(draft.pk)


def put_part(asked: PutPart, *, actor: Actor) -> None:
    """Write one part. Posted twice nothing happens the second time.

    Raises Conflict when somebody else changed this part since the page was opened, Refused for a key that is taken.
    """
    actor.require(access.EDIT)
    with command("procedures.put_part", actor) as deed:
        draft = _locked(asked.draft, deed)
        if not isinstance(asked.value, list if asked.place.kind in places.LISTS else Mapping):
            raise Refused.because(_misplaced())
        made = places.put(draft.content, asked.place, asked.value)
        before, after = places.part(draft.content, asked.place), places.part(made, asked.place)
        if after is None:
            raise access.no_such_part()
        if before == after:
            deed.nothing_done()
            return
        if asked.is_new:
            require(Decision.refuse_if_any(_taken(draft.content, asked.place)))
        elif before is None:
            raise _gone()
        if asked.seen != places.mark(before):
            raise _moved_on()
        require(Decision.refuse_if_any(_misshapen(draft.content, made)))
        _write(draft, made, "put", asked.place, before, after, deed=deed)


def remove_part(asked: RemovePart, *, actor: Actor) -> None:
    """Take an element out. What stood there stays in the history of the draft."""
    actor.require(access.EDIT)
    with command("procedures.remove_part", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deed.result(True)
        draft = _locked(asked.draft, deed)
        before = _whole(draft.content, asked.place)
        if before is None:
            raise access.no_such_part()
        _write(draft, places.without(draft.content, asked.place), "remove", asked.place, before, None, deed=deed)


def shift_part(asked: ShiftPart, *, actor: Actor) -> None:
    """Move an element up or down among its siblings; at the end it stays where it is."""
    actor.require(access.EDIT)
    with command("procedures.shift_part", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        draft = _locked(asked.draft, deed)
        if places.part(draft.content, asked.place) is None:
            raise access.no_such_part()
        made = places.shifted(draft.content, asked.place, -1 if asked.by < 0 else 1)
        if made == draft.content:
            deed.nothing_done()
            return
        deed.result(True)
        value = places.part(draft.content, asked.place)
        _write(draft, made, "move", asked.place, value, value, deed=deed)


def import_draft(asked: ImportDraft, *, actor: Actor) -> None:
    """The whole content out of a TOML file. Its shape must be in order; what is wrong in meaning the check says later.

    Raises Refused with every problem and its line, Conflict when the draft was changed since the page was opened.
    """
    actor.require(access.EDIT)
    with command("procedures.import_draft", actor) as deed:
        draft = _locked(asked.draft, deed)
        content = _read(asked.text, draft.key)
        if content == draft.content:
            deed.nothing_done()
            return
        if asked.seen != places.mark(draft.content):
            raise _moved_on()
        _write(draft, content, "import", Place("all"), draft.content, content, deed=deed)


def _read(text: str, key: str) -> dict[str, Any]:
    if len(text) > LARGEST:
        raise Refused.because(_file_problem(Text("Tệp quá lớn.", "The file is too large.")))
    _content, _lines, broken = checking.parsed("", text.encode())
    if broken is not None:
        where = Text(f"Dòng {broken.line}: tệp không đọc được ({broken.text}).", f"Line {broken.line}: {broken.text}.")
        raise Refused.because(_file_problem(where))
    content = tomllib.loads(text)
    _clean, found = shapes.read(content)
    reasons = [
        _file_problem(
            Text(
                f"Dòng {_lines.get(item.path, 1)}: {item.words.vi}",
                f"Line {_lines.get(item.path, 1)}: {item.words.into('en')}",
            )
        )
        for item in found
    ]
    if content.get("key") != key:
        reasons.append(
            _file_problem(
                Text(
                    f"Tệp thuộc thủ tục khác: khóa phải là “{key}”.",
                    f"The file is of another procedure: its key must be “{key}”.",
                )
            )
        )
    require(Decision.refuse_if_any(reasons[:50]))
    return content


def _file_problem(text: Text) -> Reason:
    return Reason("file", text, None, "text")


def give_up_draft(asked: GiveUpDraft, *, actor: Actor) -> None:
    """End a draft without publishing it. Its content and history stay on record."""
    actor.require(access.EDIT)
    with command("procedures.give_up_draft", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deed.result(True)
        draft = _locked(asked.draft, deed)
        draft.state, draft.ended_by, draft.ended_at = "given_up", actor.key, deed.moment
        draft.save(update_fields=["state", "ended_by", "ended_at"])
        deed.after(draft=draft.pk, state=draft.state)


def take_new_base(asked: TakeNewBase, *, actor: Actor) -> None:
    """The draft was compared with the version published meanwhile: from now on it is told apart from that one."""
    actor.require(access.EDIT)
    with command("procedures.take_new_base", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deed.result(True)
        draft = _locked(asked.draft, deed)
        newest = next(line for line in dossiers.versions(draft.key) if not line.withdrawn)
        if draft.base_id == newest.id:
            deed.nothing_done()
            return
        deed.before(base=draft.base_id)
        draft.base_id = newest.id
        draft.save(update_fields=["base"])
        deed.after(base=newest.id)


# -- inside --------------------------------------------------------------------------------------------------------


def _locked(draft_id: int, deed: Deed) -> DefinitionDraft:
    draft = DefinitionDraft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise access.no_such_draft()
    deed.subject = f"procedure:{draft.key}"
    if draft.state != "open":
        raise Conflict(
            Text(
                "Bản soạn thảo này đã được ban hành hoặc đã bỏ, nên chưa có gì được ghi.",
                "This draft was published or given up meanwhile, so nothing was written.",
            ),
            Text("Mời ông/bà mở bản soạn thảo mới.", "Open a new draft."),
        )
    return draft


def _write(
    draft: DefinitionDraft, content: Mapping[str, Any], what: str, place: Place, before: Any, after: Any, *, deed: Deed
) -> None:
    draft.content = dict(content)
    draft.save(update_fields=["content"])
    number = DraftEdit.objects.filter(draft=draft).count() + 1
    DraftEdit.objects.create(
        draft=draft,
        number=number,
        place=place.text[:200],
        deed=what,
        before=before,
        after=after,
        by=deed.actor.key,
        hands=list(deed.actor.hands),
        by_name=deed.actor.name,
        at=deed.moment,
    )
    deed.after(draft=draft.pk, edit=number, place=place.text, deed=what)


def _misshapen(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Reason]:
    """What the change breaks in the shape of the definition: what is kept can be shown and built."""
    old = {item.words for item in shapes.read(before)[1]}
    new = [item.words for item in shapes.read(after)[1] if item.words not in old]
    return [Reason("shape", words, None, "value") for words in new[:50]]


def _misplaced() -> Reason:
    return Reason(
        "shape",
        Text("Nội dung không đúng kiểu của phần này.", "This is not the kind of value that stands at this place."),
        Text("Mời ông/bà xem phần đang có rồi sửa.", "Look at what stands there, then correct it."),
        "value",
    )


def _whole(content: Mapping[str, Any], place: Place) -> Any:
    """An element with all that lies in it: what is taken out whole is kept whole."""
    if place.kind == "section":
        return next((s for s in content.get("sections", ()) if s.get("key") == place.key), None)
    if place.kind == "field":
        fields = next((s.get("fields", ()) for s in content.get("sections", ()) if s.get("key") == place.keys[0]), ())
        return next((f for f in fields if f.get("key") == place.key), None)
    return places.part(content, place)


def _taken(content: Mapping[str, Any], place: Place) -> list[Reason]:
    taken = places.part(content, place) is not None
    if place.kind == "field":
        # A field's key is one for the whole procedure: answers lie under it.
        taken = any(f.get("key") == place.key for s in content.get("sections", ()) for f in s.get("fields", ()))
    if not taken:
        return []
    return [
        Reason(
            "key_taken",
            Text(f"Khóa “{place.key}” đã được dùng.", f"The key “{place.key}” is taken."),
            Text("Mời ông/bà chọn khóa khác.", "Choose another key."),
            "key",
        )
    ]


def _gone() -> Conflict:
    return Conflict(
        Text(
            "Người khác vừa bỏ phần này trong lúc ông/bà đang sửa, nên chưa có gì được ghi.",
            "Somebody else took this part out while you were writing, so nothing was written.",
        ),
        Text(
            "Phần ông/bà đã nhập vẫn còn ở dưới: có thể thêm lại thành phần mới.",
            "What you typed still stands below: you can add it again as a new part.",
        ),
    )


def _moved_on() -> Conflict:
    return Conflict(
        Text(
            "Người khác vừa lưu phần này trong lúc ông/bà đang sửa, nên chưa có gì được ghi đè.",
            "Somebody else saved this part while you were writing, so nothing was overwritten.",
        ),
        Text(
            "Nội dung đang lưu và nội dung ông/bà nhập đứng cạnh nhau ở dưới: đối chiếu rồi lưu lại.",
            "What is saved now and what you typed stand side by side below: compare, then save again.",
        ),
    )
