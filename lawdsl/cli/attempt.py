"""The work on one system, where whatever goes wrong is one more thing that was found out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from ..diagnostics import Diagnostic, SpecError
from ..notation.record import record
from ..verify.run import Progress
from .failure import internal_error, lost_process

T = TypeVar("T")
E = TypeVar("E")


@record
class Failed:
    """The work on a system broke off."""

    diagnostics: tuple[Diagnostic, ...]


class Attempt(Generic[T, E]):
    """Work that ends with `Failed` instead of an exception, so that it does not stop the next one."""

    def __init__(self, work: Callable[[T], Iterable[E]]) -> None:
        self.work = work

    def __call__(self, task: T) -> Iterator[E | Failed]:
        """Everything that the work finds."""
        doing = ""
        try:
            for event in self.work(task):
                if isinstance(event, Progress):
                    doing = event.text
                yield event
        except SpecError as error:
            yield Failed(tuple(error.diagnostics))
        except Exception as error:
            yield Failed((internal_error(error, doing),))


def for_each(
    work: Callable[[T], Iterable[E]], tasks: Sequence[T], jobs: int, take: Callable[[E | Failed], None]
) -> None:
    """Hand everything that the work finds about each task to ``take``, in the order of the tasks.

    Progress comes when it is made. When Ctrl-C stops several jobs, what they had found is handed over first.
    """
    attempt = Attempt(work)
    if min(jobs, len(tasks)) < 2:
        for task in tasks:
            for found in attempt(task):
                take(found)
        return
    from .workers import Workers

    with Workers(attempt, tasks, jobs, _is_progress, _lost) as workers:
        try:
            for found in workers:
                take(found)
        except KeyboardInterrupt:
            for found in workers.rest():
                take(found)
            raise


def _is_progress(found: object) -> bool:
    return isinstance(found, Progress)


def _lost(exit_code: int) -> Failed:
    return Failed((lost_process(exit_code),))
