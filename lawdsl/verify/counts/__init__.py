"""Numbers of laws: bounds from below and from above that meet (MATH.md M3-M7)."""
