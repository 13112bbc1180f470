"""``khue search``: ask the public search on the command line, and build both indexes anew."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from typer.core import TyperGroup

if TYPE_CHECKING:
    from khue.kernel.finding import Found, Hit, Question

console = Console(highlight=False)


class Asked(TyperGroup):
    """``khue search "words"`` is short for ``khue search ask "words"``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h"):
            args = ["ask", *args]
        return super().parse_args(ctx, args)


search = typer.Typer(cls=Asked, no_args_is_help=True, help="The public search, and the indexes of both searches.")


@search.command("ask")
def ask(
    words: Annotated[str, typer.Argument(help="What is sought, with or without marks, in Vietnamese or English.")],
    kind: Annotated[
        str, typer.Option("--in", help="Where to look: a kind of listing (offers, needs …) or all.")
    ] = "all",
    lang: Annotated[str, typer.Option("--lang", help="The language of titles: vi or en.")] = "vi",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of lines to read.")] = False,
    size: Annotated[int, typer.Option("--size", min=1, max=100, help="How many results.")] = 10,
) -> None:
    """Find what everybody may see: offers, needs and whatever else is listed."""
    from khue.kernel.loading import django_ready
    from khue.site.cli import stop_with

    django_ready()
    from khue.kernel import finding

    kinds = finding.known()
    if not kinds:
        stop_with("nothing is listed yet: no part of the portal has registered what the public search finds", 1)
    if kind != "all" and kind not in kinds:
        stop_with(f"there is nothing called {kind}; there is {', '.join(sorted(kinds))}, or all")
    if lang not in ("vi", "en"):
        stop_with("--lang is vi or en")
    question = finding.Question(words, () if kind == "all" else (kind,), size=size)
    found = finding.find(question, language=lang)
    if not found.ready:
        stop_with("the index is not built yet: start the portal, or run khue search rebuild", 1)
    if as_json:
        typer.echo(json.dumps(_spoken(question, found, lang), ensure_ascii=False))
        return
    _shown(question, found)


def _spoken(question: Question, found: Found, lang: str) -> dict[str, Any]:
    from khue.kernel import finding

    told = finding.advice(question) if found.how != "all" or not found.total else finding.Advice()
    return {
        "asked": question.asked,
        "total": found.total,
        "how": found.how,
        "hits": [_hit(hit, lang) for hit in found.hits],
        "facets": {name: dict(codes) for name, codes in found.facets.items() if codes},
        "unknown": [{"word": near.said, "nearest": near.meant} for near in told.unknown],
        "instead": told.instead,
    }


def _hit(hit: Hit, lang: str) -> dict[str, Any]:
    return {
        "key": hit.key,
        "title": "".join(text for text, _wanted in hit.title),
        "title_vi": hit.title_vi,
        "title_en": hit.title_en,
        "quote": "".join(text for text, _wanted in hit.quote),
        "path": f"/{lang}{hit.path}",
        "on": hit.on.isoformat(),
        "price": hit.price,
        "facets": hit.facets,
    }


def _shown(question: Question, found: Found) -> None:
    from rich.text import Text as Line

    from khue.kernel import finding

    for number, hit in enumerate(found.hits, 1):
        line = Line(f"{number:>3}  ")
        for text, wanted in hit.title:
            line.append(text, "bold" if wanted else "")
        line.append(f"  {hit.key}", "dim")
        console.print(line, soft_wrap=True)
    console.print(f"{found.total:,} found" + (", some with only most of the words" if found.how == "most" else ""))
    if found.how == "all" and found.total:
        return
    for near in finding.advice(question).unknown:
        console.print(
            f"nobody wrote {near.said!r}" + (f"; {near.meant!r} is there" if near.meant else ""), markup=False
        )


@search.command("rebuild")
def rebuild() -> None:
    """Build the indexes of both searches anew from the database; searching goes on with the old ones meanwhile."""
    from rich.progress import Progress

    from khue.kernel.loading import django_ready

    django_ready()
    from khue.kernel import finding
    from khue.kernel import search as index

    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("reading", total=None)
        count = index.rebuild(lambda kind, so_far: bar.update(task, completed=so_far, description=kind))
        public = finding.rebuild(lambda kind, so_far: bar.update(task, completed=so_far, description=kind))
    console.print(f"{count:,} records can be found" if count else "another process writes the index just now")
    console.print(
        "another process builds the public index just now"
        if public is None
        else f"{public:,} listings can be found by everybody"
    )
