"""The definition files that these tests read, and the names that the program is assumed to know."""

from pathlib import Path

from simcap.procedure.definition import Definition
from simcap.procedure.loading import definition_files, load, load_text

HERE = Path(__file__).parent
SIGNED = next(path for path in definition_files() if path.stem == "555-24.5-dikominfo-2021")
WITHOUT_SECTION = HERE / "without_section.toml"
WITH_SECRETARY = HERE / "with_secretary.toml"

ACTS = frozenset(
    "register dispose forward appoint record_request initial sign_spt prepare start log finish record_facilitation "
    "endorse accept_report return_incomplete resubmit send_back open withdraw supersede decline draft_decline "
    "initial_decline sign_decline reconsider postpone cancel amend revoke_spt amend_spt initial_amendment "
    "sign_amendment drop_amendment add_attachment file_paper print_to_sign scan_signed "
    "confirm_signed void_paper".split()
)
POSITIONS = frozenset("head secretary division_head section_head front_desk auditor administrator staff".split())


def read(path: Path) -> Definition:
    return load(path, known_acts=ACTS, known_positions=POSITIONS)


def read_text(text: str) -> Definition:
    return load_text(text, file="contoh.toml", known_acts=ACTS, known_positions=POSITIONS)
