"""Mutation testing of the checker and of the algebra for every dimension. By hand: the tests run none of it.

Usage: python tests/mutation/run.py [MODULE ...] [--again] [--seconds S] [--every N] [--results FILE]

MODULE is a name such as check.terms or tensor.delta; all of lawdsl/check and lawdsl/tensor by default. Tests
are collected and each is run once, to see which functions it reaches; then every mutant runs in a fork of
this warm process against the tests that reach its function, the fastest first, until one fails. Results are
kept in a file, and mutants with a result are run again only if their function has changed, and survivors with
--again; what tests reach is kept beside it.
"""

from __future__ import annotations

import argparse
import ast
import gc
import json
import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from types import CodeType, FunctionType
from zlib import crc32

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, Phase, settings
from mutants import Mutant, functions, mutants, same_code

ROOT = Path(__file__).parents[2]
TESTS = {
    "check": [
        "tests/unit/check",
        "tests/soundness/test_tampering.py",
        "tests/soundness/test_wrong_types.py",
        "tests/soundness/test_checker_against_decimals.py",
        "tests/exploits/test_false_certificates.py",
        "tests/exploits/test_checker_command.py",
        "tests/exploits/test_hostile_certificates.py",
        "tests/exploits/test_exhausting_certificates.py",
        "tests/exploits/test_forged_certificates.py",
        "tests/exploits/test_forged_claims.py",
        "tests/exploits/test_forged_counts.py",
        "tests/exploits/test_false_relations.py",
        "tests/exploits/test_forged_relations.py",
        "tests/exploits/test_sums_that_cancel.py",
        "tests/exploits/test_evidence_nobody_asked_for.py",
        "tests/exploits/test_roots_at_midpoints.py",
        "tests/quality/test_checker_stands_alone.py",
        "tests/mutation/shipped_certificates.py",
    ],
    "tensor": [
        "tests/unit/tensor",
        "tests/soundness/test_canonical_form.py",
        "tests/soundness/test_two_provers.py",
    ],
}
SLOW = ["tests/exploits/test_hostile_certificates.py::test_towers_of_powers_end_soon"]
"""Tests that take too long to be run against hundreds of mutants."""
KILLED, SURVIVED, NOT_REACHED, TOO_LONG = "killed", "survived", "not reached", "too long"


class Runner:
    """A plugin for pytest that runs mutants instead of tests."""

    def __init__(
        self, modules: list[str], results: dict[str, dict], again: bool, keep: Path, most: float, every: int
    ) -> None:
        self.every = every
        self.most = most
        self.modules = modules
        self.results = results
        self.again = again
        self.keep = keep
        self.reached: dict[str, set[int]] = defaultdict(set)
        self.seconds: list[float] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session) -> bool:
        """Look at every test where it or the code has changed, then run every mutant."""
        self.items = session.items
        store = self.keep.with_suffix(".reached.json")
        known = json.loads(store.read_text(encoding="utf-8")) if store.exists() else {}
        code = b"".join(path.read_bytes() for path in sorted((ROOT / "lawdsl").rglob("*.py")))
        versions = {item.path: crc32(item.path.read_bytes() + code) for item in self.items}
        for number, item in enumerate(self.items):
            if known.get(item.nodeid, [None])[0] != versions[item.path]:
                known[item.nodeid] = versions[item.path], *_observed(item)
            _, seconds, reached = known[item.nodeid]
            self.seconds.append(seconds)
            for place in reached:
                self.reached[place].add(number)
        store.write_text(json.dumps(known), encoding="utf-8")
        print(f"{len(self.items)} tests in {sum(self.seconds):.0f} s", flush=True)
        gc.collect()
        self.functions = [thing for thing in gc.get_objects() if isinstance(thing, FunctionType)]
        gc.freeze()
        for name in self.modules:
            self._module(name, ROOT / "lawdsl" / (name.replace(".", "/") + ".py"))
        return True

    def _module(self, name: str, path: Path) -> None:
        original = dict(functions(compile(path.read_text(encoding="utf-8"), str(path), "exec")))
        live = defaultdict(list)
        for thing in self.functions:
            if thing.__code__.co_filename == str(path):
                live[thing.__code__.co_qualname].append(thing)
        whole = set().union(*(found for place, found in self.reached.items() if place.startswith(f"{name}:")))
        keys = set()
        for mutant in mutants(path, name):
            keys.add(mutant.key)
            if crc32(mutant.key.encode()) % self.every:
                continue
            old = self.results.get(mutant.key)
            changed = old is None or old.get("version") != mutant.version
            if changed or (self.again and old["result"] in (SURVIVED, NOT_REACHED)):
                started = time.time()
                self._one(mutant, path, original, live, whole)
                if mutant.key in self.results:
                    print(
                        f"{time.time() - started:6.2f} {self.results[mutant.key]['result']} {mutant.key}",
                        flush=True,
                    )
            self._save()
        for key in [key for key in self.results if key.startswith(f"{name}: ") and key not in keys]:
            del self.results[key]  # the code has changed since
        self._save()
        own = [self.results[key]["result"] for key in keys if key in self.results]
        print(f"{name}: {len(own)} mutants, {own.count(SURVIVED)} survive", flush=True)

    def _save(self) -> None:
        """Replace the file of results at once, so that it is whole whenever somebody stops this."""
        new = self.keep.with_suffix(".new")
        new.write_text(json.dumps(self.results, indent=0, ensure_ascii=False), encoding="utf-8")
        new.replace(self.keep)

    def _one(self, mutant: Mutant, path: Path, original, live, whole) -> None:
        try:
            code = compile(mutant.tree, str(path), "exec")
        except (SyntaxError, ValueError, TypeError):
            return
        if mutant.function in original:
            new = dict(functions(code))[mutant.function]
            defaults = _defaults(mutant)
            if same_code(new, original[mutant.function]) and defaults is None:
                return
            numbers = self.reached[f"{mutant.module}:{mutant.function}"]
            change = (live[mutant.function], new, defaults)
        else:
            numbers, change = whole, None
        order, spent = [], 0.0
        for number in sorted(numbers, key=self.seconds.__getitem__):
            spent += self.seconds[number]
            if spent < self.most or not order:
                order.append(number)
        result, killer = self._run(mutant, change, order) if order else (NOT_REACHED, "")
        self.results[mutant.key] = {
            "line": mutant.line,
            "version": mutant.version,
            "result": result,
            "test": killer,
        }

    def _run(self, mutant: Mutant, change, order: list[int]) -> tuple[str, str]:
        """Run the tests on the mutant in a fork of this process."""
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            _silence()
            signal.signal(signal.SIGPROF, signal.SIG_DFL)  # ends the process
            os.write(write, str(self._first_failure(mutant, change, order)).encode())
            os._exit(0)
        os.close(write)
        with os.fdopen(read) as stream:
            answer = stream.read()
        os.waitpid(child, 0)
        if not answer:
            return TOO_LONG, ""
        return (SURVIVED, "") if answer == "-1" else (KILLED, self.items[int(answer)].nodeid)

    def _first_failure(self, mutant: Mutant, change, order: list[int]) -> int:
        try:
            _install(mutant, change)
        except Exception:
            return order[0]
        for number in order:
            signal.setitimer(signal.ITIMER_PROF, 1 + 2 * self.seconds[number])
            try:
                reports = runtestprotocol(self.items[number], nextitem=None, log=False)
                if any(report.failed for report in reports):
                    return number
            except BaseException:
                return number
        return -1


def _observed(item) -> tuple[float, list[str]]:
    """Run a test: its seconds, and the functions that it calls."""
    reached, package = set(), str(ROOT / "lawdsl") + os.sep

    def called(frame, _event, _argument):
        code = frame.f_code
        if code.co_filename.startswith(package):
            module = code.co_filename[len(package) : -len(".py")].replace(os.sep, ".")
            reached.add(f"{module}:{code.co_qualname}")

    before = time.process_time()
    sys.settrace(called)
    try:
        reports = runtestprotocol(item, nextitem=None, log=False)
    finally:
        sys.settrace(None)
    if any(report.failed for report in reports):
        raise pytest.UsageError(f"{item.nodeid} fails without any mutant")
    return time.process_time() - before, sorted(reached)


def _defaults(mutant: Mutant) -> tuple | None:
    """The changed default arguments of a function, when it is they that the mutant changes."""
    for node in ast.walk(mutant.tree):
        if isinstance(node, ast.FunctionDef) and node.name == mutant.function.split(".")[-1]:
            values = [default.value for default in node.args.defaults if isinstance(default, ast.Constant)]
            return tuple(values) if values and len(values) == len(node.args.defaults) else None
    return None


def _install(mutant: Mutant, change: tuple[list[FunctionType], CodeType, tuple | None] | None) -> None:
    """Put the mutant's code into the live functions, or its value into every module that has the name."""
    module = sys.modules[f"lawdsl.{mutant.module}"]
    if change is not None:
        for function in change[0]:
            function.__code__ = change[1]
            if change[2] is not None:
                function.__defaults__ = change[2]
    else:
        (statement,) = (
            node
            for node in mutant.tree.body
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == mutant.function
        )
        old = getattr(module, mutant.function)
        scope = dict(vars(module))
        exec(compile(ast.Module([statement], []), "mutant", "exec"), scope)
        for other in list(sys.modules.values()):
            if vars(other).get(mutant.function) is old:
                setattr(other, mutant.function, scope[mutant.function])
    for value in vars(module).values():
        if hasattr(value, "cache_clear"):
            value.cache_clear()


def _silence() -> None:
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)


def main() -> None:
    """Run the mutants of the modules."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("modules", nargs="*")
    parser.add_argument("--again", action="store_true", help="run what survived before once more")
    parser.add_argument("--seconds", type=float, default=5, help="of tests that one mutant is run against")
    parser.add_argument("--every", type=int, default=1, help="one mutant of so many, drawn by its name")
    parser.add_argument("--results", type=Path, default=ROOT / "mutants.json")
    arguments = parser.parse_args()
    modules = arguments.modules or [
        f"{folder}.{path.stem}"
        for folder in TESTS
        for path in sorted((ROOT / "lawdsl" / folder).glob("*.py"))
        if not path.stem.startswith("__")
    ]
    if "CERTIFICATES" not in os.environ:
        os.environ["CERTIFICATES"] = str(ROOT / "certificates")
        if not (ROOT / "certificates").exists():
            subprocess.run(
                ["lawdsl", "verify", "--quiet", "--certificates", "certificates", "specs"], check=True
            )
    sys.path.insert(0, str(ROOT / "tests" / "soundness"))
    import certificate_samples

    certificate_samples.sample(certificate_samples.SAMPLES[0])  # written by honest code, before any fork
    plain = settings(deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate])
    settings.register_profile("mutants", plain, suppress_health_check=list(HealthCheck))
    results = json.loads(arguments.results.read_text(encoding="utf-8")) if arguments.results.exists() else {}
    for folder, tests in TESTS.items():
        own = [name for name in modules if name.startswith(folder)]
        if own:
            runner = Runner(
                own, results, arguments.again, arguments.results, arguments.seconds, arguments.every
            )
            skipped = [part for name in SLOW for part in ("--deselect", name)]
            options = [
                "-q",
                "-p",
                "no:cacheprovider",
                "--no-header",
                "--hypothesis-profile=mutants",
                "-W",
                "ignore::pytest.PytestAssertRewriteWarning",
            ]
            pytest.main([*options, *skipped, *tests], plugins=[runner])


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
