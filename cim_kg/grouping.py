"""What stands for many things in a drawing that nobody could read: communities of a network, each with a place.

Communities by the method of Louvain (Blondel et al., J. Stat. Mech. P10008, 2008) from a fixed seed; things that
nothing binds to others are one group.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np

from cim_kg.layout import Numbers, Point, Points, place, push_apart, spiral

_SEED = 2004
_LAID_OUT = 200  # beyond, forces take longer than anybody waits
_ROOM = 120.0  # around a group
Edge = tuple[int, int]


@dataclass(frozen=True)
class Group:
    """Nodes that are drawn as one: its members, those with the most edges first, its middle, and how far they reach."""

    members: tuple[int, ...]
    middle: Point
    radius: float


def group(count: int, edges: Sequence[Edge]) -> tuple[list[Group], list[Point]]:
    """The groups of nodes from 0 to `count`, the largest first, and a position for each node, around its group's."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from((one, other) for one, other in edges if one != other)
    alone = set(nx.isolates(graph))
    found = nx.community.louvain_communities(graph.subgraph(set(graph) - alone), seed=_SEED)
    parts = sorted(map(sorted, [*found, *([alone] if alone else [])]), key=lambda part: (-len(part), part))
    inside = [_place_inside(graph, part) for part in parts]
    radii = np.array([np.abs(points).max() + _ROOM for points in inside])
    middles = _place_groups(graph, parts, radii)
    points = [(0.0, 0.0)] * count
    groups = []
    for part, own, middle, radius in zip(parts, inside, middles, radii, strict=True):
        for node, (x, y) in zip(part, own + middle, strict=True):
            points[node] = round(float(x), 1), round(float(y), 1)
        members = sorted(part, key=lambda node: (-graph.degree[node], node))
        at = round(float(middle[0]), 1), round(float(middle[1]), 1)
        groups.append(Group(tuple(members), at, round(float(radius), 1)))
    return groups, points


def _place_inside(graph: "nx.Graph[int]", part: list[int]) -> Points:
    """The positions of a group's members around its middle; of a large one in a spiral, in steps from its hub."""
    if len(part) > _LAID_OUT:
        return spiral(len(part))[np.argsort(list(_walk(graph.subgraph(part))))]
    rank = {node: i for i, node in enumerate(part)}
    points = np.array(place(len(part), [(rank[one], rank[other]) for one, other in graph.subgraph(part).edges]))
    centred: Points = points - (points.min(axis=0) + points.max(axis=0)) / 2
    return centred


def _place_groups(graph: "nx.Graph[int]", parts: list[list[int]], radii: Numbers) -> Points:
    """The middles of groups of these radii."""
    owner = {node: i for i, part in enumerate(parts) for node in part}
    edges = sorted({(owner[one], owner[other]) for one, other in graph.edges})
    points = np.array(place(len(parts), edges))
    return push_apart(points * float(radii.mean()) / 60, radii)


def _walk(graph: "nx.Graph[int]") -> Iterator[int]:
    """The places of the nodes, in sorted order, on a walk in breadth from the one with the most edges."""
    hub = min(graph, key=lambda node: (-graph.degree[node], node))
    rank = {node: i for i, node in enumerate(sorted(graph))}
    seen = [hub, *(node for _, node in nx.bfs_edges(graph, hub, sort_neighbors=sorted))]
    yield from (rank[node] for node in dict.fromkeys([*seen, *sorted(graph)]))
