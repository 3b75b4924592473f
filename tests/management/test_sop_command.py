"""`simcap sop check` and `simcap sop import`: exit codes, sentences, JSON; never a traceback."""

import json
import tomllib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from simcap.procedure.writing import toml_text
from tests.procedure.files import SIGNED

pytestmark = pytest.mark.once
SEED = Path(__file__).parent.parent / "data" / "sop_555.txt"


def run(*arguments: object) -> tuple[str, str]:
    """What the command writes on its two streams."""
    out, err = StringIO(), StringIO()
    call_command("sop", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def check(*arguments: object) -> tuple[int, str]:
    """Exit code and output of a check."""
    out = StringIO()
    try:
        call_command("sop", "check", *map(str, arguments), stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def clean(folder: Path) -> Path:
    """The shipped definition with its errors mended, under another id."""
    content = tomllib.loads(SIGNED.read_text(encoding="utf-8"))
    identity = content["identity"] | {"effective_on": content["identity"]["made_on"]}
    identity["legal_basis"] = identity["legal_basis"][:3]
    identity["warnings"] = identity["warnings"][:2]
    path = folder / "bersih.toml"
    path.write_text(toml_text(content | {"id": "bersih", "identity": identity}), encoding="utf-8")
    return path


def test_the_shipped_sop_has_errors_and_its_check_fails():
    code, said = check(SIGNED)
    assert code == 1
    assert said.splitlines()[0] == "KESALAHAN Rujukan peraturan bertentangan [law-contradiction]"
    assert said.splitlines()[-1] == f"{SIGNED.name}: 3 kesalahan, 13 peringatan, 7 catatan."


def test_without_errors_the_check_succeeds_whatever_it_warns_of(tmp_path):
    code, said = check(clean(tmp_path), "--language", "en")
    assert (code, said.splitlines()[-1]) == (0, "bersih.toml: 0 errors, 12 warnings, 7 notes.")


def test_the_findings_as_json_are_in_both_languages():
    code, said = check(SIGNED, "--json")
    verdict = json.loads(said)
    assert (code, verdict["id"], verdict["refused"]) == (1, "555-24.5-dikominfo-2021", None)
    assert verdict["counts"] == {"error": 3, "warning": 13, "info": 7}
    first = verdict["findings"][0]
    assert sorted(first) == ["advice", "basis", "places", "rule", "severity", "title", "why"]
    assert first["places"][0] == {
        "key": "identity.legal_basis[3]",
        "label": {"id": "Dasar Hukum butir 4", "en": "Legal basis, item 4"},
        "quote": "Undang-undang No 11 Tahun 2011",
    }


def test_the_text_of_a_form_is_checked_before_it_is_a_definition():
    assert check(SEED)[1].splitlines()[-1] == "sop_555.txt: 3 kesalahan, 12 peringatan, 7 catatan."


def test_a_draft_is_refused_with_every_gap(tmp_path):
    draft = tmp_path / "konsep.toml"
    run("import", SEED, "--out", draft)
    with pytest.raises(CommandError) as refusal:
        run("check", draft)
    assert str(refusal.value).splitlines()[:2] == [
        "konsep.toml: stages: is a gap to be filled: tahap berkas (held, suspended, end) tidak ada dalam naskah; "
        "ambil dengan --like dari SOP serupa (38 more such gaps)",
        "  stages: tahap berkas (held, suspended, end) tidak ada dalam naskah; ambil dengan --like dari SOP serupa",
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.toml", b"\xff\xfe\x00", "a.toml: is not UTF-8 text (byte 0)"),
        ("a.toml", b"id = ", "a.toml: is not TOML: "),
        ("a.toml", b"a" + b".a" * 20_000 + b" = 1", "a.toml: "),
        ("a.toml", b"", "a.toml: format: is missing"),
        ("a.pdf", b"%PDF-1.7", "a.pdf: is neither a definition nor the text of an SOP."),
        ("a.txt", b"", "a.txt: is neither a definition nor the text of an SOP."),
    ],
)
def test_a_file_that_cannot_be_is_refused_with_a_sentence(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CommandError) as refusal:
        run("check", tmp_path / name)
    assert str(refusal.value).startswith(said)


def test_a_file_that_is_missing_a_folder_or_huge_is_refused(tmp_path):
    huge = tmp_path / "besar.toml"
    with huge.open("wb") as file:
        file.truncate(30 * 1024 * 1024)
    for path, said in [
        (tmp_path / "x.toml", f"There is no file {tmp_path / 'x.toml'}."),
        (tmp_path, f"{tmp_path} is a folder, not a file."),
        (huge, f"{huge} is larger than 20 MB; no SOP is."),
    ]:
        with pytest.raises(CommandError) as refusal:
            run("check", path)
        assert str(refusal.value) == said


def test_import_writes_the_draft_on_one_stream_and_its_doubts_on_the_other():
    out, err = run("import", SEED, "--like", "555-24.5-dikominfo-2021", "--language", "en")
    assert tomllib.loads(out)["performers"]["head"]["position"] == "head"
    assert err.splitlines()[:2] == [
        "Check: No step has a performer’s mark: they are lost from the text.",
        "sop_555.txt: 5 steps, 15 gaps to be filled before the file can be loaded.",
    ]


def test_import_never_writes_over_a_file(tmp_path):
    kept = tmp_path / "ada.toml"
    kept.write_text("x = 1")
    with pytest.raises(CommandError, match=r"exists already; nothing was written\."):
        run("import", SEED, "--out", kept)
    assert kept.read_text() == "x = 1"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((SEED, "--like", "tidak-ada"), "There is no SOP tidak-ada. There are: 555-24.5-dikominfo-2021"),
        ((SEED, "--like", SEED.parent / "tidak-ada.toml"), "There is no file "),
        ((SEED, "--out", SEED.parent / "tidak" / "ada.toml"), "Cannot write "),
        ((Path(__file__),), "test_sop_command.py: Tidak ada yang dikenal sebagai formulir SOP"),
    ],
    ids=["unknown SOP", "no model", "no folder", "no form"],
)
def test_import_refuses_with_a_sentence(arguments, said):
    with pytest.raises(CommandError) as refusal:
        run("import", *arguments)
    assert str(refusal.value).startswith(said)
