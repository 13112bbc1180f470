"""Texts of documents as versions: checked before they count, never changed afterwards, named by what they made."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader

from khue.core.bilingual import Text
from khue.core.errors import Conflict, NotAllowed, Refused
from khue.features.documents import queries, usecases
from khue.features.documents.domain import PublishTemplate
from khue.features.documents.domain.templates import FROM_CITY, ground_words
from khue.features.documents.models import Paper, TemplateVersion
from khue.kernel import files
from tests.cast import MOMENT, persona, setup_actor
from tests.documents.cases import granted, paper_of

pytestmark = pytest.mark.django_db
CLOSING = Text("Quyết định {number} có hiệu lực từ ngày ký.", "Decision {number} takes effect when signed.")


def wish(**changes: object) -> PublishTemplate:
    card = queries.template("decision", persona("administrator"))
    texts = {**card.current.texts, "closing": CLOSING}
    made = PublishTemplate("decision", texts, MOMENT.date(), "Thử", card.versions[0].number, uuid4())
    return replace(made, **changes)  # type: ignore[arg-type]  # the test changes fields by name


def text_of(paper: Paper) -> str:
    with files.open_bytes(paper.versions.latest("number").file) as source:
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(source.read())).pages)


def test_the_city_seeds_and_loading_again_adds_nothing() -> None:
    assert queries.template("decision", persona("administrator")).current.number == 1
    assert usecases.load_templates(actor=setup_actor()) == 0


def test_a_new_version_makes_documents_from_its_day_on_and_the_old_ones_stay() -> None:
    old = paper_of(granted(), "decision")
    before = text_of(old)
    number = usecases.publish_template(wish(), actor=persona("administrator"))
    assert number == 2
    new = paper_of(granted(), "decision")
    assert new.template is not None
    assert new.template.number == 2
    assert f"Quyết định {new.number} có hiệu lực" in text_of(new).replace("\n", " ")
    old.refresh_from_db()
    assert old.template is not None
    assert (old.template.number, text_of(old)) == (1, before)


def test_a_version_of_a_later_day_waits_for_it() -> None:
    usecases.publish_template(wish(valid_from=MOMENT.date() + timedelta(days=7)), actor=persona("administrator"))
    assert queries.template("decision", persona("administrator")).current.number == 1
    later = persona("administrator").at(MOMENT + timedelta(days=7))
    assert queries.template("decision", later).current.number == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (Text("Theo {secret} thì"), "template.placeholder"),
        (Text("Dấu { lẻ"), "template.placeholder"),
        (Text("a" * 900), "template.too_long"),
    ],
)
def test_what_would_not_print_is_refused_at_its_field(text: Text, code: str) -> None:
    asked = wish(texts={**wish().texts, "closing": text})
    with pytest.raises(Refused) as refused:
        usecases.publish_template(asked, actor=persona("administrator"))
    assert [(reason.code, reason.field) for reason in refused.value.decision.reasons] == [(code, "closing_vi")]
    assert TemplateVersion.objects.filter(kind="decision").count() == 1


def test_nothing_changed_a_missing_text_and_a_past_day_are_refused() -> None:
    same = queries.template("decision", persona("administrator")).current.texts
    for changes, code in (
        ({"texts": same}, "template.same"),
        ({"texts": {}}, "template.empty"),
        ({"valid_from": MOMENT.date() - timedelta(days=1)}, "template.past"),
    ):
        with pytest.raises(Refused) as refused:
            usecases.publish_template(wish(**changes), actor=persona("administrator"))
        assert code in {reason.code for reason in refused.value.decision.reasons}


def test_text_is_never_markup() -> None:
    usecases.publish_template(
        wish(texts={**wish().texts, "closing": Text('#import "x": * $x$ *đậm*')}), actor=persona("administrator")
    )
    assert '#import "x": * $x$ *đậm*' in text_of(paper_of(granted(), "decision"))


def test_two_who_publish_and_one_without_right() -> None:
    first, second = wish(), wish()
    number = usecases.publish_template(first, actor=persona("administrator"))
    assert usecases.publish_template(first, actor=persona("administrator")) == number
    with pytest.raises(Conflict):
        usecases.publish_template(second, actor=persona("administrator"))
    with pytest.raises(NotAllowed):
        usecases.publish_template(second, actor=persona("decider"))


def test_the_ground_of_the_citys_own_version_is_said_in_both_languages_and_an_editors_stays_as_written() -> None:
    assert (ground_words(FROM_CITY.vi).vi, ground_words(FROM_CITY.vi).into("en")) == (FROM_CITY.vi, FROM_CITY.en)
    assert ground_words("Theo quyết định mới").into("en") == "Theo quyết định mới"
