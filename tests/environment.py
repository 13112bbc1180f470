"""Loaded before anything else (``-p tests.environment``): tests keep away from the portal's own data."""

import os
from pathlib import Path

os.environ["KHUE_VAR"] = os.environ.get("KHUE_TEST_VAR") or str(Path(__file__).resolve().parents[1] / "var" / "test")
os.environ["SAMPLE"] = "1"
os.environ["KHUE_PUBLIC_KEPT"] = "0"  # a test sees at once what it wrote
os.environ.pop("PORT", None)
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # the many processes that tests start would translate all sources anew
