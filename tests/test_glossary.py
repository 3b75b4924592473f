"""The glossary and the code hold each other."""

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROW = re.compile(r"^\| (\w+) \| ([^|]+) \| [^|]+ \| `([\w.]+)` \|$", re.MULTILINE)
ROWS = ROW.findall((ROOT / "docs" / "GLOSSARY.md").read_text())


def test_the_glossary_has_rows() -> None:
    assert len(ROWS) >= 45


@pytest.mark.parametrize(("name", "word", "place"), ROWS, ids=[f"{row[2]}.{row[0]}" for row in ROWS])
def test_the_name_is_in_the_code_and_its_docstring_uses_the_office_s_word(name: str, word: str, place: str) -> None:
    module = importlib.import_module(place)
    found = getattr(module, name, None)
    said = (found.__doc__ or "") if found is not None else ""
    told = f"{said} {module.__doc__ or ''}"
    if found is None:
        source = "".join(path.read_text() for path in Path(module.__path__[0]).glob("*.py"))
        assert re.search(rf"^class {name}\b", source, re.MULTILINE), f"{place} has no {name}"
        told = source
    assert word.lower() in told.lower(), f"the docstring of {place}.{name} does not say {word!r}"
