"""Tasks worked on by several processes; what they find comes in the order of the tasks.

This module imports the machinery of processes: whoever works in one process never loads it.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, SpawnContext
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Generic, TypeVar

from ..notation.index import fresh_from, next_serial
from ..verify.result import ExitCode
from .failure import internal_error

T = TypeVar("T")
R = TypeVar("R")

Work = Callable[[T], Iterable[R]]
"""What is done with a task: everything that is found, one after the other."""

GRACE = 2.0
"""Seconds in which a process that is told to stop may do so."""
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""What linear algebra libraries look at: the processes already use all cores that they may."""


class Workers(Generic[T, R]):
    """Runs the work of every task, ``jobs`` at a time; iterate to get what is found, leave to stop.

    What an earlier task finds comes first, as soon as it is there; what ``passing`` is true of need not wait
    for its turn. A process that ends before its task is finished yields ``lost`` of its exit code instead,
    and the other tasks go on; work that raises is such an end, without a word, so it should not.
    """

    def __init__(
        self,
        work: Work[T, R],
        tasks: Sequence[T],
        jobs: int,
        passing: Callable[[R], bool],
        lost: Callable[[int], R],
    ) -> None:
        self._work = work
        self._tasks = tasks
        self._jobs = min(jobs, len(tasks))
        self._passing = passing
        self._lost = lost
        self._context = _context()
        self._waiting = list(reversed(range(len(tasks))))
        self._found: list[list[R]] = [[] for _ in tasks]
        self._finished = [False for _ in tasks]
        self._shown = 0
        self._processes: dict[Connection, BaseProcess] = {}
        self._busy: dict[Connection, int] = {}

    def __enter__(self) -> Workers[T, R]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def __iter__(self) -> Iterator[R]:
        while self._shown < len(self._tasks):
            self._employ()
            for connection in wait(list(self._busy)):
                if isinstance(connection, Connection):
                    yield from self._receive(connection)
            yield from self._in_order()

    def rest(self) -> Iterator[R]:
        """What was found and has not been handed out, also by tasks that broke off, after an interruption."""
        self._end_processes()
        for connection, place in self._busy.items():
            self._found[place] += _left_behind(connection)
        self._stop()
        for found in self._found[self._shown :]:
            yield from found
        self._shown = len(self._tasks)

    def _in_order(self) -> Iterator[R]:
        while self._shown < len(self._tasks):
            found = self._found[self._shown]
            while found:
                yield found.pop(0)
            if not self._finished[self._shown]:
                return
            self._shown += 1

    def _receive(self, connection: Connection) -> Iterator[R]:
        """Take one message: something found, or None when the task is finished."""
        with _interrupts_held():
            item = self._accepted(connection)
        if item is not None:
            yield item

    def _accepted(self, connection: Connection) -> R | None:
        """Put one message where it belongs; returns what need not wait for its turn."""
        place = self._busy[connection]
        try:
            (item,) = connection.recv() or (None,)
        except (EOFError, OSError):
            item = self._lost(self._bury(connection))
            self._found[place].append(item)
            self._finished[place] = True
            return None
        if item is None:
            self._finished[place] = True
            del self._busy[connection]
        elif self._passing(item):
            passed: R = item
            return passed
        else:
            self._found[place].append(item)
        return None

    def _employ(self) -> None:
        """Hand out tasks to idle processes, and start as many as are missing."""
        idle = [connection for connection in self._processes if connection not in self._busy]
        while self._waiting and len(self._busy) < self._jobs:
            connection = idle.pop() if idle else self._start()
            place = self._waiting.pop()
            self._busy[connection] = place
            with contextlib.suppress(OSError):  # a process that is gone shows when it is listened to
                connection.send(place)

    def _start(self) -> Connection:
        ours, theirs = self._context.Pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        arguments = (theirs, self._work, self._tasks, next_serial())
        process = self._context.Process(target=_serve, args=arguments, daemon=True)
        with _interrupts_held():
            process.start()
        theirs.close()
        self._processes[ours] = process
        return ours

    def _bury(self, connection: Connection) -> int:
        """Forget a process that ended by itself and return its exit code."""
        del self._busy[connection]
        process = self._processes.pop(connection)
        connection.close()
        process.join(GRACE)
        return process.exitcode or 0

    def _end_processes(self) -> None:
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            process.join(GRACE)
            if process.is_alive():
                process.kill()
                process.join()

    def _stop(self) -> None:
        self._end_processes()
        for connection in self._processes:
            connection.close()
        self._processes.clear()
        self._busy.clear()


def _left_behind(connection: Connection) -> Iterator[Any]:
    """What a process that has ended had sent, up to a message that it could not finish."""
    with contextlib.suppress(EOFError, OSError):
        while True:
            yield from connection.recv() or ()


def _context() -> ForkContext | SpawnContext:
    """Copies of this process where the system makes them safely, else new ones that import everything."""
    if sys.platform == "linux":
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C waits inside of the block; a process that is started there never sees one."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(connection: Connection, work: Work[T, R], tasks: Sequence[T], serial: int) -> None:
    """The life of a process: a task at a time until the other side goes away.

    Ctrl-C is left to the parent. Indices made here must differ from those in the tasks, made over there.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for variable in THREADS:
        os.environ.setdefault(variable, "1")
    fresh_from(serial)
    try:
        while True:
            for item in work(tasks[connection.recv()]):
                connection.send((item,))
            connection.send(None)
    except (EOFError, OSError):
        return
    except Exception as error:
        internal_error(error)  # shows it to who asks for it; the other side says that this process ended
        raise SystemExit(ExitCode.INTERNAL) from None
