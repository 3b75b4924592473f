"""Rights from real offices: whoever drafts never signs, and a tier held twice is merged (dirangkap), and printed so."""

import json
from datetime import datetime

import pytest

from simcap import clock
from simcap.documents.models import Document
from simcap.errors import NotNow, NotYou
from simcap.facilitation.models import Initial
from simcap.journal.models import Entry
from simcap.people import acts as office_acts
from simcap.people.models import Appointment
from tests.cast import MONDAY, Cast

from .conftest import bring, wib

BY_SIGNER = "dirangkap oleh penanda tangan"
BY_PREVIOUS = "dirangkap oleh pemberi paraf sebelumnya"
BY_DRAFTER = "dirangkap oleh penyusun konsep"
SEKSI, KABID = "Kepala Seksi Infrastruktur TIK", "Kepala Bidang Aplikasi Informatika"
HEAD = "Kepala Dinas Komunikasi dan Informatika"


def appoint(cast: Cast, who: str, code: str, kind: str, *, since: datetime = MONDAY, **posts: str) -> Appointment:
    """Appoint somebody by the office's own act; `via` and `through` are position codes."""
    return office_acts.appoint(
        cast.office, position=cast.position(code), officer=cast.officer(who), kind=kind, decree=f"ST {kind}/2026",
        from_at=since, by=office_acts.SYSTEM, **{key: cast.position(value) for key, value in posts.items()},
    )  # fmt: skip


def end(appointment: Appointment, at: datetime) -> None:
    """End an appointment."""
    office_acts.end_appointment(appointment, ended_at=at, reason="selesai", by=office_acts.SYSTEM)


def definitive(code: str) -> Appointment:
    """Who was appointed to a position first."""
    return Appointment.objects.get(position__code=code, kind="definitive")


def content(kind: str) -> dict:
    """What the newest document of a kind says."""
    return json.loads(Document.objects.filter(kind=kind).order_by("-id")[0].content)


def printed(kind: str) -> list[tuple[str, str, bool, str]]:
    """The initials as a document prints them."""
    return [(one["position"], one["name"], one["merged"], one["note"]) for one in content(kind)["paraf"]]


def merged(cast: Cast, act: str) -> list[dict[str, str]]:
    """What the journal says of tiers merged by an act, the last time."""
    entry = Entry.objects.filter(chain=f"case:{cast.case.uid}", act=act).order_by("-seq")[0]
    return json.loads(entry.canonical).get("merged", [])


def test_a_coordinator_who_is_plh_kepala_dinas_does_not_sign_his_own_draft(cast) -> None:
    bring(cast, "spt_with_section")
    appoint(cast, "koordinator", "head", "plh")
    cast.do("seksi", "initial")
    cast.do("kabid", "initial")
    with pytest.raises(NotYou) as refusal:
        cast.do("koordinator", "sign_spt")
    assert refusal.value.sentence == (
        "Penyusun konsep tidak boleh menandatanganinya sendiri, dan tidak ada orang lain yang memegang jabatan "
        f"{HEAD}. Administrator perlu menugaskan Plh. atau penerima wewenang a.n. untuk jabatan itu."
    )


def test_the_refusal_names_who_else_can_sign(cast) -> None:
    appoint(cast, "sekretaris", "head", "an", via="secretary")
    bring(cast, "spt_with_section")
    appoint(cast, "koordinator", "head", "plh")
    cast.do("seksi", "initial")
    cast.do("kabid", "initial")
    with pytest.raises(NotYou) as refusal:
        cast.do("koordinator", "sign_spt")
    assert refusal.value.sentence == (
        "Penyusun konsep tidak boleh menandatanganinya sendiri. Yang dapat: Sekretaris Dinas (contoh)."
    )
    cast.do("sekretaris", "sign_spt")
    assert cast.case.stage == "assigned"


def test_whoever_recorded_the_facilitation_does_not_accept_its_report(cast) -> None:
    bring(cast, "report_with_head")
    appoint(cast, "koordinator", "head", "plh")
    with pytest.raises(NotYou):
        cast.do("koordinator", "accept_report")


def test_a_kabid_who_is_plh_kepala_dinas_signs_and_his_own_tier_is_merged(cast) -> None:
    appoint(cast, "kabid", "head", "plh")
    cast.do("agendaris", "register")
    cast.do("kabid", "dispose")
    for who, act in (
        ("kabid", "forward"),
        ("seksi", "appoint"),
        ("koordinator", "record_request"),
        ("seksi", "initial"),
    ):
        cast.do(who, act)
    assert cast.case.stage == "spt_with_head"
    assert merged(cast, "initial") == [
        {"position": KABID, "officer": "Kepala Bidang Aptika (contoh)", "because": BY_SIGNER}
    ]
    cast.do("kabid", "sign_spt")
    assert cast.case.stage == "assigned"
    assert printed("assignment_letter") == [
        (SEKSI, "Kepala Seksi Infrastruktur TIK (contoh)", False, ""),
        (KABID, "Kepala Bidang Aptika (contoh)", True, BY_SIGNER),
    ]


def test_the_kabid_who_is_plh_has_his_tier_merged_in_the_report_as_well(cast) -> None:
    bring(cast, "returned")
    appoint(cast, "kabid", "head", "plh")
    cast.do("koordinator", "record_facilitation")
    cast.do("seksi", "endorse")
    assert cast.case.stage == "report_with_head"
    cast.do("kabid", "accept_report")
    assert printed("activity_report")[1] == (KABID, "Kepala Bidang Aptika (contoh)", True, BY_SIGNER)


def test_one_who_holds_two_tiers_initials_once(cast) -> None:
    end(definitive("section_head"), MONDAY)
    appoint(cast, "kabid", "section_head", "plt")
    bring_with_kabid_as_section(cast)
    cast.do("kabid", "initial")
    assert cast.case.stage == "spt_with_head"
    assert merged(cast, "initial")[0]["because"] == BY_PREVIOUS
    cast.do("kadis", "sign_spt")
    assert printed("assignment_letter") == [
        (f"Plt. {SEKSI}", "Kepala Bidang Aptika (contoh)", False, ""),
        (KABID, "Kepala Bidang Aptika (contoh)", True, BY_PREVIOUS),
    ]


def bring_with_kabid_as_section(cast: Cast) -> None:
    """Up to the first tier of the SPT, the Kabid acting for the Seksi."""
    for who, act in (
        ("agendaris", "register"), ("kadis", "dispose"), ("kabid", "forward"), ("kabid", "appoint"),
        ("koordinator", "record_request"),
    ):  # fmt: skip
        cast.do(who, act)
    assert cast.case.stage == "spt_with_section"


def test_a_seksi_who_coordinates_himself_has_his_tier_merged(cast) -> None:
    bring(cast, "with_section")
    cast.do("seksi", "appoint", {"coordinator": cast.officer("seksi").pk})
    cast.do("seksi", "record_request")
    assert cast.case.stage == "spt_with_division"
    assert merged(cast, "record_request") == [
        {"position": SEKSI, "officer": "Kepala Seksi Infrastruktur TIK (contoh)", "because": BY_DRAFTER}
    ]


def test_a_kabid_who_coordinates_leaves_the_seksi_to_initial_and_merges_his_own(cast) -> None:
    bring(cast, "with_section")
    cast.do("seksi", "appoint", {"coordinator": cast.officer("kabid").pk})
    cast.do("kabid", "record_request")
    assert cast.case.stage == "spt_with_section"
    cast.do("seksi", "initial")
    assert cast.case.stage == "spt_with_head"


def test_an_initialler_who_becomes_the_signer_prints_as_merged(cast) -> None:
    bring(cast, "spt_with_head")
    appoint(cast, "kabid", "head", "plh")
    cast.do("kabid", "sign_spt")
    assert printed("assignment_letter") == [
        (SEKSI, "Kepala Seksi Infrastruktur TIK (contoh)", False, ""),
        (KABID, "Kepala Bidang Aptika (contoh)", True, BY_SIGNER),
    ]


def test_a_tier_skipped_for_a_signer_who_no_longer_signs_is_initialled_after_all(cast) -> None:
    bring(cast, "spt_with_section")
    plh = appoint(cast, "kabid", "head", "plh")
    cast.do("seksi", "initial")
    with clock.scripted(wib(9)):
        end(plh, wib(9))
        with pytest.raises(NotNow) as refusal:
            cast.do("kadis", "sign_spt")
        assert refusal.value.sentence == (
            f"Paraf {KABID} dilewati karena dirangkap oleh Kepala Bidang Aptika (contoh) yang waktu itu akan "
            "menandatangani. Sekarang penanda tangannya lain: kembalikan berkas agar diparaf."
        )
        cast.do("kadis", "send_back")
        assert cast.case.stage == "spt_with_division"
        cast.do("kabid", "initial")
        cast.do("kadis", "sign_spt")
    assert [row[2] for row in printed("assignment_letter")] == [False, False]


BLOCKS = [
    ("kabid", "plt", {}, {"form": "plt", "title": HEAD, "own_title": "", "via_title": "", "decree": "ST plt/2026"}),
    ("kabid", "plh", {}, {"form": "plh", "title": HEAD, "own_title": "", "via_title": "", "decree": "ST plh/2026"}),
    (
        "sekretaris", "an", {"via": "secretary"},
        {"form": "an", "title": HEAD, "own_title": "Sekretaris Dinas", "via_title": "", "decree": "ST an/2026"},
    ),
    (
        "kabid", "ub", {"via": "division_head", "through": "secretary"},
        {"form": "ub", "title": HEAD, "own_title": KABID, "via_title": "Sekretaris Dinas", "decree": "ST ub/2026"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("who", "kind", "posts", "block"), BLOCKS, ids=[one[1] for one in BLOCKS])
def test_the_spt_carries_the_signature_block_of_whoever_signed(cast, who, kind, posts, block) -> None:
    if kind == "plt":
        end(definitive("head"), wib(8, 30))
    bring(cast, "spt_with_head")
    with clock.scripted(wib(9)):
        appoint(cast, who, "head", kind, since=wib(9), **posts)
        cast.do(who, "sign_spt")
    signed = content("assignment_letter")["signature"]
    assert {key: signed[key] for key in block} == block
    assert (signed["name"], signed["mode"]) == (cast.officer(who).name, "internal")
    kept = json.loads(Document.objects.get(kind="assignment_letter").signed_by)
    assert (kept["form"], kept["name"], kept["decree"]) == (kind, cast.officer(who).name, block["decree"])


def test_the_definitive_head_signs_in_his_own_name(cast) -> None:
    bring(cast, "assigned")
    signed = content("assignment_letter")["signature"]
    assert (signed["form"], signed["title"], signed["name"]) == ("own", HEAD, "Kepala Dinas (contoh)")


def test_the_block_stays_as_it_was_when_appointments_change(cast) -> None:
    bring(cast, "assigned")
    before = content("assignment_letter")
    end(definitive("head"), wib(8, 1))
    assert content("assignment_letter") == before


SENT_BACK = [
    ("spt_with_section", "seksi", "to_record", 0), ("spt_with_division", "kabid", "spt_with_section", 0),
    ("spt_with_head", "kadis", "spt_with_division", 1), ("report_with_section", "seksi", "returned", 0),
    ("report_with_division", "kabid", "report_with_section", 0),
    ("report_with_head", "kadis", "report_with_division", 1),
]  # fmt: skip


@pytest.mark.parametrize(("stage", "who", "to", "standing"), SENT_BACK, ids=[one[0] for one in SENT_BACK])
def test_sending_back_goes_one_stage_back_and_withdraws_that_initial(cast, stage, who, to, standing) -> None:
    bring(cast, stage)
    chain = "spt" if stage.startswith("spt") else "report"
    before = Initial.objects.filter(chain=chain).count()
    cast.do(who, "send_back")
    assert cast.case.stage == to
    assert Initial.objects.filter(chain=chain, withdrawn_at=None).count() == standing
    assert Initial.objects.filter(chain=chain).count() == before


@pytest.mark.parametrize(("stage", "who"), [("report_with_division", "kabid"), ("report_with_head", "kadis")])
def test_a_report_can_go_straight_back_to_its_record(cast, stage, who) -> None:
    bring(cast, stage)
    cast.do(who, "send_back", {"to": "returned"})
    assert cast.case.stage == "returned"
    assert Initial.objects.filter(chain="report", withdrawn_at=None).count() == 0


def test_sending_back_passes_over_merged_tiers(cast) -> None:
    bring(cast, "with_section")
    cast.do("seksi", "appoint", {"coordinator": cast.officer("seksi").pk})
    cast.do("seksi", "record_request")
    cast.do("kabid", "send_back")
    assert cast.case.stage == "to_record"
    assert Initial.objects.filter(withdrawn_at=None).count() == 0


def test_sending_back_passes_over_a_tier_that_the_signer_holds(cast) -> None:
    bring(cast, "spt_with_section")
    appoint(cast, "kabid", "head", "plh")
    cast.do("seksi", "initial")
    cast.do("kabid", "send_back")
    assert cast.case.stage == "spt_with_section"


def test_a_new_draft_replaces_the_old_one_and_keeps_the_register_number(cast) -> None:
    bring(cast, "spt_with_section")
    number = cast.case.register_entry.number
    cast.do("seksi", "send_back")
    cast.do("koordinator", "record_request", {"place": "Balai nagari"})
    assert list(cast.case.spts.order_by("id").values_list("status", "place")) == [
        ("replaced", "Halaman kantor wali nagari"), ("draft", "Balai nagari"),
    ]  # fmt: skip
    assert cast.case.register_entry.number == number
    cast.do("seksi", "initial")
    cast.do("kabid", "initial")
    cast.do("kadis", "sign_spt")
    assert [one.status for one in cast.case.spts.order_by("id")] == ["replaced", "in_force"]
    assert content("assignment_letter")["place"] == "Balai nagari"


def test_a_new_record_is_a_new_version_and_the_old_one_stays(cast) -> None:
    bring(cast, "report_with_section")
    cast.do("seksi", "send_back")
    cast.do("koordinator", "record_facilitation", {"results": "Hasil yang diperbaiki."})
    assert list(cast.case.records.values_list("version", "results")) == [
        (1, "Layanan diberikan."), (2, "Hasil yang diperbaiki."),
    ]  # fmt: skip
    kept = Document.objects.filter(kind="facilitation_record").order_by("version")
    assert [(one.version, one.status) for one in kept] == [(1, "replaced"), (2, "in_force")]
    assert kept[0].replaced_by == kept[1]
