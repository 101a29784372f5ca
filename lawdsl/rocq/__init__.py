"""Certificates as theorems for the proof assistant Rocq (Coq).

The files `*.v` are the library that every exported file contains: expressions and derivatives (`preamble.v`),
and a program that finds normal forms, with its proof (the others, in the order of `theorems.LIBRARY`).
"""
