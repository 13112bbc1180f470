"""Counting by address, by key, and by several rates at once."""

import pytest

from khue.kernel.limits import LimitReached, allow


@pytest.fixture
def request_from(rf, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "allow"}}
    from django.core.cache import cache

    cache.clear()
    return lambda address: rf.get("/", REMOTE_ADDR=address)


def test_a_rate_is_used_up_per_address(request_from):
    for _ in range(3):
        allow(request_from("10.0.0.1"), "find", "3/m")
    with pytest.raises(LimitReached) as caught:
        allow(request_from("10.0.0.1"), "find", "3/m")
    assert (caught.value.bucket, caught.value.retry_after) == ("find", 60)
    allow(request_from("10.0.0.2"), "find", "3/m")


def test_a_key_is_counted_over_all_addresses(request_from):
    allow(request_from("10.0.0.1"), "tax", "1/m", key="0100233488")
    with pytest.raises(LimitReached):
        allow(request_from("10.0.0.2"), "tax", "1/m", key="0100233488")
    allow(request_from("10.0.0.1"), "tax", "1/m", key="0101234567")


def test_the_tighter_of_two_rates_holds(request_from):
    for _ in range(5):
        allow(request_from("10.0.0.1"), "ask", "100/m,5/d")
    with pytest.raises(LimitReached) as caught:
        allow(request_from("10.0.0.1"), "ask", "100/m,5/d")
    assert caught.value.retry_after == 86_400


def test_buckets_are_counted_apart(request_from):
    allow(request_from("10.0.0.1"), "one", "1/m")
    allow(request_from("10.0.0.1"), "two", "1/m")


def test_the_counter_is_shared_through_the_cache_table(rf, db):
    """The cache that production uses: a table, so that every web process counts the same."""
    request = rf.get("/", REMOTE_ADDR="10.0.0.9")
    allow(request, "shared", "1/h")
    with pytest.raises(LimitReached):
        allow(request, "shared", "1/h")
