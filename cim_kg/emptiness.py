"""Why an answer has no row: the pattern that emptied it, and the nearest value of a parameter that gives rows."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from textwrap import shorten as shorten_text

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from cim_kg import sparql
from cim_kg.answers import ask, bind, list_instances, solve
from cim_kg.catalog import Question
from cim_kg.names import label, show_term
from cim_kg.namespaces import CONCEPT, DAY, ID, XSD
from cim_kg.store import Term, find_facts
from cim_kg.translations import Translator

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHOWN = 100  # characters of a pattern, which can be a whole branch


@dataclass(frozen=True)
class Emptiness:
    """The pattern that left nothing over, its line, and for each parameter a better value with its label."""

    line: int
    pattern: str
    nearest: tuple[tuple[str, Term, str], ...]

    def explain(self, say: Translator) -> str:
        """That there is no row, the better values, and the pattern."""
        better = [say('With {name}="{words}" there are rows.', name=name, words=it) for name, _, it in self.nearest]
        pattern = shorten_text(self.pattern, _SHOWN, placeholder=" …")
        reason = say("What emptied the answer is line {line} of the question:", line=self.line)
        return " ".join([say("No rows."), *better, f"{reason} {pattern}"])


def explain_emptiness(
    store: Store, question: Question, parameters: Mapping[str, Term], language: str = "en"
) -> Emptiness:
    """What emptied the answer to the question with these parameters, which has no rows; labels in the language."""
    line, pattern = _find_emptying(store, question, parameters)
    nearest = ((name, _find_nearest(store, question, parameters, name)) for name in parameters)
    return Emptiness(
        line, pattern, tuple((name, it, show_term(store, it, language)) for name, it in nearest if it is not None)
    )


def _find_emptying(store: Store, question: Question, parameters: Mapping[str, Term]) -> tuple[int, str]:
    """Line and text of the element without which there are solutions and with which there are none.

    Filters come last: they judge what the patterns have bound.
    """
    tree = bind(question, parameters)
    written = question.tree.where.elements
    late = (sparql.Filter, sparql.NotExists)
    order = sorted(range(len(written)), key=lambda i: isinstance(written[i], late))
    for count in range(1, len(order) + 1):
        kept = sparql.Group(tuple(tree.where.elements[i] for i in order[:count]), tree.where.line)
        if next(solve(store, replace(tree, where=kept, order_by=())), None) is None:
            break
    element = written[order[count - 1]]
    return sparql.find_line(element), sparql.write_element(element)


def _find_nearest(store: Store, question: Question, parameters: Mapping[str, Term], name: str) -> Term | None:
    """The value of one parameter, nearest to the one given, with which the others give rows; None if none does."""
    others = {other: value for other, value in parameters.items() if other != name}
    given = parameters[name]
    found: set[Term] = set()
    for solution in solve(store, bind(question, others)):
        found.update([solution[name]] if name in solution else _list_alike(solution, given))
    kind = next(parameter.type for parameter in question.parameters if parameter.name == name)
    if kind.startswith(("cim:", "concept:")):
        found &= list_instances(store, kind)
    ranked = sorted(found, key=lambda value: (_measure(store, given, value), str(value)))
    return next((value for value in ranked if ask(store, question, {**others, name: value}).rows), None)


def _list_alike(solution: Mapping[str, Term], given: Term) -> Iterator[Term]:
    """What a solution binds of the given value's kind: a parameter that only a FILTER uses binds nothing."""
    for value in solution.values():
        match given, value:
            case NamedNode(), NamedNode() if value.value.startswith((ID, CONCEPT)):
                yield value
            case Literal(), Literal() if value.datatype == given.datatype and _is_plain(value):
                yield value


def _is_plain(value: Literal) -> bool:
    """Whether Python can measure a date, which in XSD may have a time zone or a year of five digits."""
    return value.datatype != DAY or bool(_DATE.fullmatch(value.value))


def _measure(store: Store, given: Term, value: Term) -> float:
    """How far a value is from the given one: in days or units; for things, whether they are tied, then by name."""
    match given, value:
        case NamedNode(), NamedNode():
            tied = any(
                next(find_facts(store, one, None, other, DefaultGraph()), None)
                for one, other in ((given, value), (value, given))
            )
            alike = SequenceMatcher(None, label(store, given), label(store, value)).ratio()
            return (0 if tied else 1) - alike / 2
        case Literal(), Literal() if given.datatype == DAY:
            return abs((date.fromisoformat(given.value) - date.fromisoformat(value.value)).days)
        case Literal(), Literal() if given.datatype.value == XSD + "integer":
            return abs(int(given.value) - int(value.value))
        case _:
            return 1 - SequenceMatcher(None, given.value, value.value).ratio()
