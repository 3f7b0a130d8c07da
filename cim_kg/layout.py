"""Where the nodes of a drawing stand, so that what belongs together stands together and nothing covers another.

Each connected component is laid out by itself by ForceAtlas2 (Jacomy et al., PLOS ONE 9(6), 2014) from a fixed
seed, overlaps are pushed apart, and the components are packed in rows. Positions are in units of a drawing
whose nodes have radii of 8 to 26 of them; x grows to the right, y down.
"""

from collections.abc import Iterable, Sequence
from math import sqrt

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
Numbers = NDArray[np.float64]
Points = Numbers  # a row each: x, y
_SEED = 2004
_EDGE = 150.0  # the length that most edges come near to
_APART = 62.0  # between the centres of two nodes: two of the largest radii, and a gap
_ROOM, _BUSY = 16.0, 3.0  # more around a hub, for its name: times how far the root of its edges passes that of others
_AREA = 2 * _APART**2  # of the drawing, for each node
_GAP = 90.0  # between two components
_ASPECT = 1.5  # width to height of the whole, as of a screen beside a panel
_SWEEPS, _TURNS, _REACH, _TOUCHING = 40, 20, 1.5, 0.05
_STEPS = 60_000  # iterations times nodes: each iteration of ForceAtlas2 takes the square of the nodes


def place(count: int, edges: Iterable[tuple[int, int]]) -> list[Point]:
    """A position for each node from 0 to `count`, rounded to a tenth; the same for the same edges in the same order."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from((one, other) for one, other in edges if one != other)
    parts = sorted(map(sorted, nx.connected_components(graph)), key=lambda part: (-len(part), part))
    boxes = [_place_component(graph.subgraph(part), part) for part in parts]
    found = [(0.0, 0.0)] * count
    for part, box, corner in zip(parts, boxes, _pack([np.ptp(box, axis=0) + _GAP for box in boxes]), strict=True):
        for node, (x, y) in zip(part, box - box.min(axis=0) + corner, strict=True):
            found[node] = round(float(x), 1), round(float(y), 1)
    return found


def _place_component(graph: "nx.Graph[int]", nodes: list[int]) -> Points:
    if len(nodes) == 1:
        return np.zeros((1, 2))
    rounds = min(100, max(20, _STEPS // len(nodes)))
    spread = nx.forceatlas2_layout(graph, max_iter=rounds, seed=_SEED)
    points = np.array([spread[node] for node in nodes], dtype=np.float64)
    ends = np.searchsorted(nodes, np.array(sorted(map(sorted, graph.edges))))
    lengths = np.linalg.norm(points[ends[:, 0]] - points[ends[:, 1]], axis=1)
    widths = np.ptp(points, axis=0)
    roomy = sqrt(len(points) * _AREA) / max(float(widths.max()), 1e-9)
    points *= max(_EDGE / max(float(np.median(lengths)), 1e-9), roomy)
    roots = np.sqrt([graph.degree[node] for node in nodes])
    room = _APART / 2 + _ROOM * np.clip(roots - _BUSY, 0, None)
    return push_apart(_lay_wide(points), room)


def _lay_wide(points: Points) -> Points:
    """The points turned so that they are widest from left to right."""
    centred = points - points.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    axes *= np.where(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)] < 0, -1, 1)[:, None]
    turned: Points = centred @ axes.T
    return turned


def push_apart(points: Points, radii: Numbers) -> Points:
    """The points moved as little as may be so that no two circles of these radii overlap."""
    points = points + np.random.default_rng(_SEED).normal(scale=1e-3, size=points.shape)
    for _ in range(_SWEEPS):
        near = np.linalg.norm(points[:, None] - points[None], axis=2) < (radii[:, None] + radii[None]) * _REACH
        pairs = np.array(np.nonzero(np.triu(near, 1)))
        moved = _push_pairs(points, pairs, radii[pairs].sum(axis=0))
        if moved is points:
            break
        points = moved
    return points


def _push_pairs(points: Points, pairs: NDArray[np.int64], wanted: Numbers) -> Points:
    """The points after some turns of pushing the pairs to the distances that they should have at least."""
    one, other = pairs
    for _ in range(_TURNS):
        apart = points[one] - points[other]
        distance = np.linalg.norm(apart, axis=1)
        lacking = np.clip(wanted - distance, 0, None)
        if lacking.max(initial=0) < _TOUCHING:
            break
        push = apart * (lacking / np.maximum(distance, 1e-9) / 2)[:, None]
        crowd = np.bincount(pairs.ravel(), np.tile(lacking > 0, 2), len(points))
        moved = np.zeros_like(points)
        np.add.at(moved, one, push)
        np.subtract.at(moved, other, push)
        points = points + moved / np.maximum(1, np.sqrt(crowd))[:, None]
    return points


def spiral(count: int) -> Points:
    """That many points around the first, with room for each (Vogel, Math. Biosci. 44, 1979)."""
    rank = np.arange(count, dtype=np.float64)
    radius, angle = _APART * 0.62 * np.sqrt(rank), rank * np.pi * (3 - sqrt(5))
    return np.stack((radius * np.cos(angle), radius * np.sin(angle)), axis=1)


def _pack(sizes: Sequence[Numbers]) -> list[Points]:
    """The upper left corners of boxes of these widths and heights, in rows as wide as a page of them all."""
    width = max([sqrt(sum(float(w * h) for w, h in sizes) * _ASPECT), *(float(w) for w, _ in sizes)])
    corners, x, y, height = [], 0.0, 0.0, 0.0
    for w, h in sizes:
        if x and x + w > width:
            x, y, height = 0.0, y + height, 0.0
        corners.append(np.array([x, y]))
        x, height = x + float(w), max(height, float(h))
    return corners
