"""What to do when the reader of the output goes away, as ``| head`` does."""

from __future__ import annotations

import contextlib
import os
import sys


def forget_closed_streams() -> None:
    """Point standard streams that nobody reads any more at the null device.

    Otherwise the interpreter would complain when it flushes them on its way out.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
