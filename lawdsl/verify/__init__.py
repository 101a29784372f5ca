"""Prove, refute and count: every question about a system ends in a verdict."""
