"""Many articles: one after the other, or several at once in processes of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from exporter import convert
from exporter.article import Notice
from exporter.convert import Job
from exporter.errors import ExporterError


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one job ended."""

    job: Job
    notices: tuple[Notice, ...] = ()
    error: ExporterError | None = None


def run(
    jobs: Sequence[Job], workers: int = 1, step: Callable[[Job, str], None] | None = None
) -> Iterator[Outcome]:
    """Do the jobs and yield how each ended, as it ends; one that fails does not stop the others.

    ``step`` is told what is being done to a job when the jobs run one after the other.
    """
    if workers <= 1 or len(jobs) == 1:
        for job in jobs:
            yield _one(job, None if step is None else lambda text, job=job: step(job, text))  # type: ignore[misc]
        return
    from concurrent.futures import ProcessPoolExecutor, as_completed

    with ProcessPoolExecutor(min(workers, len(jobs))) as pool:
        for future in as_completed([pool.submit(_one, job) for job in jobs]):
            yield future.result()


def _one(job: Job, progress: convert.Progress | None = None) -> Outcome:
    try:
        return Outcome(job, notices=convert.run(job, progress))
    except ExporterError as error:
        return Outcome(job, error=error)
