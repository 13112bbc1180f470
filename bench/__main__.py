"""``make bench``: run every measurement in a process of its own, one after the other, and write RESULTS.md.

.venv/bin/python -m bench                 all of them
.venv/bin/python -m bench desk_page       one or some: their sections of RESULTS.md are written anew, the others stay
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import Figure, table

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
MODULES = (
    "audit_verify",
    "ledger_posting",
    "ledger_reports",
    "reconciliation",
    "intake",
    "desk_page",
    "bulk",
    "public_register",
    "search",
    "finding",
    "finding_page",
    "matching",
    "startup",
    "backup_speed",
    "rules",
    "optimum",
    "calls",
    "councils",
    "auctions",
)
LONGEST = 900  # seconds for one module; a measurement that hangs is a failed one


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m bench", description="Measure what users feel.")
    options.add_argument("modules", nargs="*", metavar="module", help=", ".join(MODULES))
    options.add_argument("--quick", action="store_true", help="a small part of the work: to see that everything runs")
    given = options.parse_args()
    if unknown := set(given.modules) - set(MODULES):
        options.error(f"there is no measurement {', '.join(sorted(unknown))}; there are {', '.join(MODULES)}")
    figures: list[Figure] = []
    sections = _sections()
    for name in given.modules or MODULES:
        print(f"· {name}", flush=True)
        found = _measured(name, quick=given.quick)
        if found is None:
            return 1
        figures += found
        sections[name] = f"{_about(name)}\n\nMeasured on {datetime.now(UTC):%d %B %Y}, {_load()}.\n\n{table(found)}"
        print(table(found), flush=True)
    missed = [figure.name for figure in figures if not figure.met]
    if not given.quick:
        _write({name: sections[name] for name in MODULES if name in sections})
    print(f"missed: {'; '.join(missed)}" if missed else "every target met")
    return 0


def _sections() -> dict[str, str]:
    """What RESULTS.md holds of each module so far."""
    if not RESULTS.exists():
        return {}
    parts = RESULTS.read_text(encoding="utf-8").split("\n## ")[1:]
    found = (part.partition("\n") for part in parts)
    return {title.strip().replace(" ", "_"): text.strip() for title, _line, text in found}


def _write(sections: dict[str, str]) -> None:
    text = "\n\n".join(f"## {name.replace('_', ' ')}\n\n{body}" for name, body in sections.items())
    met, missed = text.count(" | yes | "), text.count(" | **no** | ")
    RESULTS.write_text(f"{_head(met, met + missed)}\n\n{text}\n", encoding="utf-8")


def _measured(name: str, *, quick: bool) -> list[Figure] | None:
    """The module's figures, or None when it failed; what went wrong stands on the error channel."""
    command = [sys.executable, "-m", f"bench.{name}", *(["--quick"] if quick else [])]
    done = subprocess.run(command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True, timeout=LONGEST)
    if done.returncode:
        print(f"{name} failed with {done.returncode}", file=sys.stderr)
        return None
    return [Figure(**row) for row in json.loads(done.stdout.splitlines()[-1])]


def _head(met: int, targets: int) -> str:
    return (
        f"# What was measured\n\n`make bench`, on {_machine()}, which client, web server, worker and database share. "
        "How it is measured: `docs/how-to/measure.md`.\n\n"
        f"**{met} of {targets} targets met.** Each figure stands beside a yardstick of the same run: quote the ratios, "
        "times drift with the machine."
    )


def _machine() -> str:
    """The class of the machine, without its name."""
    described: dict[str, str] = {}
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            key, _colon, value = line.partition(":")
            described.setdefault(key.strip(), value.strip())
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (OSError, ValueError):
        memory = 0.0
    processor = described.get("model name") or platform.processor() or "processor of unknown make"
    cores = os.cpu_count() or 1
    room = f", {memory:.0f} GB" if memory else ""
    return f"{cores} cores of a {platform.machine()} machine ({processor}){room}, Python {platform.python_version()}"


def _load() -> str:
    return f"load over the last 15 minutes {os.getloadavg()[2]:.1f}"


def _about(name: str) -> str:
    """The first line of the module's docstring."""
    text = (HERE / f"{name}.py").read_text(encoding="utf-8")
    return text.removeprefix('"""').splitlines()[0]


if __name__ == "__main__":
    sys.exit(main())
