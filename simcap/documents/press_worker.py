"""The typesetting process: takes jobs from its parent's pipe, answers each, and ends when the pipe does.

Started by path, apart from Django and from the rest of the program, so that it starts in a few milliseconds and
holds no secrets. Arguments: the folder of templates, the folder of fonts, a scratch folder of its own.
"""

import os
import pickle
import resource
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

import typst

STANDARDS = ["a-2a", "ua-1"]


def main(templates: Path, fonts: Path, scratch: Path) -> None:
    """Serve until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not mix into the answers
    shutil.copytree(templates, scratch, dirs_exist_ok=True)
    compiler = new_compiler(fonts, scratch)
    while (job := next_job()) is not None:
        pickle.dump(answer(compiler, scratch, job), answers)
        answers.flush()
    shutil.rmtree(scratch, ignore_errors=True)


def new_compiler(fonts: Path, root: Path) -> typst.Compiler:
    """A compiler that knows the shipped fonts and no others."""
    shipped = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)])
    return typst.Compiler(root=str(root), font_paths=shipped, ignore_system_fonts=True)


def next_job() -> dict[str, Any] | None:
    """What the parent asks for next; None when it has closed the pipe."""
    try:
        return pickle.load(sys.stdin.buffer)  # noqa: S301 - our own parent wrote it
    except EOFError:
        return None


def answer(compiler: typst.Compiler, scratch: Path, job: dict[str, Any]) -> dict[str, Any]:
    """The pages, or what the compiler said; with the memory that this process has needed at most, in kB."""
    folder = scratch / "job"
    try:
        lay_out(folder, job)
        made = compile_pages(compiler, scratch, job)
        return {"pages": made if isinstance(made, list) else [made], "peak_kb": peak_kb()}
    except typst.TypstError as error:
        return {"error": error.message, "diagnostic": error.diagnostic, "peak_kb": peak_kb()}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def lay_out(folder: Path, job: dict[str, Any]) -> None:
    """Put content and files where the templates look for them."""
    (folder / "files").mkdir(parents=True)
    (folder / "content.json").write_text(job["content"], encoding="utf-8")
    for name, data in job["files"].items():
        (folder / "files" / name).write_bytes(data)


def compile_pages(compiler: typst.Compiler, scratch: Path, job: dict[str, Any]) -> bytes | list[bytes] | None:
    """The archive PDF, or one picture a page."""
    options: dict[str, Any] = {"pdf_standards": STANDARDS} if job["format"] == "pdf" else {"ppi": job["ppi"]}
    return compiler.compile(
        input=str(scratch / f"{job['template']}.typ"),
        format=job["format"],
        sys_inputs={"watermark": job["watermark"]},
        timestamp=job["issued_at"],
        **options,
    )


def peak_kb() -> int:
    """The most memory that this program has needed. Units: kB.

    Linux's `ru_maxrss` counts what the parent had when it started us; the status file counts from our own start.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
