"""The cast, for tests of the API."""

import pytest

from tests.cast import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    """The office with everybody in his post."""
    return assemble()
