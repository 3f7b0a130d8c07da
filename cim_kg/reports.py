"""Findings of validation with what a person needs to mend them: label and file; as table, JSON, SHACL report."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from cim_kg.names import label
from cim_kg.namespaces import RDF_TYPE, SHACL, SHAPES, XSD
from cim_kg.serialization import read_quads, write_turtle
from cim_kg.tables import Table
from cim_kg.translations import Translator
from cim_kg.validation import SEVERITIES, Finding


@dataclass(frozen=True)
class PlacedFinding:
    """A finding with the label of its thing and the file to open."""

    finding: Finding
    label: str
    file: str


def place_findings(
    store: Store, findings: Sequence[Finding], files: Mapping[Path, str], language: str = "en"
) -> list[PlacedFinding]:
    """Each finding with its thing's label in the language, and the name of the file that states what is wrong.

    `files` are the files that were validated, each with the name that a reader knows it by. Of
    several that tell of the thing, the one that also has the finding's value is named.
    """
    told = {path: read_quads(path) for path in files} if findings else {}
    return [
        PlacedFinding(finding, _label(store, finding.thing, language), _find_file(finding, told, files))
        for finding in findings
    ]


def _label(store: Store, thing: str, language: str) -> str:
    term = _as_term(thing)
    return label(store, term, language) if isinstance(term, NamedNode) else ""


def _as_term(text: str) -> NamedNode | Literal:
    """A finding's thing or value as a term: an IRI where it can be one."""
    try:
        return NamedNode(text) if text.startswith(("https:", "http:")) else Literal(text)
    except ValueError:
        return Literal(text)


def _find_file(finding: Finding, told: Mapping[Path, list[Quad]], files: Mapping[Path, str]) -> str:
    best, best_rank = "", 0
    for path, quads in told.items():
        rank = max((_rank(finding, quad) for quad in quads), default=0)
        if rank > best_rank:
            best, best_rank = files[path], rank
    return best


def _rank(finding: Finding, quad: Quad) -> int:
    """How much a triple has to do with a finding: 3 its thing and value, 2 its thing, 1 only used there."""
    subject, predicate, value = (getattr(term, "value", None) for term in quad.triple)
    if subject == finding.thing:
        return 3 if finding.value and value == finding.value else 2
    return 1 if finding.thing in (predicate, value) else 0


HEADINGS = ("severity", "rule", "label", "thing", "value", "file", "message")


def tabulate_findings(placed: Iterable[PlacedFinding], say: Translator) -> Table:
    """The findings as a table."""
    rows = tuple(
        (
            it.finding.severity,
            it.finding.rule,
            it.label,
            it.finding.thing,
            it.finding.value,
            it.file,
            it.finding.tell(say),
        )
        for it in placed
    )
    return Table(say("Findings"), tuple(map(say.word, HEADINGS)), rows)


def write_findings(placed: Sequence[PlacedFinding], say: Translator) -> str:
    """The findings as text: rule and file, thing and value, cure; last how many of which severity."""
    lines = []
    for it in placed:
        thing = f"{it.label} <{it.finding.thing}>" if it.finding.thing else ""
        about = " · ".join(filter(None, (thing, it.finding.value)))
        rule = f"{say.word(it.finding.severity)}{say(': ')}{it.finding.rule}"
        lines.append(rule + (f" · {it.file}" if it.file else ""))
        if about:
            lines.append(f"    {about}")
        lines.append(f"    {it.finding.tell(say)}")
    return "\n".join([*lines, count_severities(placed, say)]) + "\n"


def count_severities(placed: Sequence[PlacedFinding], say: Translator) -> str:
    """How many findings there are of each severity."""
    counts = {severity: sum(it.finding.severity == severity for it in placed) for severity in SEVERITIES}
    return ", ".join(f"{say.word(name)}{say(': ')}{count}" for name, count in counts.items())


def encode_findings(placed: Iterable[PlacedFinding], say: Translator) -> list[dict[str, str]]:
    """The findings as the JSON list that docs/json.md describes."""
    return [dict(zip(HEADINGS, row, strict=True)) for row in tabulate_findings(placed, say).rows]


def write_report(findings: Iterable[Finding], prefixes: Mapping[str, str]) -> str:
    """The findings as a SHACL validation report (SHACL, section 3.6) in Turtle.

    sh:conforms is false where there is any Violation: our verdict, not SHACL's, which any Info makes false.
    """
    found = list(findings)
    report = BlankNode("report")

    def sh(name: str) -> NamedNode:
        return NamedNode(SHACL + name)

    conforms = "false" if any(it.severity == "Violation" for it in found) else "true"
    triples = [Triple(report, RDF_TYPE, sh("ValidationReport"))]
    triples.append(Triple(report, sh("conforms"), Literal(conforms, datatype=NamedNode(XSD + "boolean"))))
    for number, it in enumerate(found):
        result = BlankNode(f"result{number}")
        triples += [
            Triple(report, sh("result"), result),
            Triple(result, RDF_TYPE, sh("ValidationResult")),
            Triple(result, sh("resultSeverity"), sh(it.severity)),
            Triple(result, sh("resultMessage"), Literal(it.message, language="en")),
            Triple(result, sh("sourceShape"), NamedNode(SHAPES + it.rule)),
        ]
        if it.thing:
            triples.append(Triple(result, sh("focusNode"), _as_term(it.thing)))
        if it.value:
            triples.append(Triple(result, sh("value"), _as_term(it.value)))
    return write_turtle(triples, prefixes)
