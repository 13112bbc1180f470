"""``make bench``: run every measurement in a process of its own, one after the other, and write RESULTS.md."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from pathlib import Path

from bench.figures import Figure, table

HERE = Path(__file__).parent
MODULES = ("audit_verify", "ledger_posting", "ledger_reports", "desk_page", "public_register")


def main(wanted: list[str]) -> int:
    lines = [
        "# What was measured",
        "",
        f"`make bench` on {platform.machine()}, Python {platform.python_version()}, two cores that generator, database "
        "and web share. Each figure stands beside a yardstick of the same run: quote the ratios, times drift with the machine.",
        "",
    ]
    missed = 0
    for name in wanted or MODULES:
        print(f"· {name}", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", f"bench.{name}"], cwd=HERE.parent, stdout=subprocess.PIPE, text=True, timeout=1800
        )
        if done.returncode:
            print(f"{name} failed with {done.returncode}", file=sys.stderr)
            return 1
        figures = [Figure(**row) for row in json.loads(done.stdout.splitlines()[-1])]
        missed += sum(not figure.met for figure in figures)
        lines += [f"## {name.replace('_', ' ')}", "", table(figures), ""]
        print(table(figures), flush=True)
    if not wanted:
        (HERE / "RESULTS.md").write_text("\n".join(lines), encoding="utf-8")
    print(f"{missed} figures miss their target" if missed else "every target met")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
