"""The SOP file: what it says once read, and every way in which it can be impossible."""

import json
import tomllib
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simcap.procedure import flow
from simcap.procedure.definition import Definition, ImpossibleDefinition
from simcap.procedure.flowchart import svg
from simcap.procedure.loading import load, minutes_of, shipped
from simcap.procedure.markdown import markdown
from tests.procedure.files import ACTS, POSITIONS, SIGNED, WITH_SECRETARY, WITHOUT_SECTION, read, read_text

TEXT = SIGNED.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [SIGNED, WITHOUT_SECTION, WITH_SECRETARY], ids=lambda path: path.stem)
def test_each_revision_loads_by_its_file_alone(path):
    assert read(path).digest == sha256(path.read_bytes()).hexdigest()


def test_the_shipped_files_are_found_by_their_id():
    assert list(shipped(known_acts=ACTS, known_positions=POSITIONS)) == ["555-24.5-dikominfo-2021"]


def test_the_signed_text_is_kept_word_for_word_with_its_defects():
    identity = read(SIGNED).identity
    assert (identity.name, identity.made_on, identity.effective_on, identity.related) == (
        "Fasilitasi Mobile MCAP (Mobile Community Acces Point)",
        date(2021, 6, 2),
        None,
        (),
    )
    assert "No 11 Tahun 2011" in identity.legal_basis[3]


def test_the_table_has_the_standard_times_of_the_signed_sop():
    steps = read(SIGNED).steps
    assert [(step.no, step.time_text, step.standard_minutes, step.tolerance_minutes) for step in steps] == [
        (1, "± 5 menit", 5, 2),
        (2, "±15 menit", 15, 5),
        (3, "Tentatif", None, 240),
        (4, "± 30 menit", 30, 10),
        (5, "± 5 menit", 5, 2),
    ]


def test_a_list_of_from_stages_and_the_star_become_one_row_per_stage():
    acts = read(SIGNED).acts
    assert len(acts["return_incomplete"].rows) == 7
    assert [row.from_stage for row in acts["open"].rows] == [
        stage.id for stage in read(SIGNED).stages.values() if stage.kind == "held"
    ]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("± 5 menit", 5),
        ("±15 menit", 15),
        ("5 Menit", 5),
        ("1 jam", 60),
        ("1 jam 30 menit", 90),
        ("2 hari", 900),
        ("2 hari kerja", 900),
        ("Tentatif", None),
    ],
)
def test_a_standard_time_is_read_as_working_minutes(text, minutes):
    assert minutes_of(text) == minutes


@pytest.mark.parametrize("text", ["", "5", "lima menit", "± menit", "5 minutes", "5 menit lagi", "-5 menit"])
def test_a_standard_time_that_does_not_parse_is_refused(text):
    with pytest.raises(ValueError, match="is not a time"):
        minutes_of(text)


SPT_CHAIN = 'stages = ["spt_with_section", "spt_with_division"]'
DISPOSE = '{ from = "with_head", to = "with_division", performers = ["head"], needs = ["letter"]'
CLOSED = '[[stages]]\nid = "closed"\nstep = 5\nkind = "end"\n'
DETOUR = 'id = "decline_draft"\nstep = 0'
ENDED = 'id = "declined"\nstep = 0\nkind = "end"\n'
DECLINE_DRAFT = '{ from = "decline_draft", to = "decline_with_section"'
OVER_BESIDE = '{ from = ["amend_draft", "amend_with_section", "amend_with_division", "amend_with_head"], to = "over"'
NOWHERE = """[[stages]]
id = "nowhere"
step = 5
kind = "held"
performer = "head"
label = { id = "Tidak ke mana-mana", en = "Nowhere" }
public = { id = "Tidak ke mana-mana.", en = "Nowhere." }
"""

IMPOSSIBLE = [
    ("not TOML", 'format = 1', "format = ", "", "is not TOML"),
    ("another format", "format = 1", "format = 2", "format", "must be 1"),
    ("bad id", 'id = "555-24.5-dikominfo-2021"', 'id = "SOP 555"', "id", "must be small letters"),
    ("missing key", 'number = "555 / 24.5 / Dikominfo-2021"\n', "", "identity.number", "is missing"),
    ("unknown key", "made_on =", "made_at =", "identity.made_on", "is missing"),
    ("key too many", 'name = "Fasi', 'nama = "x"\nname = "Fasi', "identity.nama", "is not a key"),
    ("wrong type", "related = []", 'related = ""', "identity.related", "must be a list"),
    ("empty text in a list", "related = []", 'related = [""]', "identity.related[0]", "must be text"),
    ("not a date", "made_on = 2021-06-02", 'made_on = "2 Juni 2021"', "identity.made_on", "must be a date"),
    ("a number as text", "standard_minutes = 15", 'standard_minutes = "15"', "steps.2.standard_minutes",
     "whole number"),
    ("a negative number", "tolerance_minutes = 10", "tolerance_minutes = -1", "steps.4.tolerance_minutes", "negative"),
    ("missing language", 'label = { id = "Agendaris", en = "Front desk" }', 'label = { id = "Agendaris" }',
     "performers.front_desk.label.en", "is missing"),
    ("empty label", '{ id = "Disposisikan", en = "Dispose" }', '{ id = "Disposisikan", en = " " }',
     "acts.dispose.label.en", "must not be empty"),
    ("unknown act", 'id = "forward"', 'id = "pass_on"', "acts.pass_on.id", "knows no act 'pass_on'"),
    ("unknown position", 'position = "section_head"', 'position = "sub_head"', "performers.section.position",
     "has no position 'sub_head'"),
    ("performer without a position", 'position = "section_head"\n', "", "performers.section.position", "is missing"),
    ("role that is a position", 'kind = "assignment"\nrole = "technician"', 'kind = "outside"\nrole = "technician"',
     "performers.technician.role", "is not a key"),
    ("reserved name", "[performers.requester]", "[performers.holder]", "performers.holder", "meaning of its own"),
    ("steps out of order", "no = 3", "no = 4", "steps.4.no", "must be 3"),
    ("unknown mark", 'coordinator = "inferred", technician', 'coordinator = "guessed", technician',
     "steps.3.performers.coordinator", "must be one of signed, inferred"),
    ("performer of a step without a column", 'performers = { coordinator = "inferred" }',
     'performers = { coordinator = "inferred", front_desk = "inferred" }', "steps.4.performers.front_desk",
     "no column"),
    ("unknown input", 'input = "disposition"', 'input = "decision"', "steps.2.input", "no artefact 'decision'"),
    ("time that does not parse", '"±15 menit"', '"sebentar"', "steps.2.time_text", "is not a time"),
    ("time that disagrees", '"±15 menit"', '"±20 menit"', "steps.2.time_text", "the standard is 15 working minutes"),
    ("window with minutes", '"Tentatif"', '"5 menit"', "steps.3.time_text", "the window of the SPT"),
    ("two standards", 'standard = "window"', 'standard = "window"\nstandard_minutes = 5', "steps.3.standard", "beside"),
    ("stage twice", 'id = "with_division"', 'id = "with_head"', "stages.with_head.id", "is there twice"),
    ("act twice", 'id = "forward"', 'id = "dispose"', "acts.dispose.id", "is there twice"),
    ("stage of an unknown kind", CLOSED, CLOSED.replace("end", "ended"), "stages.closed.kind", "must be one of held"),
    ("end with a performer", CLOSED, CLOSED + 'performer = "head"\n', "stages.closed.performer", "with nobody"),
    ("stage of an unknown step", 'id = "with_head"\nstep = 1', 'id = "with_head"\nstep = 9', "stages.with_head.step",
     "no step 9"),
    ("stage with an unmarked performer", 'id = "returned"\nstep = 4\nkind = "held"\nperformer = "coordinator"',
     'id = "returned"\nstep = 4\nkind = "held"\nperformer = "head"', "stages.returned.performer",
     "does not mark 'head'"),
    ("stage that nobody reaches or leaves", CLOSED, NOWHERE + CLOSED, "stages.nowhere.id", "no act leads here"),
    ("stage that nobody leaves", 'id = "finish"', 'id = "finish"\nextension = true', "stages.running.id",
     "does not come to an end"),
    ("unknown from-stage", DISPOSE, DISPOSE.replace("with_head", "with_boss"), "acts.dispose.rows[0].from",
     "no stage 'with_boss'"),
    ("unknown to-stage", DISPOSE, DISPOSE.replace("with_division", "with_nobody"), "acts.dispose.rows[0].to",
     "no stage 'with_nobody'"),
    ("unknown performer", DISPOSE, DISPOSE.replace('["head"]', '["chief"]'), "acts.dispose.rows[0].performers[0]",
     "no performer 'chief'"),
    ("performer that the step does not mark", DISPOSE, DISPOSE.replace('["head"]', '["technician"]'),
     "acts.dispose.rows[0].performers[0]", "does not mark 'technician'"),
    ("nobody performs", DISPOSE, DISPOSE.replace('["head"]', "[]"), "acts.dispose.rows[0].performers", "at least one"),
    ("input needed before it is made", DISPOSE, DISPOSE.replace('["letter"]', '["spt"]'),
     "acts.dispose.rows[0].needs[0]", "nobody makes 'spt' before"),
    ("output that no act gives", 'gives = ["spt"] }', 'gives = ["hand_over"] }', "steps.2.output",
     "no act of the step gives 'spt'"),
    ("output that another step gives", 'gives = ["record"] }', 'gives = ["activity_report"] }', "artefacts.record",
     "no act gives it"),
    ("output given too late for its step", 'output = "record"', 'output = "activity_report"', "steps.4.output",
     "no act of the step gives"),
    ("stage that stands, named", '{ from = "running", to = "",', '{ from = "running", to = "running",',
     "acts.log.rows[0].to", "where the stage stands"),
    ("back from a held stage", '{ from = "running", to = "",', '{ from = "running", to = "back",',
     "acts.log.rows[0].to", "for suspended stages and detours only"),
    ("nothing begins", '{ from = "", to = "with_head", performers = ["front_desk", "requester"]',
     '{ from = "closed", to = "with_head", performers = ["front_desk"]', "acts.register.rows[0].from",
     "nothing follows after the end"),
    ("begins at the end", '{ from = "", to = "with_head"', '{ from = "", to = "closed"', "acts.register.rows[0].to",
     "must be a held stage"),
    ("begins too late", '{ from = "", to = "with_head"', '{ from = "", to = "with_division"',
     "acts.forward.rows[0].needs[0]", "nobody makes 'disposition_head' before"),
    ("begins nowhere", '{ from = "", to = "with_head"', '{ from = "", to = ""', "acts.register.rows[0].to",
     "does not stand anywhere"),
    ("a holder at the beginning", 'performers = ["front_desk", "requester"]', 'performers = ["holder"]',
     "acts.register.rows[0].performers[0]", "no holder"),
    ("choice without a main row", '{ from = "report_with_section", to = "returned", performers = ["holder"] }',
     '{ from = "report_with_section", to = "returned", performers = ["holder"], choice = true }',
     "acts.send_back.rows[16].choice", "no row beside it"),
    ("two main rows", 'to = "returned", performers = ["holder"], choice = true },\n    { from = "report_with_head"',
     'to = "returned", performers = ["holder"] },\n    { from = "report_with_head"', "acts.send_back.rows[18].choice",
     "must be true"),
    ("two ways on", '{ from = "running", to = "", performers = ["coordinator", "technician"]',
     '{ from = "running", to = "returned", performers = ["technician"]', "acts.finish.rows[0].from", "both lead on"),
    ("the same row twice", '{ from = "spt_with_section", to = "to_record", performers = ["holder"] },\n',
     '{ from = "spt_with_section", to = "to_record", performers = ["holder"] },\n' * 2, "acts.send_back.rows[14].from",
     "by this act already"),
    ("unknown path", 'path = "detour"', 'path = "aside"', "stages.decline_draft.path",
     "must be one of main, detour, beside"),
    ("detour with a step", DETOUR, DETOUR.replace("step = 0", "step = 1"), "stages.decline_draft.step", "must be 0"),
    ("end on a detour", ENDED, ENDED + 'path = "detour"\n', "stages.declined.path", "for held stages only"),
    ("end beside the case", ENDED, ENDED + 'path = "beside"\n', "stages.declined.path", "for held stages only"),
    ("stage named over", 'id = "amend_draft"', 'id = "over"', "stages.over", "meaning of its own"),
    ("over on the path", '{ from = "running", to = "",', '{ from = "running", to = "over",', "acts.log.rows[0].to",
     "for stages beside the case only"),
    ("over on a detour", OVER_BESIDE, OVER_BESIDE.replace('"amend_with_head"', '"decline_draft"'),
     "acts.drop_amendment.rows[0].to", "for stages beside the case only"),
    ("back from beside", OVER_BESIDE, OVER_BESIDE.replace('"over"', '"back"'), "acts.drop_amendment.rows[0].to",
     "for suspended stages and detours only"),
    ("from beside onto the path", 'from = "amend_with_head", to = "over"', 'from = "amend_with_head", to = "assigned"',
     "acts.sign_amendment.rows[0].to", "must stay beside"),
    ("the signed path leads beside", 'from = "prepared", to = "running"', 'from = "prepared", to = "amend_draft"',
     "acts.start.rows[0].to", "only an extension leads beside"),
    ("suspended from a detour", DECLINE_DRAFT, DECLINE_DRAFT.replace("decline_with_section", "awaiting_requester"),
     "acts.draft_decline.rows[0].to", "of the SOP's own path"),
    ("two rows for one performer", '{ from = "with_section", to = "", performers = ["division"]',
     '{ from = "with_section", to = "", performers = ["division", "head"]', "acts.supersede.rows[2].choice",
     "has another row from 'with_section'"),
    ("paraf stage out of order", SPT_CHAIN, 'stages = ["spt_with_division", "spt_with_section"]', "paraf.spt.stages",
     "does not lead from 'to_record' to 'spt_with_division'"),
    ("paraf stage missing", SPT_CHAIN, 'stages = ["spt_with_section"]', "paraf.spt.stages",
     "does not lead from 'spt_with_section' to 'spt_with_head'"),
    ("unknown paraf stage", SPT_CHAIN, 'stages = ["spt_with_boss"]', "paraf.spt.stages[0]", "no stage 'spt_with_boss'"),
    ("unknown paraf act", 'initial = "endorse"', 'initial = "endorsed"', "paraf.report.initial", "no act 'endorsed'"),
    ("paraf too long", SPT_CHAIN, 'stages = ["a", "b", "c", "d"]', "paraf.spt.stages", "more than 3"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"), [case[1:] for case in IMPOSSIBLE], ids=[case[0] for case in IMPOSSIBLE]
)
def test_an_impossible_file_is_refused_with_file_key_and_reason(old, new, key, reason):
    assert old in TEXT
    with pytest.raises(ImpossibleDefinition) as refusal:
        read_text(TEXT.replace(old, new, 1))
    assert (refusal.value.file, refusal.value.key) == ("contoh.toml", key)
    assert reason in refusal.value.reason


def refused_as_endless(text: str) -> str:
    """The stage from which there is no end."""
    with pytest.raises(ImpossibleDefinition) as refusal:
        read_text(text)
    assert refusal.value.reason == "nothing from here ends it or brings the case back to the SOP's path"
    return refusal.value.key


def test_what_runs_beside_a_case_and_is_never_over_is_refused():
    text = TEXT.replace(OVER_BESIDE, OVER_BESIDE.replace('"amend_draft", ', ""))
    assert refused_as_endless(text.replace('to = "over"', 'to = "amend_draft"')) == "stages.amend_draft.id"


def test_a_detour_without_a_way_back_is_refused():
    round_and_round = [
        NOWHERE.replace("nowhere", name).replace("step = 5", 'step = 0\npath = "detour"') for name in "ab"
    ]
    ways = [("with_head", "a"), ("a", "b"), ("b", "a")]
    rows = [f'{{ from = "{before}", to = "{after}", performers = ["holder"] }},' for before, after in ways]
    first = '    { from = "with_division", to = "with_head", performers = ["holder"] },\n'
    text = TEXT.replace(CLOSED, "".join(round_and_round) + CLOSED).replace(first, first + "\n".join(rows) + "\n")
    assert refused_as_endless(text) == "stages.a.id"


def test_a_file_that_is_not_text_is_refused(tmp_path):
    (tmp_path / "bukan-teks.toml").write_bytes(b"\xff\xfe")
    for name in ("bukan-teks.toml", "tidak-ada.toml"):
        with pytest.raises(ImpossibleDefinition, match="cannot be read as text"):
            load(tmp_path / name, known_acts=ACTS, known_positions=POSITIONS)


def test_names_are_left_unchecked_for_whoever_only_reads_the_procedure():
    assert load(SIGNED, known_acts=None, known_positions=None) == read(SIGNED)


# ── Whatever happens to a good file, it loads or is refused ──────────────────────────────────────────────────────────
WORDS = sorted({"", "back", "*", "holder", "tidak_ada", *ACTS, *tomllib.loads(TEXT)["performers"]})


def as_toml(content: dict) -> str:
    return "\n".join(f"{json.dumps(key)} = {as_value(value)}" for key, value in content.items())


def as_value(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {as_value(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(as_value(inner) for inner in value) + "]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def places(content: object) -> list[tuple[dict | list, str | int]]:
    """Every container in the file with every key in it."""
    inner = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    return [found for key, value in inner for found in ((content, key), *places(value))]


@st.composite
def damaged(draw) -> str:
    """The good file with one to three keys dropped, names swapped, or values replaced."""
    content = tomllib.loads(TEXT)
    for _ in range(draw(st.integers(1, 3))):
        everywhere = places(content)
        container, key = draw(st.sampled_from(everywhere))
        match draw(st.sampled_from(["drop", "swap", "replace", "word"])):
            case "drop":
                del container[key]
            case "swap":
                other, other_key = draw(st.sampled_from(everywhere))
                container[key], other[other_key] = json_copy(other[other_key]), json_copy(container[key])
            case "replace":
                container[key] = (
                    draw(st.sampled_from([None, True, -1, 0, 7, "", [], {}, [[]], [""], {"id": "x"}])) or ""
                )
            case "word":
                container[key] = draw(st.sampled_from(WORDS))
    return as_toml(content)


def json_copy(value: object) -> object:
    return tomllib.loads(f"value = {as_value(value)}")["value"]


def read_or_refuse(text: str) -> Definition | ImpossibleDefinition:
    try:
        return read_text(text)
    except ImpossibleDefinition as refusal:
        return refusal


@given(damaged())
def test_a_damaged_file_is_refused_or_loads_and_can_then_be_drawn_and_described(text):
    outcome = read_or_refuse(text)
    if isinstance(outcome, Definition):
        assert svg(outcome, language="id").startswith("<svg")
        assert markdown(outcome).startswith("# ")
        assert flow.is_end(outcome, flow.expected_path(outcome, "")[-1].to)
    else:
        assert outcome.reason


def test_a_rewritten_undamaged_file_says_the_same():
    rewritten = read_text(as_toml(tomllib.loads(TEXT)))
    assert (rewritten.acts, rewritten.stages, rewritten.steps) == (
        read(SIGNED).acts,
        read(SIGNED).stages,
        read(SIGNED).steps,
    )


@given(st.text(max_size=40), st.integers(0, len(TEXT)))
def test_text_typed_anywhere_into_the_file_loads_or_is_refused(typed, at):
    assert isinstance(read_or_refuse(TEXT[:at] + typed + TEXT[at:]), Definition | ImpossibleDefinition)
