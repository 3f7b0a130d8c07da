"""The questions: one file each in queries/, whose header is its contract and is held against its body."""

import re
import shlex
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from cim_kg import sparql
from cim_kg.errors import QuestionError, UnknownNameError
from cim_kg.places import Project, list_files
from cim_kg.serialization import read_prefixes, read_text
from cim_kg.suggestions import say_nearest

_HEADER = re.compile(r"#\+ (?P<key>[a-z]+): (?P<value>\S.*)")
_PARAMETER = re.compile(
    r"(?P<name>\w+) \((?P<type>cim:[\w-]+|concept:[\w-]+|rdfs:Resource|xsd:(?:date|integer|string)), "
    r"(?P<need>required|optional)\): (?P<meaning>\S.*)"
)
_COLUMN = re.compile(r"(?P<name>\w+): (?P<meaning>\S.*)")
_CHAPTER = re.compile(r"(?P<parameter>\w+): (?P<heading>[^()]+\S) \((?P<columns>\w+(, \w+)*)\)")
_SINGLE_KEYS = ("summary", "question", "why", "reading", "tags", "example")
_KEYS = (*_SINGLE_KEYS, "dossier", "parameter", "column")
PAPER = "paper"  # the tag of a question that papers ask, and that is too wide for the explorer
THEMES = ("mandates", "coverage", "partners", "money", "time", "content", "evidence")
_STRUCTURE = {"org:unitOf", "org:postIn", "org:subOrganizationOf", "org:holds", "cim:heldWith", "rdfs:subClassOf", "a"}
_TRANSITIVE_PATHS = {
    ("cim:partOf",),
    ("rdfs:subClassOf",),
    ("(", "org:unitOf", "|", "org:postIn", ")"),
}


@dataclass(frozen=True)
class Parameter:
    """What a question can be asked about; `type` is a class, a concept scheme or an XSD datatype."""

    name: str
    type: str
    required: bool
    meaning: str


@dataclass(frozen=True)
class Chapter:
    """How a question is a part of the dossier of a thing, which its parameter takes.

    Of its columns these are shown, in this order; rows that differ in the last one only become one.
    """

    parameter: str
    heading: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A canned question: what its header says, its SPARQL, and the tree of it."""

    name: str
    summary: str
    question: str
    why: str
    reading: str
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, str]
    tags: tuple[str, ...]
    example: str
    chapters: tuple[Chapter, ...]
    text: str
    tree: sparql.Select


def list_questions(project: Project) -> list[Question]:
    """All questions, sorted by name. Raises QuestionError for a file that breaks the form."""
    prefixes = read_prefixes(project)
    return [read_question(path, prefixes) for path in list_files(project.queries, ".rq")]


def list_chaptered(project: Project, types: Collection[str]) -> list[Question]:
    """The questions that are a part of the dossier of a thing of these types, sorted by name.

    Types are those of parameters. Of other files only the header is read.
    """
    prefixes = read_prefixes(project)
    paths = list_files(project.queries, ".rq")
    return [read_question(path, prefixes) for path in paths if _is_chaptered(path, types)]


def _is_chaptered(path: Path, types: Collection[str]) -> bool:
    text = read_text(path)
    header = _read_header(path, text)
    chaptered = {_read_chapter(path, text, value).parameter for value in header["dossier"]}
    parameters = (_read_parameter(path, text, value) for value in header["parameter"]) if chaptered else ()
    return any(it.name in chaptered and it.type in types for it in parameters)


def find_question(project: Project, name: str) -> Question:
    """The question called `name`, read alone. Raises UnknownNameError with the nearest names."""
    paths = {path.stem: path for path in list_files(project.queries, ".rq")}
    if name not in paths:
        raise UnknownNameError(
            f"There is no question “{name}”", say_nearest(name, paths, "see all with: cim-kg questions")
        )
    return read_question(paths[name], read_prefixes(project))


def read_question(path: Path, prefixes: Mapping[str, str]) -> Question:
    """The question in one file; its prefixes are those of the project.

    Raises QuestionError, with file and line, where header or body break the form of
    docs/decisions/0004-questions.md.
    """
    text = read_text(path)
    header = _read_header(path, text)
    try:
        tree = sparql.parse(text)
    except sparql.SparqlError as error:
        raise _fault(path, error.line, str(error)) from error
    question = Question(
        name=path.stem,
        summary=header["summary"][0],
        question=header["question"][0],
        why=header["why"][0],
        reading=header["reading"][0],
        parameters=tuple(_read_parameter(path, text, value) for value in header["parameter"]),
        columns=dict(_read_column(path, text, value) for value in header["column"]),
        tags=tuple(tag.strip() for tag in header["tags"][0].split(",")),
        example=header["example"][0],
        chapters=tuple(_read_chapter(path, text, value) for value in header["dossier"]),
        text=text,
        tree=tree,
    )
    for line, problem in _judge(question, prefixes):
        raise _fault(path, line, problem)
    try:
        Store().query(text)
    except SyntaxError as error:
        raise _fault(path, tree.where.line, f"SPARQL itself does not take it ({error.msg})") from error
    return question


def _fault(path: Path, line: int, problem: str) -> QuestionError:
    return QuestionError(f"{path}, line {line}: {problem}", "Mend the question there; CONTRIBUTING.md has the form")


def _read_header(path: Path, text: str) -> dict[str, list[str]]:
    header: dict[str, list[str]] = {key: [] for key in _KEYS}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#+"):
            continue
        match = _HEADER.fullmatch(line)
        if not match or match["key"] not in header:
            raise _fault(path, number, f"the header has no line of this form; its keys are {', '.join(_KEYS)}")
        header[match["key"]].append(match["value"].strip())
    for key in _SINGLE_KEYS:
        if len(header[key]) != 1:
            raise _fault(path, 1, f"the header needs one line “{key}” and has {len(header[key])}")
    return header


def _read_parameter(path: Path, text: str, value: str) -> Parameter:
    match = _PARAMETER.fullmatch(value)
    if not match:
        raise _fault(
            path,
            _find_line(text, value),
            "a parameter is written: name (type, optional): meaning; a type is a class cim:…, a list concept:…, "
            "rdfs:Resource for any thing, xsd:date, xsd:integer or xsd:string",
        )
    return Parameter(match["name"], match["type"], match["need"] == "required", match["meaning"])


def _read_column(path: Path, text: str, value: str) -> tuple[str, str]:
    match = _COLUMN.fullmatch(value)
    if not match:
        raise _fault(path, _find_line(text, value), "a column is written: name: meaning")
    return match["name"], match["meaning"]


def _read_chapter(path: Path, text: str, value: str) -> Chapter:
    match = _CHAPTER.fullmatch(value)
    if not match:
        raise _fault(
            path, _find_line(text, value), "a part of dossiers is written: parameter: heading (column, column)"
        )
    return Chapter(match["parameter"], match["heading"], tuple(match["columns"].split(", ")))


def _find_line(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def _judge(question: Question, prefixes: Mapping[str, str]) -> Iterable[tuple[int, str]]:
    """The faults of a question, each with its line."""
    tree = question.tree
    named = [column.name for column in tree.columns]
    if list(question.columns) != named:
        yield 1, f"the header's columns are {', '.join(question.columns)}, the query's are {', '.join(named)}"
    if question.tags[0] not in THEMES:
        yield 1, f"the first tag is the theme, one of {', '.join(THEMES)}, not {question.tags[0]}"
    yield from _judge_chapters(question, named)
    yield from _judge_prefixes(tree, prefixes)
    yield from _judge_parameters(question)
    yield from _judge_example(question)
    yield from _judge_grouping(tree)
    yield from _judge_order(tree, named)
    for element, group in sparql.walk(tree.where):
        yield from _judge_element(question, element, group)


def _judge_chapters(question: Question, named: list[str]) -> Iterable[tuple[int, str]]:
    types = {parameter.name: parameter.type for parameter in question.parameters}
    for i, chapter in enumerate(question.chapters):
        dated = {"date"} if {"earliest", "latest"} <= set(named) else set()
        if chapter.parameter not in types or not set(chapter.columns) <= {*named, *dated}:
            yield 1, f"the part of dossiers “{chapter.heading}” names a parameter or column that the header lacks"
        elif types[chapter.parameter].startswith("xsd:"):
            yield 1, f"the part of dossiers “{chapter.heading}” has a parameter that takes no thing"
        if chapter.parameter in {it.parameter for it in question.chapters[:i]}:
            yield 1, f"the header has two parts of dossiers for the parameter {chapter.parameter}"
    if question.chapters and PAPER in question.tags:
        yield 1, f"a question tagged {PAPER} is no part of dossiers"


def _judge_prefixes(tree: sparql.Select, prefixes: Mapping[str, str]) -> Iterable[tuple[int, str]]:
    for name, iri in tree.prefixes.items():
        if prefixes.get(name) != iri.text[1:-1]:
            yield iri.line, f"the prefix {name}: is not the project’s, see ontology/prefixes.ttl"
    for token in tree.names:
        prefix = token.text.split(":")[0]
        if prefix not in tree.prefixes:
            yield token.line, f"the prefix {prefix}: is not declared"


def _judge_parameters(question: Question) -> Iterable[tuple[int, str]]:
    first = question.tree.where.elements[: len(question.parameters)]
    for parameter, element in zip(question.parameters, first, strict=False):
        if not (
            isinstance(element, sparql.Values)
            and element.variable.text == f"${parameter.name}"
            and [term.keyword for term in element.terms] == ["UNDEF"]
        ):
            yield (
                question.tree.where.line,
                f"WHERE begins with VALUES ${parameter.name} {{ UNDEF }}, in the header's order",
            )
    for element, _ in sparql.walk(question.tree.where):
        if isinstance(element, sparql.Values) and element not in first and element.variable.text.startswith("$"):
            yield element.variable.line, f"{element.variable.text} is not a parameter of the header"
    if len(first) < len(question.parameters):
        yield question.tree.where.line, "a parameter of the header has no VALUES line"


def _judge_example(question: Question) -> Iterable[tuple[int, str]]:
    try:
        words = dict(word.split("=", 1) for word in shlex.split(question.example))
    except ValueError:
        words = {"": ""}
    known = {parameter.name for parameter in question.parameters}
    needed = {parameter.name for parameter in question.parameters if parameter.required}
    if not needed <= set(words) <= known or not all(words.values()):
        yield 1, "the example gives the parameters as a person types them: name=value, with all that are required"


def _judge_grouping(tree: sparql.Select) -> Iterable[tuple[int, str]]:
    computed = [column for column in tree.columns if column.aggregate]
    plain = [column.name for column in tree.columns if not column.aggregate]
    if computed and list(tree.group_by) != plain:
        yield computed[0].line, f"GROUP BY lists the columns that are not computed, in order: {', '.join(plain)}"
    if computed and not plain:
        yield computed[0].line, "a computed column needs one beside it that is not computed, or nothing has one row"
    if tree.group_by and not computed:
        yield tree.where.line, "GROUP BY stands without a computed column"


def _judge_order(tree: sparql.Select, named: list[str]) -> Iterable[tuple[int, str]]:
    last = [[token.keyword.lstrip("?$") for token in key] for key in tree.order_by[-len(named) :]]
    if last != [["STR", "(", name, ")"] for name in named]:
        wanted = " ".join(f"STR(?{name})" for name in named)
        yield tree.where.line, f"ORDER BY ends with every column: {wanted}"


def _judge_element(question: Question, element: sparql.Element, group: sparql.Group) -> Iterable[tuple[int, str]]:
    match element:
        case sparql.TriplePattern(_, path, _):
            yield from _judge_path(question, path)
        case sparql.InGraph(name, _) if "evidence" not in question.tags:
            yield name.line, "GRAPH belongs in questions tagged evidence"
        case sparql.NotExists(inner) if not (
            _binds(group, "?scope") or _only_chooses(inner, group) or "evidence" in question.tags
        ):
            yield inner.line, "NOT EXISTS needs a pattern beside it that binds ?scope, the claim it relies on"
        case sparql.OptionalPart(inner) if not _list_variables(inner) - _list_variables(group, element):
            yield (
                inner.line,
                "OPTIONAL binds no variable that nothing before it binds; it would prove what no row shows",
            )
        case sparql.Union(branches):
            if not _tell_apart(question.tree.prefixes, branches):
                yield (
                    branches[0].line,
                    "each branch of a UNION binds a constant of its own, any two of them one variable",
                )


def _list_variables(group: sparql.Group, until: sparql.Element | None = None) -> set[str]:
    """The variables of the group's patterns, and of those in it; only of what stands before `until`."""
    before = group.elements[: group.elements.index(until)] if until else group.elements
    within = sparql.walk(sparql.Group(before, group.line))
    patterns = [element for element, _ in within if isinstance(element, sparql.TriplePattern)]
    return {
        it.text
        for pattern in patterns
        for it in (pattern.subject, *pattern.path, pattern.object)
        if it.kind == "variable"
    }


def _judge_path(question: Question, path: tuple[sparql.Token, ...]) -> Iterable[tuple[int, str]]:
    if path[0].kind == "variable" and "evidence" not in question.tags:
        yield path[0].line, "a variable predicate belongs in questions tagged evidence"
    for i, token in enumerate(path):
        if token.text in {"*", "+"}:
            start = i - 1
            if path[start].text == ")":
                start = max(j for j in range(i) if path[j].text == "(")
            repeated = tuple(step.text for step in path[start:i])
            if repeated not in _TRANSITIVE_PATHS:
                yield token.line, f"{token.text} goes only over cim:partOf, (org:unitOf|org:postIn) and rdfs:subClassOf"


def _tell_apart(prefixes: Mapping[str, sparql.Token], branches: Iterable[sparql.Group]) -> bool:
    """Whether any two branches bind a variable to different constants, so that a solution tells its branch."""
    bound = [
        {name: read_constant(prefixes, token) for name, token in sparql.find_constants(branch)} for branch in branches
    ]
    return all(
        any(one[name] != other[name] for name in one.keys() & other.keys()) for one, other in combinations(bound, 2)
    )


def read_constant(prefixes: Mapping[str, sparql.Token], token: sparql.Token) -> NamedNode | Literal:
    """The term that a name, IRI, text or number in a question means. Raises SyntaxError for what is none."""
    needed = {token.text.partition(":")[0]} if token.kind == "name" else set(prefixes)
    prologue = sparql.write_prologue({name: iri for name, iri in prefixes.items() if name in needed})
    return _evaluate(f"{prologue} SELECT ({token.text} AS ?term) {{}}")


@cache
def _evaluate(query: str) -> NamedNode | Literal:
    """The one term of a query, which is asked of no store; questions share most of their names."""
    solutions = Store().query(query)
    assert isinstance(solutions, QuerySolutions)
    term = next(solutions)["term"]
    assert isinstance(term, NamedNode | Literal)
    return term


def _only_chooses(inner: sparql.Group, group: sparql.Group) -> bool:
    """Whether a NOT EXISTS picks among what is stated, by rank or by who belongs to whom, and denies no fact.

    By rank: all but the rank itself is said of the same beside it, and a FILTER compares.
    """
    named, beside = _list_predicates(inner), _list_predicates(group)
    ranks = "skos:notation" in named and any(isinstance(it, sparql.Filter) for it in inner.elements)
    return named <= _STRUCTURE or (ranks and named <= beside)


def _list_predicates(group: sparql.Group) -> set[str]:
    """What stands for a predicate in the group's own patterns, and in its OPTIONALs."""
    parts = [group, *(element.group for element in group.elements if isinstance(element, sparql.OptionalPart))]
    elements = [element for part in parts for element in part.elements]
    patterns = [element for element in elements if isinstance(element, sparql.TriplePattern)]
    return {it.text for pattern in patterns for it in pattern.path if it.kind in {"name", "word", "iri", "variable"}}


def _binds(group: sparql.Group, variable: str) -> bool:
    return any(
        isinstance(element, sparql.TriplePattern) and variable in (element.subject.text, element.object.text)
        for element in group.elements
    )


def split_example(question: Question) -> dict[str, str]:
    """The parameters of the question's example, as a person would type them: name to value."""
    return dict(word.split("=", 1) for word in shlex.split(question.example))
