"""A study is begun, changed, copied. What was run is never changed: a change then makes a new version."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Refused, require
from khue.core.rules.population import read_figure
from khue.core.rules.reform import ReformRefused, read_reform
from khue.core.rules.written import Unreadable, read_written
from khue.features.policylab import access, queries
from khue.features.policylab.domain import (
    ChangeAssumptions,
    ChangeOutline,
    ChangeReform,
    Content,
    CopyStudy,
    PasteReform,
    StartStudy,
    at_their_lines,
    changed_weights,
    first_day,
    inputs_digest,
    may_change_assumptions,
    may_change_reform,
    may_outline,
    may_paste_reform,
    reform_json,
    stored_reform,
    unreadable,
)
from khue.features.policylab.models import Study, StudyVersion
from khue.features.policylab.queries.studies import stamp_of
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed, command
from khue.kernel.forms import require_seen


def start_study(asked: StartStudy, *, actor: Actor) -> int:
    """A new study over the law as it stands now; its id. Raises Refused with all reasons."""
    access.require_use(actor)
    with command("policylab.start_study", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        book = rulebook.rulebook()
        people = queries.city_people(book)
        require(may_outline(asked.outline, [each.rule for each in people.programmes]))
        first = Content(
            title=Text(asked.outline.title_vi, asked.outline.title_en),
            question=None,
            law_edition=book.book.edition,
            first_year=asked.outline.first_year,
            last_year=asked.outline.last_year,
            programmes=(),
            seed=people.seed,
        )
        return _new(first.outlined(asked.outline), None, deed)


def change_outline(asked: ChangeOutline, *, actor: Actor) -> int:
    """Other names, years or programmes; the number of the version that was written. Raises Refused, Stale, NotAllowed."""
    with command("policylab.change_outline", actor, subject=f"study:{asked.study_id}") as deed:
        row, done = _newest(asked.study_id, asked.seen, asked.once, deed)
        if done is not None:
            return done
        content = Content.from_json(row.content)
        people = queries.city_people(queries.law_of(content.law_edition))
        require(may_outline(asked.outline, [each.rule for each in people.programmes]))
        return _write(row, content.outlined(asked.outline), deed)


def change_reform(asked: ChangeReform, *, actor: Actor) -> int:
    """What the study changes of the law, whole; the number of the version that was written."""
    with command("policylab.change_reform", actor, subject=f"study:{asked.study_id}") as deed:
        row, done = _newest(asked.study_id, asked.seen, asked.once, deed)
        if done is not None:
            return done
        content = Content.from_json(row.content)
        lines = queries.legal_lines(content, queries.law_of(content.law_edition), asked.since)
        require(may_change_reform(asked, content, lines))
        return _write(row, replace(content, reform=reform_json(asked)), deed)


def paste_reform(asked: PasteReform, *, actor: Actor) -> int:
    """What the study changes of the law, from a text; the number of the version that was written.

    Raises Refused with every fault by line and field, also where the reform contradicts itself.
    """
    with command("policylab.paste_reform", actor, subject=f"study:{asked.study_id}") as deed:
        row, done = _newest(asked.study_id, asked.seen, asked.once, deed)
        if done is not None:
            return done
        content = Content.from_json(row.content)
        book = queries.law_of(content.law_edition)
        try:
            written = read_written(asked.text)
            reform = read_reform(written.content, book.book, book.rules)
        except Unreadable as fault:
            raise Refused.because(unreadable(fault)) from fault
        except ReformRefused as fault:
            raise Refused.because(*at_their_lines(fault.problems, written)) from fault
        lines = queries.legal_lines(content, book, first_day(reform))
        require(may_paste_reform(reform, written, content, lines, book.rules))
        kept = stored_reform(reform, {line.id: line.unit for line in lines})
        return _write(row, replace(content, reform=kept), deed)


def change_assumptions(asked: ChangeAssumptions, *, actor: Actor) -> int:
    """Seed, figures and weights of the drawn population; the number of the version that was written."""
    with command("policylab.change_assumptions", actor, subject=f"study:{asked.study_id}") as deed:
        row, done = _newest(asked.study_id, asked.seen, asked.once, deed)
        if done is not None:
            return done
        content = Content.from_json(row.content)
        book = queries.law_of(content.law_edition)
        people, ways = queries.city_people(book), queries.weightings_of(content, book)
        require(may_change_assumptions(asked, people, ways))
        figures = {id: typed for id, typed in asked.figures.items() if read_figure(typed) != people.figures[id].value}
        weights = changed_weights(asked.weights, ways)
        return _write(row, replace(content, seed=asked.seed, figures=figures, weights=weights), deed)


def copy_study(asked: CopyStudy, *, actor: Actor) -> int:
    """A study of one's own with the content of a version, over the law as it stands now; its id. Raises Missing."""
    access.require_use(actor)
    with command("policylab.copy_study", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        row = StudyVersion.objects.filter(study=asked.study_id, number=asked.number).first()
        if row is None:
            raise queries.no_such_study()
        content = replace(Content.from_json(row.content), law_edition=rulebook.rulebook().book.edition)
        return _new(content, row, deed)


# ---- rows ------------------------------------------------------------------------------------------------------------


def _newest(study_id: int, seen: int, once: UUID | None, deed: Deed) -> tuple[StudyVersion, int | None]:
    """The newest version, locked with its study, or what the same form brought about before. The author's alone."""
    actor = deed.actor
    access.require_use(actor)
    study = Study.objects.select_for_update().filter(pk=study_id).first()
    if study is None:
        raise queries.no_such_study()
    access.require_author(actor, study.owner)
    row = StudyVersion.objects.select_for_update().filter(study=study).order_by("-number").first()
    if row is None:
        raise queries.no_such_study()
    before = deed.repeated(once)
    if before is not None:
        return row, int(before)
    require_seen(seen, stamp_of(row.number, row.edits))
    return row, None


def _new(content: Content, copied: StudyVersion | None, deed: Deed) -> int:
    study = Study.objects.create(
        owner=deed.actor.key, owner_name=deed.actor.name, made_at=deed.moment, copied_from=copied
    )
    deed.subject = f"study:{study.pk}"
    _version(study, 1, content, deed)
    if copied is not None:
        deed.after(copied_from=f"study:{copied.study_id}", version=copied.number)
    deed.result(study.pk)
    return int(study.pk)


def _version(study: Study, number: int, content: Content, deed: Deed) -> None:
    StudyVersion.objects.create(
        study=study,
        number=number,
        title_vi=content.title.vi,
        title_en=content.title.en,
        content=content.to_json(),
        inputs_digest=inputs_digest(content),
        changed_at=deed.moment,
    )
    deed.after(number=number, content=content.to_json())


def _write(row: StudyVersion, content: Content, deed: Deed) -> int:
    """Into the draft, or as a new version behind one that was run."""
    deed.before(number=row.number, content=row.content)
    if row.state == "draft":
        row.title_vi, row.title_en = content.title.vi, content.title.en
        row.content, row.inputs_digest = content.to_json(), inputs_digest(content)
        row.edits, row.changed_at = row.edits + 1, deed.moment
        row.save(update_fields=["title_vi", "title_en", "content", "inputs_digest", "edits", "changed_at"])
        deed.after(number=row.number, content=content.to_json())
        number = row.number
    else:
        number = row.number + 1
        _version(row.study, number, content, deed)
    deed.result(number)
    return int(number)
