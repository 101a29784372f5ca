"""The independent checker of certificates: the standard library only, and nothing of the prover.

The files in the order of the argument: `reading` (the text), `system` (what a claim is about, and its
vector fields), `terms` (proofs for every dimension), `network` (values at concrete dimensions), `exact`
(polynomials), `algebraic` and `reals` (real numbers), `modular` (ranks), `points`, `sets` (invariant sets),
`case` (what claims have in common), `counts` and `claims` (the theorems). docs/certificates.md has the format
and docs/trust.md what to believe. A copy of the folder runs as it stands:
``python3 -I check CERTIFICATE...``.
"""
