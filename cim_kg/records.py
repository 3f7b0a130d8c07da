"""Sheets and papers as programs read them: the JSON of docs/json.md, a graph of an answer's provenance in Turtle."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

from pyoxigraph import Literal, NamedNode, Store, Triple

from cim_kg.exports import name_statement, state_fact
from cim_kg.names import label, show_term
from cim_kg.namespaces import BASE, CITATION, INTEGER, PROV, RDF_TYPE, RDFS_COMMENT, RDFS_LABEL, RESULT_SET
from cim_kg.papers import Paper, Section
from cim_kg.proof import Evidence, Proof, Way
from cim_kg.quotations import Quotation
from cim_kg.serialization import write_turtle
from cim_kg.sheets import Row, Sheet, Source
from cim_kg.store import Fact, Term
from cim_kg.versions import digest_question


def encode_sheet(store: Store, sheet: Sheet) -> dict[str, object]:
    """The answer as the JSON object of docs/schemas/answer.json."""
    answer, proofs, language = sheet.answer, sheet.proofs, sheet.say.language
    encoded: dict[str, object] = {
        "question": sheet.question.name,
        "parameters": {name: encode_term(store, term, language) for name, term in answer.parameters.items()},
        "columns": list(answer.columns),
        "rows": [
            _encode_row(store, answer.columns, row, proofs[i] if proofs else None, language)
            for i, row in enumerate(sheet.rows)
        ],
    }
    if proofs is not None:
        encoded["passages"] = encode_sources(sheet.sources)
    if sheet.emptiness is not None:
        encoded["emptiness"] = {
            "line": sheet.emptiness.line,
            "pattern": sheet.emptiness.pattern,
            "nearest": {name: encode_term(store, value, language) for name, value, _ in sheet.emptiness.nearest},
        }
    return encoded


def encode_paper(store: Store, paper: Paper) -> dict[str, object]:
    """The paper as the JSON object of docs/schemas/paper.json."""
    return {
        "title": paper.title,
        "about": [thing.value for thing in paper.about],
        "language": paper.say.language,
        "sections": [_encode_section(store, it, paper) for it in paper.sections],
        "silent": list(paper.silent),
        "passages": encode_sources(paper.sources),
    }


def _encode_section(store: Store, section: Section, paper: Paper) -> dict[str, object]:
    passages = {source.number: source.passage.value for source in paper.sources}
    return {
        "heading": section.heading,
        "about": [thing.value for thing in section.about],
        "columns": list(section.columns),
        "lines": [
            {
                "cells": {
                    column: [_encode_shown(*it) for it in zip(terms, words, strict=True)]
                    for column, terms, words in zip(section.columns, line.terms, line.words, strict=True)
                },
                "proof": [passages[it] for it in line.sources],
            }
            for line in section.lines
        ],
    }


def _encode_shown(term: Term, words: str) -> dict[str, str]:
    """A value of a cell of a paper, with what its reader sees of it."""
    kind = term.datatype.value if isinstance(term, Literal) else "iri"
    return {"value": term.value, "label": words, "type": kind}


def encode_term(store: Store, term: Term | None, language: str = "en") -> dict[str, str] | None:
    """A cell: the term, what a reader sees of it, and its type."""
    match term:
        case None:
            return None
        case Literal():
            return {"value": term.value, "label": term.value, "type": term.datatype.value}
        case _:
            return {"value": term.value, "label": label(store, term, language), "type": "iri"}


def _encode_row(
    store: Store, columns: tuple[str, ...], row: Row, proof: Proof | None, language: str
) -> dict[str, object]:
    cells = {column: encode_term(store, term, language) for column, term in zip(columns, row.terms, strict=True)}
    if proof is None:
        return {"cells": cells}
    return {
        "cells": cells,
        "proof": [passage.value for passage in proof.passages],
        "ways": [_encode_way(store, way, language) for way in proof.ways],
    }


def _encode_way(store: Store, way: Way, language: str) -> dict[str, object]:
    return {
        "facts": [encode_evidence(store, evidence, language) for evidence in way.facts],
        "grounds": [ground.value for ground in way.grounds],
    }


def encode_evidence(store: Store, evidence: Evidence, language: str = "en") -> dict[str, object]:
    """A fact with all passages that state it."""
    fact = evidence.fact
    return {
        "subject": fact.subject.value,
        "predicate": fact.predicate.value,
        "value": fact.value.value,
        "label": show_term(store, fact.value, language),
        "passages": [passage.value for passage in evidence.passages],
    }


def encode_sources(sources: Iterable[Source]) -> dict[str, object]:
    """Each passage with its citation, its summary and, where the source text is at hand, its words."""
    return {
        it.passage.value: {
            "citation": it.citation,
            "summary": it.summary,
            "quotation": it.quotation and _encode_quotation(it.quotation),
        }
        for it in sources
    }


def _encode_quotation(quotation: Quotation) -> dict[str, object]:
    """Heading and text, and where in the text names are marked, in code points, the end excluded."""
    ends = list(accumulate(len(piece.text) for piece in quotation.text))
    marks = [[end - len(it.text), end] for it, end in zip(quotation.text, ends, strict=True) if it.marked]
    heading, text = ("".join(piece.text for piece in pieces) for pieces in (quotation.heading, quotation.text))
    return {"heading": heading, "text": text, "marks": marks}


def write_provenance(store: Store, sheet: Sheet, prefixes: Mapping[str, str]) -> str:
    """The answer in Turtle: rows as SPARQL results, derived from their ways (PROV-O), those from stated facts.

    The names are made from what was asked of what, so that the same answer has the same names.
    """
    return write_turtle(sorted(set(_list_provenance(store, sheet)), key=str), {**prefixes, "rs": RESULT_SET})


def _list_provenance(store: Store, sheet: Sheet) -> Iterator[Triple]:
    given = sorted((name, str(value)) for name, value in sheet.answer.parameters.items())
    asked = f"{digest_question(sheet.question)} {sheet.versions} {given}"
    name = f"{BASE}answer/{sheet.question.name}/{hashlib.sha256(asked.encode()).hexdigest()[:16]}"
    answer, asking = NamedNode(name), NamedNode(f"{name}/asking")
    yield Triple(answer, RDF_TYPE, _rs("ResultSet"))
    yield Triple(answer, RDF_TYPE, _prov("Entity"))
    yield Triple(answer, RDFS_LABEL, Literal(sheet.title, language=sheet.say.language))
    yield Triple(answer, _prov("wasGeneratedBy"), asking)
    yield Triple(asking, RDF_TYPE, _prov("Activity"))
    for used in (*_list_versions(sheet), *sheet.answer.parameters.values()):
        if isinstance(used, NamedNode):
            yield Triple(asking, _prov("used"), used)
    words = " ".join(
        f'{key}="{show_term(store, value, sheet.say.language)}"' for key, value in sheet.answer.parameters.items()
    )
    yield Triple(asking, RDFS_LABEL, Literal(f"cim-kg ask {sheet.question.name} {words}".strip()))
    for used in _list_versions(sheet):
        yield Triple(used, RDF_TYPE, _prov("Entity"))
    if sheet.emptiness is not None:
        yield Triple(answer, RDFS_COMMENT, Literal(sheet.silence, language=sheet.say.language))
    for column in sheet.answer.columns:
        yield Triple(answer, _rs("resultVariable"), Literal(column))
    for number, row in enumerate(sheet.rows, start=1):
        solution = NamedNode(f"{name}/row/{number}")
        yield Triple(answer, _rs("solution"), solution)
        yield Triple(solution, _rs("index"), Literal(str(number), datatype=INTEGER))
        yield from _list_bindings(solution, sheet.answer.columns, row)
        yield from _list_ways(solution, sheet.proofs[number - 1] if sheet.proofs else Proof(()))
    for source in sheet.sources:
        yield Triple(source.passage, CITATION, Literal(source.citation, language=sheet.say.language))


def _rs(name: str) -> NamedNode:
    return NamedNode(RESULT_SET + name)


def _prov(name: str) -> NamedNode:
    return NamedNode(PROV + name)


def _list_versions(sheet: Sheet) -> list[NamedNode]:
    """What the answer was made from, each with the version of it."""
    versions = sheet.versions
    parts = {
        "program": versions.program,
        "graph": versions.graph,
        "ontology": versions.ontology,
        "shapes": versions.shapes,
        f"question/{sheet.question.name}": digest_question(sheet.question),
    }
    return [NamedNode(f"{BASE}version/{part}/{version}") for part, version in parts.items()]


def _list_bindings(solution: NamedNode, columns: tuple[str, ...], row: Row) -> Iterator[Triple]:
    for column, term in zip(columns, row.terms, strict=True):
        if term is not None:
            binding = NamedNode(f"{solution.value}/{column}")
            yield Triple(solution, _rs("binding"), binding)
            yield Triple(binding, _rs("variable"), Literal(column))
            yield Triple(binding, _rs("value"), term)


def _list_ways(solution: NamedNode, proof: Proof) -> Iterator[Triple]:
    for passage in proof.passages:
        yield Triple(solution, _prov("hadPrimarySource"), passage)
    for number, way in enumerate(proof.ways, start=1):
        node = NamedNode(f"{solution.value}/way/{number}")
        yield Triple(solution, _prov("wasDerivedFrom"), node)
        yield Triple(node, RDF_TYPE, _prov("Collection"))
        for ground in way.grounds:
            yield Triple(node, _prov("wasDerivedFrom"), ground)
        for evidence in way.facts:
            triple = _unite(evidence.fact)
            yield Triple(node, _prov("hadMember"), name_statement(triple))
            for passage in evidence.passages:
                yield from state_fact(triple, passage)


def _unite(fact: Fact) -> Triple:
    return Triple(fact.subject, fact.predicate, fact.value)
