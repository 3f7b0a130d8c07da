"""Asking: a person's words become terms, terms are bound into the query, solutions become rows."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from cim_kg.catalog import Parameter, Question
from cim_kg.errors import UnknownNameError, ValueKindError
from cim_kg.names import resolve
from cim_kg.namespaces import CONCEPT, ONTOLOGY, XSD
from cim_kg.sparql import Group, Token, write, write_prologue
from cim_kg.store import Term
from cim_kg.suggestions import say_nearest

_INSTANCES = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing WHERE {
    { ?thing a/rdfs:subClassOf* $type } UNION { ?thing skos:inScheme $type }
}"""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Answer:
    """What a question returned: a cell for each column in each row, None where nothing is bound."""

    question: Question
    parameters: Mapping[str, Term]
    rows: tuple[tuple[Term | None, ...], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(self.question.columns)


def ask(store: Store, question: Question, parameters: Mapping[str, Term]) -> Answer:
    """The answer in the order of the question's ORDER BY."""
    solutions = store.query(bind(question, parameters))
    assert isinstance(solutions, QuerySolutions)  # the catalog lets nothing but SELECT pass
    columns = list(question.columns)
    rows = tuple(tuple(solution[column] for column in columns) for solution in solutions)
    return Answer(question, parameters, rows)


def solve(store: Store, prefixes: Mapping[str, Token], where: Group) -> Iterator[dict[str, Term]]:
    """Every solution of a WHERE, nothing projected away: what each variable is bound to, if it is."""
    solutions = store.query(f"{write_prologue(prefixes)} SELECT DISTINCT * WHERE {write(where)}")
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield {name: value for name, value in zip(names, solution, strict=True) if value is not None}


def bind(question: Question, parameters: Mapping[str, Term]) -> str:
    """The question's SPARQL with each parameter's term, as N-Triples, in place of its UNDEF."""
    text = question.text
    for parameter, offset in reversed(question.list_places()):
        if parameter.name in parameters:
            text = f"{text[:offset]}{parameters[parameter.name]}{text[offset + len('UNDEF') :]}"
    return text


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
    return Literal(words, datatype=NamedNode(XSD + "date"))


def list_instances(store: Store, type_name: str) -> set[NamedNode]:
    """The things of a class (cim:Actor) or a concept scheme (concept:role), subclasses included."""
    prefix, local = type_name.split(":", 1)
    iri = NamedNode({"cim": ONTOLOGY, "concept": CONCEPT}[prefix] + local)
    solutions = store.query(_INSTANCES.replace("$type", str(iri)))
    assert isinstance(solutions, QuerySolutions)
    return {solution["thing"] for solution in solutions}
