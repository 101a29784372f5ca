"""Exact points where a candidate changes, and where they come from (MATH.md section 5)."""
