"""What holds for every paper: each line is proved, all languages say the same, and every format holds it."""

import io
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from docx import Document
from pyoxigraph import Literal, NamedNode

from cim_kg.documents import write_document
from cim_kg.dossiers import make_dossier
from cim_kg.followups import follow_mandates
from cim_kg.names import resolve
from cim_kg.namespaces import DESCRIPTION, ID
from cim_kg.pages import write_paper
from cim_kg.papers import Entry, gather
from cim_kg.places import Project
from cim_kg.quotations import read_texts
from cim_kg.records import encode_paper
from cim_kg.renderings import write_paper_markdown, write_paper_text
from cim_kg.repertoire import read_chapters
from cim_kg.store import find_facts
from cim_kg.suggestions import fold
from cim_kg.translations import LANGUAGES
from tests.papers import EVERY_LANGUAGE, KINDS, PAPERS, compose, find_section, make_paper, show_lines, show_pairs


@PAPERS
def test_every_line_has_a_source_that_is_listed(project: Project, what: str) -> None:
    paper = make_paper(project, what)
    numbers = {source.number for source in paper.sources}
    lines = [line for section in paper.sections for line in section.lines]
    assert lines
    assert all(line.sources and numbers.issuperset(line.sources) for line in lines)
    assert numbers == {number for line in lines for number in line.sources}
    assert all(source.citation for source in paper.sources)


@PAPERS
@pytest.mark.parametrize("language", [it for it in LANGUAGES if it != "en"])
def test_a_paper_says_the_same_in_every_language(project: Project, what: str, language: str) -> None:
    english, other = make_paper(project, what), make_paper(project, what, language)
    sizes = [sorted((it.about, it.columns, len(it.lines)) for it in paper.sections) for paper in (english, other)]
    assert sizes[0] == sizes[1]
    assert {it.passage for it in other.sources} == {it.passage for it in english.sources}
    assert other.title != english.title or what in KINDS
    assert all(one.heading != two.heading for one, two in zip(english.sections, other.sections, strict=True)) or (
        what == "introductions"
    )


def test_a_paper_says_that_names_without_a_confirmed_form_stay_english(project: Project) -> None:
    assert (
        "Los nombres que no tienen una forma confirmada en español figuran en inglés."
        in make_paper(project, "annex", "es").lead
    )
    assert not any("confirmed form" in it for it in make_paper(project, "annex").lead)
    haiti = make_dossier(compose(project, "es"), NamedNode(ID + "country.haiti"))
    assert not any("confirmada" in it for it in haiti.lead)


def test_a_name_keeps_its_full_stop_and_a_description_within_a_line_does_not(project: Project) -> None:
    section = find_section(make_paper(project, "annex", "es"), "Actividades en orden cronológico")
    places = [it for (it,) in show_lines(section, "place")]
    assert "Washington, D.C.; Organización Internacional para las Migraciones en Washington, D.C." in places


@PAPERS
@EVERY_LANGUAGE
def test_a_paper_is_told_in_each_format(project: Project, what: str, language: str) -> None:
    paper = make_paper(project, what, language)
    cell = paper.sections[0].lines[0].cells[-1] or "–"
    for width in (40, 120):
        lines = write_paper_text(paper, width).splitlines()
        assert all(len(line) <= width for line in lines if " " in line.strip() and "http" not in line)
    page = write_paper(paper)
    assert f'<html lang="{language}">' in page
    assert page.count("<h2>") == len(paper.sections) + 1
    assert write_paper_markdown(paper).count("\n## ") == len(paper.sections) + 1
    document = Document(io.BytesIO(write_document(paper)))
    assert len(document.tables) == len(paper.sections)
    assert document.tables[0].rows[1].cells[len(paper.sections[0].columns) - 1].text == cell
    schema = json.loads((project.root / "docs" / "schemas" / "paper.json").read_text(encoding="utf-8"))
    encoded = json.loads(json.dumps(encode_paper(compose(project, language).store, paper)))
    jsonschema.Draft202012Validator(schema).validate(encoded)


def test_entries_that_begin_alike_become_one() -> None:
    a, b, c = (Literal(it) for it in "abc")
    passages = tuple(NamedNode(f"https://w3id.org/cim-kg/passage/x/{it}") for it in "12")
    entries = [Entry(((a,), (b,)), passages[:1]), Entry(((a,), (c,)), passages[1:]), Entry(((c,), ()), passages[:1])]
    assert gather(entries, (0,)) == (Entry(((a,), (b, c)), passages), Entry(((c,), ()), passages[:1]))


@pytest.mark.parametrize("language", ["en", "es"])
def test_lines_stand_in_the_order_of_what_a_reader_sees_first(project: Project, language: str) -> None:
    """Where the question orders by that column; it does so by the names of things, which no reader sees."""
    paper = make_paper(project, "Government of Costa Rica", language)
    (section,) = (it for it in paper.sections if it.question == "partners")
    partners = [it for (it,) in show_lines(section, "partner")]
    assert len(set(partners)) > 3
    assert partners == sorted(partners, key=fold)


@PAPERS
def test_our_words_for_a_thing_cite_a_passage_that_they_come_from(project: Project, what: str) -> None:
    composer, paper = compose(project), make_paper(project, what)
    cited = {source.number: source.passage for source in paper.sources}
    for line in (line for section in paper.sections for line in section.lines):
        for term in (term for cell in line.terms for term in cell if isinstance(term, NamedNode)):
            words = Literal(composer.show(term), language="en")
            saying = {it.graph for it in find_facts(composer.store, term, DESCRIPTION, words) if it.graph}
            assert not saying or saying & {cited[number] for number in line.sources}, line.cells


def test_words_of_another_language_have_its_code_and_acronyms_have_none(project: Project) -> None:
    names = show_pairs(make_paper(project, "CICAD", "es").sections[0], "property", "value")
    assert names["nombre"].split("; ")[:2] == [
        "Comisión Interamericana para el Control del Abuso de Drogas",
        "Inter-American Drug Abuse Control Commission (en)",
    ]
    assert names["también llamado"] == "CICAD; CICAD/OAS"


def test_quotations_mark_the_names_that_their_lines_show(project: Project, sources: Path) -> None:
    texts = read_texts(compose(project).store, sources)
    composer = compose(project, texts=texts)
    paper = make_dossier(composer, resolve(composer.store, "CICAD"))
    (section,) = (it for it in paper.sections if it.question == "partners")
    ((number,),) = {line.sources for line in section.lines}
    (quotation,) = (it.quotation for it in paper.sources if it.number == number)
    assert quotation is not None
    marked = {piece.text for piece in quotation.text if piece.marked}
    assert "CICAD" in marked  # which no line names, for it is the one that all tell of
    assert marked >= {"CIM", "Office of the Attorney General of the Republic of Mexico", "Ministry of Foreign Affairs"}


def test_how_to_read_an_answer_is_said_at_the_first_section_that_has_lines(project: Project) -> None:
    sections = [it for it in make_paper(project, "mandates").sections if it.question == "mandate-states"]
    reading = compose(project).questions["mandate-states"].reading
    assert [it.reading for it in sections] == [reading, "", ""]
    proposed = follow_mandates(compose(project), resolve(compose(project).store, "OAS Coordinator"))
    told = {it.heading: it.reading for it in proposed.sections if it.question == "mandate-states"}
    assert told == {"Mandates that are only proposed": reading}


def test_answers_worked_out_beforehand_give_the_same_dossier(project: Project) -> None:
    composer = compose(project)
    answers = read_chapters(composer.store, list(composer.questions.values()))
    answered = {
        (name, tuple(sorted(it.answer.parameters.items()))): it for name, them in answers.items() for it in them
    }
    known = replace(composer, answered=answered, complete=True)
    for what in KINDS:
        assert make_dossier(known, resolve(composer.store, what)) == make_paper(project, what), what


def test_a_heading_cannot_break_a_table_of_markdown(project: Project) -> None:
    paper = make_paper(project, "CICAD")
    section = replace(paper.sections[0], headings=("ful|filled", "value"))
    lines = write_paper_markdown(replace(paper, sections=(section,))).splitlines()
    (heading,) = (line for line in lines if "filled" in line)
    assert heading == "| ful\\|filled | value | sources |"
