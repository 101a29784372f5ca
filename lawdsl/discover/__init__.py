"""Laws that nobody has written down: found by linear algebra, each proved before it is shown.

At concrete dimensions (MATH.md section 4) data flows through ``coordinates`` (what an ansatz is made of),
``sparse`` (right-hand sides multiplied out), ``grading`` and ``ansatz`` (parity classes of monomials),
``samples`` and ``solve`` (linear conditions modulo a prime, then exact proofs), ``novelty`` (products of
lower laws removed), ``laws`` and ``search``. For every dimension at once (M11) it flows through
``index_monomials``, ``tensor_laws`` and ``every_width``.
"""
