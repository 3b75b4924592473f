"""The flow: which act is open at which stage, whose turn it is, what comes next, and whether the time was kept."""

from datetime import timedelta

import pytest

from simcap.procedure import flow
from tests.procedure.files import SIGNED, WITH_SECRETARY, WITHOUT_SECTION, read

SOP = read(SIGNED)

# Stage × act: every pair that is open, with its to-stages and its performers; whatever is not here is closed.
OPEN_AT = {
    "": {"register": (["with_head"], ["front_desk", "requester"])},
    "with_head": {
        "dispose": (["with_division"], ["head"]),
        "return_incomplete": (["awaiting_requester"], ["head"]),
        "open": ([""], ["head"]),
    },
    "with_division": {
        "forward": (["with_section"], ["division"]),
        "return_incomplete": (["awaiting_requester"], ["division"]),
        "open": ([""], ["division"]),
    },
    "with_section": {
        "appoint": (["to_record"], ["section"]),
        "return_incomplete": (["awaiting_requester"], ["section"]),
        "open": ([""], ["section"]),
    },
    "to_record": {
        "record_request": (["spt_with_section"], ["coordinator"]),
        "return_incomplete": (["awaiting_requester"], ["coordinator"]),
        "open": ([""], ["coordinator"]),
    },
    "spt_with_section": {
        "initial": (["spt_with_division"], ["section"]),
        "return_incomplete": (["awaiting_requester"], ["section"]),
        "send_back": (["to_record"], ["section"]),
        "open": ([""], ["section"]),
    },
    "spt_with_division": {
        "initial": (["spt_with_head"], ["division"]),
        "return_incomplete": (["awaiting_requester"], ["division"]),
        "send_back": (["spt_with_section"], ["division"]),
        "open": ([""], ["division"]),
    },
    "spt_with_head": {
        "sign_spt": (["assigned"], ["head"]),
        "return_incomplete": (["awaiting_requester"], ["head"]),
        "send_back": (["spt_with_division"], ["head"]),
        "open": ([""], ["head"]),
    },
    "assigned": {"prepare": (["prepared"], ["technician"]), "open": ([""], ["technician"])},
    "prepared": {"start": (["running"], ["coordinator"]), "open": ([""], ["coordinator"])},
    "running": {
        "log": ([""], ["coordinator", "technician"]),
        "finish": (["returned"], ["technician"]),
        "open": ([""], ["technician"]),
    },
    "returned": {"record_facilitation": (["report_with_section"], ["coordinator"]), "open": ([""], ["coordinator"])},
    "report_with_section": {
        "endorse": (["report_with_division"], ["section"]),
        "send_back": (["returned"], ["section"]),
        "open": ([""], ["section"]),
    },
    "report_with_division": {
        "endorse": (["report_with_head"], ["division"]),
        "send_back": (["report_with_section", "returned"], ["division"]),
        "open": ([""], ["division"]),
    },
    "report_with_head": {
        "accept_report": (["closed"], ["head"]),
        "send_back": (["report_with_division", "returned"], ["head"]),
        "open": ([""], ["head"]),
    },
    "closed": {},
    "awaiting_requester": {"resubmit": (["back"], ["requester", "front_desk"])},
}
for stage, open_here in OPEN_AT.items():  # from the registration to the end a request may be added to
    if stage and SOP.stages[stage].kind != "end":
        open_here["add_attachment"] = ([""], ["requester", "front_desk"])
FILERS = ["front_desk", "head", "division", "section", "coordinator", "technician"]
for open_here in (one for stage, one in OPEN_AT.items() if stage):  # paper may come back at any time
    open_here["file_paper"] = ([""], FILERS)
PAIRS = [(stage, act) for stage in ("", *SOP.stages) for act in SOP.acts]


@pytest.mark.parametrize(("stage", "act"), PAIRS)
def test_an_act_is_open_at_the_stages_of_the_table_and_at_no_other(stage, act):
    to_stages, names = OPEN_AT[stage].get(act, ([], []))
    rows = flow.rows(SOP, act, stage)
    assert [row.to for row in rows] == to_stages
    for row in rows:
        assert [performer.id for performer in flow.performers(SOP, row, stage)] == names


@pytest.mark.parametrize("stage", OPEN_AT)
def test_the_open_rows_of_a_stage_are_those_of_all_its_acts(stage):
    assert {row.act for row in flow.open_rows(SOP, stage)} == set(OPEN_AT[stage])


def test_an_act_that_the_file_does_not_have_is_open_nowhere():
    assert flow.rows(SOP, "decline", "with_head") == ()
    assert flow.row(SOP, "decline", "with_head") is None


@pytest.mark.parametrize(
    ("to", "found"),
    [
        pytest.param(None, "report_with_division", id="the main row"),
        pytest.param("report_with_division", "report_with_division", id="the main row by name"),
        pytest.param("returned", "returned", id="the choice"),
    ],
)
def test_a_row_is_the_main_one_or_the_one_chosen(to, found):
    assert flow.row(SOP, "send_back", "report_with_head", to).to == found


def test_a_choice_that_is_not_offered_is_no_row():
    assert flow.row(SOP, "send_back", "report_with_head", "closed") is None


@pytest.mark.parametrize(
    ("act", "stage", "came_from", "target"),
    [
        pytest.param("dispose", "with_head", "", "with_division", id="onward"),
        pytest.param("log", "running", "", "running", id="the stage stands"),
        pytest.param("resubmit", "awaiting_requester", "with_section", "with_section", id="back"),
    ],
)
def test_a_row_leads_to(act, stage, came_from, target):
    assert flow.target(flow.row(SOP, act, stage), came_from) == target


def test_back_without_knowing_where_from_is_an_error():
    with pytest.raises(ValueError, match="where the case came from"):
        flow.target(flow.row(SOP, "resubmit", "awaiting_requester"), "")


@pytest.mark.parametrize(
    ("path", "acts"),
    [
        (
            SIGNED,
            "register dispose forward appoint record_request initial initial sign_spt prepare start finish "
            "record_facilitation endorse endorse accept_report",
        ),
        (
            WITHOUT_SECTION,
            "register dispose appoint record_request initial sign_spt prepare start finish "
            "record_facilitation endorse accept_report",
        ),
        (
            WITH_SECRETARY,
            "register dispose forward appoint record_request initial initial initial sign_spt prepare start finish "
            "record_facilitation endorse endorse accept_report",
        ),
    ],
    ids=lambda value: getattr(value, "stem", ""),
)
def test_the_expected_path_is_the_signed_sop_from_letter_to_accepted_report(path, acts):
    assert [row.act for row in flow.expected_path(read(path), "")] == acts.split()


@pytest.mark.parametrize(
    ("stage", "acts"),
    [
        ("report_with_division", ["endorse", "accept_report"]),
        ("closed", []),
        ("awaiting_requester", []),
    ],
)
def test_the_expected_path_from_a_stage_is_what_still_comes(stage, acts):
    assert [row.act for row in flow.expected_path(SOP, stage)] == acts


@pytest.mark.parametrize(
    ("path", "stage", "chain"),
    [
        (SIGNED, "to_record", None),
        (SIGNED, "spt_with_section", "spt"),
        (SIGNED, "spt_with_head", "spt"),
        (SIGNED, "assigned", None),
        (SIGNED, "report_with_division", "report"),
        (SIGNED, "report_with_head", "report"),
        (WITH_SECRETARY, "spt_with_secretary", "spt"),
    ],
)
def test_a_paraf_chain_is_under_way_from_its_first_initial_to_the_signature(path, stage, chain):
    found = flow.paraf_chain_at(read(path), stage)
    assert (found and found.id) == chain


@pytest.mark.parametrize(
    ("stage", "step", "suspended", "end"),
    [
        ("with_head", 1, False, False),
        ("running", 3, False, False),
        ("awaiting_requester", 1, True, False),
        ("closed", 5, False, True),
    ],
)
def test_a_stage_belongs_to_a_step_and_is_held_suspended_or_an_end(stage, step, suspended, end):
    assert (flow.step_of(SOP, stage).no, flow.is_suspended(SOP, stage), flow.is_end(SOP, stage)) == (
        step,
        suspended,
        end,
    )


@pytest.mark.parametrize(
    ("no", "handling", "late", "verdict"),
    [
        pytest.param(1, 7, None, "kept", id="at the tolerance"),
        pytest.param(1, 7.01, None, "exceeded", id="past the tolerance"),
        pytest.param(1, 0, None, "kept", id="outside office hours"),
        pytest.param(1, None, None, "running", id="not finished"),
        pytest.param(2, 20, None, "kept", id="another step, another standard"),
        pytest.param(3, 900, 0, "kept", id="within the window, whatever the handling"),
        pytest.param(3, 900, 240, "kept", id="home within the tolerance"),
        pytest.param(3, 1, 241, "exceeded", id="home too late"),
        pytest.param(3, 900, None, "running", id="not back yet"),
    ],
)
def test_a_step_kept_its_standard_or_exceeded_it(no, handling, late, verdict):
    handling, late = (None if value is None else timedelta(minutes=value) for value in (handling, late))
    assert flow.verdict(SOP.step(no), handling=handling, late=late) == verdict
