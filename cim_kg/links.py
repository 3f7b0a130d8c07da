"""Where the site tells of a term, and what a reader sees of it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape
from pyoxigraph import Literal, NamedNode, Store

from cim_kg.facts import translate_value
from cim_kg.names import Namer
from cim_kg.namespaces import ANSWER_WORDS, CONCEPT, DESCRIPTION, ID, PASSAGE, RDF_TYPE, REFERENCE, SOURCE
from cim_kg.sheets import Source
from cim_kg.store import Fact, Term

_FOLDERS = {ID: "things/", CONCEPT: "concepts/", PASSAGE: "passages/", SOURCE: "sources/"}
_PLAIN = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?", re.ASCII)


@dataclass(frozen=True)
class Link:
    """What a reader sees of a term, and its page from the root of the site or its place on this one; "" for none."""

    text: str
    page: str = ""

    @cache  # noqa: B019 - a link is a value, and a site has few of them and shows each often
    def show(self, root: str) -> Markup:
        """The link as HTML; `root` leads from the page that shows it to the site's own."""
        if not self.page:
            return escape(self.text)
        place = "" if self.page.startswith("#") else root
        return Markup('<a href="{}{}">{}</a>').format(place, self.page, self.text)


@dataclass(frozen=True)
class Line:
    """What is said of one thing: each predicate's label with the values."""

    subject: Link | None
    parts: tuple[tuple[str, tuple[Link, ...]], ...]


class Linker:
    """Labels of terms in one language with the pages that tell of them; remembers what it looked up."""

    def __init__(self, store: Store, show: Namer) -> None:
        self._store = store
        self._show = show
        self._links: dict[Term, Link] = {}

    def __call__(self, term: Term) -> Link:
        """The term's label, with its page if it has one."""
        if term not in self._links:
            page = self.find(term) if isinstance(term, NamedNode) else ""
            self._links[term] = Link(self._show(term), page)
        return self._links[term]

    def cite(self, source: Source) -> Link:
        """How to cite the source, with its page if it has one."""
        return Link(source.citation, self.find(source.passage))

    def find(self, thing: NamedNode) -> str:
        """Where the site tells of the thing; "" for a node that only ties things, which their pages tell of."""
        page = find_page(thing)
        return page if not thing.value.startswith(ID) or self._show.has_name(thing) else ""

    def list_pairs(self, facts: Iterable[Fact]) -> list[tuple[str, Link]]:
        """Each fact's predicate with its value; the language of words in another one stands with it."""
        return [(self._name(fact), self(fact.value)) for fact in facts]

    def _name(self, fact: Fact) -> str:
        language = fact.value.language if isinstance(fact.value, Literal) else None
        name = self(fact.predicate).text
        return f"{name} ({language})" if language and language != self._show.language else name

    def list_lines(self, facts: Iterable[Fact], about: NamedNode | None = None) -> list[Line]:
        """The facts, a line for each subject; that of the thing the page is about stays unnamed."""
        by_subject: dict[NamedNode, list[Fact]] = {}
        for fact in facts:
            by_subject.setdefault(fact.subject, []).append(fact)
        return [self._make_line(subject, told, about) for subject, told in by_subject.items()]

    def _make_line(self, subject: NamedNode, facts: Sequence[Fact], about: NamedNode | None) -> Line:
        kind = next((fact.value for fact in facts if fact.predicate == RDF_TYPE), None)
        by_predicate: dict[NamedNode, list[Link]] = {}
        for fact in facts:
            if fact.predicate != RDF_TYPE:
                by_predicate.setdefault(fact.predicate, []).append(self._tell_value(fact))
        name = Link(self._show(kind), self.find(subject)) if kind else self(subject)
        parts = tuple((self(predicate).text, tuple(links)) for predicate, links in by_predicate.items())
        return Line(None if subject == about and not kind else name, parts)

    def _tell_value(self, fact: Fact) -> Link:
        """The value as a part of the line, which has one full stop at most."""
        value = translate_value(self._store, fact, self._show.language)
        text = self._show.show_within(value)
        return Link(text.removesuffix(".") if fact.predicate == DESCRIPTION else text, self(value).page)


def find_page(thing: NamedNode) -> str:
    """Where the site tells of the thing; "" where it does not, as of reference sets and the words of answers."""
    if thing.value.startswith((REFERENCE, ANSWER_WORDS)):
        return ""
    for namespace, folder in _FOLDERS.items():
        name = thing.value.removeprefix(namespace)
        if thing.value.startswith(namespace) and _PLAIN.fullmatch(name):
            return f"{folder}{name}.html"
    return ""
