"""One client over HTTP, in a process of its own: `python -m bench.client PLAN`. It knows no Django and no database.

It has some cases in hand. A line on its input names what to do next with each of them; a line on its output says that
this is done. So all clients do the same kind of work at the same time, and documents can be counted apart.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from uuid import uuid4

from .cases import Ground, Script, papers


@dataclass
class Case:
    """A case on its way: its script, what is to be uploaded, and what the server called it."""

    script: Script
    files: dict[str, bytes]
    id: str = ""
    uploaded: str = ""


class Client:
    """A connection that is kept, and the cases in hand."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.connection = HTTPConnection("127.0.0.1", plan["port"], timeout=120)
        self.cases: list[Case] = []
        if not plan["row"]:
            folder, ground = Path(plan["papers"]), Ground(**plan["ground"])
            letter, photos = (folder / "surat.pdf").read_bytes(), [p.read_bytes() for p in sorted(folder.glob("*.jpg"))]
            self.cases = [Case(Script(ground, n), papers(letter, photos, n)) for n in plan["numbers"]]

    def do(self, username: str, act: str) -> None:
        """The same work on every case in hand."""
        if self.plan["row"]:
            for number in range(self.plan["acts"]):
                self._post(f"/{self.plan['row']}", f"{act} {number} {uuid4()}".encode(), {})
        for case in self.cases:
            if act.startswith("upload:"):
                case.uploaded = self._upload(username, case, case.files[act.removeprefix("upload:")])
            else:
                self._act(username, act, case)

    def _upload(self, username: str, case: Case, data: bytes) -> str:
        path = f"/api/v1/facilitations/{case.id}/attachments" if case.id else "/api/v1/attachments"
        kind = "application/pdf" if data.startswith(b"%PDF") else "image/jpeg"
        uid: str = json.loads(self._post(path, data, self._headers(username, kind)))["id"]
        return uid

    def _act(self, username: str, act: str, case: Case) -> None:
        path = f"/api/v1/facilitations/{case.id}/acts/{act}" if case.id else "/api/v1/facilitations"
        inputs = case.script.inputs(act, upload=case.uploaded)
        body = json.dumps({"request_id": str(uuid4()), "inputs": inputs}).encode()
        answer = json.loads(self._post(path, body, self._headers(username, "application/json")))
        case.id, case.uploaded = case.id or answer["id"], ""

    def _headers(self, username: str, kind: str) -> dict[str, str]:
        token = self.plan["tokens"][username]
        return {"Authorization": f"Bearer {token}", "Accept-Language": "id", "Content-Type": kind}

    def _post(self, path: str, body: bytes, headers: dict[str, str]) -> bytes:
        """One request. Raises: RuntimeError for an answer that is no success."""
        try:
            answer = self._answer(path, body, headers)
        except ConnectionError:  # the server lets go of a connection that has rested; the next request opens another
            self.connection.close()
            answer = self._answer(path, body, headers)
        content = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{path}: {answer.status} {content.decode()[:500]}")
        return content

    def _answer(self, path: str, body: bytes, headers: dict[str, str]) -> HTTPResponse:
        self.connection.request("POST", path, body, headers)
        return self.connection.getresponse()


def main(plan: dict[str, Any]) -> None:
    """Do what each line asks for, until there are no more."""
    client = Client(plan)
    print("ready", flush=True)
    for line in sys.stdin:
        username, act = line.split()
        client.do(username, act)
        print("done", flush=True)


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text()))
