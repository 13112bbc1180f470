"""Parties, dossiers, decisions, tasks and supports by the hundred thousand, for a measurement.

They come by COPY as the owner, through every constraint and trigger: an ended dossier brings the decision that the
deferred guard asks for, in the same transaction. Nothing is switched off. Only the use-cases are passed by, so these
rows have no audit records and no timeline: they are for pages that read neither.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bench.database import as_owner, dsn_of

CHUNK = 50_000
PER_APPLICANT = 50
OFFICERS = 200
# Of a hundred dossiers, so many are in each state; every fourth is still open.
STATES = {"submitted": 5, "in_progress": 18, "awaiting_supplement": 2, "granted": 60, "refused": 9, "withdrawn": 6}
# Step, its right, its page, its share among the open tasks of a hundred.
STEPS = (
    ("appraisal", "missions.appraise", "missions:appraise", 45),
    ("decision", "missions.decide", "missions:decide", 15),
    ("agreement", "missions.agree", "missions:agree", 15),
    ("acceptance", "missions.accept", "missions:accept", 15),
    ("payment", "missions.pay", "missions:pay", 10),
)
RECEIPT = ("completeness", "dossiers.receive", "")
NAMES = {
    "completeness": ("Kiểm tra thành phần hồ sơ", "Completeness check"),
    "appraisal": ("Thẩm định kinh phí", "Cost appraisal"),
    "decision": ("Quyết định hỗ trợ", "Decision on the support"),
    "agreement": ("Ký thỏa thuận hỗ trợ", "Agreement"),
    "acceptance": ("Nghiệm thu sản phẩm của đợt", "Acceptance of a deliverable"),
    "payment": ("Chi trả đợt đã nghiệm thu", "Payment of an accepted tranche"),
}
TOPICS = (
    "Nghiên cứu vật liệu lọc nước", "Chế tạo cảm biến không khí", "Phát triển phần mềm đọc ảnh y khoa",
    "Thử nghiệm pin cho xe buýt", "Chọn tạo giống lúa chịu mặn", "Robot kiểm tra cầu đường",
    "Nhận dạng tiếng nói tiếng Việt", "Thiết bị theo dõi đê sông Hồng",
)  # fmt: skip
PLACES = ("Ba Đình", "Cầu Giấy", "Đống Đa", "Hoàn Kiếm", "Hòa Lạc", "Long Biên", "Tây Hồ", "Thanh Xuân")
COLUMNS = {
    "people_party": "id kind name folded sort origins version created_at",
    "people_organisation": "party_id legal_form short_name is_group email phone",
    "dossiers_dossier": "id number version_id procedure_key applicant_id applicant_name title folded state answers "
    "section_versions confirmed_prefills changes_to_show created_by created_at submitted_by submitted_at received_on "
    "law_day due_on promised_on ended_on source external_id stamp envelope",
    "dossiers_decisionrecord": "dossier_id outcome amount text_vi text_en explanation edition binding decider "
    "decider_name decided_on",
    "dossiers_task": "dossier_id dossier_number procedure_key step name_vi name_en title applicant_name right page "
    "subject assignee assignee_name opened_on due_on sort_on paused closed_at closed_by closed_by_name outcome note",
    "missions_task": "id kind title folded code field lead_id starts_on ends_on",
    "missions_equipmentsupport": "id dossier_id dossier_number task_id lead_id submitted_by state budget_line asked "
    "appraised granted paid reclaimed law_day decided_on decided_by agreed_on basis_vi basis_en binding public_name folded version",
}
FAR = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Load:
    """What to load: ids begin at ``first``; ``officer`` is the key of the reader, one of OFFICERS who share the work."""

    dossiers: int
    today: date
    version: int
    procedure: str
    officer: str = ""
    first: int = 1_000_000
    granted_only: bool = False


def load_dossiers(name: str, wanted: Load) -> None:
    """Fill the database ``name``: applicants, dossiers in STATES, a decision for each ended one, open and closed tasks."""
    import psycopg

    chance = random.Random(34)
    with psycopg.connect(dsn_of(name, "owner")) as connection, connection.cursor() as cursor:
        _applicants(cursor, wanted)
        connection.commit()
        for start in range(0, wanted.dossiers, CHUNK):
            cases = [_case(n, wanted, chance) for n in range(start, min(start + CHUNK, wanted.dossiers))]
            _copy(cursor, "dossiers_dossier", (_dossier(case, wanted) for case in cases))
            _copy(cursor, "dossiers_decisionrecord", (_decision(case) for case in cases if _outcome(case)))
            _copy(cursor, "dossiers_task", (row for case in cases for row in _tasks(case, wanted, chance)))
            connection.commit()
    as_owner(name, "VACUUM (ANALYZE)", "CHECKPOINT")


def load_supports(name: str, wanted: Load) -> None:
    """A granted support for each of the dossiers, which must all be granted: lines of the public register."""
    import psycopg

    from khue.core.folding import fold

    chance = random.Random(34)
    with psycopg.connect(dsn_of(name, "owner")) as connection, connection.cursor() as cursor:
        cases = [_case(n, wanted, chance) for n in range(wanted.dossiers)]
        folds = {text: fold(text) for case in cases for text in (case.title, case.applicant_name)}
        ends = wanted.today + timedelta(days=500)
        _copy(cursor, "missions_task", (
            (case.id, "research-topic", case.title, f"{folds[case.title]} {folds[case.applicant_name]}", "", "",
             case.applicant, case.received, ends) for case in cases
        ))  # fmt: skip
        _copy(cursor, "missions_equipmentsupport", (
            (case.id, case.id, case.number, case.id, case.applicant, "party:1",
             "completed" if case.id % 3 else "running", "budget:2026-EQ", 2 * case.amount, case.amount, case.amount,
             case.amount if case.id % 3 else case.amount // 2, 0, case.received, case.ended, "party:2", case.ended,
             "Nghị quyết 34/2025/NQ-HĐND", "Resolution 34/2025/NQ-HĐND", True, case.applicant_name,
             f"{case.number.lower()} {folds[case.title]} {folds[case.applicant_name]}", 1) for case in cases
        ))  # fmt: skip
        connection.commit()
    as_owner(name, "VACUUM (ANALYZE)", "CHECKPOINT")


@dataclass(frozen=True, slots=True)
class _Case:
    id: int
    number: str
    applicant: int
    applicant_name: str
    title: str
    state: str
    received: date
    due: date
    ended: date
    amount: int


def _case(number: int, wanted: Load, chance: random.Random) -> _Case:
    """An open case was received within the last 40 days and is due from ten days ago to a month ahead."""
    state = "granted" if wanted.granted_only else chance.choices(list(STATES), list(STATES.values()))[0]
    age = (
        chance.randrange(40)
        if state in ("submitted", "in_progress", "awaiting_supplement")
        else chance.randrange(40, 1500)
    )
    received = wanted.today - timedelta(days=age)
    applicant = wanted.first + number // PER_APPLICANT
    return _Case(
        id=wanted.first + number,
        number=f"BENCH.{received.year}.{number:07d}",
        applicant=applicant,
        applicant_name=_name(applicant),
        title=f"{TOPICS[number % len(TOPICS)]}, đề tài số {number}",
        state=state,
        received=received,
        due=received + timedelta(days=30),
        ended=received + timedelta(days=chance.randrange(5, 30)),
        amount=chance.randrange(50, 4000) * 1_000_000,
    )


def _name(applicant: int) -> str:
    return f"Công ty Công nghệ {PLACES[applicant % len(PLACES)]} {applicant}"


def _applicants(cursor: Any, wanted: Load) -> None:
    from khue.core.folding import fold, sort_key

    ids = range(wanted.first, wanted.first + wanted.dossiers // PER_APPLICANT + 1)
    at = f"{wanted.today} 08:00+07"
    names = ((each, _name(each)) for each in ids)
    _copy(cursor, "people_party", ((k, "organisation", n, fold(n), sort_key(n), "{}", 1, at) for k, n in names))
    _copy(cursor, "people_organisation", ((each, "company", "", False, "", "") for each in ids))


def _dossier(case: _Case, wanted: Load) -> tuple[Any, ...]:
    taken_in = case.state != "submitted"
    answers = {"task_title": case.title, "task_kind": "research-topic", "budget": case.amount, "note": "Mẫu đo tốc độ"}
    received = case.received if taken_in else None
    due = case.due if taken_in else None
    ended = case.ended if case.state in ("granted", "refused", "withdrawn") else None
    at = f"{case.received} 09:00+07"
    return (
        case.id, case.number, wanted.version, wanted.procedure, case.applicant, case.applicant_name, case.title,
        case.title.lower(), case.state, json.dumps(answers), "{}", "[]", "[]", "party:1", at, "party:1", at,
        received, received, due, due, ended, "portal", "", 3, "",
    )  # fmt: skip


def _outcome(case: _Case) -> str:
    return case.state if case.state in ("granted", "refused") else ""


def _decision(case: _Case) -> tuple[Any, ...]:
    amount = case.amount if case.state == "granted" else None
    return (
        case.id,
        case.state,
        amount,
        "Quyết định mẫu",
        "A decision",
        "{}",
        "bench",
        True,
        "party:2",
        "Người ký",
        case.ended,
    )


def _tasks(case: _Case, wanted: Load, chance: random.Random) -> Iterator[tuple[Any, ...]]:
    """The completeness check, and the open step after it. Two fifths of the open tasks are nobody's yet."""
    title, applicant = case.title[:200], case.applicant_name[:200]
    named = (case.id, case.number, wanted.procedure)

    def row(step: str, right: str, page: str, due: date, paused: bool, is_open: bool) -> tuple[Any, ...]:
        officer = "" if is_open and chance.random() < 0.4 else _officer(wanted, chance)
        ended = (f"{case.ended} 15:00+07", "party:9", "Cán bộ mẫu", "accept") if not is_open else (None, "", "", "")
        return (
            *named, step, *NAMES[step], title, applicant, right, page, "", officer, officer and f"Cán bộ {officer[6:]}",
            case.received, due, due, paused, *ended, "",
        )  # fmt: skip

    if case.state == "submitted":
        yield row(*RECEIPT, case.received + timedelta(days=3), False, True)
        return
    yield row(*RECEIPT, case.received + timedelta(days=3), False, False)
    if case.state in ("in_progress", "awaiting_supplement"):
        step, right, page, _share = chance.choices(STEPS, [share for *_step, share in STEPS])[0]
        yield row(step, right, page, case.due, case.state == "awaiting_supplement", True)


def _officer(wanted: Load, chance: random.Random) -> str:
    number = chance.randrange(OFFICERS)
    return wanted.officer if number == 0 and wanted.officer else f"party:{900_000 + number}"


def _copy(cursor: Any, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    columns = ", ".join(f'"{column}"' for column in COLUMNS[table].split())
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
