"""What is handed on: the same facts in every format, the same bytes every time."""

import hashlib
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, parse

from cim_kg.errors import UnknownNameError
from cim_kg.exports import SUFFIXES, export
from cim_kg.places import Project
from cim_kg.serialization import read_prefixes, read_triples
from cim_kg.store import find_facts, is_stated, list_knowledge
from cim_kg.validation import read_rules, restore_passages, validate_files
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


def test_a_flat_export_gives_back_what_each_passage_states(store: Store, prefixes: dict[str, str]) -> None:
    """No passage is made to say what another one says of the same node."""
    flat = Store()
    flat.load(export(store, prefixes, "nt").encode(), format=RdfFormat.N_TRIPLES)
    restored = restore_passages(flat)
    assert restored is not None
    assert {fact for fact in find_facts(restored) if is_stated(fact)} == {
        fact for fact in find_facts(store) if is_stated(fact)
    }


@pytest.mark.parametrize("format_name", sorted(SUFFIXES))
def test_our_own_export_breaks_no_rule(format_name: str, project: Project, store: Store, tmp_path: Path) -> None:
    path = tmp_path / f"export{SUFFIXES[format_name]}"
    path.write_text(export(store, read_prefixes(project), format_name), encoding="utf-8")
    found = validate_files(project, read_rules(project), [path]).findings
    assert [finding for finding in found if finding.severity != "Info"] == []


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
