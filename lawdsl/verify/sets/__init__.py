"""Assumptions and invariant sets: varieties, what stays true on them, and counts there (MATH.md M8, M9)."""
