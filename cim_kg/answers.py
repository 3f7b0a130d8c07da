"""Asking: a person's words become terms, terms are bound into the query, solutions become rows."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from cim_kg.catalog import Parameter, Question
from cim_kg.errors import UnknownNameError, ValueKindError
from cim_kg.names import resolve
from cim_kg.namespaces import CONCEPT, DAY, ONTOLOGY, XSD
from cim_kg.sparql import Element, Select, Token, Values, write_select
from cim_kg.store import Term
from cim_kg.suggestions import say_nearest

_INSTANCES = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing WHERE {
    { ?thing a/rdfs:subClassOf* $type } UNION { ?thing skos:inScheme $type }
}"""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

Row = tuple[Term | None, ...]


@dataclass(frozen=True)
class Answer:
    """What a question returned: a cell for each column in each row, None where nothing is bound."""

    question: Question
    parameters: Mapping[str, Term]
    rows: tuple[Row, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(self.question.columns)


def ask(store: Store, question: Question, parameters: Mapping[str, Term]) -> Answer:
    """The answer in the order of the question's ORDER BY."""
    return Answer(question, parameters, tuple(list_rows(store, bind(question, parameters))))


def list_rows(store: Store, select: Select) -> Iterator[Row]:
    """The rows of a query, in the order of its ORDER BY."""
    for solution in _run(store, select):
        yield tuple(solution)


def solve(store: Store, select: Select) -> Iterator[dict[str, Term]]:
    """Every solution of the WHERE in the order of ORDER BY, nothing projected away: each variable that is bound."""
    solutions = _run(store, replace(select, columns=(), group_by=()))
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield {name: value for name, value in zip(names, solution, strict=True) if value is not None}


def _run(store: Store, select: Select) -> QuerySolutions:
    solutions = store.query(write_select(select))
    assert isinstance(solutions, QuerySolutions)
    return solutions


def bind(question: Question, parameters: Mapping[str, Term]) -> Select:
    """The question's query with each parameter's term in place of its UNDEF."""
    return bind_all(question, {name: (term,) for name, term in parameters.items()})


def bind_all(question: Question, values: Mapping[str, Iterable[Term]]) -> Select:
    """The question's query with all those terms of each parameter in place of its UNDEF."""
    where = question.tree.where
    count = len(question.parameters)
    bound = (_place(it, values) for it in where.elements[:count])
    return replace(question.tree, where=replace(where, elements=(*bound, *where.elements[count:])))


def _place(element: Element, values: Mapping[str, Iterable[Term]]) -> Element:
    """The VALUES of a parameter with its terms, as N-Triples, if it has any."""
    assert isinstance(element, Values)  # the catalog lets nothing else stand there
    name = element.variable.text[1:]
    if name not in values:
        return element
    line = element.variable.line
    terms = (Token("iri" if isinstance(it, NamedNode) else "string", str(it), line) for it in values[name])
    return Values(element.variable, tuple(terms))


def read_parameters(store: Store, question: Question, given: Mapping[str, str]) -> dict[str, Term]:
    """The terms that a person's words mean, by the types of the question's parameters.

    Raises UnknownNameError for a parameter the question lacks, for a required one that is not
    given, and for a word that nothing is called by; ValueKindError for a value of the wrong type.
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    for name in given:
        if name not in known:
            listed = ", ".join(known) or "none"
            cure = say_nearest(name, known, f"use its parameters: {listed}")
            raise UnknownNameError(f"Question {question.name} has no parameter “{name}”", cure)
    for parameter in question.parameters:
        if parameter.required and parameter.name not in given:
            raise UnknownNameError(
                f"Question {question.name} needs the parameter “{parameter.name}”",
                f"Give it, as in: cim-kg ask {question.name} {question.example}",
            )
    return {name: read_value(store, known[name], words) for name, words in given.items()}


def read_value(store: Store, parameter: Parameter, words: str) -> Term:
    """The term that `words` mean for a parameter. Raises UnknownNameError or ValueKindError."""
    match parameter.type:
        case "xsd:date":
            return _read_date(parameter, words)
        case "xsd:integer":
            if not re.fullmatch(r"[+-]?\d+", words):
                raise ValueKindError(
                    f"{parameter.name} is a whole number, not “{words}”", "Write it in digits, as in 2004"
                )
            return Literal(words, datatype=NamedNode(XSD + "integer"))
        case "xsd:string":
            return Literal(words)
        case "rdfs:Resource":
            return resolve(store, words)
        case name:
            return resolve(store, words, list_instances(store, name))


def is_day(words: str) -> bool:
    """Whether the words are a day of the calendar, written as year-month-day."""
    try:
        return bool(_DATE.fullmatch(words) and date.fromisoformat(words))
    except ValueError:
        return False


def _read_date(parameter: Parameter, words: str) -> Literal:
    if not is_day(words):
        raise ValueKindError(
            f"{parameter.name} is a date, not “{words}”", "Write it as year-month-day, as in 2004-06-30"
        )
    return Literal(words, datatype=DAY)


def list_instances(store: Store, type_name: str) -> set[NamedNode]:
    """The things of a class (cim:Actor) or a concept scheme (concept:role), subclasses included."""
    prefix, local = type_name.split(":", 1)
    iri = NamedNode({"cim": ONTOLOGY, "concept": CONCEPT}[prefix] + local)
    solutions = store.query(_INSTANCES.replace("$type", str(iri)))
    assert isinstance(solutions, QuerySolutions)
    return {solution["thing"] for solution in solutions}
