"""The picture of a network as vis-network takes it; pyvis holds its nodes, edges and options.

Where things stand is said of the things: nothing moves by itself in the browser. pyvis's own pages are not used, for
they load files from elsewhere and can run what stands in the data; its copy of the vis-network library is.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from math import sqrt

from pyvis.network import Network as Container

SHAPES = {
    "actor": "dot",
    "category": "hexagon",
    "instrument": "square",
    "activity": "diamond",
    "place": "triangle",
    "group": "star",
}
_LIBRARY = "lib/vis-9.1.2/vis-network.min.js"
_SMALLEST, _LARGEST = 8, 26  # radii
_BEND = 0.16  # of each of several arrows between the same two nodes
_OPTIONS = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"borderWidth": 1.5, "labelHighlightBold": False, "chosen": False},
    "edges": {"arrows": {"to": {"enabled": True, "scaleFactor": 0.45}}, "chosen": False, "smooth": False},
    "interaction": {"dragNodes": False, "hover": True, "keyboard": False, "selectConnectedEdges": False},
}


@dataclass(frozen=True)
class Dot:
    """A node to draw: a number of its own, what it is, and how many arrows meet there."""

    number: int
    kind: str
    degree: int


@dataclass(frozen=True)
class Line:
    """An edge to draw: a name of its own, the numbers of its nodes; `stated` ones are whole, others dashed."""

    name: str
    source: int
    target: int
    stated: bool


def draw(dots: Sequence[Dot], lines: Sequence[Line]) -> Mapping[str, object]:
    """How vis-network is to draw nodes and edges, and its options; the things say where they stand."""
    container = Container(directed=True)
    container.set_options(json.dumps(_OPTIONS))
    for dot in dots:
        size = min(_LARGEST, round(_SMALLEST + 2.6 * sqrt(dot.degree), 1))
        container.add_node(dot.number, label=" ", shape=SHAPES[dot.kind], size=size)
    for line in lines:
        options: dict[str, object] = {"id": line.name}
        if not line.stated:
            options["dashes"] = [3, 5]
        container.add_edge(line.source, line.target, **options)
    nodes, edges, _, _, _, settings = container.get_network_data()
    sized = [{name: node[name] for name in ("id", "shape", "size")} for node in nodes]
    bent = [{name: edge[name] for name in ("id", "dashes") if name in edge} for edge in edges]
    return {"shapes": SHAPES, "nodes": sized, "edges": bent, "options": json.loads(settings)}


def read_library() -> str:
    """The vis-network library that pyvis ships (Apache-2.0 or MIT, as its first lines say)."""
    return (files("pyvis") / _LIBRARY).read_text(encoding="utf-8")


def fan(edges: Sequence[tuple[int, int]]) -> list[float]:
    """How far each edge is bent, in shares of its length, and to which side, so that parallel ones stay apart."""
    pairs = [(min(edge), max(edge)) for edge in edges]
    total, seen = Counter(pairs), Counter[tuple[int, int]]()
    bends = []
    for edge, pair in zip(edges, pairs, strict=True):
        place = seen[pair] - (total[pair] - 1) / 2
        seen[pair] += 1
        bends.append(round(place * _BEND * (1 if edge[0] == pair[0] else -1), 2))
    return bends
