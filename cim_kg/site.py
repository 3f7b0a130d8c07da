"""What `cim-kg build` leaves behind: pages in four languages for each question, thing and passage, files for programs.

A page a language of each question, thing, concept, passage and source, of the mandates and of the introductions; the
explorer, which speaks all four by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from cim_kg.bundles import write_explorer
from cim_kg.catalog import Question
from cim_kg.composers import Composer
from cim_kg.dossiers import make_dossier
from cim_kg.explorer import encode_explorer
from cim_kg.exports import SUFFIXES, export
from cim_kg.followups import BREAKS, MANDATES, follow_mandates
from cim_kg.introductions import INVOLVEMENT, find_introductions, introduce
from cim_kg.links import Linker, find_page
from cim_kg.listings import group_by_theme, show_body
from cim_kg.names import Namer
from cim_kg.namespaces import PASSAGE_CLASS, SOURCE_CLASS
from cim_kg.pages import Place, write_page
from cim_kg.papers import Asked, Paper
from cim_kg.proof import Answered
from cim_kg.quotations import Texts
from cim_kg.records import encode_sheet
from cim_kg.renderings import tabulate_sheet
from cim_kg.repertoire import Answers, choose_parameters
from cim_kg.reports import (
    PlacedFinding,
    encode_findings,
    tabulate_findings,
    write_findings,
    write_report,
)
from cim_kg.sheets import make_sheet
from cim_kg.tables import write_csv, write_json
from cim_kg.translations import ENGLISH, LANGUAGES, Translator
from cim_kg.versions import Versions
from cim_kg.views import (
    list_of_kind,
    list_paged,
    view_findings,
    view_paper,
    view_passage,
    view_passages,
    view_sheet,
    view_source,
    view_things,
)
from cim_kg.weights import Component

Files = Iterator[tuple[str, str]]
PAIRS = 30  # introductions on their page
_FINDINGS = tuple(f"validation/{name}" for name in ("findings.txt", "findings.csv", "findings.json", "report.ttl"))


@dataclass(frozen=True)
class Knowledge:
    """All that a site is made from.

    `store` holds the translations of our texts too; `translators` are by language, `texts` the source texts at hand,
    `answers` those that the site shows, as far as they have rows.
    """

    store: Store
    questions: Sequence[Question]
    answers: Answers
    components: Sequence[Component]
    translators: Mapping[str, Translator]
    texts: Texts
    versions: Versions


def list_exports(facts: Store, prefixes: Mapping[str, str]) -> Files:
    """The graph in each format; `facts` hold only what the files say."""
    for format_name, suffix in SUFFIXES.items():
        yield f"exports/cim-kg{suffix}", export(facts, prefixes, format_name)


def list_findings(knowledge: Knowledge, findings: Sequence[PlacedFinding], prefixes: Mapping[str, str]) -> Files:
    """The findings of validation for programs, and a page of them in each language."""
    texts = (
        write_findings(findings, ENGLISH),
        write_csv(tabulate_findings(findings, ENGLISH)),
        write_json(encode_findings(findings, ENGLISH)),
        write_report([it.finding for it in findings], prefixes),
    )
    yield from zip(_FINDINGS, texts, strict=True)
    names = [(Path(name).name, name) for name in _FINDINGS]
    for say in knowledge.translators.values():
        values = view_findings(Linker(knowledge.store, Namer(knowledge.store, say.language)), findings, say)
        place = Place(say.language, "validation.html")
        papers = list_papers(knowledge)
        page = write_page("validation.html", place, say, str(knowledge.versions), papers=papers, files=names, **values)
        yield place.whole, page


def list_explorer(knowledge: Knowledge) -> Files:
    """The network as one page."""
    it = knowledge
    data = encode_explorer(it.store, it.questions, it.translators, it.texts, it.versions, it.answers)
    yield "explorer.html", write_explorer(data)


def list_pages(knowledge: Knowledge) -> Files:
    """All other pages, in each language, and the answers as files."""
    answered = _share_answers(knowledge)
    for say in knowledge.translators.values():
        yield from _Pages(knowledge, say, answered).write()


def _share_answers(knowledge: Knowledge) -> dict[Asked, Answered]:
    """Every answer, where a composer looks for it."""
    return {
        (name, tuple(sorted(it.answer.parameters.items()))): it
        for name, answers in knowledge.answers.items()
        for it in answers
    }


def list_papers(knowledge: Knowledge) -> list[str]:
    """The papers that the project has the questions and weights for."""
    names = {question.name for question in knowledge.questions}
    needed = {
        "mandates": {MANDATES, *BREAKS},
        "introductions": {INVOLVEMENT} if knowledge.components else {""},
    }
    return [paper for paper, questions in needed.items() if questions <= names]


class _Pages:
    """The pages in one language."""

    def __init__(self, knowledge: Knowledge, say: Translator, answered: dict[Asked, Answered]) -> None:
        self._knowledge = knowledge
        self._say = say
        questions = {question.name: question for question in knowledge.questions}
        self._composer = Composer(
            knowledge.store, say, questions, knowledge.texts, knowledge.versions, answered, complete=bool(answered)
        )
        self._link = Linker(knowledge.store, self._composer.show)
        self._papers = list_papers(knowledge)

    def write(self) -> Files:
        """All of them, each with its path from the root of the site."""
        store, say, link = self._knowledge.store, self._say, self._link
        for question in self._knowledge.questions:
            yield from self._write_question(question)
        things = list_paged(store, link)
        for thing in things:
            yield self._write_paper(find_page(thing), make_dossier(self._composer, thing))
        if "mandates" in self._papers:
            yield self._write_paper("mandates.html", follow_mandates(self._composer, None))
        if "introductions" in self._papers:
            components = self._knowledge.components
            found = find_introductions(self._composer, components)
            yield self._write_paper("introductions.html", introduce(self._composer, found, components, PAIRS))
        yield from self._write_passages()
        yield self._write("list.html", "things.html", **view_things(store, link, things, say))
        yield self._write_index()

    def _write(self, template: str, path: str, **values: object) -> tuple[str, str]:
        place = Place(self._say.language, path)
        versions = str(self._knowledge.versions)
        return place.whole, write_page(template, place, self._say, versions, papers=self._papers, **values)

    def _write_paper(self, path: str, paper: Paper) -> tuple[str, str]:
        return self._write("page.html", path, **view_paper(self._link, paper))

    def _write_question(self, question: Question) -> Files:
        """The page of a question, its answer as CSV, once as JSON; where a parameter is required, its example's."""
        store, say = self._knowledge.store, self._say
        given = choose_parameters(store, question)
        answered = self._composer.answer(question.name, given)
        sheet = make_sheet(
            store, answered.answer, answered.proofs, self._knowledge.texts, self._knowledge.versions, say
        )
        name = f"answers/{question.name}{'.example' if given else ''}"
        yield Place(say.language, f"{name}.csv").whole, write_csv(tabulate_sheet(sheet))
        if say.language == LANGUAGES[0]:  # programs read labels in one language
            yield f"{name}.json", write_json(encode_sheet(store, sheet), indent=None)
        page = f"questions/{question.name}.html"
        values = {"sheet": sheet, "question": question, "body": show_body(question), "link": self._link, "file": name}
        yield self._write("question.html", page, **values, **view_sheet(self._link, sheet))

    def _write_passages(self) -> Files:
        """A page for each passage and source, and the list of them."""
        store, say, link, texts = self._knowledge.store, self._say, self._link, self._knowledge.texts
        passages, sources = list_of_kind(store, PASSAGE_CLASS), list_of_kind(store, SOURCE_CLASS)
        for passage in passages:
            values = view_passage(store, texts, link, passage, passages, say)
            yield self._write("passage.html", find_page(passage), **values)
        for source in sources:
            yield self._write("list.html", find_page(source), **view_source(store, link, source, passages, say))
        yield self._write("list.html", "passages.html", **view_passages(store, link, sources, passages, say))

    def _write_index(self) -> tuple[str, str]:
        say = self._say
        questions = say.plural(len(self._knowledge.questions), "{count} question", "{count} questions")
        count = len(list_of_kind(self._knowledge.store, PASSAGE_CLASS))
        passages = say.plural(count, "{count} passage", "{count} passages")
        counts = f"{questions}, {passages}"
        exports = [(f"cim-kg{suffix}", f"exports/cim-kg{suffix}") for suffix in SUFFIXES.values()]
        themes = group_by_theme(self._knowledge.questions)
        return self._write("index.html", "index.html", counts=counts, themes=themes, exports=exports)
