"""What is handed on: the same facts in every format, the same bytes every time."""

import hashlib
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, parse

from cim_kg.errors import UnknownNameError
from cim_kg.exports import SUFFIXES, export
from cim_kg.namespaces import BASE, EVIDENCE, RDF_TYPE
from cim_kg.places import Project
from cim_kg.serialization import read_triples
from cim_kg.store import find_facts, is_stated, list_knowledge
from tests.conftest import Run


def read(text: str, format_name: str) -> set[str]:
    form = RdfFormat.from_extension(SUFFIXES[format_name].removeprefix("."))
    assert form
    return {str(quad) for quad in parse(text, format=form)}


@pytest.mark.parametrize("format_name", ["trig", "nquads"])
def test_formats_with_named_graphs_read_back_to_the_same_graphs(
    format_name: str, store: Store, prefixes: dict[str, str]
) -> None:
    named = {str(quad) for quad in store if isinstance(quad.graph_name, NamedNode)}
    assert read(export(store, prefixes, format_name), format_name) == named


def test_an_export_has_the_literals_of_the_files(project: Project, store: Store, prefixes: dict[str, str]) -> None:
    """The store must not change what a file says: it has its own ideas of some datatypes."""
    written = {str(triple) for path in list_knowledge(project) for triple in read_triples(path)}
    exported = {str(quad.triple) for quad in parse(export(store, prefixes, "nquads"), format=RdfFormat.N_QUADS)}
    blank = {line for line in written if "_:" in line}
    assert exported - {line for line in exported if "_:" in line} == written - blank


@pytest.mark.parametrize("format_name", ["turtle", "nt", "jsonld"])
def test_formats_without_named_graphs_read_back_to_the_union(
    format_name: str, store: Store, prefixes: dict[str, str]
) -> None:
    union = {str(quad) for quad in store.quads_for_pattern(None, None, None, DefaultGraph())}
    assert read(export(store, prefixes, format_name, evidence=False), format_name) == union


def test_every_fact_carries_its_passage_in_a_format_without_named_graphs(
    store: Store, prefixes: dict[str, str]
) -> None:
    flat = Store()
    flat.load(export(store, prefixes, "nt").encode(), format=RdfFormat.N_TRIPLES)
    for fact in find_facts(store):
        if not is_stated(fact):
            continue
        query = f"""ASK {{ {{ ?node <{EVIDENCE.value}> {fact.graph} ; ?any ?thing .
            ?node <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> {fact.subject} ;
                <http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate> {fact.predicate} ;
                <http://www.w3.org/1999/02/22-rdf-syntax-ns#object> {fact.value} }}
            UNION {{ {fact.subject} <{EVIDENCE.value}> {fact.graph} ; a ?kind }} }}"""
        assert flat.query(query), fact


def test_a_statement_is_made_only_for_facts_that_no_node_bears(store: Store, prefixes: dict[str, str]) -> None:
    lines = export(store, prefixes, "nt").splitlines()
    statements = {line.split()[0] for line in lines if line.startswith(f"<{BASE}statement/")}
    borne = {(fact.subject, fact.graph) for fact in find_facts(store) if is_stated(fact) and fact.predicate == RDF_TYPE}
    loose = {
        (fact.subject, fact.predicate, fact.value)
        for fact in find_facts(store)
        if is_stated(fact) and (fact.subject, fact.graph) not in borne
    }
    assert len(statements) == len(loose)


def test_an_unknown_format_gets_a_suggestion(store: Store, prefixes: dict[str, str]) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean turtle"):
        export(store, prefixes, "turtel")


def test_a_build_has_the_same_bytes_under_two_hash_seeds(run: Run, tmp_path: Path) -> None:
    def digest(seed: str) -> dict[str, str]:
        out = tmp_path / f"site{seed}"
        done = run("build", "--out", str(out), env={"PYTHONHASHSEED": seed})
        assert done.returncode == 0, done.stderr
        files = sorted(path for path in out.rglob("*") if path.is_file())
        return {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    assert digest("1") == digest("2")
