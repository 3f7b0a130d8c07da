"""Nodes stand apart, in the same places each time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from cim_kg.drawing import Dot, Line, draw, fan
from cim_kg.grouping import group
from cim_kg.layout import place
from cim_kg.network import read_network

EDGES = st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=60)


def find_nearest(points: list[tuple[float, float]]) -> float:
    places = np.array(points)
    apart = np.linalg.norm(places[:, None] - places[None], axis=2)
    return float((apart + np.diag(np.full(len(points), np.inf))).min())


@settings(max_examples=20, deadline=None)
@given(EDGES)
def test_no_two_nodes_of_any_network_touch(edges: list[tuple[int, int]]) -> None:
    points = place(30, edges)
    assert find_nearest(points) > 52
    assert points == place(30, edges)


def test_no_two_things_of_the_report_touch(store: Store) -> None:
    network = read_network(store)
    numbers = {thing.node: i for i, thing in enumerate(network.things)}
    points = place(len(numbers), [(numbers[it.source], numbers[it.target]) for it in network.arrows])
    assert find_nearest(points) > 52


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_small_network_has_places_too(count: int) -> None:
    assert len(place(count, [])) == count


def test_groups_hold_every_node_once_and_stand_apart() -> None:
    edges = [(i, i // 3) for i in range(1, 600)]
    groups, points = group(601, edges)
    assert sorted(node for it in groups for node in it.members) == list(range(601))
    assert (groups, points) == group(601, edges)
    assert find_nearest([it.middle for it in groups]) > 100


def test_parallel_arrows_are_bent_apart() -> None:
    one, middle, back = fan([(0, 1), (0, 1), (1, 0)])
    assert middle == 0
    assert one == back != 0  # to the other side: the third runs the other way
    assert fan([(0, 1), (1, 2)]) == [0, 0]


def test_what_no_passage_states_is_dashed() -> None:
    dots = [Dot(0, "actor", 3), Dot(1, "place", 48)]
    drawn = draw(dots, [Line("a", 0, 1, stated=True), Line("b", 0, 1, stated=False)])
    assert isinstance(drawn["edges"], list)
    assert [bool(it.get("dashes")) for it in drawn["edges"]] == [False, True]
    assert isinstance(drawn["nodes"], list)
    assert drawn["nodes"][0]["size"] < drawn["nodes"][1]["size"]
