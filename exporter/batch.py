"""Many articles: one after the other, or several at once in processes of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from exporter import convert
from exporter.article import Notice
from exporter.convert import Job
from exporter.errors import ExporterError, RenderError


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
    yield from _at_once(jobs, workers)


def _at_once(jobs: Sequence[Job], workers: int) -> Iterator[Outcome]:
    from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, as_completed

    with ProcessPoolExecutor(min(workers, len(jobs))) as pool:
        submitted: dict[Future[Outcome], Job] = {}
        unmade: list[Job] = []
        for job in jobs:
            try:
                submitted[pool.submit(_one, job)] = job
            except BrokenExecutor:  # a process died before the last job was handed over
                unmade.append(job)
        for future in as_completed(submitted):
            try:
                yield future.result()
            except BrokenExecutor:
                unmade.append(submitted[future])
    for job in unmade:
        yield Outcome(job, error=RenderError(f"{job.source}: {_DIED}"))


_DIED = "a process died before it was made, perhaps for want of memory; make it again with --jobs 1"


def _one(job: Job, progress: convert.Progress | None = None) -> Outcome:
    try:
        return Outcome(job, notices=convert.run(job, progress))
    except ExporterError as error:
        return Outcome(job, error=error)
    except Exception as error:  # a fault of the program: the other articles are still made
        what = " ".join(f"{type(error).__name__}: {error}".split())
        return Outcome(
            job,
            error=RenderError(f"{job.source}: exporter failed ({what}); please report this with the source"),
        )
