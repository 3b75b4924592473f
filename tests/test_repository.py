"""The repository keeps its own promises: sizes, versions, licences, reasons, and nothing of the maker's machine."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.support import catalogue

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "simcap" / "static" / "vendor"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
#: style.md in numbers: where to stop.
FILE_LINES, FUNCTION_LINES, CLASS_LINES, TEMPLATE_LINES = 350, 40, 120, 150
WORDS_TO_AVOID = ("Manager", "Helper", "Util", "Utils", "Data")
#: Spelt in parts, so that this file does not name what it looks for.
FOREIGN = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry." + "npmjs",
    "deb." + "debian.org",
    *(f"/{folder}/" for folder in ("work", "root", "home", "opt")),
]


@cache
def tracked() -> tuple[Path, ...]:
    """Files that git keeps, as they stand in the work tree."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    paths = (ROOT / name for name in listed.decode().split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def own(*suffixes: str) -> list[Path]:
    """Tracked files written here, of these kinds."""
    return [path for path in tracked() if path.suffix in suffixes and VENDOR not in path.parents]


def name(path: Path) -> str:
    """A file as people call it."""
    return path.relative_to(ROOT).as_posix()


def python_files() -> list[Path]:
    """Programs, without migrations, which are written by machine."""
    return [path for path in own(".py") if "migrations" not in path.parts]


def definitions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Functions and classes of a file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node


def lines(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    """How long it is, docstrings not counted."""
    words = sum(
        (text.end_lineno or 0) - text.lineno + 1
        for text in ast.walk(node)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
    )
    return (node.end_lineno or 0) - node.lineno + 1 - words


def limit(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, *, path: Path) -> int:
    """Where to stop. The tests' cast may be a long class: it is a list of short verbs."""
    if not isinstance(node, ast.ClassDef):
        return FUNCTION_LINES
    return FILE_LINES if ROOT / "tests" in path.parents else CLASS_LINES


def test_no_file_is_too_long():
    counts = {name(path): len(path.read_text().splitlines()) for path in python_files()}
    assert {path: count for path, count in counts.items() if count > FILE_LINES} == {}


def test_no_function_or_class_is_too_long():
    found = {
        f"{name(path)}:{node.lineno} {node.name}": lines(node)
        for path in python_files()
        for node in definitions(path)
        if lines(node) > limit(node, path=path)
    }
    assert found == {}


def test_no_template_is_too_long():
    counts = {name(path): len(path.read_text().splitlines()) for path in own(".html")}
    assert {path: count for path, count in counts.items() if count > TEMPLATE_LINES} == {}


def test_no_class_has_a_name_that_says_nothing():
    found = {
        f"{name(path)}:{node.lineno} {node.name}"
        for path in python_files()
        for node in definitions(path)
        if isinstance(node, ast.ClassDef) and node.name.endswith(WORDS_TO_AVOID)
    }
    assert found == set()


def test_nothing_of_the_machine_or_of_a_registry_is_in_the_repository():
    found = []
    for path in tracked():
        text = path.read_bytes().decode(errors="ignore")
        found += [f"{name(path)}: {word}" for word in FOREIGN if word in text]
    assert found == []


#: Goes out in a ZIP and is opened from there, so no stylesheet of ours is near.
READ_FROM_A_FILE = {"simcap/templates/stewardship/answer.html"}


def test_templates_hold_no_script_and_no_style_of_their_own():
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=", re.IGNORECASE)
    served = [path for path in own(".html") if name(path) not in READ_FROM_A_FILE]
    found = [f"{name(path)}: {match[0]}" for path in served for match in inline.finditer(path.read_text())]
    assert found == []


@pytest.mark.parametrize("folder", sorted(VENDOR.iterdir()), ids=lambda folder: folder.name)
def test_a_vendored_folder_names_the_version_that_it_holds(folder: Path):
    version = folder.name.rsplit("-", 1)[1]
    files = [file for file in folder.iterdir() if file.is_file() and file.name != "LICENSE"]
    assert (folder / "LICENSE").stat().st_size > 0
    assert [file.name for file in files if not re.search(rf"\bv{re.escape(version)}\b", file.read_text()[:400])] == []


def test_pages_use_vendored_files_and_icons_that_are_there():
    sprite = next(VENDOR.glob("bootstrap-icons-*")) / "sprite.svg"
    icons = set(re.findall(r'id="([\w-]+)"', sprite.read_text()))
    text = {name(path): path.read_text() for path in own(".html", ".py")}
    paths = {(file, path) for file, body in text.items() for path in re.findall(r"['\"]vendor/([\w./-]+\.\w+)", body)}
    used = {(file, icon) for file, body in text.items() for icon in re.findall(r"sprite\.svg['\"] ?%}#([\w-]+)", body)}
    assert {(file, path) for file, path in paths if not (VENDOR / path).is_file()} == set()
    assert {(file, icon) for file, icon in used if icon not in icons} == set()


def test_every_dependency_says_why_it_is_there():
    text = (ROOT / "pyproject.toml").read_text()
    lists = re.findall(r"^(?:dependencies|dev) = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    assert len(lists) == 2
    rows = [row for rows in lists for row in rows.splitlines()]
    assert [row for row in rows if not re.fullmatch(r'    "[^"]+", +# \S.*', row)] == []


def test_every_dependency_is_locked_with_hashes_and_without_an_address():
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text()
        blocks = re.findall(r"^\S+==\S+.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
        assert blocks
        assert [block.split("\n")[0] for block in blocks if "--hash=sha256:" not in block] == []
        assert re.findall(r"https?://\S+|file:\S+|--(?:index|extra|find)\S*", text) == []


def test_every_package_and_vendored_file_has_its_licence_listed():
    table = (ROOT / "docs" / "LICENSES.md").read_text()
    listed = set(re.findall(r"^\| ([\w.-]+)", table, re.MULTILINE))
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements" / "run.txt").read_text(), re.MULTILINE))
    assert locked - listed == set()
    folders = {folder.name.rsplit("-", 1)[0] for folder in VENDOR.iterdir()}
    assert {folder for folder in folders if f"`simcap/static/vendor/{folder}-*`" not in table} == set()


def test_the_licence_is_the_whole_eupl():
    text = (ROOT / "LICENSE").read_text()
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert re.findall(r"^(\d+)\.", text, re.MULTILINE) == [str(number) for number in range(1, 16)]
    assert PROJECT["project"]["license"] == "EUPL-1.2"


def test_the_changelog_names_the_version():
    version = PROJECT["project"]["version"]
    assert re.search(rf"^## \[?{re.escape(version)}\b", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)


def test_every_verb_of_the_makefile_that_people_use_is_in_its_help():
    text = (ROOT / "Makefile").read_text()
    verbs = set(re.findall(r"^([a-z][a-z-]*):.*## ", text, re.MULTILINE))
    assert {"run", "test", "test-setup", "story", "bench", "fuzz", "check", "fix", "lock", "help"} <= verbs


def test_every_sentence_is_there_in_english():
    assert catalogue.problems() == []
