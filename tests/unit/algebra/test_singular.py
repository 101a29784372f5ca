"""Singular as a second engine: the same answers, and nothing that it says is believed."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import flint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawdsl.algebra.ideals import singular
from lawdsl.algebra.ideals.buchberger import complete
from lawdsl.algebra.ideals.engines import groebner_basis
from lawdsl.algebra.ideals.external import output_of
from lawdsl.algebra.ideals.ideal import Ideal
from lawdsl.algebra.ideals.meter import Meter
from lawdsl.algebra.ideals.singular_text import read_polynomial
from lawdsl.algebra.rings.polynomial import BudgetExceededError

CONTEXT = flint.fmpq_mpoly_ctx.get(("x", "y", "z"), "degrevlex")
X, Y, Z = CONTEXT.gens()
GENERATORS = [X**2 * Y - Z, CONTEXT.constant(0), X * Y**2 - X / 3, Y * Z**2 - X - 1]
ENOUGH = 100_000
TOO_LITTLE = 1_000
"""Not enough for the basis."""


def orthogonal(size):
    """The conditions on a matrix whose columns are orthonormal."""
    places = range(size)
    context = flint.fmpq_mpoly_ctx.get(
        [f"a{row}{column}" for row in places for column in places], "degrevlex"
    )
    entries = context.gens()
    return context, [
        sum((entries[size * k + i] * entries[size * k + j] for k in places), context.constant(-(i == j)))
        for i in places
        for j in range(i, size)
    ]


MATRICES, CONDITIONS = orthogonal(3)
ALMOST = 60_000
"""Enough for confirming a basis of these, and for nothing else."""


def elements(basis):
    return [divisor.polynomial for divisor in basis.divisors]


def as_singular(polynomial):
    context = polynomial.context()
    places = {place: place for place in range(context.nvars())}
    renamed = flint.fmpq_mpoly_ctx.get([f"x({place + 1})" for place in places], "degrevlex")
    return str(polynomial.project_to_context(renamed, places)).replace(" ", "")


def multiplied_out(basis, divisor, generators):
    """The factors of an element for the generators, once it is checked that they are."""
    one, zero = divisor.polynomial.context().constant(1), divisor.polynomial.context().constant(0)
    factors = basis.cofactors({divisor.label: one}, Meter(ENOUGH))
    assert sum((factor * generators[label] for label, factor in factors.items()), zero) == divisor.polynomial
    return [factors.get(label, zero) for label, generator in enumerate(generators) if generator != 0]


def answer(basis, generators, elements):
    """What Singular would print for the generators but zero, as far as these elements go."""
    lines = []
    for divisor in elements:
        factors = multiplied_out(basis, divisor, generators)
        lines += ["element", as_singular(divisor.polynomial), *map(as_singular, factors)]
    return "\n".join([*lines, "end", ""])


BASIS = complete(CONTEXT, GENERATORS, Meter(ENOUGH))
FRAMES = complete(MATRICES, CONDITIONS, Meter(10 * ENOUGH))


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Puts a program on PATH that is called Singular and runs this text of Python."""

    def _install(program):
        path = tmp_path / "Singular"
        path.write_text(f"#!{sys.executable}\nimport os, sys, time\nscript = sys.stdin.read()\n{program}")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", str(tmp_path))
        return path

    return _install


def printing(text):
    return f"sys.stdout.write({text!r})"


def given_up():
    with pytest.raises(BudgetExceededError):
        groebner_basis(CONTEXT, GENERATORS, TOO_LITTLE)
    return True


def test_without_the_program_the_budget_is_the_end(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(singular, "_in_wheel", lambda: None)
    assert singular.find_program() is None
    assert given_up()
    with pytest.raises(BudgetExceededError):
        Ideal(CONTEXT, GENERATORS, TOO_LITTLE).contains(X)


def test_the_built_in_engine_is_asked_first(install, tmp_path):
    install(f"open({str(tmp_path / 'called')!r}, 'w').close()")
    assert elements(groebner_basis(CONTEXT, GENERATORS, ENOUGH)) == elements(BASIS)
    assert not (tmp_path / "called").exists()
    assert given_up()
    assert (tmp_path / "called").exists()


@pytest.mark.parametrize("left_out", [0, 1, 5])
def test_a_true_answer_is_used_and_completed(install, left_out):
    with pytest.raises(BudgetExceededError):
        complete(MATRICES, CONDITIONS, Meter(ALMOST))
    install(printing(answer(FRAMES, CONDITIONS, FRAMES.divisors[left_out:])))
    basis = groebner_basis(MATRICES, CONDITIONS, ALMOST)
    assert elements(basis) == elements(FRAMES)
    for divisor in basis.divisors:
        multiplied_out(basis, divisor, CONDITIONS)
    assert Ideal(MATRICES, CONDITIONS, ALMOST).contains(elements(FRAMES)[-1] * MATRICES.gens()[0])


def test_the_program_sees_the_generators(install, tmp_path):
    seen = tmp_path / "script"
    install(f"open({str(seen)!r}, 'w').write(script)")
    assert given_up()
    script = seen.read_text()
    assert "ring r = 0, (x(1..3)), dp;" in script
    assert "ideal i = x(1)^2*x(2) - x(3), x(1)*x(2)^2 - 1/3*x(1), x(2)*x(3)^2 - x(1) - 1;" in script


@pytest.mark.parametrize(
    "lie",
    [
        "element\n1\nx(1)\n0\n0\nend\n",
        "element\n1\n0\n0\n0\nend\n",
        "element\n0\n0\n0\n0\nelement\n1\n-x(2)\n1/3\n0\nend\n",
        "element\nx(1)\n0\n0\n0\nelement\nx(2)\n0\n0\n0\nelement\nx(3)\n0\n0\n0\nend\n",
        "element\nx(1)^999999999\nx(1)^999999999\n0\n0\nend\n",
        f"element\n{'9' * 100_000}\n0\n0\n0\nend\n",
    ],
)
def test_lies_are_not_believed(install, lie):
    # Each of these would be a basis at once if it were true.
    install(printing(lie))
    assert given_up()


TRUTH = answer(FRAMES, CONDITIONS, FRAMES.divisors)
LAST = "x(1)" + "\n0" * len(CONDITIONS)


def test_one_lie_among_truths(install):
    install(printing(TRUTH.replace("end\n", f"element\n{LAST}\nend\n")))
    assert elements(groebner_basis(MATRICES, CONDITIONS, ALMOST)) == elements(FRAMES)


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "end\n",
        TRUTH.removesuffix("end\n"),
        TRUTH.removesuffix("\n"),
        TRUTH + TRUTH,
        TRUTH.replace("element", "Element"),
        TRUTH.replace("element\n", "element\n? error occurred in line 3\n", 1),
        TRUTH.replace("element\n", "element\n2*", 1).replace("x(1)", "x(10)", 1),
        *(
            TRUTH.replace("end\n", f"element\n{wrong}\nend\n")
            for wrong in (
                "x(1)",
                LAST.replace("1", "10", 1),
                LAST.replace("1", "0", 1),
                LAST.replace("0", "1/0", 1),
                LAST.replace("0", "1e3", 1),
                LAST.replace("0", "", 1),
                LAST.replace("0", "x(1)^99999999999999999999", 1),
                LAST.replace("0", "__import__('os').abort()", 1),
                LAST.replace("0", "\N{SUPERSCRIPT TWO}", 1),
                LAST.replace("0", "\N{ARABIC-INDIC DIGIT ONE}", 1),
                LAST.replace("0", "\0", 1),
            )
        ),
    ],
)
def test_malformed_answers_are_no_answers(install, printed):
    # With the well-formed part of most of them the basis would be found.
    install("sys.stdout.reconfigure(encoding='utf-8')\n" + printing(printed))
    with pytest.raises(BudgetExceededError):
        groebner_basis(MATRICES, CONDITIONS, ALMOST)


@pytest.mark.parametrize(
    "program",
    [
        "os._exit(1)",
        printing(TRUTH) + "\nsys.exit(1)",
        printing(TRUTH) + "\nsys.stdout.flush()\nos.abort()",
        printing(TRUTH) + "\nsys.stdout.flush()\nsys.stdout.buffer.write(b'\\xff\\xfe')",
        f"while True: {printing(TRUTH)}",
    ],
)
def test_failures_are_no_answers(install, program, monkeypatch):
    monkeypatch.setattr(singular, "LONGEST", 2 * len(TRUTH))
    install(program)
    with pytest.raises(BudgetExceededError):
        groebner_basis(MATRICES, CONDITIONS, ALMOST)


def test_a_program_that_does_not_end_is_ended(install, tmp_path):
    # It closes nothing, ignores polite signals and has started another process that holds the output open.
    mark = tmp_path / "pid"
    path = install(f"""
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = os.fork()
if child: open({str(mark)!r}, 'w').write(str(child))
time.sleep(1000)
""")
    assert output_of([str(path)], "", seconds=1.0, longest=100) is None
    with pytest.raises(ProcessLookupError):
        _until_gone(int(mark.read_text()))


def _until_gone(process):
    """Raises ProcessLookupError once the process is ended, if only its parent has not asked for it yet."""
    while True:
        os.kill(process, 0)
        if Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
            raise ProcessLookupError


def test_a_file_that_is_no_program(tmp_path, monkeypatch):
    (tmp_path / "Singular").write_bytes(b"\x7fELF but not really")
    (tmp_path / "Singular").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert given_up()


@pytest.mark.parametrize(
    "text",
    [
        "2*",
        "x",
        "x(1)x(2)",
        "x(1)**2",
        "+",
        "--1",
        "1 + 1",
        "x(1)^",
        "2*3",
        "x(1)*2",
        "\N{ARABIC-INDIC DIGIT ONE}",
    ],
)
def test_texts_that_are_no_polynomials(text):
    with pytest.raises(ValueError, match="polynomial"):
        read_polynomial(CONTEXT, text)


numbers = st.fractions(max_denominator=50).map(lambda c: flint.fmpq(c.numerator, c.denominator))
polynomials = st.dictionaries(st.tuples(*[st.integers(0, 12)] * 3), numbers, max_size=6).map(
    CONTEXT.from_dict
)


@given(polynomials)
def test_polynomials_are_read_as_they_are_written(polynomial):
    assert read_polynomial(CONTEXT, as_singular(polynomial)) == polynomial


def test_terms_may_repeat():
    assert read_polynomial(CONTEXT, "x(1)-x(1)+1/2*x(2)*x(2)") == Y**2 / 2


@pytest.mark.parametrize(
    "system", [(CONTEXT, GENERATORS), (CONTEXT, [X * Y - 1, X**2, Z / 7]), orthogonal(2), orthogonal(3)]
)
def test_both_engines_agree_where_both_are_installed(system):
    context, generators = system
    suggested = singular.suggest(context, [generator for generator in generators if generator != 0])
    # Where the program is not installed there is nothing to compare, and nothing may be made up.
    assert bool(suggested) == (singular.find_program() is not None)
    present = [generator for generator in generators if generator != 0]
    for polynomial, factors in suggested:
        combined = sum((f * g for f, g in zip(factors, present, strict=True)), context.constant(0))
        assert combined == polynomial
    alone = complete(context, generators, Meter(10 * ENOUGH))
    theirs = complete(context, [polynomial for polynomial, _ in suggested] or generators, Meter(10 * ENOUGH))
    assert elements(theirs) == elements(alone)
