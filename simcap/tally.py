"""What a running process counts of itself, for whoever watches the installation: acts, refusals, requests. No names.

Under `simcap serve` the counts of all processes are added up: each writes its own file in PROMETHEUS_MULTIPROC_DIR.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, Protocol, TypeVar

from prometheus_client import CollectorRegistry, Counter, Histogram

from simcap.errors import Refusal

#: Not the library's own registry: nothing is told that is not listed here.
OWN = CollectorRegistry()
ACTS = Counter("simcap_acts", "Acts that were done, repetitions not counted", ["act"], registry=OWN)
REFUSALS = Counter("simcap_refusals", "Acts that were refused, by kind of refusal", ["act", "kind"], registry=OWN)
REQUESTS = Counter("simcap_http_requests", "Answers by door and class of status", ["door", "status"], registry=OWN)
#: Units: seconds until the answer begins.
SECONDS = Histogram(
    "simcap_http_seconds", "Time until an answer begins", ["door"], registry=OWN,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)  # fmt: skip
P = ParamSpec("P")


class Repeatable(Protocol):
    """An answer that tells whether the same request had been done before."""

    @property
    def repeated(self) -> bool: ...


R = TypeVar("R", bound=Repeatable)


def counted(perform: Callable[P, R]) -> Callable[P, R]:
    """Count what goes through the doorway: its first argument is the act."""

    @wraps(perform)
    def counting(*args: P.args, **kwargs: P.kwargs) -> R:
        act = str(args[0])
        try:
            answer = perform(*args, **kwargs)
        except Refusal as refusal:
            REFUSALS.labels(act, refusal.kind).inc()
            raise
        if not answer.repeated:
            ACTS.labels(act).inc()
        return answer

    return counting
