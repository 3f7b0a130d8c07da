"""A table of ratios, each of two things measured in turn on the same machine in the same run.

    python -m benchmarks.ratios [--runs N]

Whole processes are timed from outside; the median of the ratios pair by pair is quoted.
"""

import argparse
import math
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, Store
from rdflib import Graph

from cim_kg.answers import ask, bind, read_parameters
from cim_kg.catalog import Question, list_questions, split_example
from cim_kg.places import Project, locate
from cim_kg.proof import prove
from cim_kg.repertoire import choose_parameters
from cim_kg.sparql import write_select
from cim_kg.store import list_knowledge, load_store, name_graph, read_union

ROOT = Path(__file__).parent.parent
LIMIT = 20
"""Seconds that rdflib has for a question."""

BARE = """
from pathlib import Path
import typer
from pyoxigraph import NamedNode, RdfFormat, Store
from rich.console import Console
from rich.table import Table

def main(files: Path, query: Path) -> None:
    store = Store()
    for path, name in (line.split("\\t") for line in files.read_text().splitlines()):
        store.load(path=path, format=RdfFormat.TURTLE, to_graph=NamedNode(name))
        store.load(path=path, format=RdfFormat.TURTLE)
    solutions = store.query(query.read_text())
    table = Table(*(variable.value for variable in solutions.variables))
    for solution in solutions:
        table.add_row(*(term.value if term else "" for term in solution))
    Console().print(table)

typer.run(main)
"""


def measure(work: Callable[[], object]) -> float:
    """The seconds that the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


class TooLong(BaseException):
    """Raised in work that has taken all its time; no library catches it."""


def takes_too_long(work: Callable[[], object]) -> bool:
    """Whether the work takes more than LIMIT seconds, after which it is broken off."""

    def end(*_: object) -> None:
        raise TooLong

    signal.signal(signal.SIGALRM, end)
    signal.alarm(LIMIT)
    try:
        work()
    except TooLong:
        return True
    finally:
        signal.alarm(0)
    return False


def compare(ours: Callable[[], object], theirs: Callable[[], object], runs: int) -> tuple[float, float, float]:
    """The medians of both in seconds, and of their ratio pair by pair, after one run that is not counted."""
    ours()
    theirs()
    pairs = [(measure(ours), measure(theirs)) for _ in range(runs)]
    return (
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )


def start(*words: str) -> Callable[[], object]:
    """A process whose output is thrown away; one that fails to do its work ends the benchmark."""

    def run() -> object:
        done = subprocess.run([sys.executable, *words], cwd=ROOT, check=False, capture_output=True)
        if done.returncode not in (0, 1):  # 1 is a verdict: something was found
            raise SystemExit(done.stderr.decode())
        return done

    return run


def compare_ask(project: Project, folder: Path, runs: int) -> tuple[float, float, float]:
    """`ask` as a process against a bare script with the same imports, files and query."""
    question = next(it for it in list_questions(project) if it.name == "timeline")
    files = [f"{path}\t{name_graph(project, path).value}" for path in list_knowledge(project)]
    (folder / "bare.py").write_text(BARE, encoding="utf-8")
    (folder / "files.txt").write_text("\n".join(files), encoding="utf-8")
    (folder / "query.rq").write_text(question.text, encoding="utf-8")
    bare = start(str(folder / "bare.py"), str(folder / "files.txt"), str(folder / "query.rq"))
    return compare(start("-m", "cim_kg", "ask", "timeline"), bare, runs)


def compare_questions(project: Project, runs: int) -> Iterator[tuple[str, tuple[float, float, float] | None]]:
    """Each question on Oxigraph against rdflib's memory store; that has no named graphs, as evidence needs.

    None for a question that takes rdflib longer than LIMIT.
    """
    store = load_store(project)
    quads = store.quads_for_pattern(None, None, None, DefaultGraph())
    memory = Graph(bind_namespaces="none").parse(data="\n".join(f"{it.triple} ." for it in quads), format="nt")
    for question in (it for it in list_questions(project) if "evidence" not in it.tags):
        ours, theirs = prepare(store, memory, question)
        yield question.name, None if takes_too_long(theirs) else compare(ours, theirs, runs)


def prepare(store: Store, memory: Graph, question: Question) -> tuple[Callable[[], object], Callable[[], object]]:
    """The question's own example, to be asked of both."""
    parameters = read_parameters(store, question, split_example(question))
    text = write_select(bind(question, parameters))
    return lambda: ask(store, question, parameters), lambda: list(memory.query(text))


def time_proofs(project: Project, runs: int) -> float:
    """The seconds that the proofs of all rows of all questions take; where a parameter is required, of the example."""
    store = load_store(project)
    queries = [bind(it, choose_parameters(store, it)) for it in list_questions(project)]

    def prove_all() -> None:
        for query in queries:
            for proof in prove(store, query).values():
                assert proof.passages

    return statistics.median(measure(prove_all) for _ in range(runs))


def compare_validate(project: Project, folder: Path, runs: int) -> tuple[float, float, float]:
    """`validate` as a process against pySHACL's own command on the same graph and shapes."""
    with (folder / "union.nt").open("wb") as stream:
        stream.writelines(f"{quad.triple} .\n".encode() for quad in read_union(load_store(project)))
    shapes = b"".join(path.read_bytes() for path in [*project.shapes.glob("*.ttl"), project.ontology / "prefixes.ttl"])
    (folder / "shapes.ttl").write_bytes(shapes)
    command = (
        "-m",
        "pyshacl",
        "-s",
        str(folder / "shapes.ttl"),
        "-sf",
        "turtle",
        "-df",
        "nt",
        str(folder / "union.nt"),
    )
    return compare(start("-m", "cim_kg", "validate"), start(*command), runs)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    project = locate(ROOT)
    print(f"{'what':<44}{'ours':>10}{'theirs':>10}{'ratio':>9}  bound")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        say("ask, against a bare script", compare_ask(project, folder, runs), "at most 1.5")
        rows = list(compare_questions(project, runs))
        for question, figures in rows:
            what = f"{question}, against rdflib"
            if figures:
                say(what, (figures[0], figures[1], figures[1] / figures[0]), "")
            else:
                print(f"{what:<54}{f'over {LIMIT}':>10}")
        faster = statistics.median(it[1] / it[0] if it else math.inf for _, it in rows)
        print(f"{'questions, median':<64}{faster:>9.1f}  at least 10")
        ours, theirs, ratio = compare_validate(project, folder, runs)
        say("validate, against pySHACL's command", (ours, theirs, 1 / ratio), "at least 1.8")
        proofs = time_proofs(project, runs)
        dossier = start("-m", "cim_kg", "show", "CICAD")
        asking = start("-m", "cim_kg", "ask", "actor-activities", "actor=CICAD")
        say("show, against one question", compare(dossier, asking, runs), "at most 1.5")
        period = ("--from", "2003-06", "--to", "2004-06", "-o", str(folder / "annex.docx"))
        annex = statistics.median(measure(start("-m", "cim_kg", "annex", *period)) for _ in range(3))
        build = start("-m", "cim_kg", "build", "--out", str(folder / "site"))
        seconds = statistics.median(measure(build) for _ in range(3))
    print(f"{'proofs of all rows of all questions, seconds':<44}{proofs:>10.2f}{'':>21}under 1")
    print(f"{'annex, seconds':<44}{annex:>10.2f}{'':>21}under 2")
    print(f"{'build in four languages, seconds':<44}{seconds:>10.2f}{'':>21}under 10")


def say(what: str, figures: tuple[float, float, float], bound: str) -> None:
    """One line of the table: seconds, seconds, ratio."""
    ours, theirs, ratio = figures
    print(f"{what:<44}{ours:>10.4f}{theirs:>10.4f}{ratio:>9.2f}  {bound}")


if __name__ == "__main__":
    main()
