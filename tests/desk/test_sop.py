"""The SOP in force for the staff: its findings beside the signed words, which the public page does not have."""

import re

from django.test import Client

from simcap.desk.sop import findings_groups
from simcap.facilitation.definitions import definition
from tests.cast import Cast

SOP = "555-24.5-dikominfo-2021"


def test_the_findings_stand_in_groups_the_gravest_open(cast: Cast, client: Client) -> None:
    groups = findings_groups(definition(SOP), "id")
    assert [(one.title, len(one.told), one.is_open) for one in groups] == [
        ("Kesalahan", 3, True),
        ("Peringatan", 13, False),
        ("Catatan", 7, False),
    ]
    client.force_login(cast.account("kabid"))
    text = client.get("/sop/").content.decode()
    assert text.count('class="finding-group"') == 3
    assert [part in text for part in ("Rujukan peraturan bertentangan", "Tanggal efektif kosong")] == [True, True]


def test_each_place_of_a_finding_is_on_the_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.account("kabid"))
    text = client.get("/sop/").content.decode()
    anchors = {
        spot.anchor for one in findings_groups(definition(SOP), "id") for told in one.told for spot in told.spots
    }
    assert anchors - set(re.findall(r'id="([^"]+)"', text)) == set()


def test_the_findings_are_told_in_english_too() -> None:
    first = findings_groups(definition(SOP), "en")[0].told[0]
    assert (first.title, first.spots[0].words) == ("A regulation is cited in contradiction", "Legal basis, item 4")


def test_the_page_of_a_case_has_the_findings_of_its_own_revision(cast: Cast, client: Client) -> None:
    case = cast.walk("with_head")
    client.force_login(cast.account("kadis"))
    text = client.get(f"/cases/{case.uid}/sop/").content.decode()
    assert text.count('class="finding-group"') == 3


def test_the_public_page_has_no_findings(cast: Cast, client: Client) -> None:
    text = client.get("/o/diskominfo-sumbar/sop/").content.decode()
    assert "Temuan" not in text


def test_a_stranger_is_sent_to_sign_in(cast: Cast, client: Client) -> None:
    assert client.get("/sop/").url == "/masuk/?next=%2Fsop%2F"
