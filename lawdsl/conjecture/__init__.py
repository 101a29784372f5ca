"""Closed formulas proposed for counts on a grid of dimensions: conjectures, never verdicts."""
