"""``python -m lawdsl.check CERTIFICATE...``, and ``python3 -I check`` for a copy of the folder."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

if __package__:
    from .claims import Checked, check
    from .reading import MAX_BYTES, RejectedError
else:  # the folder itself was given to Python
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from check.claims import Checked, check  # type: ignore[import-not-found,no-redef]
    from check.reading import MAX_BYTES, RejectedError  # type: ignore[import-not-found,no-redef]

USAGE = """\
usage: check [--spec FILE] CERTIFICATE...

Check certificates, without the prover and its libraries. A CERTIFICATE is a file, or a folder in which every
*.json is checked. With --spec, all of them must be about that spec.

exit codes:
  0    every certificate was checked and shows what it claims, and there is at least one
  1    some certificate is rejected
  2    usage error, a file that cannot be read, or nothing to check
"""


def main(arguments: Sequence[str]) -> int:
    """Check the certificates at the paths, print what came of it and return the exit code."""
    paths, spec = [], None
    words = iter(arguments)
    for word in words:
        if word == "--spec":
            spec = next(words, "")
        elif word.startswith("-"):
            sys.stderr.write(USAGE)
            return 0 if word in ("-h", "--help") else 2
        else:
            paths.append(word)
    if not paths:
        sys.stderr.write(USAGE)
        return 2
    return run(paths, spec)


def run(paths: Sequence[str], spec: str | None) -> int:
    """Check the files, or those in the folders; returns the exit code."""
    try:
        wanted = (
            None if spec is None else hashlib.sha256(Path(spec).read_bytes().removeprefix(b"\xef\xbb\xbf"))
        )
        files = list(_files(paths))
    except (OSError, ValueError) as error:
        print(f"error[L0602]: {error}", file=sys.stderr)
        return 2
    checked: list[Checked] = []
    rejected = unreadable = 0
    for file in files:
        try:
            checked.append(_checked(file, None if wanted is None else wanted.hexdigest()))
        except RejectedError as error:
            rejected += 1
            print(f"error[L0601]: {file}: {error}", file=sys.stderr)
        except OSError as error:
            unreadable += 1
            print(f"error[L0602]: {file}: {error.strerror}", file=sys.stderr)
    if not checked and not rejected and not unreadable:
        print("error[L0602]: there is no certificate to check", file=sys.stderr)
        return 2
    kinds = Counter(item.kind for item in checked)
    listed = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    accepted = (
        f"{len(checked)} claim{'' if len(checked) == 1 else 's'} checked{': ' + listed if listed else ''}"
    )
    print(f"{accepted}; {rejected} certificate{'' if rejected == 1 else 's'} rejected")
    return 2 if unreadable else int(rejected > 0)


def _files(paths: Sequence[str]) -> Iterator[Path]:
    for path in map(Path, paths):
        yield from sorted(path.rglob("*.json")) if path.is_dir() else [path]


def _checked(file: Path, wanted: str | None) -> Checked:
    """The claim of a file; RejectedError as `check` says, and where it is about another spec."""
    with file.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    try:
        found = check(data.decode("ascii"))
    except UnicodeDecodeError:
        raise RejectedError("not ASCII") from None
    if wanted is not None and found.sha256 != wanted:
        raise RejectedError("it is about another spec: the hash of the text does not match")
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
