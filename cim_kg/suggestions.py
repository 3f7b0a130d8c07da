"""What a person may have meant by a word that nothing is called by."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches


def fold(text: str) -> str:
    """The text without case, accents and doubled blanks, for comparing what people type.

    Compatibility caseless matching (Unicode, section 3.13, D146), then without combining marks.
    """
    folded = unicodedata.normalize("NFD", text)
    for _ in range(2):
        folded = unicodedata.normalize("NFKD", folded.casefold())
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    return " ".join(plain.replace("’", "'").split())


def flatten(text: str) -> str:
    """The text on one line and without what steers a terminal; blanks of every width stay."""
    kept = (it if it.isprintable() or unicodedata.category(it) == "Zs" else " " for it in text)
    return "".join(kept)


def find_nearest(word: str, known: Iterable[str]) -> list[str]:
    """At most three of the known words that are near to `word`, nearest first."""
    folded: dict[str, str] = {}
    for name in sorted(known):
        folded.setdefault(fold(name), name)
    near = get_close_matches(fold(word), folded, n=3, cutoff=0.6)
    inside = sorted((name for name in folded if fold(word) and fold(word) in name), key=lambda name: (len(name), name))
    return [folded[name] for name in dict.fromkeys([*near, *inside])][:3]


def say_nearest(word: str, known: Iterable[str], otherwise: str) -> str:
    """A cure: “Did you mean …?” with the nearest known words, and where to see all of them."""
    near = find_nearest(word, known)
    if not near:
        return otherwise[0].upper() + otherwise[1:]
    return f"Did you mean {' or '.join(near)}? Else {otherwise}"
