"""Ties are short, lead over stated facts alone, and each step's passages state what binds its two things."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
from jsonschema import Draft202012Validator
from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions, Store

from cim_kg.errors import ValueKindError
from cim_kg.facts import find_passages
from cim_kg.names import label, resolve, shorten
from cim_kg.namespaces import ID, ONTOLOGY, PASSAGE, RDF_TYPE, SKOS_PREF_LABEL
from cim_kg.places import Project
from cim_kg.quotations import read_texts
from cim_kg.reasons import encode_passages, encode_ties, write_passages, write_ties
from cim_kg.store import find_facts, is_stated
from cim_kg.ties import Bond, Tie, find_ties
from cim_kg.translations import ENGLISH

CLOSED_CLASSES = "cim:Document cim:Paragraph cim:Scope cim:StatedDate skos:Concept skos:ConceptScheme owl:Class"
WIDE_PLACES = {
    NamedNode(f"{ID}region.{name}") for name in ("americas", "asia", "latin-america", "latin-america-and-the-caribbean")
}
THREE_SHORT_ONES = ("CICAD", "org.attorney-generals-office-mexico")


def tie(store: Store, one: str, other: str) -> tuple[Tie, ...]:
    return find_ties(store, resolve(store, one), resolve(store, other))


def name(things: tuple[NamedNode, ...]) -> list[str]:
    return [shorten(thing) for thing in things]


def number(passages: tuple[NamedNode, ...]) -> list[str]:
    return [passage.value.rsplit("/", 1)[1] for passage in passages]


def write(store: Store, one: str, other: str, width: int = 80, sources: Path | None = None) -> str:
    ends = resolve(store, one), resolve(store, other)
    return write_ties(store, ends, find_ties(store, *ends), read_texts(store, sources), width, ENGLISH)


def list_left_out(store: Store) -> set[object]:
    """What may not lie between: things of closed classes, and continents."""
    closed = store.query(
        f"""PREFIX cim: <{ONTOLOGY}> PREFIX owl: <http://www.w3.org/2002/07/owl#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?thing {{ VALUES ?class {{ {CLOSED_CLASSES} }} ?thing a/rdfs:subClassOf* ?class }}"""
    )
    assert isinstance(closed, QuerySolutions)
    return {solution["thing"] for solution in closed} | WIDE_PLACES


@pytest.fixture(scope="module")
def many_ties(store: Store) -> list[tuple[NamedNode, NamedNode, tuple[Tie, ...]]]:
    """The ties of pairs of named things of every kind, and of those that share a document, a concept or a continent."""
    named = {it.subject for it in find_facts(store, predicate=SKOS_PREF_LABEL, graph=DefaultGraph())}
    things = sorted((it for it in named if it.value.startswith(ID)), key=lambda it: it.value)
    chosen = random.Random(2004)  # noqa: S311 - a sample, no secret
    pairs = [tuple(chosen.sample(things, 2)) for _ in range(25)]
    sharing = [
        "event.anti-trafficking-workshop",
        "event.editorial-board-meeting",
        "project.trafficking-in-the-americas",
    ]
    sharing += ["event.human-trafficking-seminar", "event.general-assembly-xxxiii", "organ.oas-permanent-council"]
    known = [NamedNode(ID + it) for it in sharing]
    pairs += [(one, other) for i, one in enumerate(known) for other in known[i + 1 :]]
    return [(one, other, find_ties(store, one, other)) for one, other in pairs]


def list_bonds(
    found: list[tuple[NamedNode, NamedNode, tuple[Tie, ...]]],
) -> Iterator[tuple[NamedNode, NamedNode, Bond]]:
    for _, _, ties in found:
        for one in ties:
            for step in one.steps:
                for bond in step.bonds:
                    yield step.start, step.end, bond


def test_cicad_is_tied_to_the_attorney_generals_office_by_the_meeting_that_both_coordinated(store: Store) -> None:
    first = tie(store, *THREE_SHORT_ONES)[0]
    assert name(first.between) == ["event.cooperation-mechanisms-meeting"]
    assert [number(bond.passages) for step in first.steps for bond in step.bonds] == [["03.07"]] * 3
    assert "participation.cooperation-mechanisms-meeting.cicad.coordinator" in name(first.steps[0].bonds[0].statements)


def test_the_childrens_institute_comes_to_unicef_through_its_director_at_the_meeting(store: Store) -> None:
    first = tie(store, "IACI", "UNICEF")[0]
    assert name(first.between) == ["office.director-of-iaci", "event.el-salvador-meeting"]
    assert [number(bond.passages) for step in first.steps for bond in step.bonds] == [["03.06"]] * 3


def test_a_resolution_is_tied_to_the_phase_that_fulfils_its_mandate(store: Store) -> None:
    first = tie(store, "resolution.ag-res-1948", "phase.phase-ii")[0]
    mandate, reported = first.steps[0].bonds
    assert (first.length, name(mandate.statements)) == (1, ["mandate.ag-res-1948.expand-research"])
    assert [shorten(it.fact.predicate) for it in mandate.facts] == ["ontology#mandateOf", "ontology#fulfils"]
    assert number(mandate.passages) == ["02.01", "02.02"]
    assert (reported.statements, number(reported.passages)) == ((), ["01.05"])


def test_money_that_adds_to_money_ties_those_who_give_it_over_two_statements(store: Store) -> None:
    first = tie(store, "government.mexico", "government.united-states")[0]
    (bond,) = first.steps[0].bonds
    assert (first.length, len(first.steps)) == (2, 1)
    assert name(bond.statements) == ["funding.phase-ii.mexico", "funding.phase-ii.united-states"]
    assert number(bond.passages) == ["05.04"]


def test_a_statement_of_several_passages_lists_each(store: Store) -> None:
    (step,) = tie(store, "phase.phase-i", "country.el-salvador")[0].steps
    coverage = next(bond for bond in step.bonds if shorten(bond.statements[0]).startswith("coverage."))
    assert number(coverage.passages) == ["01.01", "03.07"]


def test_a_passage_that_states_both_ends_is_preferred_to_two_that_state_one_each(store: Store) -> None:
    mandate, organ = NamedNode(ID + "mandate.made-up"), NamedNode(ID + "organ.oas-permanent-council")
    cim = NamedNode(ID + "org.cim")
    own = Store()
    own.extend(store)
    for place, things in {"01.01": (organ,), "01.02": (cim,), "01.03": (cim, organ)}.items():
        for graph in (NamedNode(f"{PASSAGE}cim-report-2004/{place}"), DefaultGraph()):
            own.extend(Quad(mandate, NamedNode(ONTOLOGY + "concerns"), thing, graph) for thing in things)
    bonds = find_ties(own, cim, organ)[0].steps[0].bonds
    assert number(next(bond for bond in bonds if bond.statements == (mandate,)).passages) == ["01.03"]


def test_what_a_reference_set_alone_says_ties_nothing(store: Store) -> None:
    assert next(store.quads_for_pattern(NamedNode(ID + "org.paho"), None, NamedNode(ID + "org.oas"), None), None)
    assert all(found.length > 1 for found in tie(store, "org.paho", "org.oas"))


def test_there_are_three_ties_at_most_the_shortest_first_then_by_the_names_of_the_things_between(
    store: Store, many_ties: list[tuple[NamedNode, NamedNode, tuple[Tie, ...]]]
) -> None:
    assert max(len(ties) for _, _, ties in many_ties) == 3
    for _, _, ties in many_ties:
        order = [(it.length, len(it.steps), [label(store, thing) for thing in it.between]) for it in ties]
        assert order == sorted(order)
        assert len({it.between for it in ties}) == len(ties)


def test_no_tie_goes_over_a_class_a_concept_a_document_or_a_whole_continent(
    store: Store, many_ties: list[tuple[NamedNode, NamedNode, tuple[Tie, ...]]]
) -> None:
    between = {thing for _, _, ties in many_ties for it in ties for thing in it.between}
    between |= {statement for _, _, bond in list_bonds(many_ties) for statement in bond.statements}
    assert between
    assert not between & list_left_out(store)


def test_a_document_and_a_continent_can_be_where_a_tie_ends(store: Store) -> None:
    assert tie(store, "resolution.ag-res-1948", "CICAD")
    assert tie(store, "region.americas", "CIM")


def test_every_fact_of_a_step_is_stated_by_its_passages_and_leads_from_one_thing_to_the_other(
    store: Store, many_ties: list[tuple[NamedNode, NamedNode, tuple[Tie, ...]]]
) -> None:
    bonds = list(list_bonds(many_ties))
    assert bonds
    for start, end, bond in bonds:
        walk: nx.Graph[NamedNode] = nx.Graph()
        for evidence in bond.facts:
            fact = evidence.fact
            stating = [Quad(fact.subject, fact.predicate, fact.value, passage) for passage in bond.passages]
            assert any(quad in store for quad in stating)
            walk.add_edge(fact.subject, NamedNode(fact.value.value))
        assert set(walk) == {start, end, *bond.statements}
        assert nx.has_path(walk, start, end)


class Drawing:
    """Our own drawing of the facts: half a statement into one and out of it, a whole one from one to the next."""

    def __init__(self, store: Store) -> None:
        self.named = {it.subject for it in find_facts(store, predicate=SKOS_PREF_LABEL, graph=DefaultGraph())}
        self.whole: nx.Graph[NamedNode] = nx.Graph()
        for fact in filter(is_stated, find_facts(store)):
            if isinstance(fact.value, NamedNode):
                half = (fact.subject in self.named) != (fact.value in self.named)
                self.whole.add_edge(fact.subject, NamedNode(fact.value.value), length=0.5 if half else 1)
        self.left_out = list_left_out(store) | {it for it in self.whole if not it.value.startswith(ID)}

    def list_shortest(self, one: NamedNode, other: NamedNode, count: int) -> list[tuple[float, tuple[NamedNode, ...]]]:
        """Lengths and things between of at least so many shortest ties, and all that are as long as the last."""
        drawing = self.whole.subgraph((set(self.whole) - self.left_out) | {one, other})
        if one not in drawing or other not in drawing or not nx.has_path(drawing, one, other):
            return []
        found: dict[tuple[NamedNode, ...], float] = {}
        for path in nx.shortest_simple_paths(drawing, one, other, weight="length"):
            length = nx.path_weight(drawing, path, weight="length")
            if len(found) >= count and length > max(found.values()):
                break
            found.setdefault(tuple(it for it in path[1:-1] if it in self.named), length)
        return [(length, between) for between, length in found.items()]


def test_no_tie_is_longer_than_the_facts_make_it(
    store: Store, many_ties: list[tuple[NamedNode, NamedNode, tuple[Tie, ...]]]
) -> None:
    drawing = Drawing(store)
    for one, other, ties in many_ties:
        shortest = drawing.list_shortest(one, other, 1)
        assert {it.length for it in ties[:1]} == {length for length, _ in shortest}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("org.cicad", "org.attorney-generals-office-mexico"),
        ("government.mexico", "government.united-states"),
        ("government.united-states", "country.guatemala"),
        ("government.mexico", "country.suriname"),
        ("office.secretary-general", "org.oas"),
    ],
)
def test_the_three_ties_are_the_first_of_all_by_length_then_by_the_names_between(
    store: Store, one: str, other: str
) -> None:
    ends = NamedNode(ID + one), NamedNode(ID + other)
    expected = [
        (length, len(between), [label(store, thing) for thing in between])
        for length, between in Drawing(store).list_shortest(*ends, 3)
    ]
    assert len(expected) >= 3
    found = [
        (it.length, len(it.between), [label(store, thing) for thing in it.between]) for it in find_ties(store, *ends)
    ]
    assert found == sorted(expected)[:3]


def state(store: Store, *triples: tuple[str, str, str]) -> Store:
    """A copy of the store in which a passage states the triples too; each end is a name in id/ or in the ontology."""
    own = Store()
    own.extend(store)
    for subject, predicate, value in triples:
        verb = RDF_TYPE if predicate == "a" else NamedNode(ONTOLOGY + predicate)
        object_ = NamedNode((ONTOLOGY if predicate == "a" else ID) + value)
        for graph in (NamedNode(f"{PASSAGE}cim-report-2004/01.01"), DefaultGraph()):
            own.add(Quad(NamedNode(ID + subject), verb, object_, graph))
    return own


def test_no_statement_is_taken_twice(store: Store) -> None:
    cuba, haiti = resolve(store, "Cuba"), resolve(store, "Haiti")
    one = [("request.one", "concerns", f"country.{it}") for it in ("cuba", "haiti", "grenada")]
    own = state(store, *one)
    assert [name(it.between) for it in find_ties(own, cuba, haiti)] == [[]]
    others = [("request.two", "concerns", "country.grenada"), ("request.three", "concerns", "country.haiti")]
    own = state(own, *others, ("request.two", "requestedIn", "request.three"))
    assert [name(it.between) for it in find_ties(own, cuba, haiti)] == [[]]


def test_two_facts_that_tie_two_things_are_two_bonds(store: Store) -> None:
    own = state(store, ("country.cuba", "partOf", "country.haiti"), ("country.haiti", "concerns", "country.cuba"))
    (found,) = find_ties(own, resolve(store, "Cuba"), resolve(store, "Haiti"))
    assert [len(bond.facts) for bond in found.steps[0].bonds] == [1, 1]


@pytest.mark.parametrize(
    "triples",
    [
        [
            ("date.shared", "a", "StatedDate"),
            ("country.cuba", "date", "date.shared"),
            ("country.haiti", "date", "date.shared"),
        ],
        [
            ("scope.shared", "a", "Scope"),
            ("scope.shared", "concerns", "country.cuba"),
            ("scope.shared", "concerns", "country.haiti"),
        ],
        [("paragraph.draft.1", "concerns", "country.cuba"), ("paragraph.draft.1", "concerns", "country.haiti")],
    ],
    ids=["date", "scope", "paragraph"],
)
def test_two_things_that_share_no_more_than_this_are_not_tied(
    store: Store, triples: list[tuple[str, str, str]]
) -> None:
    own = state(store, *triples)
    cuba = resolve(store, "Cuba")
    shared = next(it for it in triples[-1] if "country" not in it and "." in it)
    assert find_ties(own, cuba, resolve(store, "Haiti")) == ()
    assert find_ties(own, cuba, NamedNode(ID + shared))[0].length == 1


def test_a_fact_about_a_statement_is_said_with_the_passages_of_the_bond_alone(store: Store) -> None:
    fulfils = ("country.cuba", "fulfils", "mandate.made-up")
    own = state(store, ("mandate.made-up", "concerns", "country.haiti"), fulfils)
    elsewhere = NamedNode(f"{PASSAGE}cim-report-2004/01.02")
    own.add(Quad(NamedNode(ID + fulfils[0]), NamedNode(ONTOLOGY + fulfils[1]), NamedNode(ID + fulfils[2]), elsewhere))
    text = write(own, "Cuba", "Haiti")
    assert "- fulfils: mandate.made-up [1]\n" in text
    assert "[2]" not in text


def test_two_things_without_a_tie_are_said_to_have_none_and_which_no_passage_tells_of(store: Store) -> None:
    assert write(store, "UNICEF", "Cuba") == (
        "No stated facts tie United Nations Children's Fund and Cuba.\nNo passage states anything about Cuba.\n"
    )


def test_a_thing_and_itself_is_an_error_that_names_the_cure(store: Store) -> None:
    with pytest.raises(ValueKindError, match=r"both are Inter-American Commission of Women.*cim-kg why org\.cim"):
        tie(store, "CIM", "Inter-American Commission of Women")


def test_the_text_of_ties_shows_each_step_then_its_sources(store: Store) -> None:
    text = write(store, "IACI", "UNICEF", 200)
    assert (
        "1. Over Director of the Inter-American Children's Institute, then Meeting in El Salvador\n"
        "   Inter-American Children's Institute — Director of the Inter-American Children's Institute\n"
        "     - Director of the Inter-American Children's Institute — post in: Inter-American Children's Institute"
        " [2]\n"
    ) in text
    assert (
        "- coverage — activity: Phase I of the Trafficking Project; kind of work: research; place: El Salvador [1, 3]\n"
        in text
    )
    assert "[2] CIM report of 2004, section III, Meetings in Mexico and El Salvador, paragraph 2\n    A meeting" in text


def test_a_statement_shows_what_the_passages_of_its_step_say_and_nothing_else(store: Store) -> None:
    text = write(store, "government.mexico", "government.united-states", 300)
    direct, over = text.split("2. Over Phase II")
    assert "funding status: received" in direct
    assert "secured" not in direct  # only another passage says so
    assert "funding status: received; funding status: secured" in over


@pytest.mark.parametrize("width", [40, 80])
def test_the_text_fits_the_width(store: Store, sources: Path, width: int) -> None:
    texts = read_texts(store, sources)
    told = write_passages(store, resolve(store, "CICAD"), texts, width, ENGLISH)
    for text in (write(store, *THREE_SHORT_ONES, width, sources), told):
        assert max(map(len, text.splitlines())) <= width


def test_the_names_of_the_things_are_marked_where_the_source_is_at_hand(store: Store, sources: Path) -> None:
    text = " ".join(write(store, *THREE_SHORT_ONES, 80, sources).split())
    assert "«Office of the Attorney General of the Republic of Mexico»" in text
    assert "and «CICAD/OAS»" in text


def test_a_thing_is_told_of_passage_by_passage_in_their_order(store: Store, sources: Path) -> None:
    casa = resolve(store, "Casa Alianza")
    told = find_passages(store, casa)
    without = write_passages(store, casa, {}, 80, ENGLISH)
    assert without.startswith(f"Casa Alianza: {len(told)} passages\n")
    places = [" ".join(without.split()).index(f"[{i}] {it.citation} {it.summary}") for i, it in enumerate(told, 1)]
    assert len(places) == len(told) > 2
    assert places == sorted(places)
    assert "    - participation — activity: Videoconference" in without
    assert "«Casa Alianza»" in write_passages(store, casa, read_texts(store, sources), 80, ENGLISH)


def test_a_thing_that_no_passage_tells_of_says_so(store: Store) -> None:
    assert write_passages(store, resolve(store, "Cuba"), {}, 80, ENGLISH) == "No passage states anything about Cuba.\n"


def test_the_json_has_the_form_of_its_schema(store: Store, project: Project, sources: Path) -> None:
    schema = json.loads((project.root / "docs" / "schemas" / "why.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for texts in ({}, read_texts(store, sources)):
        for ends in (THREE_SHORT_ONES, ("government.mexico", "government.united-states"), ("UNICEF", "Cuba")):
            things = resolve(store, ends[0]), resolve(store, ends[1])
            encoded = json.loads(json.dumps(encode_ties(store, things, find_ties(store, *things), texts, ENGLISH)))
            validator.validate(encoded)
            bonds = [bond for it in encoded["ties"] for step in it["steps"] for bond in step["bonds"]]
            assert set(encoded["passages"]) == {passage for bond in bonds for passage in bond["passages"]}
        for thing in ("CICAD", "Cuba"):
            validator.validate(json.loads(json.dumps(encode_passages(store, resolve(store, thing), texts, ENGLISH))))


def test_ties_are_the_same_under_any_hash_seed(project: Project) -> None:
    program = """
from cim_kg.places import locate
from cim_kg.reasons import encode_ties, write_passages, write_ties
from cim_kg.translations import ENGLISH
from cim_kg.names import resolve
from cim_kg.store import load_store
from cim_kg.ties import find_ties
store = load_store(locate())
for words in (("CICAD", "Casa Alianza"), ("government.mexico", "resolution.ag-res-1948"), ("IOM", "country.brazil")):
    ends = resolve(store, words[0]), resolve(store, words[1])
    ties = find_ties(store, *ends)
    print(ascii(write_ties(store, ends, ties, {}, 80, ENGLISH)), ascii(encode_ties(store, ends, ties, {}, ENGLISH)))
    print(ascii(write_passages(store, ends[0], {}, 80, ENGLISH)))
"""
    printed = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=project.root,
            env={"PATH": os.environ["PATH"], "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            timeout=120,
        ).stdout
        for seed in ("0", "1")
    ]
    assert printed[0] == printed[1] != b""
