"""The explorer at several sizes: bytes, how soon it can be used, a step of the period slider, a search.

    python -m benchmarks.explorer [--things 600 2000 20000] [--runs N]

The first row is the report's graph; the others are graphs that `generate` makes. Times are of headless Chromium, in
milliseconds, the median of the runs. Needs Chromium, as the tests do.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from playwright.sync_api import Browser
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from cim_kg.namespaces import (
    CITATION,
    DESCRIPTION,
    EARLIEST,
    HAS_SOURCE,
    ID,
    LATEST,
    ONTOLOGY,
    PASSAGE,
    PASSAGE_CLASS,
    RDF_TYPE,
    SKOS_PREF_LABEL,
    SOURCE,
    XSD,
)
from cim_kg.places import locate
from cim_kg.store import load_store
from tests.explorer import open_page, start_browser, write_page

_CLASSES = ("Organization", "Event", "Country", "Resolution", "NonGovernmentalOrganization", "Phase")
_SHARE = (40, 25, 5, 5, 20, 5)  # of the things of each class, in a hundred
_READY = "performance.getEntriesByName('ready')[0].startTime"
_SLIDE = """async () => {
  const slider = document.querySelector("#from");
  const times = [];
  for (let i = 1; i < 12; i += 1) {
    slider.value = String(Math.round((slider.max * i) / 12));
    const start = performance.now();
    slider.dispatchEvent(new Event("input"));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    times.push(performance.now() - start);
  }
  return times;
}"""
_SEARCH = """() => {
  const input = document.querySelector("#search");
  return ["t", "th", "thi", "thing 1", "accion"].map((words) => {
    input.value = words;
    const start = performance.now();
    input.dispatchEvent(new Event("input"));
    return performance.now() - start;
  });
}"""


def generate(count: int) -> Store:
    """The project's ontology and reference sets with `count` things that take part in each other; always the same."""
    random = Random(2004)  # noqa: S311 not for secrets
    store = load_store(locate(), reference_only=True)
    store.bulk_extend(_list_quads(count, random))
    return store


def _list_quads(count: int, random: Random) -> Iterator[Quad]:
    classes = random.choices(_CLASSES, _SHARE, k=count)
    things = [NamedNode(f"{ID}made.{number}") for number in range(count)]
    source = NamedNode(SOURCE + "made")
    passages = [NamedNode(f"{PASSAGE}made/{number:05}") for number in range(1 + count // 10)]
    for passage in passages:
        yield from _both(passage, RDF_TYPE, PASSAGE_CLASS, passage)
        yield from _both(passage, HAS_SOURCE, source, passage)
        yield from _both(
            passage, CITATION, Literal(f"Source that was made, {passage.value[-5:]}", language="en"), passage
        )
        yield from _both(passage, DESCRIPTION, Literal("What is said there.", language="en"), passage)
    for thing, kind in zip(things, classes, strict=True):
        name = Literal(f"Thing {thing.value.rpartition('.')[2]} of acción", language="en")
        yield Quad(thing, RDF_TYPE, NamedNode(ONTOLOGY + kind), DefaultGraph())
        yield Quad(thing, SKOS_PREF_LABEL, name, DefaultGraph())
    actors = [it for it, kind in zip(things, classes, strict=True) if kind.endswith("Organization")]
    events = [it for it, kind in zip(things, classes, strict=True) if kind == "Event"]
    for number, event in enumerate(events):
        passage = random.choice(passages)
        yield from _date(event, number, passage)
        for actor in random.sample(actors, min(len(actors), random.randint(2, 8))):
            node = NamedNode(f"{ID}participation.{event.value[len(ID) :]}.{actor.value[len(ID) :]}")
            yield from _both(node, RDF_TYPE, NamedNode(ONTOLOGY + "Participation"), passage)
            yield from _both(node, NamedNode(ONTOLOGY + "actor"), actor, passage)
            yield from _both(node, NamedNode(ONTOLOGY + "activity"), event, passage)
    for thing, kind in zip(things, classes, strict=True):
        if not kind.endswith("Organization") and kind != "Event":
            yield from _both(random.choice(events), NamedNode(ONTOLOGY + "concerns"), thing, random.choice(passages))


def _date(event: NamedNode, number: int, passage: NamedNode) -> Iterator[Quad]:
    day = f"{2001 + number % 5}-{1 + number % 12:02}-{1 + number % 28:02}"
    node, value = NamedNode(f"{ID}date.{number}"), Literal(day, datatype=NamedNode(XSD + "date"))
    yield from _both(event, NamedNode(ONTOLOGY + "date"), node, passage)
    yield from _both(node, RDF_TYPE, NamedNode(ONTOLOGY + "StatedDate"), passage)
    yield from _both(node, EARLIEST, value, passage)
    yield from _both(node, LATEST, value, passage)


def _both(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal, passage: NamedNode) -> Iterator[Quad]:
    yield Quad(subject, predicate, value, passage)
    yield Quad(subject, predicate, value, DefaultGraph())


def measure(browser: Browser, page: Path) -> tuple[float, float, float]:
    """When the page could be used, the median step of the slider, and the slowest search; in milliseconds."""
    with open_page(browser, page) as opened:
        ready = float(opened.evaluate(_READY))
        slid = statistics.median(opened.evaluate(_SLIDE)) if opened.locator("#from").count() else 0.0
        return ready, slid, max(opened.evaluate(_SEARCH))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--things", type=int, nargs="*", default=[600, 2000, 20000])
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    print(f"{'things':>8} {'written s':>10} {'MB':>6} {'ready':>8} {'slider':>8} {'search':>8}")
    with tempfile.TemporaryDirectory() as folder, start_browser() as browser:
        for count in (0, *given.things):
            start = time.perf_counter()
            page = write_page(locate(), generate(count) if count else load_store(locate()), Path(folder) / "page.html")
            written = time.perf_counter() - start
            figures = [measure(browser, page) for _ in range(given.runs)]
            ready, slider, search = (statistics.median(column) for column in zip(*figures, strict=True))
            size = page.stat().st_size / 1e6
            print(f"{count or 'report':>8} {written:10.1f} {size:6.2f} {ready:8.0f} {slider:8.0f} {search:8.1f}")


if __name__ == "__main__":
    main()
