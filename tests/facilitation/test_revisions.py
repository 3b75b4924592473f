"""The SOP is data: a revised procedure runs the whole service by its file alone, and a running case keeps its own."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from simcap import checks
from simcap.documents.models import Document
from simcap.errors import NotNow
from simcap.facilitation import definitions
from simcap.facilitation.measures import measure
from simcap.facilitation.models import Facilitation, Initial
from simcap.journal.models import Entry
from simcap.journal.verify import verify
from tests.cast import PATH, Cast

from .conftest import bring

FILES = Path(__file__).parent.parent / "procedure"
WITHOUT_SECTION = [
    ("agendaris", "register"), ("kadis", "dispose"), ("kabid", "appoint"), ("koordinator", "record_request"),
    ("kabid", "initial"), ("kadis", "sign_spt"), ("teknisi1", "prepare"), ("koordinator", "start"),
    ("teknisi1", "finish"), ("koordinator", "record_facilitation"), ("kabid", "endorse"), ("kadis", "accept_report"),
]  # fmt: skip
WITH_SECRETARY = [*PATH[:7], ("sekretaris", "initial"), *PATH[7:]]
KINDS = [
    "disposition_sheet", "assignment_letter", "hand_over_list", "field_report", "host_confirmation",
    "facilitation_record", "activity_report",
]  # fmt: skip
Revise = Callable[[Cast, str], None]


@pytest.fixture
def revise() -> Iterator[Revise]:
    """Put a further SOP file in force in the office; it is forgotten after the test."""

    def adopt(cast: Cast, name: str) -> None:
        if FILES not in definitions._folders:
            definitions.look_in(FILES)
        cast.office.sop_id = name.replace("_", "-")
        cast.office.save()

    yield adopt
    definitions._folders[:] = [folder for folder in definitions._folders if folder != FILES]
    definitions.all_definitions.cache_clear()


def walk(cast: Cast, path: list[tuple[str, str]]) -> None:
    """Do these acts one after the other."""
    for who, act in path:
        cast.do(who, act)


@pytest.mark.parametrize(
    ("name", "path", "initialled"),
    [
        ("without_section", WITHOUT_SECTION, ["kabid", "kabid"]),
        ("with_secretary", WITH_SECRETARY, ["seksi", "kabid", "sekretaris", "seksi", "kabid"]),
    ],
)
def test_a_revision_runs_the_whole_service_by_its_file_alone(cast, revise, name, path, initialled) -> None:
    revise(cast, name)
    walk(cast, path)
    assert (cast.case.stage, cast.case.definition_id) == ("closed", cast.office.sop_id)
    assert list(Document.objects.order_by("id").values_list("kind", flat=True)) == KINDS
    assert [one.officer for one in Initial.objects.order_by("id")] == [cast.officer(who) for who in initialled]
    assert [one.done for one in measure(cast.case, at=cast.case.closed_at)] == [True] * 5
    assert (verify().breaks, Entry.objects.filter(chain=f"case:{cast.case.uid}").count()) == ((), len(path))


def test_each_entry_names_the_revision_it_was_made_under(cast, revise) -> None:
    revise(cast, "without_section")
    entry = cast.do("agendaris", "register").entry
    revision = definitions.definition("without-section")
    assert json.loads(entry.canonical)["sop"] == {
        "number": "Contoh, bukan SOP yang berlaku", "id": "without-section", "sha256": revision.digest,
    }  # fmt: skip


def test_a_running_case_keeps_its_revision_when_the_office_takes_another(cast, revise) -> None:
    bring(cast, "with_division")
    first = cast.case
    revise(cast, "without_section")
    with pytest.raises(NotNow):
        cast.do("kabid", "appoint")
    walk(cast, list(PATH[2:]))
    assert (cast.case.stage, cast.case.definition_id) == ("closed", first.definition_id)
    walk(cast, WITHOUT_SECTION[:2])
    assert cast.case.definition_id == "without-section"
    with pytest.raises(NotNow):
        cast.do("kabid", "forward")
    cast.do("kabid", "appoint")
    assert cast.case.stage == "to_record"


def test_without_the_section_the_kabid_sends_the_draft_back_to_its_drafter(cast, revise) -> None:
    revise(cast, "without_section")
    walk(cast, WITHOUT_SECTION[:4])
    cast.do("kabid", "send_back")
    assert cast.case.stage == "to_record"


# ── Exceptions by another file: no Seksi, letters of refusal drafted by the front desk ──
def parafs(kind: str) -> list[tuple[str, bool]]:
    """The initials on the newest document of a kind: who, and whether merged."""
    content = json.loads(Document.objects.filter(kind=kind).order_by("-id")[0].content)
    return [(one["name"], one["merged"]) for one in content["paraf"]]


@pytest.mark.parametrize(
    ("drafter", "initials", "merged"),
    [("agendaris", [("kabid", "initial_decline")], False), ("kabid", [], True)],
)
def test_without_the_section_a_refusal_runs_by_the_file_alone(cast, revise, drafter, initials, merged) -> None:
    revise(cast, "without_section")
    walk(cast, [*WITHOUT_SECTION[:4], ("kadis", "decline"), (drafter, "draft_decline"), *initials])
    assert (cast.case.stage, cast.case.came_from) == ("decline_with_head", "spt_with_division")
    walk(cast, [("kadis", "sign_decline")])
    assert cast.case.stage == "declined"
    assert parafs("decline_letter") == [("Kepala Bidang Aptika (contoh)", merged)]
    assert verify().sound


def test_without_the_section_a_refusal_is_reconsidered_and_the_case_goes_all_the_way(cast, revise) -> None:
    revise(cast, "without_section")
    declined = [("kadis", "decline"), ("agendaris", "draft_decline"), ("kadis", "reconsider")]
    walk(cast, [*WITHOUT_SECTION[:2], *declined, *WITHOUT_SECTION[2:]])
    assert (cast.case.stage, cast.case.came_from, verify().breaks) == ("closed", "", ())


@pytest.mark.parametrize(
    ("drafter", "initials", "merged"),
    [("koordinator", [("kabid", "initial_amendment")], False), ("kabid", [], True)],
)
@pytest.mark.parametrize("asked", [("koordinator", "amend"), ("kadis", "revoke_spt"), ("pemohon", "postpone")])
def test_without_the_section_the_spt_is_changed_by_the_file_alone(
    cast, revise, asked, drafter, initials, merged
) -> None:
    revise(cast, "without_section")
    change = [asked, (drafter, "amend_spt"), *initials, ("kadis", "sign_amendment")]
    walk(cast, [*WITHOUT_SECTION[:6], *change, *WITHOUT_SECTION[6:]])
    assert (cast.case.stage, cast.case.beside) == ("closed", "")
    assert cast.case.spts.get(status="in_force").amends is not None
    assert parafs("assignment_letter") == [("Kepala Bidang Aptika (contoh)", merged)]
    assert verify().sound


@pytest.mark.parametrize(
    ("path", "exception", "stage"),
    [
        (WITHOUT_SECTION[:2], ("kadis", "withdraw"), "with_head"),
        (WITHOUT_SECTION[:3], ("kabid", "withdraw"), "with_division"),
        (WITHOUT_SECTION[:2], ("kadis", "supersede"), "with_division"),
        (WITHOUT_SECTION[:5], ("kadis", "supersede"), "with_division"),
        (WITHOUT_SECTION[:4], ("pemohon", "postpone"), "to_record"),
        (WITHOUT_SECTION[:7], ("kabid", "cancel"), "cancelled"),
    ],
)
def test_without_the_section_exceptions_lead_where_its_file_says(cast, revise, path, exception, stage) -> None:
    revise(cast, "without_section")
    walk(cast, [*path, exception])
    assert (cast.case.stage, verify().sound) == (stage, True)


def test_without_the_section_the_kabid_names_another_coordinator_by_superseding(cast, revise) -> None:
    revise(cast, "without_section")
    walk(cast, WITHOUT_SECTION[:4])
    named = {**cast.usual("kabid", "appoint"), "coordinator": cast.officer("teknisi2").pk, "reason": "Berhalangan."}
    cast.do("kabid", "supersede", named)
    assert cast.case.stage == "to_record"
    (standing,) = cast.case.assignments.filter(role="coordinator", until_at=None)
    assert standing.officer == cast.officer("teknisi2")
    cast.do("teknisi2", "record_request", {"crew": [{"officer": cast.officer("teknisi1").pk, "duty": "Teknisi"}]})
    walk(cast, WITHOUT_SECTION[4:6])
    assert cast.case.stage == "assigned"


def test_a_revision_without_exceptions_has_none(cast, revise) -> None:
    revise(cast, "with_secretary")
    walk(cast, WITH_SECRETARY[:3])
    for act in ("withdraw", "supersede", "decline", "postpone", "cancel"):
        with pytest.raises(NotNow):
            cast.do("kadis", act)


def test_the_secretary_of_a_revision_with_one_initials_last_and_is_printed_so(cast, revise) -> None:
    revise(cast, "with_secretary")
    walk(cast, WITH_SECRETARY[:9])
    spt = json.loads(Document.objects.get(kind="assignment_letter").content)
    assert [one["name"] for one in spt["paraf"]] == [
        "Kepala Seksi Infrastruktur TIK (contoh)", "Kepala Bidang Aptika (contoh)", "Sekretaris Dinas (contoh)",
    ]  # fmt: skip


def test_a_revision_in_use_whose_file_is_gone_stops_the_program(cast, revise) -> None:
    revise(cast, "without_section")
    cast.do("agendaris", "register")
    definitions._folders[:] = [folder for folder in definitions._folders if folder != FILES]
    definitions.all_definitions.cache_clear()
    (error,) = checks.revisions_in_use(None, databases=["default"])
    assert error.msg == "The SOP revision without-section is in use and its file is not here."


def test_a_file_changed_under_running_cases_is_warned_of(cast) -> None:
    bring(cast, "with_head")
    assert checks.revisions_in_use(None, databases=["default"]) == []
    Facilitation.objects.update(definition_digest="0" * 64)
    (warning,) = checks.revisions_in_use(None, databases=["default"])
    assert warning.id == "simcap.W001"
