"""The rulebook at hand: the law of the city's files, with what officers confirmed when a database answers."""

from __future__ import annotations

import typer

from khue.core.bilingual import Text
from khue.core.rules.engine import Rulebook
from khue.core.rules.lawbook import Confirmation, Lawbook, lay_over
from khue.core.rules.loading import check_scenarios, city_law, city_rulebook, city_scenarios
from khue.core.rules.scenarios import Scenario
from khue.site import environment as env

FILES_ONLY = Text(
    "dùng pháp luật trong tệp, không có các giá trị mà cán bộ pháp chế đã xác nhận",
    "the law of the files, without what officers confirmed",
)
NO_LONGER_FITS = Text(
    "một giá trị đã xác nhận không còn khớp với tệp pháp luật", "a confirmation no longer fits the law files"
)


def city() -> str:
    return env.text("KHUE_CITY", "khue_hanoi")


def filed_law() -> Lawbook:
    """The law of the files. Raises LawError."""
    return city_law(city(), sample=env.flag("SAMPLE", default=not env.text("DATABASE_URL")))


def rulebook_at_hand(language: str = "vi") -> Rulebook:
    """The rules over the law as the city knows it now. Raises LawError and RulebookError with every problem.

    Where no database answers it is the law of the files, and the error channel says so in ``language``.
    """
    return city_rulebook(city(), law_at_hand(language))


def law_at_hand(language: str) -> Lawbook:
    """The law of the files with every confirmation of the database that answers. Raises LawError."""
    book = filed_law()
    try:
        found = _confirmations()
    except NoDatabase as why:
        typer.echo(f"khue: {why.text.into(language)}: {FILES_ONLY.into(language)}", err=True)
        return book
    if not found:
        return book
    book, problems = lay_over(book, found)
    for problem in problems:
        typer.echo(f"khue: {NO_LONGER_FITS.into(language)}: {problem}", err=True)
    return book


class NoDatabase(Exception):
    """No database with confirmations answers; ``text`` is one clear line."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def _confirmations() -> list[Confirmation]:
    """What officers confirmed, asked for directly: Django would take longer to start than the answer takes.

    Raises NoDatabase. The same rows as ``rulebook.queries.confirmations``; a test holds the two together.
    """
    url = env.text("DATABASE_URL") or _embedded()
    # The driver is loaded only where a database may answer: it takes a third of the time of an answer from the files.
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=2) as connection:
            rows = connection.execute(
                "SELECT parameter, value, valid_from, valid_until, known_from, document, page, document_date"
                " FROM rulebook_confirmation ORDER BY id"
            ).fetchall()
    except psycopg.errors.UndefinedTable:
        raise NoDatabase(Text("cơ sở dữ liệu chưa được thiết lập", "the database is not set up yet")) from None
    except psycopg.Error as error:
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise NoDatabase(Text(f"cơ sở dữ liệu không trả lời ({first})", f"no database answers ({first})")) from None
    return [
        Confirmation(
            parameter, value, since, until, known, f"{document}, trang {page}" if page else document, document_date
        )
        for parameter, value, since, until, known, document, page, document_date in rows
    ]


def _embedded() -> str:
    """Where the embedded server listens. Raises NoDatabase when it does not run."""
    from khue.site.postgres import Postgres, PostgresFailed

    try:
        server = Postgres(env.var())
    except PostgresFailed as error:
        raise NoDatabase(Text(str(error))) from None
    if not (server.socket / ".s.PGSQL.5432").exists():
        raise NoDatabase(Text("ở đây không có cơ sở dữ liệu nào đang chạy", "no database runs here"))
    return server.url()


def scenarios() -> tuple[Scenario, ...]:
    """Every scenario of the city. Raises ScenarioError."""
    return city_scenarios(city())


def check() -> int:
    """Runs every scenario; how many there are. Raises RulebookError with each that fails.

    Scenarios speak of the law as it is filed: what a sample city's officer "confirmed" must not turn them.
    """
    return check_scenarios(city(), city_rulebook(city(), city_law(city(), sample=False)))
