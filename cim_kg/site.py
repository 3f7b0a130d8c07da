"""What `cim-kg build` leaves behind: a page for each question, thing and passage, the explorer, files for programs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from pyoxigraph import Store

from cim_kg.answers import Answer, ask, read_parameters
from cim_kg.bundles import write_explorer
from cim_kg.catalog import Question, split_example
from cim_kg.explorer import encode_explorer
from cim_kg.exports import SUFFIXES, export
from cim_kg.links import Linker, find_page
from cim_kg.listings import group_by_theme, show_body
from cim_kg.namespaces import PASSAGE_CLASS, SOURCE_CLASS
from cim_kg.pages import write_page
from cim_kg.proof import prove
from cim_kg.quotations import Texts
from cim_kg.records import encode_sheet
from cim_kg.renderings import tabulate_sheet
from cim_kg.reports import (
    PlacedFinding,
    encode_findings,
    tabulate_findings,
    write_findings,
    write_report,
)
from cim_kg.sheets import make_sheet
from cim_kg.tables import say_count, write_csv, write_json
from cim_kg.versions import Versions
from cim_kg.views import (
    list_instances,
    list_things,
    view_findings,
    view_passage,
    view_passages,
    view_sheet,
    view_source,
    view_thing,
    view_things,
)

Files = Iterator[tuple[str, str]]


@dataclass(frozen=True)
class Knowledge:
    """All that a site is made from.

    `catalogs` are the translations of the questions by language, `texts` the source texts at hand.
    """

    store: Store
    prefixes: Mapping[str, str]
    questions: Sequence[Question]
    catalogs: Mapping[str, Catalog]
    findings: Sequence[PlacedFinding]
    texts: Texts
    versions: Versions


def write_site(knowledge: Knowledge, folder: Path) -> None:
    """Fill an empty folder with the site."""
    for name, text in _list_files(knowledge):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def _list_files(knowledge: Knowledge) -> Files:
    link = Linker(knowledge.store)
    yield from _write_exports(knowledge)
    yield from _write_validation(knowledge, link)
    for question in knowledge.questions:
        yield from _write_question(knowledge, link, question)
    yield from _write_things(knowledge, link)
    yield (
        "explorer.html",
        write_explorer(
            encode_explorer(
                knowledge.store, knowledge.questions, knowledge.catalogs, knowledge.texts, knowledge.versions
            )
        ),
    )
    yield _write_index(knowledge)


def _write(knowledge: Knowledge, template: str, page: str, **values: object) -> tuple[str, str]:
    return page, write_page(template, page, str(knowledge.versions), **values)


def _write_exports(knowledge: Knowledge) -> Files:
    for format_name, suffix in SUFFIXES.items():
        yield f"exports/cim-kg{suffix}", export(knowledge.store, knowledge.prefixes, format_name)


def _write_validation(knowledge: Knowledge, link: Linker) -> Files:
    findings = knowledge.findings
    files = {
        "validation/findings.txt": write_findings(findings),
        "validation/findings.csv": write_csv(tabulate_findings(findings)),
        "validation/findings.json": write_json(encode_findings(findings)),
        "validation/report.ttl": write_report([it.finding for it in findings], knowledge.prefixes),
    }
    yield from files.items()
    names = [(Path(name).name, name) for name in files]
    yield _write(knowledge, "validation.html", "validation.html", files=names, **view_findings(link, findings))


def _write_question(knowledge: Knowledge, link: Linker, question: Question) -> Files:
    """The page of a question and its answer as CSV and JSON; where a parameter is required, its example's."""
    store = knowledge.store
    answer = answer_fully(store, question)
    sheet = make_sheet(store, answer, prove(store, answer), knowledge.texts, knowledge.versions)
    name = f"answers/{question.name}{'.example' if answer.parameters else ''}"
    files = {
        f"{name}.csv": write_csv(tabulate_sheet(sheet)),
        f"{name}.json": write_json(encode_sheet(store, sheet), indent=None),
    }
    yield from files.items()
    page = f"questions/{question.name}.html"
    values = {"sheet": sheet, "question": question, "body": show_body(question), "link": link, "file": name}
    yield _write(knowledge, "question.html", page, **values, **view_sheet(link, sheet))


def answer_fully(store: Store, question: Question) -> Answer:
    """The answer without parameters; where one is required, that to the question's own example."""
    required = any(parameter.required for parameter in question.parameters)
    given = split_example(question) if required else {}
    return ask(store, question, read_parameters(store, question, given))


def _write_things(knowledge: Knowledge, link: Linker) -> Files:
    """A page for each thing, passage and source, and the lists of them."""
    store, texts = knowledge.store, knowledge.texts
    things, passages = list_things(store, link), list_instances(store, PASSAGE_CLASS)
    sources = list_instances(store, SOURCE_CLASS)
    for thing in things:
        yield _write(knowledge, "thing.html", find_page(thing), **view_thing(store, texts, link, thing))
    for passage in passages:
        yield _write(
            knowledge, "passage.html", find_page(passage), **view_passage(store, texts, link, passage, passages)
        )
    for source in sources:
        yield _write(knowledge, "list.html", find_page(source), **view_source(store, link, source, passages))
    yield _write(knowledge, "list.html", "things.html", **view_things(store, link, things))
    yield _write(knowledge, "list.html", "passages.html", **view_passages(store, link, sources, passages))


def _write_index(knowledge: Knowledge) -> tuple[str, str]:
    questions = say_count(len(knowledge.questions), "question")
    passages = say_count(len(list_instances(knowledge.store, PASSAGE_CLASS)), "passage")
    return _write(
        knowledge,
        "index.html",
        "index.html",
        counts=f"{questions}, {passages}",
        themes=group_by_theme(knowledge.questions),
        exports=[(f"cim-kg{suffix}", f"exports/cim-kg{suffix}") for suffix in SUFFIXES.values()],
    )
