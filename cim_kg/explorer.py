"""What the explorer's page knows: the network, every fact with its passages, and every answer that has rows.

The page is JSON that its scripts read: terms, passages and facts are listed once and named by their numbers.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from cim_kg.answers import is_day
from cim_kg.catalog import PAPER, Question
from cim_kg.dates import say_date
from cim_kg.drawing import Dot, Line, draw, fan
from cim_kg.facts import find_citation, find_summary
from cim_kg.grouping import Group, group
from cim_kg.layout import place
from cim_kg.listings import show_body
from cim_kg.names import find_names, label, list_forms
from cim_kg.namespaces import (
    BASE,
    DATE,
    EARLIEST,
    FORMAT_OF,
    HAS_SOURCE,
    ISSUED,
    LATEST,
    PASSAGE_CLASS,
    PERIOD,
    RDF_TYPE,
    SOURCE_CLASS,
    START_DATE,
    THEME,
)
from cim_kg.network import KINDS, Arrow, Network, Thing, read_network
from cim_kg.proof import Answered
from cim_kg.quotations import Texts, quote
from cim_kg.repertoire import Answers
from cim_kg.store import Fact, Term, find_facts, is_stated
from cim_kg.translations import LANGUAGES, Translator, read_explorer_texts
from cim_kg.versions import Versions

DRAWN_AT_MOST = 1500
ANSWERED_AT_MOST = 2000

Record = dict[str, object]


def encode_explorer(
    store: Store,
    questions: Sequence[Question],
    translators: Mapping[str, Translator],
    texts: Texts,
    versions: Versions,
    answers: Answers,
) -> Record:
    """All that the page shows; without `texts` its passages are not quoted.

    Of a network of more than ANSWERED_AT_MOST things no answers are listed, one of more than DRAWN_AT_MOST is drawn
    in groups.
    """
    network = read_network(store)
    encoder = _Encoder(store, texts)
    facts = encoder.list_facts()
    told: Answers = answers if len(network.things) <= ANSWERED_AT_MOST else {}
    asked = [
        _encode_question(encoder, it, translators, told.get(it.name, ()))
        for it in sorted(questions, key=lambda it: it.tags[0])
        if PAPER not in it.tags
    ]
    places = {thing.node: i for i, thing in enumerate(network.things)}
    edges = [(places[it.source], places[it.target]) for it in network.arrows]
    groups, positions = _place(network, edges)
    bends = fan(edges)
    return {
        "base": BASE,
        "version": str(versions),
        "languages": LANGUAGES,
        "texts": read_explorer_texts(),
        "kinds": list(KINDS),
        "drawn": DRAWN_AT_MOST,
        "things": [_encode_thing(encoder, it, at) for it, at in zip(network.things, positions, strict=True)],
        "arrows": [_encode_arrow(encoder, places, it, bend) for it, bend in zip(network.arrows, bends, strict=True)],
        "groups": [{"members": it.members, "at": it.middle, "radius": it.radius} for it in groups],
        "drawing": _draw(network, edges, groups),
        "questions": asked,
        "words": _translate_words(questions, translators),
        "facts": facts,
        "passages": encoder.passages,
        "terms": encoder.terms,
    }


class _Encoder:
    """Terms and passages by number, in the order in which they are first named."""

    def __init__(self, store: Store, texts: Texts) -> None:
        self.store = store
        self.terms: list[object] = []
        self._numbers: dict[Term, int] = {}
        told = (find_facts(store, None, RDF_TYPE, kind, DefaultGraph()) for kind in (PASSAGE_CLASS, SOURCE_CLASS))
        own = sorted({it.subject for facts in told for it in facts}, key=str)
        self._passages = {passage: number for number, passage in enumerate(own)}
        self.passages = [self._encode_passage(it, texts) for it in own]

    def number(self, term: Term | None) -> int:
        """The number of a term; -1 for none."""
        if term is None:
            return -1
        if term not in self._numbers:
            self._numbers[term] = len(self.terms)
            self.terms.append(None)
            self.terms[self._numbers[term]] = self._encode_term(term)
        return self._numbers[term]

    def number_passages(self, passages: Iterable[NamedNode]) -> list[int]:
        """The numbers of passages, and of sources that are cited as a whole."""
        return sorted({self._passages[it] for it in passages if it in self._passages})

    def list_facts(self) -> list[object]:
        """Every stated fact once: subject, predicate, value, and the passages that state it."""
        stating: dict[Fact, list[NamedNode]] = {}
        for fact in find_facts(self.store):
            if fact.graph and is_stated(fact):
                stating.setdefault(fact._replace(graph=None), []).append(fact.graph)
        self._facts = {fact: number for number, fact in enumerate(sorted(stating, key=lambda it: it.sort_key))}
        return [
            [*map(self.number, (fact.subject, fact.predicate, fact.value)), self.number_passages(stating[fact])]
            for fact in self._facts
        ]

    def number_facts(self, facts: Iterable[Fact]) -> list[int]:
        """The numbers of those of the facts that a passage states."""
        plain = (fact._replace(graph=None) for fact in facts)
        return sorted({self._facts[fact] for fact in plain if fact in self._facts})

    def _encode_term(self, term: Term) -> object:
        """Of a thing its IRI and what it is called, 0 where no name is confirmed; of a literal its text."""
        match term:
            case Literal():
                kind = term.datatype.value.rpartition("#")[2]
                return {"v": term.value, "g": term.language} if term.language else {"v": term.value, "d": kind}
            case _:
                names = find_names(self.store, term)
                if not names:
                    names = {language: label(self.store, term, language) for language in LANGUAGES}
                called = [names.get(it) or say_date(self.store, term, it) or 0 for it in LANGUAGES]
                while not called[-1]:
                    called.pop()
                return [term.value.removeprefix(BASE), *called]

    def _encode_passage(self, passage: NamedNode, texts: Texts) -> Record:
        source = next((it.value for it in find_facts(self.store, passage, HAS_SOURCE, graph=DefaultGraph())), passage)
        encoded: Record = {
            "name": passage.value.removeprefix(BASE),
            "source": self.number(source),
            "citation": [find_citation(self.store, passage, language) for language in LANGUAGES],
            "summary": [find_summary(self.store, passage, language) for language in LANGUAGES],
        }
        quotation = quote(self.store, passage, texts)
        if quotation is not None:
            encoded["heading"] = "".join(piece.text for piece in quotation.heading)
            encoded["text"] = "".join(piece.text for piece in quotation.text)
        return encoded


def _encode_thing(encoder: _Encoder, thing: Thing, at: tuple[float, float]) -> Record:
    """A thing with the other forms of its name, the themes and the days it is said of."""
    store = encoder.store
    called = find_names(store, thing.node)
    record: Record = {
        "term": encoder.number(thing.node),
        "kind": list(KINDS).index(thing.kind),
        "type": encoder.number(thing.type),
        "at": at,
    }
    if others := sorted(list_forms(store, thing.node) - set(called.values())):
        record["also"] = others
    themes = find_facts(store, thing.node, THEME, graph=DefaultGraph())
    if numbers := sorted(encoder.number(it.value) for it in themes):
        record["themes"] = numbers
    if days := _find_days(store, thing.node):
        record["days"] = days
    return record


def _find_days(store: Store, thing: NamedNode) -> list[str | None]:
    """The first and the last day that the stated dates allow, None for an open end; empty where none is stated.

    What is no day of the calendar is left out, as in a graph that breaks the rules.
    """
    first, last = [], []
    for predicate in (DATE, PERIOD, START_DATE):
        for fact in find_facts(store, thing, predicate, graph=DefaultGraph()):
            if isinstance(fact.value, NamedNode):
                first += _list_days(store, fact.value, EARLIEST)
                if predicate != START_DATE:
                    last += _list_days(store, fact.value, LATEST)
    for source in find_facts(store, None, FORMAT_OF, thing, DefaultGraph()):
        issued = _list_days(store, source.subject, ISSUED)
        first, last = first + issued, last + issued
    return [min(first, default=None), max(last, default=None)] if first or last else []


def _list_days(store: Store, node: NamedNode, predicate: NamedNode) -> list[str]:
    return [it.value.value for it in find_facts(store, node, predicate, graph=DefaultGraph()) if is_day(it.value.value)]


def _encode_arrow(encoder: _Encoder, places: Mapping[NamedNode, int], arrow: Arrow, bend: float) -> Record:
    record: Record = {
        "from": places[arrow.source],
        "to": places[arrow.target],
        "relation": encoder.number(arrow.relation),
        "facts": encoder.number_facts(it.fact for it in arrow.facts),
        "passages": encoder.number_passages(arrow.passages),
    }
    if bend:
        record["bend"] = bend
    if arrow.node:
        record["node"] = encoder.number(arrow.node)
    if arrow.labels:
        record["labels"] = [encoder.number(it) for it in arrow.labels]
    return record


def _encode_question(
    encoder: _Encoder, question: Question, translators: Mapping[str, Translator], answered: Iterable[Answered]
) -> Record:
    """A question with its answers: for each choice of parameters, by the numbers of their values, the rows' numbers."""
    rows: dict[str, int] = {}
    listed: list[object] = []
    answers: dict[str, list[int]] = {}
    for it in answered:
        given = it.answer.parameters
        key = ",".join(
            str(encoder.number(given[name])) if (name := parameter.name) in given else ""
            for parameter in question.parameters
        )
        numbers = answers.setdefault(key, [])
        for cells, proof in zip(it.answer.rows, it.proofs, strict=True):
            facts = encoder.number_facts(evidence.fact for way in proof.ways for evidence in way.facts)
            row = [[encoder.number(cell) for cell in cells], encoder.number_passages(proof.passages), facts]
            if str(row) not in rows:
                rows[str(row)] = len(listed)
                listed.append(row)
            numbers.append(rows[str(row)])
    parts = ("summary", "question", "reading")
    return {
        "name": question.name,
        "theme": question.tags[0],
        "texts": {language: [say.tell(question, part) for part in parts] for language, say in translators.items()},
        "parameters": [[it.name, it.type, it.required] for it in question.parameters],
        "example": question.example,
        "columns": list(question.columns),
        "sparql": show_body(question),
        "rows": listed,
        "answers": answers,
    }


def _translate_words(questions: Iterable[Question], translators: Mapping[str, Translator]) -> Record:
    """What heads columns and names parameters, by language."""
    names = sorted({name for it in questions for name in (*it.columns, *(given.name for given in it.parameters))})
    return {language: {name: say.word(name) for name in names} for language, say in translators.items()}


def _place(network: Network, edges: Sequence[tuple[int, int]]) -> tuple[list[Group], list[tuple[float, float]]]:
    """The groups that many things are drawn as, none for few, and where each thing stands."""
    if len(network.things) > DRAWN_AT_MOST:
        return group(len(network.things), edges)
    return [], place(len(network.things), edges)


def _draw(network: Network, edges: Sequence[tuple[int, int]], groups: Sequence[Group]) -> Mapping[str, object]:
    """How things and arrows are drawn; of many the page draws groups, and the parts of them that a reader opens."""
    if groups:
        return draw([], [])
    degrees = Counter(end for edge in edges for end in edge)
    dots = [Dot(i, thing.kind, degrees[i]) for i, thing in enumerate(network.things)]
    stated = [bool(arrow.passages) for arrow in network.arrows]
    return draw(dots, [Line(f"a{i}", *edge, stated[i]) for i, edge in enumerate(edges)])
