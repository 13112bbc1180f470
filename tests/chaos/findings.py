"""What must hold after the kills, asked of the database alone: each finding is one sentence about something wrong."""

from __future__ import annotations

import email
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.chaos.cases import TRANCHES, WITHOUT_KEY, Case
from tests.chaos.city import City
from tests.chaos.people import Deed, Journal

Row = dict[str, Any]
ONCE_IN_A_CASE = {
    "dossiers.start_draft": 1,
    "dossiers.save_answers": 6,
    "dossiers.submit_dossier": 1,
    "dossiers.take_task": 1,
    "dossiers.accept_for_processing": 1,
    "missions.appraise_costs": 1,
    "missions.answer_costs": 1,
    "missions.decide_support": 1,
    "missions.sign_agreement": 1,
    "missions.deliver_tranche": TRANCHES,
    "missions.accept_tranche": TRANCHES,
    "documents.record_copy": 1,
    "documents.answer_copy": 1,
    "missions.order_payment": TRANCHES,
    "missions.follow_order": TRANCHES,
}
"""How often each deed happens in a whole case."""
SUPPLEMENTED = {"dossiers.request_supplement": 1, "dossiers.supplement_dossier": 1}
PERIODIC = (
    "kernel.retry_stalled",
    "dossiers.watch_deadlines",
    "missions.gather_totals",
    "kernel.sweep_files",
    "kernel.seal_audit",
)
"""Jobs that come by the clock; one of them may be waiting at any moment."""


@dataclass
class Seen:
    """Everything that the checks look at, read in one snapshot when nothing moves any more."""

    city: City
    journal: Journal
    quiet: Case
    cases: Sequence[Case]
    audit: list[Row]
    timeline: list[Row]
    notices: list[Row]
    jobs: list[Row]

    @classmethod
    def look(cls, city: City, journal: Journal, quiet: Case, cases: Sequence[Case]) -> Seen:
        audit = city.rows(
            "SELECT id, chain, seq, at, actor, deed, subjects, body::jsonb AS said FROM kernel_auditrecord ORDER BY id"
        )
        timeline = city.rows("SELECT party, subject, wire, actor, at FROM kernel_timelinerow")
        notices = city.rows("SELECT id, party, kind, title_vi, path, created_at FROM kernel_notice")
        jobs = city.rows("SELECT id, task_name, status::text AS status, attempts, args FROM procrastinate_jobs")
        return cls(city, journal, quiet, cases, audit, timeline, notices, jobs)

    def by_request(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for record in self.audit:
            if record["said"]["request"]:
                found[record["said"]["request"]].append(record)
        return found

    def answered_anew(self) -> int:
        """How many deeds were sent again after they had been done: the cases that matter most.

        Seen in the access log (the first sending was answered too, to nobody), or on record before the last sending.
        """
        answers = Counter(
            re.findall(r'"status": 303.*"request_id": "(kill-\w+)"', self.city.log.read_text(errors="replace"))
        )
        done = {request: records[0]["said"]["wall"] for request, records in self.by_request().items()}
        return sum(
            deed.lost > 0
            and deed.request in done
            and (answers[deed.request] > 1 or datetime.fromisoformat(done[deed.request]).timestamp() < deed.last_sent)
            for deed in self.journal.deeds
        )


Check = Callable[[Seen], Iterable[str]]


def findings(seen: Seen) -> list[str]:
    """Every sentence about something lost, doubled or broken; empty when all is well."""
    return [f"{check.__name__}: {sentence}" for check in CHECKS for sentence in check(seen)]


# -- deeds -------------------------------------------------------------------------------------------------------------


def deeds(seen: Seen) -> Iterator[str]:
    """Acknowledged: recorded exactly once, by that person, as that deed. Given up: at most once. Nothing unasked."""
    recorded = seen.by_request()
    for deed in seen.journal.deeds:
        found = recorded.pop(deed.request, [])
        told = f"{deed.case}, {deed.label} ({deed.tries} tries, {deed.lost} answers lost, {deed.answer})"
        if deed.acknowledged and not found:
            yield f"lost: {told}"
        if len(found) > 1:
            yield f"done {len(found)} times: {told}"
        for record in found:
            if record["deed"] != deed.name:
                yield f"recorded as {record['deed']}: {told}"
    for request, records in recorded.items():
        yield f"a deed that nobody asked for: {records[0]['deed']} in {records[0]['chain']} by request {request}"


def whole_cases(seen: Seen) -> Iterator[str]:
    """A case that its people finished has gone through every deed as often as it should, and is closed and paid."""
    rows = seen.city.rows(
        "SELECT d.id, d.number, d.state, s.id AS support, s.state AS support_state, s.asked, s.granted, s.paid"
        " FROM dossiers_dossier d LEFT JOIN missions_equipmentsupport s ON s.dossier_id = d.id"
    )
    known = {row["number"]: row for row in rows}
    tasks = seen.city.rows("SELECT id, dossier_id FROM dossiers_task")
    papers = seen.city.rows("SELECT id, subject FROM documents_paper")
    started = sum(deed.name == "dossiers.start_draft" and deed.acknowledged for deed in seen.journal.deeds)
    begun = sum(record["deed"] == "dossiers.start_draft" and bool(record["said"]["request"]) for record in seen.audit)
    if started != begun:
        yield f"{started} drafts were acknowledged, {begun} were started"
    for case in (seen.quiet, *seen.cases):
        if not case.finished:
            continue
        row = known.get(case.number)
        if row is None:
            yield f"{case.plan.name}: its dossier {case.number} is gone"
            continue
        chains = {f"dossier:{row['id']}", f"support:{row['support']}"}
        chains |= {f"task:{task['id']}" for task in tasks if task["dossier_id"] == row["id"]}
        done = Counter(record["deed"] for record in seen.audit if record["chain"] in chains)
        of_papers = {f"paper:{paper['id']}" for paper in papers if paper["subject"] in chains}
        done += Counter(
            record["deed"] for record in seen.audit if record["chain"] in of_papers and record["deed"] in ONCE_IN_A_CASE
        )
        wanted = ONCE_IN_A_CASE | (SUPPLEMENTED if case.plan.supplemented else {})
        if done != wanted:
            yield f"{case.plan.name}: deeds {_difference(done, wanted)}"
        if (row["state"], row["support_state"]) != ("closed", "completed"):
            yield f"{case.plan.name}: dossier {row['state']}, support {row['support_state']}"
        if not row["asked"] == row["granted"] == row["paid"] == case.plan.asked:
            yield f"{case.plan.name}: asked {row['asked']}, granted {row['granted']}, paid {row['paid']}, not {case.plan.asked}"


def _difference(done: Mapping[str, int], wanted: Mapping[str, int]) -> str:
    names = sorted({*done, *wanted})
    return ", ".join(
        f"{n} {done.get(n, 0)} instead of {wanted.get(n, 0)}" for n in names if done.get(n) != wanted.get(n)
    )


def keys(seen: Seen) -> Iterator[str]:
    """Each form's key is kept once with what came of it, so that a repetition is recognised for ever."""
    kept = {str(row["key"]): row for row in seen.city.rows("SELECT key, deed, result FROM kernel_oncedone")}
    for deed in seen.journal.deeds:
        if not deed.acknowledged or deed.name in WITHOUT_KEY:
            continue
        row = kept.get(str(UUID(deed.once)))
        if row is None:
            yield f"{deed.case}, {deed.label}: its key is not kept"
        elif row["result"] is None:
            yield f"{deed.case}, {deed.label}: its key has no result, a repetition would be done again"


# -- traces ------------------------------------------------------------------------------------------------------------


def traces(seen: Seen) -> Iterator[str]:
    """What a deed leaves behind is the same with and without kills: compared, deed by deed, with the quiet case."""
    recorded = seen.by_request()
    wanted: dict[str, list[str]] = {}
    for deed in _quiet_first(seen):
        found = recorded.get(deed.request, [])
        if len(found) != 1:
            continue
        left = _left_by(found[0], seen)
        twice = [trace for trace, count in Counter(left).items() if count > 1 and not trace.startswith("document")]
        if twice:
            yield f"{deed.case}, {deed.label}: twice {', '.join(twice)}"
        if deed.case == seen.quiet.plan.name:
            wanted[deed.label] = left
        elif deed.label in wanted and left != wanted[deed.label]:
            yield f"{deed.case}, {deed.label}: left {left}, in quiet {wanted[deed.label]}"


def _quiet_first(seen: Seen) -> list[Deed]:
    return sorted(seen.journal.deeds, key=lambda deed: deed.case != seen.quiet.plan.name)


def _left_by(record: Row, seen: Seen) -> list[str]:
    """Timeline rows, notices and ledger entries of one deed; parties by their part, not by their key."""
    same = (record["actor"], record["at"])
    rows = [row for row in seen.timeline if (row["actor"], row["at"]) == same]
    told = [row for row in seen.notices if row["created_at"] == record["at"]]
    parties = dict.fromkeys(row["party"] for row in sorted(rows, key=lambda row: row["party"]))
    part = {party: f"party {number}" for number, party in enumerate(parties)}
    others = sorted({row["party"] for row in told} - set(part))
    # Several colleagues may hear of one thing: each once.
    part |= {party: f"staff {number}" for number, party in enumerate(others)}
    left = [f"timeline {row['wire']} {part[row['party']]} {row['subject'].partition(':')[0]}" for row in rows]
    left += [f"notice {row['kind']} {part[row['party']]} {_without_numbers(row['title_vi'])}" for row in told]
    left += [f"document {number}" for number, _entry in enumerate(record["said"]["entries"])]
    return sorted(left)


def _without_numbers(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def nothing_without_its_record(seen: Seen) -> Iterator[str]:
    """Each timeline row and each notice belongs to a deed of its very moment that is on record."""
    moments: dict[tuple[str, Any], set[str]] = defaultdict(set)
    for record in seen.audit:
        moments[record["actor"], record["at"]] |= set(record["subjects"])
    at_all = {record["at"] for record in seen.audit}
    for row in seen.timeline:
        known = moments.get((row["actor"], row["at"]))
        if known is None:
            yield f"timeline row {row['wire']} of {row['subject']} without a record"
        elif row["subject"] not in known:
            yield f"timeline row {row['wire']} of {row['subject']} beside the records of its moment"
    for row in seen.notices:
        if row["created_at"] not in at_all:
            yield f"notice {row['id']} “{row['title_vi']}” to {row['party']} without a record"


# -- numbers -----------------------------------------------------------------------------------------------------------


def numbers(seen: Seen) -> Iterator[str]:
    """Documents are numbered without a gap: no number is lost with a deed that failed, none is given twice.

    A dossier's number may be left out (decision 0024), but it is given once, and never before the sequence gave it.
    """
    counters = {row["series"]: row["last"] for row in seen.city.rows("SELECT series, last FROM dossiers_counter")}
    given: dict[str, list[int]] = defaultdict(list)
    for row in seen.city.rows("SELECT register, year, sequence FROM dossiers_document"):
        given[f"{row['register']}:{row['year']}"].append(row["sequence"])
    for series, found in given.items():
        if sorted(found) != list(range(1, len(found) + 1)):
            yield f"{series} has {len(found)} numbers up to {max(found)}"
        if counters.get(series) != len(found):
            yield f"the counter of {series} stands at {counters.get(series)}, {len(found)} were given"
    yield from _dossier_numbers(seen)


def _dossier_numbers(seen: Seen) -> Iterator[str]:
    (reached,) = (row["last_value"] for row in seen.city.rows("SELECT last_value FROM dossiers_number"))
    most = {row["year"]: reached - row["before"] for row in seen.city.rows("SELECT * FROM dossiers_numberyear")}
    given: dict[int, list[int]] = defaultdict(list)
    for row in seen.city.rows("SELECT number FROM dossiers_dossier"):
        digits = re.findall(r"\d+", row["number"])
        given[int(digits[-2])].append(int(digits[-1]))
    for year, found in given.items():
        if len(set(found)) < len(found):
            yield f"a dossier number of {year} was given twice"
        if min(found) < 1 or max(found) > most.get(year, 0):
            yield f"dossier numbers of {year} run from {min(found)} to {max(found)}, the sequence to {most.get(year)}"


def chains(seen: Seen) -> Iterator[str]:
    """The places of a chain are 1, 2, 3 … without a gap."""
    places: dict[str, list[int]] = defaultdict(list)
    for record in seen.audit:
        places[record["chain"]].append(record["seq"])
    for chain, found in places.items():
        if sorted(found) != list(range(1, len(found) + 1)):
            yield f"{chain}: {sorted(found)}"


# -- money -------------------------------------------------------------------------------------------------------------


def money(seen: Seen) -> Iterator[str]:
    """Each tranche was owed once and paid once, to the đồng; the budget's circle closes."""
    posted: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in seen.city.rows("SELECT account_id, subject, amount FROM ledger_posting ORDER BY id"):
        posted[row["account_id"], row["subject"]].append(row["amount"])
    tranches = seen.city.rows("SELECT id, support_id, no, amount, state FROM missions_tranche")
    for tranche in tranches:
        amount = tranche["amount"]
        wanted = {"paid": [-amount, amount], "ordered": [-amount, amount], "accepted": [-amount]}.get(
            tranche["state"], []
        )
        found = posted.pop(("payable.support", f"tranche:{tranche['id']}"), [])
        if found != wanted:
            yield f"tranche {tranche['no']} of support {tranche['support_id']} ({tranche['state']}): {found}, not {wanted}"
    for (account, subject), found in posted.items():
        if account == "payable.support":
            yield f"{subject} is owed {found}, and there is no such tranche"
    paid = sum(tranche["amount"] for tranche in tranches if tranche["state"] == "paid")
    out = -sum(sum(found) for (account, _subject), found in posted.items() if account == "treasury.cash")
    if out != paid:
        yield f"{out} đồng left the treasury, the paid tranches make {paid}"
    yield from _supports(seen)
    totals = Counter[str]()
    for (account, _subject), found in posted.items():
        totals[account] += sum(found)
    if sum(totals[account] for account in totals if account.startswith("budget.")):
        yield f"the budget's circle does not close: {dict(totals)}"


def _supports(seen: Seen) -> Iterator[str]:
    rows = seen.city.rows(
        "SELECT s.id, s.state, s.granted, s.paid, coalesce(sum(t.amount), 0)::bigint AS tranches,"
        " coalesce(sum(t.amount) FILTER (WHERE t.state = 'paid'), 0)::bigint AS paid_tranches"
        " FROM missions_equipmentsupport s LEFT JOIN missions_tranche t ON t.support_id = s.id GROUP BY s.id"
    )
    for row in rows:
        if row["paid"] != row["paid_tranches"]:
            yield f"support {row['id']} says paid {row['paid']}, its tranches {row['paid_tranches']}"
        if row["tranches"] and row["tranches"] != row["granted"]:
            yield f"support {row['id']} was granted {row['granted']}, its tranches make {row['tranches']}"


def invoices(seen: Seen) -> Iterator[str]:
    """One living claim per case; its invoice line counts once."""
    rows = seen.city.rows(
        "SELECT number, count(*) AS n FROM ledger_invoicelineclaim WHERE released_at IS NULL GROUP BY number"
    )
    held = {int(row["number"]): row["n"] for row in rows}
    for case in (seen.quiet, *seen.cases):
        if case.finished and held.get(case.plan.number) != 1:
            yield f"{case.plan.name}: its invoice line is held {held.get(case.plan.number, 0)} times"


# -- files, documents, jobs, mail --------------------------------------------------------------------------------------


def documents(seen: Seen) -> Iterator[str]:
    """Each issued document was rendered, once, and its file belongs to nothing else."""
    issued = seen.city.rows("SELECT id, dossier_id, number, kind, file FROM dossiers_document")
    files = {row["id"]: row for row in seen.city.rows("SELECT id, kind, subject, stored_by FROM kernel_storedfile")}
    rendered = Counter(record["chain"] for record in seen.audit if record["deed"] == "dossiers.render_document")
    for document in issued:
        if document["file"] is None:
            yield f"document {document['number']} was never rendered"
        elif document["file"] not in files:
            yield f"document {document['number']} names a file that is not there"
        times = rendered[f"document:{document['id']}"]
        if times != 1:
            yield f"document {document['number']} was rendered {times} times"
    by_job = [row for row in files.values() if row["stored_by"].startswith("job:")]
    if len(by_job) != len(issued):
        yield f"{len(issued)} documents, {len(by_job)} rendered files"
    wanted = sum(wire["wire"] == "dossiers.document_issued" for wire in seen.timeline)
    parties = len({(row["actor"], row["at"]) for row in seen.timeline if row["wire"] == "dossiers.document_issued"})
    if parties != len(issued) or wanted < len(issued):
        yield f"{len(issued)} documents, {parties} deeds that issued one"


def files(seen: Seen) -> Iterator[str]:
    """Each row has an owner that names it, and its bytes, whole."""
    named = {row["file"] for row in seen.city.rows("SELECT file FROM dossiers_document WHERE file IS NOT NULL")}
    named |= {row["file"] for row in seen.city.rows("SELECT file FROM dossiers_draftfile")}
    named |= {row["scan"] for row in seen.city.rows("SELECT scan FROM documents_papercopy")}
    for row in seen.city.rows("SELECT files FROM missions_delivery"):
        named |= {UUID(each) for each in row["files"]}
    stored = seen.city.rows("SELECT id, name, sha256 FROM kernel_storedfile")
    for row in stored:
        if row["id"] not in named:
            yield f"the row of file {row['name']} belongs to nothing"
        path = file_path(seen.city, row["id"])
        if not path.exists():
            yield f"the bytes of file {row['name']} are gone"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != row["sha256"]:
            yield f"the bytes of file {row['name']} are not those that were stored"
    for gone in named - {row["id"] for row in stored}:
        yield f"file {gone} is named and has no row"


def file_path(city: City, identity: UUID) -> Path:
    return city.var / "files" / identity.hex[:2] / str(identity)


def jobs(seen: Seen) -> Iterator[str]:
    """Nothing waits, nothing is left in the hands of a dead worker, nothing has failed for good."""
    for job in seen.jobs:
        waiting = job["status"] in ("todo", "doing") and job["task_name"] not in PERIODIC
        if waiting or job["status"] in ("failed", "aborted", "cancelled", "aborting"):
            yield f"job {job['id']} {job['task_name']} is {job['status']} after {job['attempts']} attempts"
    asked = {int(job["args"]["notice_id"]) for job in seen.jobs if job["task_name"] == "kernel.mail_notice"}
    for row in seen.notices:
        if row["id"] not in asked:
            yield f"nobody was asked to mail notice {row['id']}"
    for notice in asked - {row["id"] for row in seen.notices}:
        yield f"a mail is asked for notice {notice}, which does not exist"


def mail(seen: Seen) -> Iterator[str]:
    """Each notice went out at least once, under its own Message-ID."""
    sent = set()
    for path in (seen.city.var / "mail").glob("*"):
        for part in path.read_bytes().split(b"-" * 79 + b"\n"):
            found = re.match(r"<notice\.(\d+)@", str(email.message_from_bytes(part)["Message-ID"] or ""))
            if found:
                sent.add(int(found[1]))
    for row in seen.notices:
        if row["id"] not in sent:
            yield f"notice {row['id']} “{row['title_vi']}” was never mailed"


CHECKS: tuple[Check, ...] = (
    deeds, whole_cases, keys, traces, nothing_without_its_record, numbers, chains, money, invoices, documents, files, jobs,
    mail,
)  # fmt: skip
