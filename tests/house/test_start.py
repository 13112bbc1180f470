"""What a web process has loaded when it takes its first request: heavy parts wait until somebody needs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

# ninja and pydantic are loaded with the site (the interface's addresses are checked when it starts): some 0.3 s and 18 MB.
HEAVY = (
    "polars", "highspy", "numpy", "typst", "openpyxl", "docx", "holidays", "pyxirr", "tantivy", "babel", "fontTools",
    "gunicorn", "typer", "hypothesis", "pytest", "playwright",
)  # fmt: skip
PROBE = """
import json, resource, sys, time
start = time.perf_counter()
import khue.site.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
print(json.dumps({"seconds": round(time.perf_counter() - start, 2), "modules": sorted(sys.modules),
                  "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
"""


@pytest.fixture(scope="module")
def started() -> dict[str, object]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "khue.site.settings"}
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, env=environment, timeout=120)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_no_heavy_part_is_loaded_before_it_is_needed(started: dict[str, object]) -> None:
    modules = started["modules"]
    assert isinstance(modules, list)
    sys.stdout.write(f"wsgi: {started['seconds']} s, {len(modules)} modules, {started['mb']} MB\n")
    assert [name for name in HEAVY if name in modules] == []


@pytest.mark.parametrize("words", [["audit", "verify"], ["days", "add"]], ids=" ".join)
def test_commands_for_outsiders_load_no_framework(words: list[str]) -> None:
    """An outsider checks an export on a machine that has no database; a working day needs no settings."""
    probe = (
        "import sys\nfrom typer.testing import CliRunner\nfrom khue.site.cli import app\n"
        f"CliRunner().invoke(app, {[*words, '--help']!r})\n"
        "sys.exit(', '.join({'django', 'psycopg', 'procrastinate'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
