"""Exact answers about what training conserves."""
