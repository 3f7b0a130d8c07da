"""All that a question can answer: without parameters, for each value of one that gives rows, and for each pair.

An answer looked up here is the one that asking gives. All values of a parameter are asked at once: VALUES stands
first in WHERE and all else is joined to it (SPARQL 1.1, section 18.2.4.3), so that the rows with a value in its
column are those of the answer to that value, in their order.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product

from pyoxigraph import DefaultGraph, Store

from cim_kg import sparql
from cim_kg.answers import Answer, Row, bind_all, list_instances, read_parameters
from cim_kg.catalog import PAPER, Parameter, Question, split_example
from cim_kg.names import find_name
from cim_kg.namespaces import CONCEPT, EARLIEST, ID, LATEST, RDF_TYPE
from cim_kg.proof import Answered, Memory, Proof, answer, prove
from cim_kg.store import Term, find_facts

Values = Mapping[str, Sequence[Term]]
Answers = Mapping[str, Sequence[Answered]]


def read_repertoire(store: Store, questions: Iterable[Question]) -> Answers:
    """All answers that have rows, by the name of their question."""
    return {question.name: tuple(list_answers(store, question)) for question in questions}


def read_chapters(store: Store, questions: Iterable[Question]) -> Answers:
    """The answers that pages show, and those that dossiers are made of, as far as they have rows."""
    return {question.name: tuple(_list_chapters(store, question)) for question in questions}


def _list_chapters(store: Store, question: Question) -> Iterator[Answered]:
    memory = Memory()
    yield answer(store, question, choose_parameters(store, question), memory)
    for name in sorted({chapter.parameter for chapter in question.chapters}):
        yield from _answer_each(store, question, name, memory)


def list_answers(store: Store, question: Question) -> Iterator[Answered]:
    """Every answer of the question that has rows: to no value, to one, and to two that give rows by themselves.

    The answer without parameters comes first, even if it is empty, unless the question requires one; of a question that
    is asked for papers it is the only one.
    """
    memory = Memory()
    yield from _answer_plainly(store, question, memory)
    if PAPER in question.tags:
        return
    giving: dict[str, list[Term]] = {}
    for name in (parameter.name for parameter in question.parameters):
        for answered in _answer_each(store, question, name, memory):
            giving.setdefault(name, []).append(answered.answer.parameters[name])
            if _is_enough(question, {name}):
                yield answered
    for pair in combinations(giving, 2):
        if _is_enough(question, set(pair)):
            yield from _ask_all(store, question, {name: giving[name] for name in pair}, memory)


def choose_parameters(store: Store, question: Question) -> dict[str, Term]:
    """What the page of a question answers: none; where a parameter is required, those of the question's own example."""
    required = any(parameter.required for parameter in question.parameters)
    return read_parameters(store, question, split_example(question)) if required else {}


def _answer_plainly(store: Store, question: Question, memory: Memory) -> Iterator[Answered]:
    """The answer without parameters, unless one is required."""
    if not any(parameter.required for parameter in question.parameters):
        yield answer(store, question, {}, memory)


def _answer_each(store: Store, question: Question, name: str, memory: Memory) -> Iterator[Answered]:
    """The answer to each value of one parameter that gives rows."""
    parameter = next(it for it in question.parameters if it.name == name)
    yield from _ask_all(store, question, {name: offer_values(store, parameter)}, memory)


def offer_values(store: Store, parameter: Parameter) -> list[Term]:
    """The values to choose from, sorted: the things of its class or list; the days on which stated dates begin or end.

    Between two such days no answer changes. None are offered for a number or a text.
    """
    match parameter.type:
        case "xsd:date":
            bounds = (find_facts(store, predicate=bound, graph=DefaultGraph()) for bound in (EARLIEST, LATEST))
            values: Iterable[Term] = {fact.value for facts in bounds for fact in facts}
        case "xsd:integer" | "xsd:string":
            values = ()
        case "rdfs:Resource":
            told = {fact.subject for fact in find_facts(store, predicate=RDF_TYPE, graph=DefaultGraph())}
            values = {it for it in told if it.value.startswith((ID, CONCEPT)) and find_name(store, it)}
        case name:
            values = list_instances(store, name)
    return sorted(values, key=lambda value: value.value)


def _is_enough(question: Question, given: Collection[str]) -> bool:
    return all(parameter.name in given for parameter in question.parameters if parameter.required)


def _ask_all(store: Store, question: Question, values: Values, memory: Memory) -> Iterator[Answered]:
    """The answers that have rows, in the order of the values."""
    select = spread(question, values)
    columns = [column.name for column in select.columns]
    places = [columns.index(name) for name in values]
    kept = [columns.index(name) for name in question.columns]
    found: dict[Row, list[tuple[Row, Proof]]] = {}
    for row, proof in prove(store, select, memory).items():
        found.setdefault(tuple(row[i] for i in places), []).append((tuple(row[i] for i in kept), proof))
    for given in product(*values.values()):
        if given in found:
            rows, proofs = zip(*found[given], strict=True)
            yield Answered(Answer(question, dict(zip(values, given, strict=True)), rows), proofs)


def spread(question: Question, values: Values) -> sparql.Select:
    """The query for all those values at once; each of their parameters is a column, if it is not one yet."""
    select = bind_all(question, values)
    new = [name for name in values if name not in question.columns]
    columns = (*(sparql.Column(name, select.where.line) for name in new), *select.columns)
    return replace(select, columns=columns, group_by=(*new, *select.group_by) if select.group_by else ())
