"""The flow: which act is open at which stage, whose turn it is, what comes next, and whether the time was kept."""

from datetime import timedelta

import pytest

from simcap.procedure import flow
from tests.procedure.files import SIGNED, WITH_SECRETARY, WITHOUT_SECTION, read

SOP = read(SIGNED)

# Stage × act: every pair that is open, with its to-stages, each with its performers; whatever is not here is closed.
ASKERS = "requester head section front_desk"
FILED = {"file_paper": {"": "front_desk head division section coordinator technician"}}
GOING_ON = {**FILED, "add_attachment": {"": "requester front_desk"}}
CANCEL = {"cancel": {"cancelled": ASKERS}}
#: Before an SPT is drafted, a postponed case stays where it is; a draft is made anew; a signed SPT is changed beside.
ASKED, DRAFTED, SIGNED_SPT = (
    {**GOING_ON, **CANCEL, "postpone": {to: ASKERS}} for to in ("", "to_record", "amend_draft")
)
DECLINE = {"decline": {"decline_draft": "head"}}
SUPERSEDE = {"supersede": {"with_division": "head", "with_section": "division", "to_record": "section"}}
CHANGE = {"amend": {"amend_draft": "coordinator section division head"}}
REVOKE = {**CHANGE, "revoke_spt": {"amend_draft": "head"}}
PRINTERS = "head front_desk section"


def incomplete(holder):
    """The request may be returned as incomplete."""
    return {"return_incomplete": {"awaiting_requester": holder}}


def declining(holder, **more):
    """The letter of refusal is on its way."""
    more = {act: {to: holder} for act, to in more.items()}
    return {**GOING_ON, **CANCEL, "reconsider": {"back": "head"}, "open": {"": holder}, **more}


def amending(holder, **more):
    """The change of the SPT is on its way."""
    more = {act: {to: holder} for act, to in more.items()}
    return {**GOING_ON, "drop_amendment": {"over": "section head"}, "open": {"": holder}, **more}


def on_paper(scanned, back):
    """Printed for a signature on paper."""
    moves = {"scan_signed": {scanned: "front_desk section"}, "void_paper": {back: "front_desk section head"}}
    return {**GOING_ON, **moves, "open": {"": "front_desk"}}


def to_check(printed, back, signed):
    """Signed on paper, to be checked by a second person."""
    checkers = "front_desk section division"
    moves = {"send_back": {printed: checkers}, "confirm_signed": {signed: checkers}}
    return {**GOING_ON, **moves, "void_paper": {back: "front_desk section head"}, "open": {"": "section"}}


OPEN_AT = {
    "": {"register": {"with_head": "front_desk requester"}},
    "with_head": {
        **ASKED, **DECLINE, **incomplete("head"), "dispose": {"with_division": "head"}, "open": {"": "head"},
    },
    "with_division": {
        **ASKED, **DECLINE, **incomplete("division"), "forward": {"with_section": "division"},
        "send_back": {"with_head": "division"}, "withdraw": {"with_head": "head"}, "supersede": {"": "head"},
        "open": {"": "division"},
    },
    "with_section": {
        **ASKED, **DECLINE, **incomplete("section"), "appoint": {"to_record": "section"},
        "send_back": {"with_division": "section"}, "withdraw": {"with_division": "division"},
        "supersede": {"with_division": "head", "": "division"}, "open": {"": "section"},
    },
    "to_record": {
        **ASKED, **DECLINE, **incomplete("coordinator"), "record_request": {"spt_with_section": "coordinator"},
        "send_back": {"with_section": "coordinator"}, "withdraw": {"with_section": "section"},
        "supersede": {"with_division": "head", "with_section": "division", "": "section"},
        "open": {"": "coordinator"},
    },
    "spt_with_section": {
        **DRAFTED, **DECLINE, **SUPERSEDE, **incomplete("section"), "initial": {"spt_with_division": "section"},
        "send_back": {"to_record": "section"}, "open": {"": "section"},
    },
    "spt_with_division": {
        **DRAFTED, **DECLINE, **SUPERSEDE, **incomplete("division"), "initial": {"spt_with_head": "division"},
        "send_back": {"spt_with_section": "division"}, "open": {"": "division"},
    },
    "spt_with_head": {
        **DRAFTED, **DECLINE, **SUPERSEDE, **incomplete("head"), "sign_spt": {"assigned": "head"},
        "print_to_sign": {"spt_on_paper": PRINTERS}, "send_back": {"spt_with_division": "head"}, "open": {"": "head"},
    },
    "assigned": {**SIGNED_SPT, **REVOKE, "prepare": {"prepared": "technician"}, "open": {"": "technician"}},
    "prepared": {**SIGNED_SPT, **REVOKE, "start": {"running": "coordinator"}, "open": {"": "coordinator"}},
    "running": {
        **GOING_ON, **CHANGE, "log": {"": "coordinator technician"}, "finish": {"returned": "technician"},
        "open": {"": "technician"},
    },
    "returned": {
        **GOING_ON, "record_facilitation": {"report_with_section": "coordinator"}, "open": {"": "coordinator"},
    },
    "report_with_section": {
        **GOING_ON, "endorse": {"report_with_division": "section"}, "send_back": {"returned": "section"},
        "open": {"": "section"},
    },
    "report_with_division": {
        **GOING_ON, "endorse": {"report_with_head": "division"},
        "send_back": {"report_with_section": "division", "returned": "division"}, "open": {"": "division"},
    },
    "report_with_head": {
        **GOING_ON, "accept_report": {"closed": "head"}, "print_to_sign": {"report_on_paper": PRINTERS},
        "send_back": {"report_with_division": "head", "returned": "head"}, "open": {"": "head"},
    },
    "closed": FILED,
    "awaiting_requester": {**ASKED, "resubmit": {"back": "requester front_desk"}},
    "decline_draft": declining("section", draft_decline="decline_with_section"),
    "decline_with_section": declining(
        "section", initial_decline="decline_with_division", send_back="decline_draft"
    ),
    "decline_with_division": declining(
        "division", initial_decline="decline_with_head", send_back="decline_with_section"
    ),
    "decline_with_head": {
        **declining("head", sign_decline="declined", send_back="decline_with_division"),
        "print_to_sign": {"decline_on_paper": PRINTERS},
    },
    "declined": FILED,
    "cancelled": FILED,
    "amend_draft": {**amending("section"), "amend_spt": {"amend_with_section": "section coordinator"}},
    "amend_with_section": amending("section", initial_amendment="amend_with_division", send_back="amend_draft"),
    "amend_with_division": amending("division", initial_amendment="amend_with_head", send_back="amend_with_section"),
    "amend_with_head": {
        **amending("head", sign_amendment="over", send_back="amend_with_division"),
        "print_to_sign": {"amend_on_paper": PRINTERS},
    },
    "spt_on_paper": {**on_paper("spt_to_check", "spt_with_head"), **CANCEL},
    "spt_to_check": {**to_check("spt_on_paper", "spt_with_head", "assigned"), **CANCEL},
    "decline_on_paper": {**on_paper("decline_to_check", "decline_with_head"), **CANCEL},
    "decline_to_check": {**to_check("decline_on_paper", "decline_with_head", "declined"), **CANCEL},
    "amend_on_paper": on_paper("amend_to_check", "amend_with_head"),
    "amend_to_check": to_check("amend_on_paper", "amend_with_head", "over"),
    "report_on_paper": on_paper("report_to_check", "report_with_head"),
    "report_to_check": to_check("report_on_paper", "report_with_head", "closed"),
}  # fmt: skip
PAIRS = [(stage, act) for stage in ("", *SOP.stages) for act in SOP.acts]


@pytest.mark.parametrize(("stage", "act"), PAIRS)
def test_an_act_is_open_at_the_stages_of_the_table_and_at_no_other(stage, act):
    rows = flow.rows(SOP, act, stage)
    found = {row.to: " ".join(one.id for one in flow.performers(SOP, row, stage)) for row in rows}
    assert list(found.items()) == list(OPEN_AT[stage].get(act, {}).items())


@pytest.mark.parametrize("stage", OPEN_AT)
def test_the_open_rows_of_a_stage_are_those_of_all_its_acts(stage):
    assert {row.act for row in flow.open_rows(SOP, stage)} == set(OPEN_AT[stage])


def test_an_act_that_the_file_does_not_have_is_open_nowhere():
    assert flow.rows(SOP, "burn", "with_head") == ()
    assert flow.row(SOP, "burn", "with_head") is None


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
        pytest.param("reconsider", "decline_with_head", "to_record", "to_record", id="back from a detour"),
        pytest.param("sign_amendment", "amend_with_head", "", "over", id="over beside the case"),
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
    ("stage", "off", "beside", "allows"),
    [
        ("with_head", False, False, False),
        ("assigned", False, False, True),
        ("running", False, False, True),
        ("returned", False, False, False),
        ("closed", False, False, False),
        ("awaiting_requester", True, False, False),
        ("decline_draft", True, False, False),
        ("decline_on_paper", True, False, False),
        ("declined", True, False, False),
        ("cancelled", True, False, False),
        ("amend_draft", False, True, False),
        ("amend_on_paper", False, True, False),
        ("spt_on_paper", True, False, False),
    ],
)
def test_a_stage_is_on_the_path_off_it_or_beside_the_case(stage, off, beside, allows):
    found = (flow.is_off_path(SOP, stage), flow.is_beside(SOP, stage))
    assert found == (off, beside)
    if not beside:
        assert flow.allows_beside(SOP, stage) == allows


@pytest.mark.parametrize(
    ("stage", "came_from", "step"),
    [("with_head", "", 1), ("declined", "to_record", 2), ("decline_draft", "with_head", 1),
     ("cancelled", "assigned", 3), ("awaiting_requester", "spt_with_head", 2), ("", "", 0)],
)  # fmt: skip
def test_off_the_path_a_case_is_in_the_step_that_it_left(stage, came_from, step):
    assert flow.step_at(SOP, stage, came_from) == step


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
