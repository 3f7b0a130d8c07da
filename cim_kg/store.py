"""The facts in memory: every file a named graph, and the union of all of them the default graph."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from cim_kg.errors import InputError
from cim_kg.namespaces import ONTOLOGY_FILES, PASSAGE, REFERENCE, SOURCE
from cim_kg.places import Project, list_files
from cim_kg.serialization import load_file

Term = NamedNode | Literal
_NAME = re.compile(r"[a-z0-9.-]+")


class Fact(NamedTuple):
    """A triple of named things, and the graph that states it; None is the union."""

    subject: NamedNode
    predicate: NamedNode
    value: Term
    graph: NamedNode | None

    @property
    def sort_key(self) -> str:
        """What facts are ordered by wherever their order is seen."""
        return f"{self.subject} {self.predicate} {self.value}"


def find_facts(
    store: Store,
    subject: NamedNode | None = None,
    predicate: NamedNode | None = None,
    value: Term | None = None,
    graph: NamedNode | DefaultGraph | None = None,
) -> Iterator[Fact]:
    """The triples that match, of one graph or, without `graph`, of each; those with blank nodes are left out."""
    for told, relation, said, name in store.quads_for_pattern(subject, predicate, value, graph):
        if isinstance(told, NamedNode) and isinstance(said, NamedNode | Literal):
            yield Fact(told, relation, said, name if isinstance(name, NamedNode) else None)


def find_values(store: Store, subject: NamedNode, *predicates: NamedNode) -> list[NamedNode]:
    """The things that the predicates lead to from the subject in the union, sorted by their names."""
    facts = (fact for it in predicates for fact in find_facts(store, subject, it, graph=DefaultGraph()))
    return sorted({fact.value for fact in facts if isinstance(fact.value, NamedNode)}, key=lambda it: it.value)


def find_subjects(store: Store, value: NamedNode, *predicates: NamedNode) -> list[NamedNode]:
    """The things from which the predicates lead to the value in the union, sorted by their names."""
    facts = (fact for it in predicates for fact in find_facts(store, None, it, value, DefaultGraph()))
    return sorted({fact.subject for fact in facts}, key=lambda it: it.value)


def find_reached(store: Store, subject: NamedNode, *predicates: NamedNode) -> list[NamedNode]:
    """The other things that the predicates lead to from the subject, in any number of steps, the nearest first."""
    return _follow(subject, lambda it: find_values(store, it, *predicates))


def find_reaching(store: Store, value: NamedNode, *predicates: NamedNode) -> list[NamedNode]:
    """The other things from which the predicates lead to the value, in any number of steps, the nearest first."""
    return _follow(value, lambda it: find_subjects(store, it, *predicates))


def _follow(start: NamedNode, step: Callable[[NamedNode], list[NamedNode]]) -> list[NamedNode]:
    found = step(start)
    for thing in found:
        found += [it for it in step(thing) if it not in found]
    return [thing for thing in found if thing != start]


def list_knowledge(project: Project) -> list[Path]:
    """The Turtle files of ontology/ and graph/, sorted by path."""
    return [*list_files(project.ontology, ".ttl"), *list_files(project.graph, ".ttl")]


def name_graph(project: Project, path: Path) -> NamedNode:
    """The IRI of what a file describes, which is the name of the graph that holds its triples.

    graph/SOURCE/source.ttl is the source, graph/reference/NAME.ttl a reference set,
    graph/SOURCE/NN.NN-words.ttl the passage NN.NN, ontology/NAME.ttl a part of the ontology.
    Raises InputError for a file that is none of these.
    """
    if path.is_relative_to(project.ontology):
        return NamedNode(ONTOLOGY_FILES + path.stem)
    folder = path.parent.name
    if path.parent.parent != project.graph:
        raise InputError(f"{path} does not lie in a folder of a source", "Move it to graph/<source>/")
    if not _NAME.fullmatch(folder) or not _NAME.fullmatch(path.stem):
        raise InputError(f"{path} has a name that no IRI can bear", "Use small letters, digits, points and hyphens")
    if folder == "reference":
        return NamedNode(REFERENCE + path.stem)
    if path.stem == "source":
        return NamedNode(SOURCE + folder)
    return NamedNode(f"{PASSAGE}{folder}/{path.stem.split('-')[0]}")


def load_store(project: Project, *, reference_only: bool = False) -> Store:
    """A new store with all knowledge of the project, or with its ontology and reference sets only."""
    store = Store()
    named: dict[NamedNode, Path] = {}
    for path in list_knowledge(project):
        if reference_only and path.is_relative_to(project.graph) and path.parent.name != "reference":
            continue
        name = name_graph(project, path)
        if name in named:
            raise InputError(f"{path} and {named[name].name} describe one passage", "Put both into one file")
        named[name] = path
        load_file(store, path, name)
    if not len(store):
        raise InputError(f"{project.graph} and {project.ontology} hold nothing", "Check the folder of --project")
    store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }")
    return store


def read_union(store: Store) -> Store:
    """A new store with the default graph alone, as pySHACL needs it."""
    union = Store()
    union.bulk_extend(store.quads_for_pattern(None, None, None, DefaultGraph()))
    return union


def is_evidence(graph: NamedNode) -> bool:
    """Whether the graph is that of a passage or source; reference sets and the ontology are no evidence."""
    return graph.value.startswith((PASSAGE, SOURCE)) and not graph.value.startswith(REFERENCE)


def is_stated(fact: Fact) -> bool:
    """Whether a passage states the fact; identity, and the description of passages and sources, is not stated."""
    in_passage = fact.graph is not None and fact.graph.value.startswith(PASSAGE)
    return in_passage and not fact.subject.value.startswith((PASSAGE, SOURCE))
