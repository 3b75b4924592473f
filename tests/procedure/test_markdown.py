"""docs/flow.md says what the definition says."""

from pathlib import Path

import pytest

from simcap.procedure.markdown import markdown
from tests.procedure.files import SIGNED, WITH_SECRETARY, WITHOUT_SECTION, read

PAGE = Path(__file__).parents[2] / "docs" / "flow.md"


def test_the_page_of_the_flow_is_what_the_signed_sop_generates():
    assert PAGE.read_text(encoding="utf-8") == markdown(read(SIGNED))


@pytest.mark.parametrize("path", [SIGNED, WITHOUT_SECTION, WITH_SECRETARY], ids=lambda path: path.stem)
def test_every_stage_and_act_of_a_revision_is_on_its_page(path):
    page, definition = markdown(read(path)), read(path)
    absent = [name for name in (*definition.stages, *definition.acts) if f"`{name}`" not in page]
    assert absent == []
