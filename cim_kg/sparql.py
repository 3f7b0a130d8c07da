"""The part of SPARQL 1.1 that questions are written in, as a tree with line numbers.

Only what can be proved row by row is in the grammar (docs/decisions/0004-questions.md); all else is
refused with the line it stands on. Section numbers are those of the W3C Recommendation of 2013.
Longer than other modules: one grammar, a class for each of its nodes and a method for each rule.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn

_TOKEN = re.compile(
    r"""(?P<blank>[ \t\r\n]+|\#[^\n]*)
      | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
      | (?P<variable>[?$]\w+)
      | (?P<node>_:\w+)
      | (?P<name>[A-Za-z][\w-]*:(?:[\w](?:[\w.-]*[\w-])?)?)
      | (?P<word>[A-Za-z_]+)
      | (?P<number>\d+(?:\.\d+)?)
      | (?P<mark>\^\^|&&|\|\||!=|<=|>=|[{}()\[\].;,*+?/|^!=<>-])""",
    re.VERBOSE,
)
_DEEPEST = 20  # groups within groups: no question needs them, and Python bears only so many
_CONSTANTS = {"name", "iri", "string", "number"}
_AGGREGATES = ("COUNT", "SUM", "MIN", "MAX")
_REFUSED = {
    "ASK", "CONSTRUCT", "DESCRIBE", "INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "FROM", "HAVING", "LIMIT",
    "OFFSET", "MINUS", "SERVICE", "GROUP_CONCAT", "SAMPLE", "AVG", "RAND", "NOW", "UUID", "STRUUID", "BNODE", "REDUCED",
}  # fmt: skip


class SparqlError(ValueError):
    """Text that is not of the questions' SPARQL, and the line where it stops being so."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


@dataclass(frozen=True)
class Token:
    """A word of the query, the kind of word it is, and its line (from 1)."""

    kind: str
    text: str
    line: int

    @property
    def keyword(self) -> str:
        """The word in capitals, as SPARQL's keywords are compared; other tokens as they are."""
        return self.text.upper() if self.kind == "word" else self.text


@dataclass(frozen=True)
class TriplePattern:
    """One triple pattern (section 5.1); `path` is one predicate or a property path (section 9)."""

    subject: Token
    path: tuple[Token, ...]
    object: Token


@dataclass(frozen=True)
class Filter:
    """A FILTER over an expression (section 5.2.2)."""

    expression: tuple[Token, ...]


@dataclass(frozen=True)
class Bind:
    """BIND (expression AS ?variable) (section 10.1)."""

    expression: tuple[Token, ...]
    variable: Token


@dataclass(frozen=True)
class Values:
    """VALUES ?variable { … } (section 10.2)."""

    variable: Token
    terms: tuple[Token, ...]


@dataclass(frozen=True)
class NotExists:
    """FILTER NOT EXISTS { … } (section 8.1)."""

    group: "Group"


@dataclass(frozen=True)
class OptionalPart:
    """OPTIONAL { … } (section 6)."""

    group: "Group"


@dataclass(frozen=True)
class Union:
    """{ … } UNION { … } (section 7)."""

    branches: tuple["Group", ...]


@dataclass(frozen=True)
class InGraph:
    """GRAPH ?name { … } (section 13.3)."""

    name: Token
    group: "Group"


Element = TriplePattern | Filter | Bind | Values | NotExists | OptionalPart | Union | InGraph


@dataclass(frozen=True)
class Group:
    """What stands between braces, in order (section 5.2)."""

    elements: tuple[Element, ...]
    line: int


@dataclass(frozen=True)
class Column:
    """A column of the answer; `aggregate` and `argument` say how it is computed, if it is."""

    name: str
    line: int
    aggregate: str | None = None
    argument: str | None = None


@dataclass(frozen=True)
class Select:
    """A whole query: one SELECT DISTINCT (section 16.1), with its prefixes and the prefixed names it uses.

    Without columns it is SELECT DISTINCT *, which no question is.
    """

    prefixes: dict[str, Token]
    names: tuple[Token, ...]
    columns: tuple[Column, ...]
    where: Group
    group_by: tuple[str, ...]
    order_by: tuple[tuple[Token, ...], ...]


def walk(group: Group) -> Iterator[tuple[Element, Group]]:
    """Every element of a group and of the groups in it, each with the group it stands in."""
    for element in group.elements:
        yield element, group
        match element:
            case NotExists(inner) | OptionalPart(inner) | InGraph(_, inner):
                yield from walk(inner)
            case Union(branches):
                for branch in branches:
                    yield from walk(branch)


def find_constants(group: Group) -> tuple[tuple[str, Token], ...]:
    """The variables that a group binds to one constant, by BIND or a VALUES of one term, each with that term."""
    found = []
    for element in group.elements:
        match element:
            case Bind((constant,), variable) if constant.kind in _CONSTANTS:
                found.append((variable.text[1:], constant))
            case Values(variable, (constant,)) if constant.kind in _CONSTANTS:
                found.append((variable.text[1:], constant))
    return tuple(found)


def write_prologue(prefixes: Mapping[str, Token]) -> str:
    """The declarations of the prefixes (section 4.1.1)."""
    return " ".join(f"PREFIX {name}: {iri.text}" for name, iri in prefixes.items())


def write_select(select: Select) -> str:
    """The query as SPARQL: what `parse` takes for an equal one, but for lines."""
    columns = " ".join(map(_write_column, select.columns)) or "*"
    grouped = f" GROUP BY {' '.join(f'?{name}' for name in select.group_by)}" if select.group_by else ""
    ordered = f" ORDER BY {' '.join(map(_join, select.order_by))}" if select.order_by else ""
    return f"{write_prologue(select.prefixes)} SELECT DISTINCT {columns} WHERE {write(select.where)}{grouped}{ordered}"


def _write_column(column: Column) -> str:
    if not column.aggregate:
        return f"?{column.name}"
    distinct = "DISTINCT " if column.aggregate == "COUNT" else ""
    return f"({column.aggregate}({distinct}?{column.argument}) AS ?{column.name})"


def write(group: Group) -> str:
    """The group as SPARQL: what `parse` takes for an equal group."""
    return f"{{ {' '.join(map(write_element, group.elements))} }}"


def find_line(element: Element) -> int:
    """The line of an element; of a pattern that shares its subject with others, that of its predicate."""
    match element:
        case TriplePattern(_, (token, *_), _) | Values(token, _) | InGraph(token, _):
            return token.line
        case Filter((token, *_)) | Bind((token, *_), _):
            return token.line
        case NotExists(group) | OptionalPart(group) | Union((group, *_)):
            return group.line
    raise AssertionError(element)


def write_element(element: Element) -> str:
    """One element as SPARQL."""
    match element:
        case TriplePattern(subject, path, value):
            steps = "".join(token.text for token in path)  # without blanks, which rdflib does not take in a path
            return f"{subject.text} {steps} {value.text} ."
        case Filter(expression):
            return f"FILTER {_join(expression)}"
        case Bind(expression, variable):
            return f"BIND ({_join(expression)} AS {variable.text})"
        case Values(variable, terms):
            return f"VALUES {variable.text} {{ {_join(terms)} }}"
        case NotExists(group):
            return f"FILTER NOT EXISTS {write(group)}"
        case OptionalPart(group):
            return f"OPTIONAL {write(group)}"
        case Union(branches):
            return " UNION ".join(map(write, branches))
        case InGraph(name, group):
            return f"GRAPH {name.text} {write(group)}"


def _join(tokens: tuple[Token, ...]) -> str:
    """The words of the tokens; typed literals are kept together, and a function with its parenthesis (so Oxigraph)."""
    text, before = "", None
    for token in tokens:
        together = "^^" in (token.text, before and before.text) or token.kind == "tag"
        called = before is not None and before.kind == "word" and token.text == "("
        text += token.text if before is None or together or called else f" {token.text}"
        before = token
    return text


def parse(text: str) -> Select:
    """The query's tree.

    Raises SparqlError, with a line, for anything outside the questions' grammar.
    """
    return _Parser(text).select()


class _Parser:
    """Recursive descent, one method a rule of the grammar."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokenize(text))
        self._next = 0
        self._depth = 0

    def select(self) -> Select:
        prefixes = self._prologue()
        body = self._next
        self._expect("SELECT")
        self._expect("DISTINCT")
        columns = self._columns()
        self._accept("WHERE")
        where = self._group()
        group_by = self._group_by()
        order_by = self._order_by()
        if self._peek().kind != "end":
            self._refuse(self._peek())
        names = tuple(token for token in self._tokens[body:] if token.kind == "name")
        return Select(prefixes, names, columns, where, group_by, order_by)

    def _prologue(self) -> dict[str, Token]:
        prefixes: dict[str, Token] = {}
        while self._accept("PREFIX"):
            name, iri = self._take("name"), self._take("iri")
            prefixes[name.text.rstrip(":")] = iri
        return prefixes

    def _columns(self) -> tuple[Column, ...]:
        columns = []
        while True:
            token = self._peek()
            if token.kind == "variable":
                columns.append(Column(self._take("variable").text[1:], token.line))
            elif self._accept("("):
                columns.append(self._aggregate())
            elif token.text == "*":
                raise SparqlError(token.line, "SELECT * leaves the columns to chance; name them")
            elif columns:
                return tuple(columns)
            else:
                self._refuse(token)

    def _aggregate(self) -> Column:
        token = self._take("word")
        if token.keyword not in _AGGREGATES:
            raise SparqlError(token.line, f"SELECT computes only COUNT(DISTINCT), SUM, MIN and MAX, not {token.text}")
        self._expect("(")
        if token.keyword == "COUNT":
            self._expect("DISTINCT")
        argument = self._take("variable")
        self._expect(")")
        self._expect("AS")
        name = self._take("variable")
        self._expect(")")
        return Column(name.text[1:], token.line, token.keyword, argument.text[1:])

    def _group(self) -> Group:
        line = self._expect("{").line
        self._deepen(line)
        elements: list[Element] = []
        while not self._accept("}"):
            elements.extend(self._element())
            self._accept(".")
        self._depth -= 1
        return Group(tuple(elements), line)

    def _element(self) -> list[Element]:
        token = self._peek()
        match token.keyword:
            case "FILTER":
                return [self._filter()]
            case "OPTIONAL":
                self._advance()
                return [OptionalPart(self._group())]
            case "BIND":
                return [self._bind()]
            case "VALUES":
                return [self._values()]
            case "GRAPH":
                self._advance()
                return [InGraph(self._take("variable"), self._group())]
            case "{":
                return [self._union()]
            case _:
                return list(self._triples())

    def _deepen(self, line: int) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise SparqlError(line, f"more than {_DEEPEST} groups stand within each other")

    def _filter(self) -> Filter | NotExists:
        line = self._expect("FILTER").line
        if self._accept("NOT"):
            self._expect("EXISTS")
            return NotExists(self._group())
        if self._peek().keyword == "EXISTS":
            raise SparqlError(line, "FILTER EXISTS hides the facts that it rests on; write the pattern itself")
        words: list[Token] = []
        if self._peek().text != "(":
            words.append(self._take("word"))
        return Filter((*words, *self._parenthesized()))

    def _parenthesized(self) -> tuple[Token, ...]:
        """The tokens from an opening parenthesis to the one that closes it, both included."""
        tokens, depth = [self._expect("(")], 1
        while depth:
            token = self._advance()
            if token.kind == "end" or token.text in "{}" or token.keyword in {"EXISTS", "SELECT"}:
                self._refuse(token)
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            tokens.append(token)
        return tuple(tokens)

    def _bind(self) -> Bind:
        self._expect("BIND")
        inside = self._parenthesized()[1:-1]
        if len(inside) < 3 or inside[-2].keyword != "AS" or inside[-1].kind != "variable":
            self._refuse(inside[-1] if inside else self._peek())
        return Bind(inside[:-2], inside[-1])

    def _values(self) -> Values:
        self._expect("VALUES")
        variable = self._take("variable")
        self._expect("{")
        terms = []
        while not self._accept("}"):
            sign = self._advance() if self._peek().text in {"+", "-"} else None
            term = self._advance()
            if term.kind == "end":
                self._refuse(term)
            terms.append(Token(term.kind, sign.text + term.text, term.line) if sign else term)
        return Values(variable, tuple(terms))

    def _union(self) -> Union:
        line = self._peek().line
        branches = [self._group()]
        while self._accept("UNION"):
            branches.append(self._group())
        if len(branches) == 1:
            raise SparqlError(line, "braces without UNION group nothing; take them away")
        return Union(tuple(branches))

    def _triples(self) -> Iterator[TriplePattern]:
        subject = self._term()
        while True:
            path = self._path()
            while True:
                yield TriplePattern(subject, path, self._term())
                if not self._accept(","):
                    break
            if not self._accept(";"):
                return

    def _path(self) -> tuple[Token, ...]:
        """A verb: a variable, or all tokens of a property path, whose form the catalog judges."""
        if self._peek().kind == "variable":
            return (self._advance(),)
        tokens = list(self._path_step())
        while self._peek().text in {"/", "|"}:
            tokens.append(self._advance())
            tokens.extend(self._path_step())
        return tuple(tokens)

    def _path_step(self) -> Iterator[Token]:
        if self._peek().text == "^":
            yield self._advance()
        if self._peek().text == "(":
            self._deepen(self._peek().line)
            yield self._advance()
            yield from self._path()
            yield self._expect(")")
            self._depth -= 1
        elif self._peek().kind in {"name", "iri"} or self._peek().text == "a":
            yield self._advance()
        else:
            self._refuse(self._peek())
        if self._peek().text in {"*", "+"}:
            yield self._advance()

    def _term(self) -> Token:
        token = self._peek()
        if token.kind == "string":
            return self._literal()
        if token.kind not in {"variable", "iri", "name", "number"}:
            self._refuse(token)
        return self._advance()

    def _literal(self) -> Token:
        token = self._take("string")
        text = token.text
        if self._peek().kind == "tag":
            text += self._advance().text
        elif self._accept("^^"):
            text += "^^" + self._advance().text
        return Token("string", text, token.line)

    def _group_by(self) -> tuple[str, ...]:
        names = []
        if self._accept("GROUP"):
            self._expect("BY")
            while self._peek().kind == "variable":
                names.append(self._advance().text[1:])
        return tuple(names)

    def _order_by(self) -> tuple[tuple[Token, ...], ...]:
        keys: list[tuple[Token, ...]] = []
        if self._accept("ORDER"):
            self._expect("BY")
            while self._peek().kind != "end":
                if self._peek().kind == "variable":
                    keys.append((self._advance(),))
                else:
                    keys.append((self._take("word"), *self._parenthesized()))
        return tuple(keys)

    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _advance(self) -> Token:
        token = self._tokens[self._next]
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def _accept(self, keyword: str) -> bool:
        found = self._peek().keyword == keyword
        if found:
            self._advance()
        return found

    def _expect(self, keyword: str) -> Token:
        if self._peek().keyword != keyword:
            self._refuse(self._peek(), keyword)
        return self._advance()

    def _take(self, kind: str) -> Token:
        if self._peek().kind != kind:
            self._refuse(self._peek(), f"a {kind}")
        return self._advance()

    def _refuse(self, token: Token, wanted: str = "") -> NoReturn:
        if token.keyword in _REFUSED:
            raise SparqlError(token.line, f"{token.keyword} is not part of a question's SPARQL")
        if token.kind == "node" or token.text == "[":
            raise SparqlError(token.line, "a blank node hides what it matched; use a variable")
        if token.keyword == "SELECT":
            raise SparqlError(token.line, "a question is one SELECT, without a query inside")
        found = "the end" if token.kind == "end" else f"“{token.text}”"
        raise SparqlError(token.line, f"{found} stands where {wanted or 'something else'} belongs")


def _tokenize(text: str) -> Iterator[Token]:
    position, line = 0, 1
    while position < len(text):
        match = _TOKEN.match(text, position)
        if not match:
            raise SparqlError(line, f"“{text[position]}” is no part of SPARQL")
        kind = str(match.lastgroup)
        if kind != "blank":
            token = Token(kind, match.group(), line)
            if token.keyword in _REFUSED and kind == "word":
                raise SparqlError(line, f"{token.keyword} is not part of a question's SPARQL")
            yield token
        line += match.group().count("\n")
        position = match.end()
    yield Token("end", "", line)
