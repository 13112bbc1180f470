"""How ``khue rules`` tells what it found: JSON for programs, and problems by field with exit code 2."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import typer
from rich.console import Console

from khue.core.bilingual import Text
from khue.core.rules.engine import RulebookError
from khue.core.rules.lawbook import LawError
from khue.core.rules.reading import FactProblem, FactsRefused
from khue.site.rules.inputs import CannotAnswer

FAILED, UNUSABLE = 1, 2


@contextmanager
def told_plainly(lang: str, as_json: bool) -> Iterator[None]:
    """Whatever can't be used becomes one problem per field, in the reader's language, and exit code 2."""
    try:
        yield
    except (CannotAnswer, FactsRefused) as refused:
        stop(refused.problems, lang, as_json)
    except (LawError, RulebookError) as error:
        wrong = [FactProblem("law", Text(str(each), str(each)), code="law") for each in error.problems]
        stop(wrong, lang, as_json)
    except ImportError as error:
        stop([FactProblem("KHUE_CITY", Text(str(error), str(error)), code="law")], lang, as_json)


def stop(problems: Any, lang: str, as_json: bool) -> NoReturn:
    if as_json:
        told = [{"field": p.field, "code": p.code, "text": p.text.into(lang)} for p in problems]
        print_json({"problems": told})
    else:
        channel = Console(stderr=True, highlight=False)
        for each in problems:
            where = f"{each.field}: " if each.field else ""
            channel.print(f"khue: {where}{each.text.into(lang)}", style="red", markup=False, soft_wrap=True)
    raise typer.Exit(UNUSABLE)


def print_json(told: Any) -> None:
    typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
