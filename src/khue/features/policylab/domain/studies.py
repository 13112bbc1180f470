"""The content of a study (format 1, decision record "Studies"), its states, and what may be done with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.flow import Flow, Transition
from khue.core.folding import fold
from khue.core.rules.digests import digest_of
from khue.core.rules.population import Population, PopulationError
from khue.features.policylab.domain.commands import Outline

FORMAT: Final = 1
FIRST_YEAR, LAST_YEAR = 2024, 2045
MOST_YEARS: Final = 10
LONGEST_TITLE, LONGEST_QUESTION, LONGEST_SLUG = 120, 1_000, 60
MOST_TRIES: Final = 3
"""How often a run is begun when its worker keeps dying."""

VISITOR_MOST: Final = 2_000
"""Cases of each programme and year in a rerun by anybody: a second of one core at most."""

LEAST_TOLD: Final = 5
"""Groups of fewer decisions are not told: what one applicant received must not be read off a sum."""

STATES: Final = {
    "draft": Text("đang soạn", "draft"),
    "waiting": Text("chờ chạy", "waiting"),
    "running": Text("đang chạy", "running"),
    "done": Text("đã có kết quả", "has a result"),
    "stopped": Text("đã dừng", "stopped"),
    "failed": Text("không chạy được", "failed"),
    "published": Text("đã công bố", "published"),
}
TONES: Final = {
    "draft": "plain", "waiting": "wait", "running": "now", "done": "good", "stopped": "plain", "failed": "bad",
    "published": "firm",
}  # fmt: skip
FLOW: Final = Flow(
    STATES,
    (
        Transition("order", ("draft", "stopped", "failed"), "waiting", Text("chạy mô phỏng", "run")),
        Transition("begin", ("waiting", "running"), "running", Text("bắt đầu chạy", "begin")),
        Transition("finish", ("running",), "done", Text("ghi kết quả", "finish")),
        Transition("fail", ("waiting", "running"), "failed", Text("báo lỗi", "fail")),
        Transition("stop", ("waiting", "running"), "stopped", Text("dừng", "stop")),
        Transition("publish", ("done",), "published", Text("công bố", "publish")),
    ),
)
RESERVED: Final = ("studies", "compare", "new")


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that a run needs, and its names. ``reform`` as in a reform file.

    ``figures`` and ``weights`` are changed assumptions; the weights of one way of telling cases apart are kept together.
    """

    title: Text
    question: Text | None
    law_edition: str
    first_year: int
    last_year: int
    programmes: tuple[str, ...]
    seed: int
    reform: Mapping[str, Any] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)
    weights: Mapping[str, str] = field(default_factory=dict)

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)

    @property
    def changes_something(self) -> bool:
        return bool(self.reform.get("parameters") or self.reform.get("rules"))

    def outlined(self, asked: Outline) -> Content:
        """Under new names, years and programmes; what of the reform concerns none of them is left to ``may_run``."""
        return replace(
            self,
            title=Text(_line(asked.title_vi), _line(asked.title_en)),
            question=_told(asked.question_vi, asked.question_en),
            first_year=asked.first_year,
            last_year=asked.last_year,
            programmes=asked.programmes,
        )

    def to_json(self) -> dict[str, Any]:
        told = {
            "format": FORMAT,
            "title": self.title.to_json(),
            "question": self.question.to_json() if self.question else None,
            "law_edition": self.law_edition,
            "years": [self.first_year, self.last_year],
            "programmes": list(self.programmes),
            "seed": self.seed,
            "reform": dict(self.reform),
            "figures": dict(self.figures),
        }
        # Came later: left out while nothing is changed, so that the sign of older studies stays what it was.
        return told | ({"weights": dict(self.weights)} if self.weights else {})

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Content:
        return cls(
            title=Text.from_json(kept["title"]),
            question=Text.from_json(kept["question"]) if kept["question"] else None,
            law_edition=kept["law_edition"],
            first_year=kept["years"][0],
            last_year=kept["years"][1],
            programmes=tuple(kept["programmes"]),
            seed=kept["seed"],
            reform=kept["reform"],
            figures=kept["figures"],
            weights=kept.get("weights", {}),
        )


def inputs_digest(content: Content) -> str:
    """A sign of what a run computes: the same for the same law, years, programmes, reform, seed and assumptions."""
    told = content.to_json()
    return digest_of({name: told[name] for name in told if name not in ("title", "question")})


def slug_of(title: str) -> str:
    """An address out of a title: small letters without marks, parted by hyphens."""
    words = re.findall(r"[a-z0-9]+", fold(title))
    found = ""
    for word in words:
        if len(found) + len(word) + 1 > LONGEST_SLUG:
            break
        found = f"{found}-{word}" if found else word
    return found or "phuong-an"


# ---- what may be done ------------------------------------------------------------------------------------------------


def may_outline(asked: Outline, known: Collection[str]) -> Decision:
    """``known`` are the programmes of the city. All reasons, each at its field."""
    return Decision.refuse_if_any(_outline(asked, known))


def _outline(asked: Outline, known: Collection[str]) -> Iterator[Reason]:
    for name, typed, needed in (("title_vi", asked.title_vi, True), ("title_en", asked.title_en, False)):
        if needed and not typed.strip():
            yield reason(
                "no_title",
                Text("Chưa có tên phương án.", "The study has no name."),
                Text("Mời ông/bà đặt một tên ngắn nói rõ thay đổi.", "Give a short name that says what changes."),
                name,
            )
        if len(_line(typed)) > LONGEST_TITLE:
            yield reason(
                "long_title",
                Text(f"Tên dài quá {LONGEST_TITLE} ký tự.", f"The name has more than {LONGEST_TITLE} letters."),
                Text("Mời ông/bà rút ngắn.", "Shorten it."),
                name,
            )
    for name, typed in (("question_vi", asked.question_vi), ("question_en", asked.question_en)):
        if len(typed) > LONGEST_QUESTION:
            yield reason(
                "long_question",
                Text(f"Câu hỏi dài quá {LONGEST_QUESTION} ký tự.", f"The question is over {LONGEST_QUESTION} letters."),
                Text("Mời ông/bà rút ngắn.", "Shorten it."),
                name,
            )
    if not asked.question_vi.strip():
        yield reason(
            "question_in_vietnamese",
            Text("Chưa có câu hỏi bằng tiếng Việt.", "The question is missing in Vietnamese."),
            Text(
                "Mời ông/bà viết một hoặc hai câu: phương án cần trả lời điều gì.",
                "Write one or two sentences in Vietnamese: what shall the study answer?",
            ),
            "question_vi",
        )
    if not FIRST_YEAR <= asked.first_year <= LAST_YEAR:
        yield reason(
            "first_year",
            Text(f"Năm đầu phải từ {FIRST_YEAR} đến {LAST_YEAR}.", f"The first year is {FIRST_YEAR} to {LAST_YEAR}."),
            Text("Mời ông/bà chọn lại.", "Choose again."),
            "first_year",
        )
    if not asked.first_year <= asked.last_year <= min(asked.first_year + MOST_YEARS - 1, LAST_YEAR):
        yield reason(
            "last_year",
            Text(
                f"Năm cuối không được trước năm đầu, và một phương án xét nhiều nhất {MOST_YEARS} năm, đến {LAST_YEAR}.",
                f"The last year is not before the first; a study covers {MOST_YEARS} years at most, until {LAST_YEAR}.",
            ),
            Text("Mời ông/bà chọn lại.", "Choose again."),
            "last_year",
        )
    if not asked.programmes or set(asked.programmes) - set(known):
        yield reason(
            "programmes",
            Text("Chưa chọn chương trình nào trong danh sách.", "No programme of the list is chosen."),
            Text("Mời ông/bà chọn ít nhất một chương trình.", "Choose one at least."),
            "programmes",
        )


def may_run(content: Content, people: Population, parameters: Mapping[str, Collection[str]]) -> Decision:
    """``parameters`` are the legal values of each programme. A run needs a change that concerns what it covers."""
    return Decision.refuse_if_any(_run(content, people, parameters))


def _run(content: Content, people: Population, parameters: Mapping[str, Collection[str]]) -> Iterator[Reason]:
    if not content.changes_something:
        yield reason(
            "no_change",
            Text("Phương án chưa thay đổi gì so với quy định.", "The study changes nothing of the law."),
            Text(
                "Mời ông/bà sửa ít nhất một giá trị hoặc ngừng áp dụng một quy tắc.",
                "Change a value, or switch a rule off.",
            ),
        )
    covered = {id for rule in content.programmes for id in parameters.get(rule, ())}
    strange = [each["id"] for each in content.reform.get("parameters", ()) if each["id"] not in covered]
    strange += [each["id"] for each in content.reform.get("rules", ()) if each["id"] not in content.programmes]
    if strange:
        listed = ", ".join(strange)
        yield reason(
            "strange_change",
            Text(
                f"Thay đổi không thuộc chương trình nào đã chọn: {listed}.",
                f"No programme that is chosen uses what is changed: {listed}.",
            ),
            Text(
                "Mời ông/bà mở lại bước “Thay đổi quy định” và lưu.",
                "Open the step “Changes of the law” and save it again.",
            ),
        )
    try:
        drawn = people.only(content.programmes)
        for programme in drawn.programmes:
            drawn.cases_in(programme, content.last_year)
    except PopulationError as error:
        yield reason(
            "too_many_cases",
            Text(
                "Giả định tạo ra quá nhiều trường hợp: " + error.problems[0],
                "The assumptions make too many cases: " + error.problems[0],
            ),
            Text("Mời ông/bà xem lại các giả định về số lượng.", "Look again at the assumed numbers."),
        )


def may_publish(slug: str, taken: Collection[str]) -> Decision:
    """An address of its own. All reasons."""
    found: list[Reason] = []
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) or len(slug) > LONGEST_SLUG or slug in RESERVED:
        found.append(
            reason(
                "slug",
                Text("Địa chỉ chưa đúng dạng.", "The address is not of the right form."),
                Text(
                    f"Mời ông/bà dùng chữ thường không dấu, chữ số và gạch nối, nhiều nhất {LONGEST_SLUG} ký tự.",
                    f"Use small letters without marks, digits and hyphens, {LONGEST_SLUG} at most.",
                ),
                "slug",
            )
        )
    elif slug in taken:
        found.append(
            reason(
                "slug_taken",
                Text("Địa chỉ này đã được dùng cho một phương án khác.", "Another study has this address."),
                Text("Mời ông/bà chọn địa chỉ khác.", "Choose another one."),
                "slug",
            )
        )
    return Decision.refuse_if_any(found)


def reason(code: str, text: Text, next_step: Text, field: str = "") -> Reason:
    return Reason(f"policylab.{code}", text, next_step, field)


def _line(typed: str) -> str:
    return " ".join(typed.split())


def _told(vi: str, en: str) -> Text | None:
    return Text(vi.strip(), en.strip()) if vi.strip() else None
