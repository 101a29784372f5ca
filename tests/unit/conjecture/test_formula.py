"""Formulas: values and texts."""

from fractions import Fraction

from lawdsl.conjecture.formula import Excess, Formula, LinearForm, Width

N, R = Width("n"), Width("r")
E = Excess(LinearForm((("n", -2), ("r", 1)), 1))


def test_an_excess_is_never_negative():
    assert E.value({"n": 1, "r": 5}) == 4
    assert E.value({"n": 3, "r": 5}) == 0


def test_values_are_exact():
    formula = Formula((((), Fraction(1, 3)), ((N, R), Fraction(1, 2)), ((E, E), Fraction(-1, 7))))
    assert formula.value({"n": 1, "r": 5}) == Fraction(1, 3) + Fraction(5, 2) - Fraction(16, 7)


def test_texts():
    assert str(E) == "max(0, r - 2*n + 1)"
    assert str(Formula(())) == "0"
    assert str(Formula((((), Fraction(3)), ((N, R), Fraction(-3, 2))))) == "3 - 3*n*r/2"
    assert str(Formula((((N, N), Fraction(-1)), ((R,), Fraction(1, 2))))) == "-n**2 + r/2"


def test_a_square_with_its_linear_term_is_written_as_a_product():
    half = Fraction(1, 2)
    formula = Formula((((R,), half), ((R, R), half), ((E,), -half), ((E, E), -half)))
    assert formula.text({E: "e"}) == "r*(r + 1)/2 - e*(e + 1)/2"
    assert formula.excesses() == (E,)
