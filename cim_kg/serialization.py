"""RDF in and out of files: reading with a line for every fault, writing the same bytes every time."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from cim_kg.errors import InputError
from cim_kg.namespaces import SH_NAMESPACE, SH_PREFIX, XSD
from cim_kg.places import Project

if TYPE_CHECKING:
    from rdflib.term import Node

# What must be told apart in Turtle (section 6.5): quoted text and IRIs, comments, and the blank that
# rdflib leaves at the end of a line before a bracket.
_TURTLE = re.compile(
    r"""(?P<quoted>\"{3}(?:[^\\]|\\.)*?\"{3}|'{3}(?:[^\\]|\\.)*?'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"\s]*>)
      | (?P<comment>\#[^\n]*)
      | [ ]\n(?P<indent>[ ]*(?=\[))""",
    re.VERBOSE | re.DOTALL,
)
_PLAIN = re.compile(rf"{XSD}integer -?(?:0|[1-9]\d*)|{XSD}boolean (?:true|false)|None .*", re.DOTALL)
FORMATS_BY_SUFFIX = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
}


def read_text(path: Path) -> str:
    """The file's text, its line ends untouched.

    Raises InputError where it is missing, unreadable or not UTF-8.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", "Check the path and your rights to it") from error
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError(f"{path}, line {line}: not UTF-8 text", "Save the file with the encoding UTF-8") from error


def read_triples(path: Path) -> list[Triple]:
    """The triples of one Turtle file, in the order they are written.

    Raises InputError with file and line where the file cannot be read or is not Turtle.
    """
    return [quad.triple for quad in _parse(path, RdfFormat.TURTLE)]


def read_quads(path: Path) -> list[Quad]:
    """The quads of a file in the format that its name's ending says.

    Raises InputError, with the line where there is one, for a file that is not in that format.
    """
    if path.suffix not in FORMATS_BY_SUFFIX:
        known = ", ".join(FORMATS_BY_SUFFIX)
        raise InputError(f"{path} has no ending that names a format", f"Use one of {known}")
    return _parse(path, FORMATS_BY_SUFFIX[path.suffix])


def load_file(store: Store, path: Path, name: NamedNode) -> None:
    """Put the triples of a Turtle file into the graph called `name`. Raises InputError as read_triples does."""
    text = read_text(path)
    with _line_named(path, RdfFormat.TURTLE):
        store.load(text, format=RdfFormat.TURTLE, to_graph=name)


def _parse(path: Path, form: RdfFormat) -> list[Quad]:
    text = read_text(path)
    with _line_named(path, form):
        return list(parse(text, format=form))


@contextmanager
def _line_named(path: Path, form: RdfFormat) -> Iterator[None]:
    """The parser's complaint as an InputError with file and line."""
    try:
        yield
    except SyntaxError as error:
        line = f", line {error.lineno}" if error.lineno else ""
        complaint = str(error.msg).split(": ", 1)[-1].rstrip(".")
        raise InputError(f"{path}{line}: {complaint}", f"Mend the {form.name} there") from error


def read_prefixes(project: Project) -> dict[str, str]:
    """The prefixes that ontology/prefixes.ttl declares (SHACL, section 5.2.1): name to namespace."""
    names, namespaces = {}, {}
    path = project.ontology / "prefixes.ttl"
    for subject, predicate, value in read_triples(path):
        if predicate == SH_PREFIX:
            names[subject] = value.value
        elif predicate == SH_NAMESPACE:
            namespaces[subject] = value.value
    if names.keys() != namespaces.keys():
        raise InputError(f"{path} declares a prefix by half", "Give each declaration sh:prefix and sh:namespace")
    return {name: namespaces[declared] for declared, name in names.items()}


def write_turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    """The triples in the project's one form of Turtle.

    Subjects by IRI, one predicate a line, the closing dot alone, only the prefixes in use,
    a blank node where it is used.
    """
    from io import BytesIO

    from rdflib import Graph
    from rdflib.plugins.serializers.longturtle import LongTurtleSerializer
    from rdflib.term import BNode, Node
    from rdflib.term import Literal as RdflibLiteral

    names: dict[Node, str | None] = {}

    class SortedTurtle(LongTurtleSerializer):
        """rdflib's long Turtle: subjects by name, no prefixes made up, literals as they are."""

        def orderSubjects(self) -> list[Node]:  # noqa: N802 - rdflib's name
            return sorted(self._subjects, key=lambda subject: (isinstance(subject, BNode), subject))

        def label(self, node: Node, position: int) -> str:
            """A literal without its datatype only in the one form that stands for it (Turtle, section 2.5)."""
            if isinstance(node, RdflibLiteral) and not _PLAIN.fullmatch(f"{node.datatype} {node}"):
                return node._literal_n3(qname_callback=self.get_pname)
            return str(super().label(node, position))  # type: ignore[no-untyped-call]  # rdflib

        def get_pname(self, uri: Node, gen_prefix: bool = False) -> str | None:
            if uri not in names:
                names[uri] = super().get_pname(uri, gen_prefix=False)  # type: ignore[no-untyped-call]  # rdflib
            return names[uri]

    graph = Graph(bind_namespaces="none")
    to_rdflib = cache(_to_rdflib)  # a graph has few terms and many triples
    for triple in triples:
        graph.add(tuple(to_rdflib(term) for term in triple))  # type: ignore[arg-type]  # three terms
    for prefix, namespace in sorted(prefixes.items()):
        graph.bind(prefix, namespace, override=True, replace=True)
    stream = BytesIO()
    has_blank_nodes = any(isinstance(subject, BNode) for subject in graph.subjects())
    SortedTurtle(graph).serialize(stream, canon=has_blank_nodes)  # type: ignore[no-untyped-call]  # rdflib
    text = _TURTLE.sub(lambda match: match["quoted"] or "\n" + match["indent"], stream.getvalue().decode())
    return text.strip() + "\n"


def _to_rdflib(term: object) -> "Node":
    """The term for rdflib with its literal as written, which rdflib's own parser would make over."""
    from rdflib.term import BNode, URIRef
    from rdflib.term import Literal as RdflibLiteral

    match term:
        case NamedNode():
            return URIRef(term.value)
        case BlankNode():
            return BNode(term.value)
        case Literal() if term.language:
            return RdflibLiteral(term.value, lang=term.language)
        case Literal():
            plain = term.datatype.value == XSD + "string"
            datatype = None if plain else URIRef(term.datatype.value)
            return RdflibLiteral(term.value, datatype=datatype, normalize=False)
    raise InputError(f"{term} is a triple within a triple", "Write it as triples of its own")


def format_turtle(path: Path, prefixes: Mapping[str, str]) -> str:
    """What the file's text becomes in the project's one form; the comment on top stays there.

    Raises InputError where the file is not Turtle, or where a comment stands further down and would be lost.
    """
    return rewrite_turtle(path, read_triples(path), prefixes)


def rewrite_turtle(path: Path, triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    """The triples as the file's new text, below the comment that stands on top of the file.

    Raises InputError where a comment stands further down and would be lost.
    """
    text = read_text(path)
    lines = text.splitlines()
    body = next((i for i, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    top = sum(len(line) for line in text.splitlines(keepends=True)[:body])
    for match in _TURTLE.finditer(text, top):
        if match["comment"]:
            number = text.count("\n", 0, match.start()) + 1
            raise InputError(
                f"{path}, line {number}: a comment stands below the top and would be lost",
                "Make it a triple (skos:note, rdfs:comment) or move it to the top",
            )
    comment = text[:top].strip()
    return (comment + "\n\n" if comment else "") + write_turtle(triples, prefixes)
