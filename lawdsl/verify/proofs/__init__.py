"""Proofs at concrete dimensions: what holds at the generic point holds everywhere (MATH.md M2)."""
