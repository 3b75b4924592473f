"""A program that uses the API as any other would: one bearer token per person, JSON in, JSON out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

BASE = "/api/v1"


class Deviation(Exception):
    """Something came out otherwise than the story says."""


@dataclass
class Program:
    """The API as one person sees it. Every unexpected answer is a `Deviation` with what the server said."""

    token: str
    _client: Client = field(default_factory=lambda: Client(SERVER_NAME="127.0.0.1", raise_request_exception=False))

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Accept-Language": "id"}

    def get(self, path: str) -> Any:
        """A JSON answer."""
        return json.loads(self.get_bytes(path))

    def get_bytes(self, path: str) -> bytes:
        """An answer as it is."""
        return self._checked(self._client.get(self._at(path), headers=self._headers), path)

    def post(self, path: str, body: Any) -> Any:
        """Send JSON, answer JSON."""
        sent = self._client.post(
            self._at(path), data=json.dumps(body), content_type="application/json", headers=self._headers
        )
        return json.loads(self._checked(sent, path))

    def upload(self, path: str, data: bytes, *, name: str, media_type: str) -> str:
        """Upload a file; answers its uid."""
        file = SimpleUploadedFile(name, data, media_type)
        sent = self._client.post(self._at(path), data={"file": file}, headers=self._headers)
        return str(json.loads(self._checked(sent, path))["id"])

    @staticmethod
    def _at(path: str) -> str:
        return path if path.startswith("/api/") else f"{BASE}{path}"

    @staticmethod
    def _checked(answer: Any, path: str) -> bytes:
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if not 200 <= answer.status_code < 300:
            raise Deviation(f"{path}: {answer.status_code} {content[:1500].decode(errors='replace')}")
        return content
