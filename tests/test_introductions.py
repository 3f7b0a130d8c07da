"""Introductions: who has not met, what they share, what that weighs, and the file of weights."""

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from cim_kg.answers import list_instances
from cim_kg.errors import InputError
from cim_kg.introductions import COMMON, Introduction, choose_pairs, find_introductions, introduce
from cim_kg.namespaces import CONCEPT, ID, ONTOLOGY, POST_IN, UNIT_OF
from cim_kg.places import Project
from cim_kg.store import find_values
from cim_kg.weights import Component, read_components
from tests.papers import add, compose


@pytest.fixture(scope="module")
def components(project: Project) -> list[Component]:
    return read_components(project.weights)


@pytest.fixture(scope="module")
def introductions(project: Project, components: list[Component]) -> list[Introduction]:
    return find_introductions(compose(project), components)


def test_those_who_are_introduced_have_not_met_and_share_something(
    project: Project, introductions: list[Introduction]
) -> None:
    answer = compose(project).answer("involvement").answer
    involved: dict[object, set[object]] = {}
    for row in answer.rows:
        involved.setdefault(row[0], set()).add(row[2])
    assert introductions
    for pair in introductions:
        assert pair.score > 0
        assert not involved.get(pair.one, set()) & involved.get(pair.other, set())
        for way in pair.ways_in:
            assert involved[way.body] & involved[pair.one]
            assert involved[way.body] & involved[pair.other]


def test_who_announces_money_for_an_activity_is_involved_in_it(introductions: list[Introduction]) -> None:
    pairs = {frozenset((pair.one.value, pair.other.value)) for pair in introductions}
    assert {ID + "government.mexico", ID + "org.iom"} not in pairs


def test_pairs_stand_in_the_same_order_in_every_language(project: Project, components: list[Component]) -> None:
    english, spanish = (find_introductions(compose(project, it), components) for it in ("en", "es"))
    assert [(it.one, it.other) for it in english] == [(it.one, it.other) for it in spanish]


def test_a_page_says_how_many_pairs_it_leaves_out(
    project: Project, components: list[Component], introductions: list[Introduction]
) -> None:
    paper = introduce(compose(project), introductions, components, 3)
    assert len(paper.sections) == 3
    assert f"These are the first 3 of {len(introductions)}." in paper.lead
    whole = introduce(compose(project), introductions[:3], components, 3)
    assert not any("the first" in it for it in whole.lead)


def test_the_score_is_the_sum_of_what_is_shared(introductions: list[Introduction]) -> None:
    assert [pair.score for pair in introductions] == sorted((pair.score for pair in introductions), reverse=True)
    for pair in introductions:
        assert pair.score == sum(share.component.weight * len(share.things) for share in pair.shares)
        assert all(passages for share in pair.shares for passages in share.things.values())


def test_wholes_are_not_paired_with_their_parts(introductions: list[Introduction]) -> None:
    pairs = {frozenset((pair.one.value, pair.other.value)) for pair in introductions}
    oas = ID + "org.oas"
    parts = ("org.cim", "org.cicad", "organ.oas-permanent-council", "organ.oas-general-secretariat")
    assert not pairs & {frozenset((oas, ID + part)) for part in parts}
    standing = {name for pair in pairs for name in pair}
    assert not standing & {ID + "organ.cim-permanent-secretariat", ID + "office.cim-executive-secretary"}


def test_what_more_than_a_third_of_the_pairs_share_scores_nothing(
    project: Project, components: list[Component], introductions: list[Introduction]
) -> None:
    shared = {thing.value for pair in introductions for share in pair.shares for thing in share.things}
    assert CONCEPT + "theme.trafficking" not in shared
    assert CONCEPT + "theme.women-and-children" in shared
    relations = [Component("role", Decimal(1), "involvement", "relation", "most take part, two in a part")]
    told = find_introductions(compose(project), relations)
    assert {thing.value for pair in told for share in pair.shares for thing in share.things} == {ONTOLOGY + "partOf"}
    counts = Counter(thing for pair in introductions for share in pair.shares for thing in share.things)
    bodies = {row[0] for row in compose(project).answer("involvement").answer.rows}
    assert max(counts.values()) * COMMON <= len(bodies) * (len(bodies) - 1) / 2


def test_a_weight_of_nothing_leaves_a_component_out(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "weights.toml"
    text = project.weights.read_text(encoding="utf-8")
    text = re.sub(r"weight = \d", "weight = 0", text).replace("[country]\nweight = 0", "[country]\nweight = 7")
    path.write_text(text, encoding="utf-8")
    found = find_introductions(compose(project), read_components(path))
    assert {share.component.name for pair in found for share in pair.shares} == {"country"}
    assert {pair.score % 7 for pair in found} == {0}


_WEIGHED = '[country]\nquestion = "actor-countries"\ncolumn = "country"\nwhy = "w"\n'


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[country\n", "cannot be read as TOML"),
        ("", "has no component"),
        ("[country]\nweight = 1\n", "is not in form"),
        ("country = 2\n", "is not in form"),
        *(
            (f"{_WEIGHED}weight = {weight}\n", "from 0 to 1000")
            for weight in ('"much"', -1, 1001, "nan", "inf", "true")
        ),
        (f"{_WEIGHED}weight = 1\nweigth = 2\n", "is not in form"),
        (f'{_WEIGHED}weight = 1\nrelations = "x"\n', "relations as a list"),
        (f'{_WEIGHED}weight = 1\nrelations = ["answer.own-contry"]\n', "no concept “concept/answer.own-contry”"),
        (f"{_WEIGHED}weight = 1\n".replace("actor-countries", "no-such"), "no question “no-such”"),
        (f"{_WEIGHED}weight = 1\n".replace('"country"', '"c"'), "no column “c”"),
        (f"{_WEIGHED}weight = 1\n".replace('"country"', '""'), "as texts"),
        (
            '[g]\nweight = 1\nquestion = "actor-target-groups"\ncolumn = "group"\nwhy = "w"\nrelations = ["r"]\n',
            "no column “relation”",
        ),
    ],
)
def test_a_file_of_weights_that_is_not_in_form_is_refused(
    text: str, complaint: str, project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "weights.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=complaint):
        find_introductions(compose(project), read_components(path))


def test_an_office_is_introduced_as_its_body(project: Project, introductions: list[Introduction]) -> None:
    composer = compose(project)
    office, body = (NamedNode(ID + it) for it in ("office.iom-project-officer", "org.iom"))
    chosen = choose_pairs(composer.store, introductions, office)
    assert chosen
    assert chosen == choose_pairs(composer.store, introductions, body)


def name_pairs(found: list[Introduction]) -> set[frozenset[str]]:
    return {frozenset(it.value.removeprefix(ID) for it in (pair.one, pair.other)) for pair in found}


def test_a_government_has_met_whom_a_body_of_its_country_has(
    project: Project, store: Store, components: list[Component], introductions: list[Introduction]
) -> None:
    pair = frozenset(("government.mexico", "org.iaci"))
    assert pair in name_pairs(introductions)
    met = add(
        store,
        "03.06",
        ("participation.invented", "actor", NamedNode(ID + "org.attorney-generals-office-mexico")),
        ("participation.invented", "activity", NamedNode(ID + "event.el-salvador-meeting")),
        ("participation.invented", "role", NamedNode(CONCEPT + "role.participant")),
    )
    assert pair not in name_pairs(find_introductions(compose(project, asked=met), components))


def test_a_government_and_the_bodies_of_its_country_are_one_family(
    project: Project, store: Store, components: list[Component], introductions: list[Introduction]
) -> None:
    assert frozenset(("org.us-department-of-state", "org.usaid")) not in name_pairs(introductions)
    government, body = (NamedNode(ID + it) for it in ("government.mexico", "org.depaul-university"))
    mandate = "mandate.cim-res-225.continue-research"
    alike = add(store, "01.03", *((mandate, "addressee", it) for it in (government, body)))
    pair = frozenset(("government.mexico", "org.depaul-university"))
    assert pair in name_pairs(find_introductions(compose(project, asked=alike), components))
    own = add(alike, "01.03", ("org.depaul-university", "country", NamedNode(ID + "country.mexico")))
    assert pair not in name_pairs(find_introductions(compose(project, asked=own), components))


def test_a_component_of_which_most_pairs_still_share_something_adds_nothing(project: Project, store: Store) -> None:
    """Each of two mandates that a quarter of the pairs share would count by itself."""
    wholes = [it for it in list_instances(store, "cim:Organization") if not find_values(store, it, UNIT_OF, POST_IN)]
    wholes.sort(key=lambda it: it.value)
    mandates = "mandate.cim-res-225.continue-research", "mandate.ag-res-1948.report-to-general-assembly"
    component = Component("mandate", Decimal(1), "actor-mandates", "mandate", "why")

    def list_shared(*named: str) -> set[str]:
        addressed = [(it, "addressee", body) for i, it in enumerate(named) for body in wholes[i::2]]
        found = find_introductions(compose(project, asked=add(store, "01.03", *addressed)), [component])
        return {thing.value.removeprefix(ID) for pair in found for share in pair.shares for thing in share.things}

    assert mandates[0] in list_shared(mandates[0])
    assert list_shared(*mandates) == set()
