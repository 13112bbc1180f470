"""``/metrics``: every request is counted under its route, nobody from outside reads it, and no label names a person."""

import re

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from prometheus_client.parser import text_string_to_metric_families

from khue.kernel.metrics import kept, reading, requests


@pytest.fixture
def client(db):
    return Client(raise_request_exception=False)


def figures(response):
    assert response.status_code == 200
    found = {}
    for family in text_string_to_metric_families(response.content.decode()):
        for sample in family.samples:
            found[sample.name, tuple(sorted(sample.labels.items()))] = sample.value
    return found


def count_of(found, route, status="2xx", method="GET"):
    return found.get(("khue_requests_total", (("method", method), ("route", route), ("status", status))), 0)


def test_requests_are_counted_under_their_route_with_how_they_ended(client):
    before = figures(client.get("/metrics"))
    client.get("/healthz")
    client.get("/healthz")
    client.get("/vi/dossiers/KH-2026-000001/")
    client.get("/vi/no-such-page/0912345678/")
    client.generic("TRACK", "/healthz")
    after = figures(client.get("/metrics"))
    assert count_of(after, "kernel:healthz") - count_of(before, "kernel:healthz") == 2
    assert count_of(after, "none", "4xx") - count_of(before, "none", "4xx") == 1
    assert count_of(after, "kernel:healthz", "4xx", "OTHER") - count_of(before, "kernel:healthz", "4xx", "OTHER") == 1
    timed = ("khue_request_seconds_count", (("method", "GET"), ("route", "kernel:healthz")))
    assert after[timed] - before.get(timed, 0) == 2


def test_labels_are_names_of_routes_and_kinds_never_paths_or_people(client):
    client.get("/vi/dossiers/KH-2026-000001/")
    text = client.get("/metrics").content.decode()
    assert "KH-2026" not in text
    for label, value in re.findall(r'(\w+)="([^"]*)"', text):
        assert label in {"route", "method", "status", "kind", "state", "clock", "version", "le"}
        assert re.fullmatch(r"[\w.:+-]*", value), value


def test_every_figure_is_told_and_documented(client):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '7 seconds')")
    found = figures(client.get("/metrics"))
    names = {name for name, _labels in found}
    assert found["khue_database_up", ()] == 1
    assert found["khue_disk_free_bytes", ()] > 0
    assert 6 < found["khue_worker_heartbeat_age_seconds", ()] < 60
    assert "khue_open_tasks" in names
    from tests.conftest import ROOT

    told = (ROOT / "docs/reference/metrics.md").read_text("utf-8")
    wanted = {figure.name for figure in (*kept.ALWAYS, *kept.KEPT, kept.UP)} | {
        "khue_requests_total",
        "khue_request_seconds",
    }
    assert {name for name in wanted if f"`{name}`" not in told} == set()
    assert set(re.findall(r"`(khue_\w+)`", told)) == wanted


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"REMOTE_ADDR": "10.0.0.7"}, 404),
        ({"REMOTE_ADDR": ""}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}, 404),  # a proxy on this machine
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_REAL_IP": "203.0.113.9"}, 404),
        ({"REMOTE_ADDR": "::1"}, 200),
        ({"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": "Bearer "}, 404),
    ],
)
def test_without_a_token_only_this_machine_reads_them(client, given, status):
    assert client.get("/metrics", **given).status_code == status


def test_with_a_token_only_who_has_it_reads_them(client, settings):
    settings.KHUE_METRICS_TOKEN = "a long token"
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer a wrong token").status_code == 404
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer ậ").status_code == 404
    away = {"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": "Bearer a long token"}
    assert client.get("/metrics", **away).status_code == 200


def test_a_disk_that_takes_no_figures_costs_no_answer(client, settings, tmp_path):
    (tmp_path / "file").write_text("in the way")
    settings.KHUE_METRICS = tmp_path / "file" / "metrics"
    requests._instruments.cache_clear()
    assert client.get("/healthz").status_code == 200
    requests._instruments.cache_clear()


@pytest.mark.parametrize(
    ("buckets", "part", "value"),
    [
        ([(0.1, 0.0), (0.5, 10.0), (float("inf"), 10.0)], 0.5, 0.3),
        ([(0.1, 10.0), (0.5, 10.0), (float("inf"), 10.0)], 0.95, 0.095),
        ([(0.1, 0.0), (0.5, 0.0), (float("inf"), 4.0)], 0.5, 0.5),  # beyond what is measured: the last bound
        ([], 0.5, 0.0),
        ([(0.1, 0.0), (float("inf"), 0.0)], 0.5, 0.0),
    ],
)
def test_quantiles_are_those_of_prometheus(buckets, part, value):
    assert reading.quantile(buckets, part) == pytest.approx(value)


def test_the_page_sums_what_the_processes_counted():
    before = reading.read()
    request = RequestFactory().get("/")
    request.resolver_match = None

    class Ended:
        status_code = 503

    requests.observe(request, Ended(), 0.2)
    after = reading.read()
    assert (after.count, after.failed) == (before.count + 1, before.failed + 1)
    assert sum(after.spread) == after.count
    assert len(after.spread) == len(requests.BUCKETS) + 1
