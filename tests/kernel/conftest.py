"""The kernel's own small site, one signed-in person, and the doors that ``site`` would register."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from khue.core.actor import Actor
from khue.kernel import files, notices, web
from khue.kernel.models import User

MOMENT = datetime(2026, 3, 17, 2, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Standing:
    person_id: int = 7
    key: str = "party:7"
    name: str = "Trần Thị Mai"
    acts_for: tuple = (("party:20", "all"),)
    rights: tuple = ("task.take",)
    units: tuple = ("DOST",)
    mandate: str = ""
    former_keys: tuple[str, ...] = ()
    holds: tuple[tuple[str, str], ...] = ()
    stands_in_for: str = ""
    stands_in_parties: tuple[str, ...] = ()
    language: str = "vi"


@pytest.fixture(autouse=True)
def in_vietnamese():
    """A page leaves its language behind in the thread; every test begins in Vietnamese."""
    with translation.override("vi"):
        yield


@pytest.fixture
def small_site(settings):
    """Serves tests/kernel/pages.py, with its templates, and forgets what was registered afterwards."""
    settings.ROOT_URLCONF = "tests.kernel.pages"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates"]}]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    kept = (web._standing_loader, list(web._menu), list(web._frame), dict(files._readers))
    kept_notices = (notices._address_loader, dict(notices._kinds))
    web._menu.clear()
    web._frame.clear()
    yield
    web._standing_loader, web._menu[:], web._frame[:] = kept[0], kept[1], kept[2]
    files._readers.clear()
    files._readers.update(kept[3])
    notices._address_loader = kept_notices[0]
    notices._kinds.clear()
    notices._kinds.update(kept_notices[1])


@pytest.fixture
def visitor(small_site, db):
    return Client()


@pytest.fixture
def person(small_site, db):
    """A signed-in browser of party:7, who works at DOST and may act for party:20."""
    user = User.objects.create_user("mai", "a long enough password")
    web.set_standing_loader(lambda user_id, day: Standing() if user_id == user.pk else None)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def mai():
    """The same person as an actor, at 9:30 on 17 March 2026."""
    return Actor(
        key="party:7",
        name="Trần Thị Mai",
        person_id=7,
        moment=MOMENT,
        acts_for=(("party:20", "all"),),
        units=("DOST",),
    )


@pytest.fixture
def lan(mai):
    """Somebody else, without office or mandate."""
    return replace(mai, key="party:9", name="Lê Lan", person_id=9, acts_for=(), units=())
