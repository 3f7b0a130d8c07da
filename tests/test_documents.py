"""Papers as Word documents."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentType
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from pyoxigraph import NamedNode

from cim_kg.documents import write_document
from cim_kg.dossiers import make_dossier
from cim_kg.namespaces import ID
from cim_kg.papers import Paper
from cim_kg.places import Project
from cim_kg.quotations import read_texts
from tests.papers import compose, make_paper


def test_a_document_tells_nothing_of_the_machine_that_made_it(project: Project) -> None:
    packed = write_document(make_paper(project, "CICAD"))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {it.date_time for it in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        told = {it.filename for it in archive.infolist() if it.filename.startswith("docProps/")}
        assert told == {"docProps/core.xml"}  # not the picture and the program of the template
    assert packed == write_document(make_paper(project, "CICAD"))


def test_a_document_holds_a_name_that_xml_cannot(project: Project) -> None:
    paper = make_paper(project, "CICAD")
    document = Document(io.BytesIO(write_document(replace(paper, title="Soft\u00adhyphen\x00\x1f\ufffe"))))
    assert document.paragraphs[0].text == "Soft\u00adhyphen   "


def open_document(paper: Paper) -> DocumentType:
    return Document(io.BytesIO(write_document(paper)))


def list_marks(element: BaseOxmlElement, name: str) -> list[str | None]:
    """The values of each element of the name below the element."""
    return [mark.get(qn("w:val")) for mark in element.iter(qn(name))]


def test_quotations_are_english_in_a_document_of_another_language(project: Project, sources: Path) -> None:
    composer = compose(project, "es", texts=read_texts(compose(project).store, sources))
    paper = make_dossier(composer, NamedNode(ID + "org.cicad"))
    document = open_document(paper)
    assert list_marks(document.styles.element, "w:lang")[0] == "es-ES"
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    english = [run.text for run in runs if list_marks(run._r, "w:lang") == ["en-US"]]
    quotations = [it.quotation for it in paper.sources if it.quotation]
    quoted = [piece.text for quotation in quotations for piece in (*quotation.heading, *quotation.text)]
    assert quoted
    assert "".join(english).split() == "".join(quoted).split()


def test_headings_of_a_table_stand_on_each_page_and_no_row_is_broken(project: Project) -> None:
    for table in open_document(make_paper(project, "mandates")).tables:
        repeated = [bool(list_marks(row._tr, "w:tblHeader")) for row in table.rows]
        assert repeated == [True] + [False] * (len(repeated) - 1)
        assert all(list_marks(row._tr, "w:cantSplit") for row in table.rows[1:])


def test_a_document_says_how_to_read_its_tables_and_lists_its_sources(project: Project) -> None:
    paper = make_paper(project, "mandates")
    told = [paragraph.text for paragraph in open_document(paper).paragraphs]
    readings = [section.reading for section in paper.sections if section.reading]
    assert len(readings) > 1
    assert [it for it in told if it in readings] == readings
    sources = [f"{it.number}.\t{it.citation}. {it.summary}" for it in paper.sources]
    assert sources
    assert told[-len(sources) - 1 :] == ["Sources", *sources]
