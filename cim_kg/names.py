"""What a person's words mean: labels, acronyms, codes and IRIs to things, and things to labels."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from cim_kg.dates import say_date
from cim_kg.errors import UnknownNameError
from cim_kg.namespaces import (
    ALPHA3,
    ANSWER_WORDS,
    ARROW_SOURCE,
    ARROW_TARGET,
    BASE,
    CITATION,
    CONCEPT,
    DESCRIPTION,
    ID,
    IDENTIFIER,
    IN_SCHEME,
    M49,
    NOTATION,
    RDF_TYPE,
    RDFS_LABEL,
    SKOS_ALT_LABEL,
    SKOS_PREF_LABEL,
    TITLE,
    WORDS,
    XSD,
)
from cim_kg.store import Term, find_facts, find_values
from cim_kg.suggestions import flatten, fold, say_nearest

_LABELLING = (SKOS_PREF_LABEL, RDFS_LABEL, CITATION, TITLE, DESCRIPTION, WORDS)
_WRITING = (SKOS_PREF_LABEL, SKOS_ALT_LABEL, TITLE)
_TEXTS = (f"{XSD}string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
_SAID_OF = (ANSWER_WORDS, f"{CONCEPT}state-of-affairs")
_BRACKET = re.compile(r" \([^()]*\)$")
_NAMING = (CITATION, SKOS_PREF_LABEL, SKOS_ALT_LABEL, RDFS_LABEL, TITLE, IDENTIFIER, ALPHA3, M49)


@dataclass(frozen=True)
class Name:
    """A word or code that a thing is called by."""

    text: str
    thing: NamedNode


def list_names(store: Store) -> Iterator[Name]:
    """All names of all things of ours, in every language."""
    for predicate in _NAMING:
        for fact in find_facts(store, predicate=predicate, graph=DefaultGraph()):
            yield Name(fact.value.value, fact.subject)


def resolve(store: Store, words: str, among: set[NamedNode] | None = None) -> NamedNode:
    """The one thing that `words` means: an IRI, its part after …/id/, a label, an acronym or a code.

    A bracket that ends a name may be left out. `among` narrows it to those things. Raises UnknownNameError with near
    misses where nothing is called so, and with the candidates where several things are.
    """
    names = [name for name in list_names(store) if among is None or name.thing in among]
    for iri in (words.removeprefix("<").removesuffix(">"), ID + words, BASE + words):
        thing = _find_thing(store, iri)
        if thing is not None and (among is None or thing in among):
            return thing
    whole = _find_called(names, words, lambda text: text)
    found = whole or _find_called(names, words, lambda text: _BRACKET.sub("", text))
    things = [thing for thing in found if thing.value.startswith(ID)]
    for only in (things, found):  # a thing rather than the class or concept that is called the same
        if len(only) == 1:
            return only[0]
    if found:
        ways = ", ".join(f"{shorten(thing)} ({label(store, thing)})" for thing in found)
        raise UnknownNameError(f"“{words}” can mean several things: {ways}", f"Name one, as in {shorten(found[0])}")
    cure = say_nearest(words, {name.text for name in names}, "see the things with: cim-kg show --all")
    others = [] if among is None else _find_called(list_names(store), words, lambda text: text)
    for other in others:
        for kind in find_values(store, other, IN_SCHEME) or find_values(store, other, RDF_TYPE):
            raise UnknownNameError(f"“{words}” does not fit here: its kind is “{label(store, kind)}”", cure)
    raise UnknownNameError(f"Nothing is called “{words}” here", cure)


def _find_called(names: Iterable[Name], words: str, spell: Callable[[str], str]) -> list[NamedNode]:
    """The things with a name that is spelt like the words, but for what does not count in comparing."""
    wanted = fold(words)
    return sorted({it.thing for it in names if fold(spell(it.text)) == wanted}, key=lambda it: it.value)


def _find_thing(store: Store, iri: str) -> NamedNode | None:
    """The thing of ours that is called so, if the store tells of it."""
    if not re.fullmatch(r"https://w3id\.org/cim-kg/[\w./#-]+", iri):
        return None
    thing = NamedNode(iri)
    return thing if next(find_facts(store, thing), None) else None


def label(store: Store, thing: NamedNode, language: str = "en") -> str:
    """What a reader calls the thing, in the language or else in English.

    Its preferred label; of a passage or source how to cite it; for a thing without a name what it is
    about (a mandate, an observation) or says (a date), or what it ties; failing that, the part of its IRI
    that is its own.
    """
    return find_name(store, thing, language) or _describe(store, thing, language) or shorten(thing)


def find_name(store: Store, thing: NamedNode, language: str = "en") -> str:
    """The thing's own label or words, of a date in another language than English the date itself; "" for none."""
    found = find_names(store, thing)
    return found.get(language) or (found and say_date(store, thing, language)) or found.get("en", "")


def find_names(store: Store, thing: NamedNode) -> dict[str, str]:
    """The thing's own labels by language, or failing those its words, in English at least; empty for none."""
    found: dict[str, str] = {}
    for predicate in _LABELLING:
        for fact in find_facts(store, thing, predicate, graph=DefaultGraph()):
            if (language := _read_language(fact.value)) and fact.value.value:
                found.setdefault(language, fact.value.value)
        if "en" in found:
            return found
    return {}


def _describe(store: Store, thing: NamedNode, language: str) -> str:
    """A node without a name by its class and what its arrow goes from and to, as the ontology declares; "" for none."""
    for kind in find_values(store, thing, RDF_TYPE):
        sides = []
        for end in (ARROW_SOURCE, ARROW_TARGET):
            ends = {it for predicate in find_values(store, kind, end) for it in find_values(store, thing, predicate)}
            sides.append(", ".join(sorted(find_name(store, it, language) or shorten(it) for it in ends)))
        if any(sides):
            return f"{find_name(store, kind, language)}: {' – '.join(side for side in sides if side)}"
    return ""


def shorten(thing: NamedNode) -> str:
    """The IRI without the part that all IRIs of its kind share; other IRIs whole."""
    for namespace in (ID, BASE):
        if thing.value.startswith(namespace):
            return thing.value.removeprefix(namespace)
    return thing.value


def show_term(store: Store, term: Term | None, language: str = "en") -> str:
    """The label of a thing, the text of a literal, on one line and without what steers a terminal; "" for nothing."""
    if term is None:
        return ""
    text = label(store, term, language) if isinstance(term, NamedNode) else term.value
    return flatten(text)


class Namer:
    """What a reader of one language sees of terms; remembers what it looked up."""

    def __init__(self, store: Store, language: str) -> None:
        self._store = store
        self.language = language
        self._shown: dict[Term | None, str] = {}
        self._names: dict[NamedNode, dict[str, str]] = {}

    def __call__(self, term: Term | None) -> str:
        """The term as `show_term` shows it."""
        if term not in self._shown:
            self._shown[term] = show_term(self._store, term, self.language)
        return self._shown[term]

    def lacks_name(self, term: Term) -> bool:
        """Whether the term is a thing that has a name in English and none in the language."""
        names = self._find_names(term) if isinstance(term, NamedNode) else {}
        return bool(names) and self.language not in names and not names["en"].isupper()

    def has_name(self, thing: NamedNode) -> bool:
        """Whether the thing has a label or words of its own."""
        return bool(self._find_names(thing))

    def _find_names(self, thing: NamedNode) -> dict[str, str]:
        if thing not in self._names:
            self._names[thing] = find_names(self._store, thing)
        return self._names[thing]

    def show_within(self, term: Term) -> str:
        """The term as a part of a sentence: what describes a thing without its full stop, a name as it is."""
        if not isinstance(term, NamedNode) or next(find_facts(self._store, term, SKOS_PREF_LABEL), None):
            return self(term)
        return self(term).removesuffix(".")


def list_forms(store: Store, term: Term | None) -> set[str]:
    """The forms in which a text may write the term: all names of a thing, the text of a literal.

    None for a number, a rank on a scale, a state of affairs or a word of answers: it may stand anywhere in a text and
    mean something else. Of a concept, which is ours, only what it is called in English: no source writes our
    translations.
    """
    if not isinstance(term, NamedNode):
        return {term.value} if term and term.datatype.value in _TEXTS else set()
    if term.value.startswith(_SAID_OF):
        return set()
    if next(find_facts(store, term, NOTATION, graph=DefaultGraph()), None):
        return set()
    named = (find_facts(store, term, predicate, graph=DefaultGraph()) for predicate in _WRITING)
    ours = term.value.startswith(CONCEPT)
    return {fact.value.value for facts in named for fact in facts if not ours or _read_language(fact.value) == "en"}


def _read_language(value: Term) -> str | None:
    return value.language if isinstance(value, Literal) else None
