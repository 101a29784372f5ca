"""Certificates as theorems for the proof assistant Rocq (Coq)."""
