"""Asking a rule about many cases: JSON lines or Parquet in and out, part by part, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import IO, Any

from django.http import FileResponse, HttpRequest, StreamingHttpResponse

from khue.core.bilingual import Text
from khue.core.errors import Refused
from khue.core.rules.bound import Bound
from khue.core.rules.json_lines import CHUNK, UnreadableLine, answered_lines, as_line
from khue.core.rules.reading import FactProblem
from khue.features.rulebook import queries
from khue.features.rulebook.api.asking import point_of, told_at
from khue.features.rulebook.api.shapes import KnownOnDay, OnDay, RuleId, door
from khue.kernel import limits
from khue.kernel.api import bodies
from khue.kernel.api.doors import ROWS, TooLarge
from khue.kernel.web import language

NDJSON, PARQUET = ROWS
LARGEST = 32 * 1024 * 1024
MOST_ROWS = 100_000
UNPACKED = 512 * 1024 * 1024
IN_MEMORY = 1024 * 1024
PER_MINUTE = 20
SPLIT = Text(
    f"Mỗi lần gửi nhiều nhất {MOST_ROWS:,} dòng và {LARGEST // 1024 // 1024} MB: mời chia thành nhiều lần, hoặc dùng "
    "lệnh khue rules simulate với tệp Parquet.".replace(",", ".", 1),
    f"At most {MOST_ROWS:,} rows and {LARGEST // 1024 // 1024} MB at a time: send it in parts, or run "
    "khue rules simulate over Parquet files.",
)


@door.ask(
    "/rules/{rule_id}/evaluate-many",
    NDJSON,
    Text("Hỏi một quy tắc về nhiều trường hợp", "Ask about many"),
    takes="rows",
)
def evaluate_many(request: HttpRequest, rule_id: RuleId, on: OnDay = None, known_on: KnownOnDay = None) -> Any:
    """One answer per row, in the order of the rows: one JSON object per line, or columns of a Parquet file.

    A row that can't be used says so in its place, with its number; the others are answered. Nothing is kept.
    """
    limits.allow_here(request, "api.rows", PER_MINUTE)
    rulebook = queries.rulebook()
    with told_at("", rulebook, rule_id):
        bound = rulebook.at(rule_id, point_of(request, rulebook, on, known_on, None))
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if announced.isdecimal() and int(announced) > LARGEST:
        raise TooLarge(LARGEST, SPLIT)
    if request.content_type == PARQUET:
        return _parquet(request, bound)
    # The whole is taken before the first answer goes out: a client that sends before it reads must not wait for ever.
    kept = _taken(request, SpooledTemporaryFile(IN_MEMORY), count=True)  # noqa: SIM115 - closed by the answer
    response = StreamingHttpResponse(_lines(kept, bound, language()), content_type=NDJSON)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _taken(request: HttpRequest, into: Any, *, count: bool) -> Any:
    """The body on disk, from its beginning; at most LARGEST bytes and, counted, MOST_ROWS lines."""
    size = rows = 0
    while part := request.read(64 * 1024):
        size += len(part)
        rows += part.count(b"\n") if count else 0
        if size > LARGEST or rows > MOST_ROWS:
            into.close()
            raise TooLarge(LARGEST, SPLIT)
        into.write(part)
    into.seek(0)
    return into


# ---- JSON lines ------------------------------------------------------------------------------------------------------


def _lines(kept: IO[bytes], bound: Bound, words: str) -> Iterator[bytes]:
    with kept:
        yield from map(as_line, answered_lines(kept, bound, words, _read))


def _read(line: bytes) -> Any:
    try:
        return bodies.read(line, line=True)
    except bodies.Unreadable as fault:
        raise UnreadableLine(fault.reason.text) from fault


# ---- Parquet ---------------------------------------------------------------------------------------------------------


def _parquet(request: HttpRequest, bound: Bound) -> Any:
    """Columns named after the facts; other columns come back as they were, before outcome, values, refusal, problem."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from khue.core.rules.arrow import ask_batch
    from khue.core.rules.arrow_answers import result_schema

    kept, out = _taken(request, TemporaryFile(), count=False), TemporaryFile()  # noqa: SIM115 - closed by the answer
    with kept:
        try:
            source = pq.ParquetFile(kept)
        except (pa.ArrowException, OSError) as fault:
            raise Refused.because(*_no_parquet()) from fault
        meta = source.metadata
        unpacked = sum(meta.row_group(n).total_byte_size for n in range(meta.num_row_groups))
        if meta.num_rows > MOST_ROWS or unpacked > UNPACKED:
            raise TooLarge(LARGEST, SPLIT)
        answers = result_schema(bound)
        others = [each for each in source.schema_arrow if each.name not in {*bound.facts, *answers.names}]
        schema = pa.schema([*others, *answers])
        with pq.ParquetWriter(out, schema) as writer, told_at("", queries.rulebook(), bound.rule.id):
            try:
                for batch in source.iter_batches(CHUNK):
                    found = ask_batch(bound, batch, workers=1)
                    columns = [*(batch.column(each.name) for each in others), *found.columns]
                    writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
            except (pa.ArrowException, OSError) as fault:
                raise Refused.because(*_no_parquet()) from fault
    out.seek(0)
    response = FileResponse(out, content_type=PARQUET)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _no_parquet() -> list[Any]:
    from khue.features.rulebook.api.asking import reasons

    text = Text("Không đọc được tệp Parquet này.", "This Parquet file can't be read.")
    return reasons([FactProblem("body", text, code="unreadable")])
