"""What every test stands on. Fixtures of one folder live in that folder's own conftest."""

import gc
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck, settings

from simcap import clock
from simcap.facilitation import definitions
from simcap.journal import triggers
from simcap.management.office import load_regions
from tests.support import installations

settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("fuzz", parent=settings.get_profile("suite"), max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


#: Tests of what pages show and of who may do what: nothing of that depends on the engine.
ABOUT_PAGES = (
    "tests/desk/", "tests/public/", "tests/paper/", "tests/people/test_admin", "tests/stewardship/test_pages.py",
    "tests/facilitation/test_rights.py", "tests/facilitation/test_time_of_event.py", "tests/test_access.py",
    "tests/facilitation/test_killed.py::test_a_process_killed_in_the_middle_of_an_exception",
)  # fmt: skip
#: Where both engines are run, these are left to PostgreSQL, which refuses more.
LEFT_TO_POSTGRESQL = ("tests/fuzz/test_pages.py", "tests/api/test_at_random.py")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Share the tests out by file where the file shares its data."""
    from tests.support.sharing import KeepTogether  # only where xdist is in use

    return KeepTogether(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What asks no database, or looks at pages, is tested on SQLite; the run on PostgreSQL is for what asks it.

    Every page is opened there too, as every role, by the form fuzzer.
    """
    if os.environ.get("SIMCAP_TEST_DB") != "postgresql":
        if os.environ.get("TEST_BOTH_ENGINES"):
            _keep(config, items, lambda one: not one.nodeid.startswith(LEFT_TO_POSTGRESQL))
        return
    asking = {"db", "transactional_db", "django_db_setup"}
    _keep(
        config, items, lambda one: not one.nodeid.startswith(ABOUT_PAGES)
        and (bool(one.get_closest_marker("django_db")) or _has_fixture(one, asking)),
    )  # fmt: skip


def pytest_collection_finish() -> None:
    """The thousands of tests found stay to the end: the collector need not go through them again and again."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _keep(config: pytest.Config, items: list[pytest.Item], wanted: Callable[[pytest.Item], bool]) -> None:
    found = {one: wanted(one) for one in items}
    config.hook.pytest_deselected(items=[one for one in items if not found[one]])
    items[:] = [one for one in items if found[one]]


def _has_fixture(item: pytest.Item, names: set[str]) -> bool:
    return bool(names.intersection(getattr(item, "fixturenames", ())))


@pytest.fixture(autouse=True, scope="session")
def _clock_may_be_scripted() -> None:
    clock.allow_scripting(True)


@pytest.fixture(autouse=True)
def _the_office_s_language() -> None:
    """Whatever language the test before has left behind."""
    translation.activate("id")


@pytest.fixture(autouse=True)
def _revisions_of_the_test_before_are_forgotten() -> Iterator[None]:
    """A process keeps the revisions that it has read from the database; the next test's database has none of them."""
    yield
    if len(definitions.all_definitions()) != len(definitions.files()):
        definitions.all_definitions.cache_clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Regions are loaded once, not again in every test's transaction; a copy is kept of the tables without them."""
    with django_db_blocker.unblock():
        installations.keep_tables()
        load_regions()


@pytest.fixture(autouse=True, scope="session")
def _flush_may_empty_the_journal() -> Iterator[None]:
    """Between transactional tests Django empties every table; the journal's triggers would refuse, and rightly so."""
    emptied = TransactionTestCase._fixture_teardown

    def without_triggers(case: TransactionTestCase) -> None:
        triggers.drop(connection)
        try:
            emptied(case)
        finally:
            triggers.create(connection)

    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", without_triggers)
    yield
    patch.undo()
