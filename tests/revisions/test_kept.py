"""What was approved is found by `simcap verify`, and its code is never given to another text."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from simcap.errors import BadInputs
from simcap.facilitation import definitions
from simcap.journal import triggers
from simcap.revisions import acts
from simcap.revisions.models import Revision
from simcap.revisions.reading import known_to
from tests.cast import MONDAY, Cast, assemble

from .conftest import SIGNED, SIGNED_ID, SLOWER, begun, proposed, revised


def test_a_code_that_was_approved_and_withdrawn_is_not_given_again(cast: Cast) -> None:
    found = proposed(cast, revised("revisi-2", SLOWER))
    later = MONDAY.date().replace(day=20)
    acts.approve(found, effective_on=later, decision="", powers=cast.powers("kadis"))
    acts.withdraw(found, why="Keliru", powers=cast.powers("kadis"))
    definitions.all_definitions.cache_clear()  # another process, which never knew it
    with pytest.raises(BadInputs):
        proposed(cast, revised("revisi-2"))


@pytest.mark.once
def test_verify_names_a_text_that_was_changed_behind_the_triggers(cast: Cast) -> None:
    proposed(cast, revised("revisi-2"))
    call_command("verify", stdout=StringIO())
    triggers.drop(connection)
    Revision.objects.update(text=revised("revisi-2", SLOWER))
    triggers.create(connection)
    flaws = StringIO()
    with pytest.raises(CommandError):
        call_command("verify", stdout=StringIO(), stderr=flaws)
    assert flaws.getvalue().startswith("SOP revision revisi-2: its text does not have its SHA-256")


def test_a_draft_of_another_office_hides_no_file_from_this_one(cast: Cast) -> None:
    begun(cast, SIGNED)  # a copy has the code of what it was copied from until it gets its own
    other = assemble("kantor-lain", prefix="lain-")
    assert SIGNED_ID in known_to(other.office)
    approved = proposed(cast, revised("revisi-2"))
    acts.approve(approved, effective_on=MONDAY.date(), decision="", powers=cast.powers("kadis"))
    assert ["revisi-2" in known_to(one.office) for one in (cast, other)] == [True, False]
