"""Names of Rocq for what a spec names."""

from __future__ import annotations


def name_of(name: str, place: tuple[int, ...] = ()) -> str:
    """A name for an entry, a component or a rate: no other has it, and it is no keyword."""
    plain = "".join(_letter(letter) for letter in name)
    return "'".join(["x", plain, *map(str, place)])


def _letter(letter: str) -> str:
    """A letter of a name: nothing in a name of a spec becomes one apostrophe, which separates the parts."""
    if letter.isascii() and (letter.isalnum() or letter == "_"):
        return letter
    return "'" if letter == " " else f"''{ord(letter):x}''"


def comment(text: str) -> str:
    """A text that may stand in a comment."""
    return "".join(letter for letter in text if letter.isprintable() and letter not in '*()"')
