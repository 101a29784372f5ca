"""Gröbner bases with cofactors, membership, radicals, elimination and sums of squares."""
