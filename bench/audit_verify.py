"""How fast an audit export is verified, beside the bare work on the same lines: SHA-256 and json.loads, nothing else.

    .venv/bin/python bench/audit_verify.py [--records 200000] [--rounds 3]

Writes an export of made-up records into a temporary folder, then reads it by turns with both; prints medians.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from statistics import median

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

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

PER_CHAIN, PER_CHECKPOINT = 8, 10_000


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


def bare(path: Path) -> None:
    """The yardstick: what no verifier can do without."""
    with path.open("rb") as file:
        for line in file:
            if line.startswith(b"R "):
                body = line[67:-1]
                sha256(body).digest()
                json.loads(body)


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--records", type=int, default=200_000)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "audit.txt"
        key = Ed25519PrivateKey.generate()
        anchor = write_export(path, given.records, key)
        size = path.stat().st_size

        def ours() -> None:
            with path.open("rb") as file:
                report = verify_export(file, anchor=anchor, public_keys=[public_hex(key.public_key())])
            assert report.ok, report.findings
            assert report.records == given.records

        rounds = [(timed(ours), timed(lambda: bare(path))) for _ in range(given.rounds)]
    verified, yardstick = median(a for a, _ in rounds), median(b for _, b in rounds)
    print(f"{given.records:,} records, {size / 1e6:.0f} MB, median of {given.rounds} alternating rounds, one core")
    print(f"verify_export          {given.records / verified:>12,.0f} records/s")
    print(f"sha256 + json.loads    {given.records / yardstick:>12,.0f} records/s")
    print(f"ratio                  {yardstick / verified:>12.2f}")


if __name__ == "__main__":
    main()
