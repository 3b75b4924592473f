"""The doorway, for every act of the SOP: wholly or not at all, and once however often it is asked for.

The tests of one stage share the case that was brought there: each works in a savepoint of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from simcap import clock
from simcap.errors import BadInputs, OtherContent
from tests.cast import MONDAY, Cast, assemble
from tests.support.database import rows
from tests.support.kept import rolled_back

from .conftest import ALL, NAMES, ask, bring, wib

#: With a scope, all tests of one act follow each other, and so do the acts of one stage.
BY_STAGE = sorted(zip(ALL, NAMES, strict=True))
EVERY = pytest.mark.parametrize(
    ("brought", "who", "act"), [one for one, _ in BY_STAGE], ids=[name for _, name in BY_STAGE], indirect=["brought"],
    scope="module",
)  # fmt: skip


@pytest.fixture(scope="module")
def brought(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Cast]:
    """The cast with a new case at a stage, on a Monday morning."""
    with rolled_back(django_db_blocker), clock.scripted(MONDAY):
        yield bring(assemble(), request.param)


@pytest.fixture
def cast(brought: Cast, db: None) -> Cast:
    """That cast, with nothing of what another test did to it."""
    return brought.anew()


class Broken(Exception):
    """What goes wrong in the middle."""


def broken_at(table: str):
    """The database fails as soon as something is to be written into this table."""

    def watch(execute, sql, params, many, context):
        if sql.startswith(f'INSERT INTO "{table}"'):
            raise Broken
        return execute(sql, params, many, context)

    return connection.execute_wrapper(watch)


@EVERY
@pytest.mark.parametrize("table", ["journal_entry", "simcap_outbox"])
def test_an_act_that_fails_after_its_change_leaves_nothing(cast, who, act, table) -> None:
    inputs, before = cast.usual(who, act), rows()
    with broken_at(table), pytest.raises(Broken):
        ask(cast, who, act, inputs, uuid4())
    assert rows() == before


@EVERY
def test_the_same_request_twice_is_one_act_with_one_answer(cast, who, act) -> None:
    inputs, request_id = cast.usual(who, act), uuid4()
    first = ask(cast, who, act, inputs, request_id)
    after = rows()
    again = ask(cast, who, act, inputs, request_id)
    assert (first.repeated, again.repeated) == (False, True)
    assert (again.entry, again.facilitation) == (first.entry, first.facilitation)
    assert rows() == after


@EVERY
def test_a_used_request_id_with_other_content_is_refused(cast, who, act) -> None:
    inputs, request_id = cast.usual(who, act), uuid4()
    ask(cast, who, act, inputs, request_id)
    after = rows()
    with pytest.raises(OtherContent):
        ask(cast, who, act, inputs | {"note": "isian lain"}, request_id)
    assert rows() == after


@EVERY
def test_a_corrected_form_may_use_its_request_id_again(cast, who, act) -> None:
    inputs, request_id = cast.usual(who, act), uuid4()
    with pytest.raises(BadInputs):
        ask(cast, who, act, inputs, request_id, occurred_at=wib(8, 1))
    assert ask(cast, who, act, inputs, request_id).repeated is False
