"""Building the site: two processes, one for what needs every answer, one for the pages.

They share nothing but the project's files: to read those again takes less time than to hand over what was read.
"""

import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context
from pathlib import Path

from pyoxigraph import Store

from cim_kg.catalog import Question, list_questions
from cim_kg.errors import ProcessError
from cim_kg.places import Project
from cim_kg.quotations import read_texts
from cim_kg.repertoire import Answers, read_chapters, read_repertoire
from cim_kg.reports import PlacedFinding, place_findings
from cim_kg.serialization import read_prefixes
from cim_kg.site import Knowledge, list_explorer, list_exports, list_findings, list_pages
from cim_kg.store import load_store
from cim_kg.translations import LANGUAGES, read_translators, translate_knowledge
from cim_kg.validation import read_rules, validate_project
from cim_kg.versions import read_versions
from cim_kg.weights import read_components


def build_site(project: Project, sources: Path | None, folder: Path) -> list[PlacedFinding]:
    """Fill an empty folder with the site; what validation found.

    Raises ProcessError where the second process is ended from outside.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
        try:
            with postpone_interrupts():  # a process interrupted while it starts another leaves half of one
                pages = beside.submit(write_pages, project, sources, folder)
            findings = write_files(project, sources, folder)
            pages.result()
        except BrokenProcessPool as error:
            raise ProcessError(
                "The process that writes the pages was ended", "Free memory, then build again"
            ) from error
        except BaseException:  # what the second process still writes would be for nobody
            for process in active_children():
                process.terminate()
            raise
    return findings


@contextmanager
def postpone_interrupts() -> Iterator[None]:
    """Let an interrupt wait until the end of the block, whichever thread of this process it reaches.

    A process that is started within does not hear of interrupts at all, except on Windows: the first process answers
    them for both. Only the main thread may wait so.

    Raises KeyboardInterrupt at the end, if there was one.
    """
    received: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: received.append(number))
    try:
        with _mask_interrupts():
            yield
    finally:
        signal.signal(signal.SIGINT, handler)
    if received:
        raise KeyboardInterrupt


@contextmanager
def _mask_interrupts() -> Iterator[None]:
    """Keep interrupts from this thread, and from the processes that it starts, which take the mask over."""
    if sys.platform == "win32":  # it has no masks
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def write_pages(project: Project, sources: Path | None, folder: Path) -> None:
    """The pages of questions, things, passages, mandates and introductions."""
    _write(list_pages(read_knowledge(project, sources, read_chapters)), folder)


def write_files(project: Project, sources: Path | None, folder: Path) -> list[PlacedFinding]:
    """The explorer, the exports, and what validation found, which is returned too."""
    prefixes = read_prefixes(project)
    checked = validate_project(project, read_rules(project, *LANGUAGES[1:]))
    knowledge = read_knowledge(project, sources, read_repertoire)
    names = {path: project.name(path) for path in checked.files}
    findings = place_findings(knowledge.store, checked.findings, names)
    _write(list_exports(checked.store, prefixes), folder)
    _write(list_findings(knowledge, findings, prefixes), folder)
    _write(list_explorer(knowledge), folder)
    return findings


def read_knowledge(
    project: Project, sources: Path | None, answer: Callable[[Store, Iterable[Question]], Answers]
) -> Knowledge:
    """What the site is made from, with the answers that are needed."""
    store = load_store(project)
    translate_knowledge(store, project, *LANGUAGES[1:])
    questions = list_questions(project)
    return Knowledge(
        store,
        questions,
        answer(store, questions),
        read_components(project.weights) if project.weights.is_file() else [],
        read_translators(project),
        read_texts(store, sources),
        read_versions(project),
    )


def _write(files: Iterable[tuple[str, str]], folder: Path) -> None:
    for name, text in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
