"""How dependent laws follow from the others (MATH.md M3)."""
