"""The pictures that README and handbook show are there, small, and as wide as they should be."""

import re

import pytest
from PIL import Image

from .screens import FOLDER, LARGEST_BYTES, SCREENS, WIDTHS

pytestmark = pytest.mark.once
ROOT = FOLDER.parents[1]


def test_the_pictures_are_there_and_no_other() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(f"{name}.png" for name in SCREENS)


@pytest.mark.parametrize("name", SCREENS)
def test_a_picture_is_small_and_as_wide_as_its_window(name: str) -> None:
    path = FOLDER / f"{name}.png"
    assert path.stat().st_size <= LARGEST_BYTES
    with Image.open(path) as found:
        assert (found.format, found.width) == ("PNG", WIDTHS[SCREENS[name].size])


@pytest.mark.parametrize("name", ["README.md", "README.id.md"])
def test_every_picture_that_is_shown_is_there(name: str) -> None:
    shown = set(re.findall(r"\]\((docs/screens/[^)]+)\)", (ROOT / name).read_text()))
    assert {path for path in shown if not (ROOT / path).is_file()} == set()
    assert shown
