"""Runs of a program from outside that nobody has to trust: bounded time, bounded output, no shell."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Sequence


def output_of(command: Sequence[str], script: str, *, seconds: float, longest: int) -> str | None:
    """What a program prints for a script on its standard input.

    None where it cannot be started, fails, prints more than ``longest`` bytes or anything but ASCII, or is
    not done in time: it is ended then, with whatever it started.
    """
    # A file, not a pipe: the program may print before it has read all of it.
    with tempfile.TemporaryFile() as source:
        source.write(script.encode("ascii"))
        source.seek(0)
        try:
            process = subprocess.Popen(
                command,
                stdin=source,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:
            return None
    return _collect(process, seconds, longest)


def _collect(process: subprocess.Popen[bytes], seconds: float, longest: int) -> str | None:
    timer = threading.Timer(seconds, _end, [process])
    with process:
        timer.start()
        try:
            printed = process.stdout.read(longest + 1) if process.stdout else b""
            if len(printed) > longest:
                return None
            succeeded = process.wait() == 0
        finally:
            timer.cancel()
            _end(process)
    return printed.decode("ascii") if succeeded and printed.isascii() else None


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and what it started; it may have ended already."""
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except (ProcessLookupError, PermissionError):
        return
