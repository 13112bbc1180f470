"""One JSON line per request, with its id and without anything personal."""

import io
import json
import logging
import logging.config

import pytest

from khue.kernel.logs import log, logging_config


@pytest.fixture
def lines(settings):
    """What the JSON handler writes while a test runs, as parsed lines."""
    out = io.StringIO()
    config = logging_config(json=True)
    config["handlers"]["stderr"]["stream"] = out
    logging.config.dictConfig(config)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    logging.config.dictConfig(settings.LOGGING)


def access(lines):
    return [line for line in lines() if line["event"] == "request"]


def test_a_request_is_one_line_with_path_status_time_and_queries(person, lines):
    response = person.get("/vi/slow/?q=079203001234")
    (line,) = access(lines)
    assert (line["method"], line["path"], line["status"]) == ("GET", "/vi/slow/", 200)
    assert line["request_id"] == response["X-Request-ID"]
    assert line["queries"] >= 2
    assert line["ms"] >= line["db_ms"] >= 0
    assert "079203001234" not in json.dumps(lines())


def test_the_actor_stands_in_the_line_by_key_not_by_name(person, lines):
    person.get("/vi/hello/")
    (line,) = access(lines)
    assert line["actor"] == "party:7"
    assert "Trần" not in json.dumps(lines(), ensure_ascii=False)


def test_a_well_formed_request_id_is_kept_and_another_is_replaced(visitor, lines):
    assert visitor.get("/vi/slow/", headers={"X-Request-ID": "proxy-7f3a.91"})["X-Request-ID"] == "proxy-7f3a.91"
    for bad in ("short", "x" * 65, 'quote"inside', "new\nline-here"):
        given = visitor.get("/vi/slow/", headers={"X-Request-ID": bad})["X-Request-ID"]
        assert given != bad
        assert len(given) == 32


def test_health_checks_do_not_fill_the_log(visitor, lines):
    visitor.get("/healthz")
    assert access(lines) == []


def test_a_fault_is_logged_with_its_traceback_and_the_same_id(visitor, lines):
    visitor.raise_request_exception = False
    response = visitor.get("/vi/fault/")
    (line,) = [line for line in lines() if "exception" in line]
    assert line["request_id"] == response["X-Request-ID"]
    assert "RuntimeError" in line["exception"]


def test_the_content_of_rows_and_addresses_are_left_out_of_tracebacks(lines):
    try:
        raise ValueError("duplicate key\nDETAIL:  Key (email)=(mai@example.org) already exists.")
    except ValueError:
        log("khue.test").exception("deed_failed", tranche=7)
    (line,) = lines()
    assert line["tranche"] == 7
    assert "duplicate key" in line["exception"]
    assert "mai@example.org" not in line["exception"]
    log("khue.test").warning("typed lan@example.org")
    assert lines()[-1]["event"] == "typed [address]"


def test_lines_of_other_libraries_are_json_too(lines):
    logging.getLogger("some.library").warning("odd %s", "thing")
    assert lines()[-1]["event"] == "odd thing"
    assert lines()[-1]["level"] == "warning"
