"""How fast an audit export is verified, beside the bare work on the same lines: SHA-256 and json.loads, nothing else.

    .venv/bin/python -m bench.audit_verify

Writes an export of made-up records into a temporary folder, then reads it by turns with both. One core, no database.
"""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.figures import Figure, by_turns, tell
from khue.core.proof import (
    END,
    ZERO,
    Checkpoint,
    Tree,
    digest_of,
    header_line,
    public_hex,
    record_body,
    record_line,
    seal,
    verify_export,
)

RECORDS, ROUNDS = 200_000, 5
PER_CHAIN, PER_CHECKPOINT = 8, 10_000


def run(quick: bool = False) -> list[Figure]:
    records = RECORDS // 10 if quick else RECORDS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "audit.txt"
        key = Ed25519PrivateKey.generate()
        anchor = write_export(path, records, key)
        size = path.stat().st_size

        def ours() -> None:
            with path.open("rb") as file:
                report = verify_export(file, anchor=anchor, public_keys=[public_hex(key.public_key())])
            if not report.ok or report.records != records:
                raise SystemExit(str(report.findings))

        verified, bare = by_turns(ROUNDS, ours, lambda: bare_work(path))
    beside = f"SHA-256 and json.loads alone: {records / bare:,.0f} records/s"
    return [
        Figure("khue audit verify, with an anchor", records / verified, "records/s", ">= 50000", beside),
        Figure("share of the bare rate", 100 * bare / verified, "%", "", f"{records:,} records, {size / 1e6:.0f} MB"),
    ]


def write_export(path: Path, records: int, key: Ed25519PrivateKey) -> Checkpoint:
    """An export of ``records`` records in chains of eight that run beside each other, sealed every 10,000."""
    start = datetime(2026, 1, 5, 1, tzinfo=UTC)
    chains = max(1, records // PER_CHAIN)
    ends: dict[str, tuple[int, str]] = {}
    tree, last, first = Tree(), None, 1
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(header_line(city="bench", exported_at=start, public_key=public_hex(key.public_key())))
        for number in range(1, records + 1):
            moment = start + timedelta(seconds=number)
            chain = f"dossier:{number % chains}"
            seq, prev = ends.get(chain, (0, ZERO))
            body = record_body(
                chain=chain, seq=seq + 1, prev=prev, at=moment, wall=moment, actor=f"party:{number % 997}",
                mandate="", deed="missions.approve_tranche", subjects=[chain, f"tranche:{number}"],
                values=sha256(b"%d" % number).hexdigest(), personal=None, edition="2026-01",
                entries=["018f3c5e-8a60-7b44-9d3c-0d3c2f1b9a77"], request=f"r{number}",
            )  # fmt: skip
            digest = digest_of(body)
            ends[chain] = (seq + 1, digest.hex())
            tree.add(digest)
            file.write(record_line(digest.hex(), body))
            if number % PER_CHECKPOINT == 0 or number == records:
                last = seal(
                    previous=last, first=first, last=number, count=tree.count, root=tree.root(), at=moment, key=key
                )
                file.write(last.line + "\n")
                tree, first = Tree(), number + 1
        file.write(END)
    assert last is not None
    return last


def bare_work(path: Path) -> None:
    """The yardstick: what no verifier can do without."""
    with path.open("rb") as file:
        for line in file:
            if line.startswith(b"R "):
                body = line[67:-1]
                sha256(body).digest()
                json.loads(body)


if __name__ == "__main__":
    tell(run, __doc__)
