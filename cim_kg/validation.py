"""Rules over facts: SHACL over the union of all graphs, evidence rules over the named graphs beside it.

The one module that knows pySHACL.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from cim_kg.catalog import Question, list_questions
from cim_kg.errors import InputError
from cim_kg.namespaces import (
    BASE,
    EVIDENCE,
    EVIDENCE_RULE,
    ONTOLOGY,
    PASSAGE,
    RDF_OBJECT,
    RDF_PREDICATE,
    RDF_SUBJECT,
    RDF_TYPE,
    SH_MESSAGE,
    SH_SELECT,
    SH_SEVERITY,
    SHACL,
    SHAPES,
)
from cim_kg.places import Project, list_files
from cim_kg.serialization import FORMATS_BY_SUFFIX, read_prefixes, read_quads, read_triples
from cim_kg.store import find_facts, list_knowledge, load_store, read_union
from cim_kg.translations import LANGUAGES, Message, Translator, list_translated, read_catalog

if TYPE_CHECKING:
    from rdflib import Graph

SEVERITIES = ("Violation", "Warning", "Info")
_WHOLE = NamedNode(ONTOLOGY.rstrip("#"))

UNCHECKED = "The rules on evidence were not checked: there are neither passages nor cim:evidence. Export with evidence."
UNDECLARED = "The question, in that line, uses a term that nothing declares. Declare it."
NAMELESS = "Things without a name were not checked. Give each an IRI in place of a blank node."


@dataclass(frozen=True)
class Finding:
    """One result of validation: which rule, about which thing and value, and what to do."""

    severity: str
    rule: str
    thing: str
    value: str
    message: str
    translations: tuple[tuple[str, str], ...] = ()

    def tell(self, say: Translator) -> str:
        """The message in a language; in English where it was not read in that one."""
        return dict(self.translations).get(say.language) or say(self.message)


@dataclass(frozen=True, order=True)
class EvidenceRule:
    """A rule over the named graphs: a SELECT of ?this and ?value, and by language what to say of each solution."""

    name: str
    severity: str
    messages: tuple[tuple[str, str], ...]
    select: str

    def find(self, evidence: Store) -> Iterator[Finding]:
        """The findings of the rule in a store with a named graph a passage."""
        solutions = evidence.query(self.select)
        assert isinstance(solutions, QuerySolutions)
        for solution in solutions:
            this, value = ("" if term is None else str(term.value) for term in (solution["this"], solution["value"]))
            texts = {
                language: message.replace("{$this}", this).replace("{?value}", value)
                for language, message in self.messages
            }
            yield Finding(self.severity, self.name, this, value, _take_english(texts), tuple(sorted(texts.items())))


@dataclass(frozen=True)
class Rules:
    """All rules of shapes/ as triples, the prefixes that their SPARQL is written in, their messages in other languages.

    SHACL takes a message in each language (section 2.1.5); pySHACL fills in the placeholders of all of them, but drops
    their language tags, so that there the language stands before the text.
    """

    triples: tuple[Triple, ...]
    prefixes: str
    translations: tuple[Triple, ...] = ()

    @cached_property
    def shapes(self) -> "Graph":
        """The rules as pySHACL takes them; reading them is a third of a small validation."""
        from rdflib import Graph

        marked = (
            Triple(it.subject, it.predicate, Literal(f"{it.object.language}\t{it.object.value}"))
            for it in self.translations
            if isinstance(it.object, Literal)
        )
        lines = "\n".join(f"{triple} ." for triple in (*self.triples, *marked))
        return Graph(bind_namespaces="none").parse(data=lines, format="nt")

    @cached_property
    def evidence(self) -> list[EvidenceRule]:
        """The rules that need the named graphs, sorted by name."""
        told: dict[object, dict[NamedNode, str]] = {}
        messages: dict[object, dict[str, str]] = {}
        for subject, predicate, value in self.triples:
            told.setdefault(subject, {})[predicate] = str(value.value)
        for subject, predicate, value in (*self.triples, *self.translations):
            if predicate == SH_MESSAGE and isinstance(value, Literal):
                messages.setdefault(subject, {})[value.language or "en"] = value.value
        return sorted(
            EvidenceRule(
                name=str(subject.value).removeprefix(SHAPES),
                severity=told[subject][SH_SEVERITY].removeprefix(SHACL),
                messages=tuple(sorted(messages.get(subject, {}).items())),
                select=self.prefixes + told[subject][SH_SELECT],
            )
            for subject, predicate, kind in self.triples
            if predicate == RDF_TYPE and kind == EVIDENCE_RULE
        )


def read_rules(project: Project, *languages: str) -> Rules:
    """The rules of shapes/, the prefixes of the ontology that they use, their messages in languages besides English."""
    paths = [*list_files(project.shapes, ".ttl"), project.ontology / "prefixes.ttl"]
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in read_prefixes(project).items())
    if len(paths) == 1:
        raise InputError(f"{project.shapes} holds no rules", "Check the folder of --project")
    triples = tuple(triple for path in paths for triple in read_triples(path))
    translations = (it for language in languages for it in _translate_messages(project, triples, language))
    return Rules(triples, prefixes, tuple(translations))


def _translate_messages(project: Project, triples: Iterable[Triple], language: str) -> Iterator[Triple]:
    path = project.shapes / f"{language}.po"
    said = dict(list_translated(read_catalog(path))) if path.is_file() else {}
    for message, rule in list_rule_messages(triples):
        if text := said.get(message):
            yield Triple(rule, SH_MESSAGE, Literal(str(text), language=language))


def list_rule_messages(triples: Iterable[Triple]) -> Iterator[tuple[Message, NamedNode]]:
    """What each rule says, with the rule; its name is the context."""
    for subject, predicate, value in triples:
        if predicate == SH_MESSAGE and isinstance(subject, NamedNode):
            yield Message(subject.value.removeprefix(SHAPES), str(value.value)), subject


def find_faults(store: Store, rules: Rules, focus: Collection[NamedNode] | None = None) -> list[Finding]:
    """What the rules find in a store: the gravest first, then by rule and thing.

    With `focus`, only these things are looked at, and what must hold for the graph as a whole.
    """
    findings = {*_check_shapes(store, rules, focus), *_check_evidence(store, rules)}
    return sorted(findings, key=lambda it: (SEVERITIES.index(it.severity), it.rule, it.thing, it.value))


def _check_shapes(store: Store, rules: Rules, focus: Collection[NamedNode] | None) -> Iterator[Finding]:
    """SHACL over the union; the rules are in it too, so that they are held to the rules about rules."""
    from pyshacl import validate
    from pyshacl.graph_abstraction import OxigraphDataGraph
    from rdflib import Namespace

    class Facts(OxigraphDataGraph):
        """The store as pySHACL takes it, which asks for its truth at each result and would count all triples for it."""

        def __bool__(self) -> bool:
            return True

    data = read_union(store)
    data.bulk_extend(Quad(*triple) for triple in rules.triples)
    focus_nodes = None if focus is None else [node.value for node in (*focus, _WHOLE)]
    _, report, _ = validate(
        Facts(data),
        shacl_graph=rules.shapes,
        inplace=True,
        focus_nodes=focus_nodes,
    )
    sh = Namespace(SHACL)
    for result in report.subjects(sh.resultSeverity):
        thing, value = report.value(result, sh.focusNode), report.value(result, sh.value)
        if str(thing) == _WHOLE.value:
            thing, value = value, None
        texts = dict(_read_message(str(it)) for it in report.objects(result, sh.resultMessage))
        yield Finding(
            severity=str(report.value(result, sh.resultSeverity)).removeprefix(SHACL),
            rule=str(report.value(result, sh.sourceShape)).removeprefix(SHAPES),
            thing=str(thing),
            value="" if value is None else str(value),
            message=_take_english(texts),
            translations=tuple(sorted(texts.items())),
        )


def _take_english(texts: dict[str, str]) -> str:
    """The English text, which is taken out; in a project of somebody else's perhaps another, or none."""
    return texts.pop("en", "") or next(iter(sorted(texts.values())), "")


def _read_message(text: str) -> tuple[str, str]:
    """The language of a message, and what it says."""
    language, _, said = text.partition("\t")
    return (language, said) if language in LANGUAGES[1:] else ("en", text)


def _check_evidence(store: Store, rules: Rules) -> Iterator[Finding]:
    """The rules that need to know which passage states what."""
    evidence = restore_passages(store)
    if evidence is None:
        yield Finding("Info", "evidence-is-given", "", "", UNCHECKED)
        return
    for rule in rules.evidence:
        yield from rule.find(evidence)


def restore_passages(store: Store) -> Store | None:
    """A store with a named graph for each passage: the store itself, or one made from cim:evidence.

    None where neither says which passage states what. In files without named graphs, the evidence
    of an n-ary node is that of its triples, and an rdf:Statement bears the evidence of its triple.
    """
    if any(name.value.startswith(PASSAGE) for name in store.named_graphs() if isinstance(name, NamedNode)):
        return store
    restored = Store()
    for evidence in find_facts(store, predicate=EVIDENCE):
        node, passage = evidence.subject, NamedNode(evidence.value.value)
        about = [next(find_facts(store, node, it), None) for it in (RDF_SUBJECT, RDF_PREDICATE, RDF_OBJECT)]
        match [it.value for it in about if it]:
            case [NamedNode() as subject, NamedNode() as predicate, value]:
                restored.add(Quad(subject, predicate, value, passage))
            case _:
                told = (fact for fact in find_facts(store, node) if fact.predicate != EVIDENCE)
                restored.extend(Quad(node, fact.predicate, fact.value, passage) for fact in told)
    if not len(restored):
        return None
    restored.extend(Quad(it.subject, it.predicate, it.value) for it in find_facts(store))
    return restored


@dataclass(frozen=True)
class Checked:
    """What was validated and found: the store, the files that it came from, the findings."""

    store: Store
    files: list[Path]
    findings: list[Finding]


def validate_project(project: Project, rules: Rules) -> Checked:
    """All rules over all knowledge of the project."""
    store = load_store(project)
    files = [*list_knowledge(project), *list_files(project.shapes, ".ttl")]
    findings = [*_check_questions(store, list_questions(project)), *find_faults(store, rules)]
    return Checked(store, files, findings)


def _check_questions(store: Store, questions: Iterable[Question]) -> Iterator[Finding]:
    """The terms of ours that questions use and nothing declares: their rows would be missing unseen."""
    for question in questions:
        for token in question.tree.names:
            prefix, local = token.text.split(":", 1)
            term = NamedNode(question.tree.prefixes[prefix].text[1:-1] + local)
            if term.value.startswith(BASE) and next(find_facts(store, term), None) is None:
                place = f"{question.name}, {token.line}"
                yield Finding("Violation", "question-uses-declared-terms", term.value, place, UNDECLARED)


def validate_files(project: Project, rules: Rules, paths: Collection[Path]) -> Checked:
    """All rules over the things that some files tell of.

    Files of the project are looked at with all of it around them; a stranger's with the ontology
    and the reference sets. Raises InputError where a file cannot be read.
    """
    files = [file for path in paths for file in (_list_rdf(path) if path.is_dir() else [path])]
    known = {path.resolve() for path in list_knowledge(project)}
    strangers = [file for file in files if file.resolve() not in known]
    store = load_store(project, reference_only=len(strangers) == len(files))
    for quad in (quad for file in strangers for quad in read_quads(file)):
        store.add(quad)
        store.add(Quad(*quad.triple))
    quads = [quad for file in files for quad in read_quads(file)]
    subjects = {quad.subject for quad in quads}
    told = {subject for subject in subjects if isinstance(subject, NamedNode)}
    names = {term.value for quad in quads for term in quad.triple if isinstance(term, NamedNode)}
    found = [it for it in find_faults(store, rules, told) if not it.thing or {it.thing, it.value} & names]
    return Checked(store, files, [*_refuse_nameless(subjects - told), *found])


def _refuse_nameless(subjects: Collection[object]) -> Iterator[Finding]:
    """A file's things without names: no rule can be held against what nobody can point at."""
    if subjects:
        yield Finding("Violation", "graph-has-no-blank-node", "", str(len(subjects)), NAMELESS)


def _list_rdf(folder: Path) -> list[Path]:
    return [path for suffix in FORMATS_BY_SUFFIX for path in list_files(folder, suffix)]
