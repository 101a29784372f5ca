"""Renderers of one result object: text for people, JSON for programs, excerpts for diagnostics."""
