"""The numbers that programs are evaluated over: residues, balls, polynomials, quotients, towers."""
