"""A paper as a Word document (Office Open XML), the same bytes for the same paper."""

import io
import re
import zipfile
from collections.abc import Sequence

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor, Twips
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from cim_kg.papers import Paper, Section
from cim_kg.renderings import say_silent
from cim_kg.sheets import Source, number_ranges

_WIDTH, _HEIGHT, _MARGIN = 15840, 12240, 1080  # US Letter across, as the OAS prints, in twentieths of a point
_SMALL, _PLAIN = Pt(8.5), Pt(10.5)
_INK = RGBColor(0x1D, 0x21, 0x26)
_LOCALES = {"en": "en-US", "es": "es-ES", "pt": "pt-BR", "fr": "fr-FR"}
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2
_OF_TEMPLATE = (RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip archive can name


def write_document(paper: Paper) -> bytes:
    """The paper with a heading and a table for each section, page numbers, and its numbered sources last."""
    document = Document()
    _set_up(document, paper)
    document.add_heading(_clean(paper.title), level=0)
    for sentence in (*paper.lead, *say_silent(paper)):
        document.add_paragraph(_clean(sentence))
    for section in paper.sections:
        _add_section(document, section, paper.say.word("sources"))
    if paper.sources:
        document.add_heading(paper.say("Sources"), level=1)
    for source in paper.sources:
        _add_source(document, source)
    stream = io.BytesIO()
    document.save(stream)
    return _settle(stream.getvalue())


def _set_up(document: DocumentType, paper: Paper) -> None:
    """Page, styles and language; the document's own properties say nothing of when or where it was made."""
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Twips(_WIDTH), Twips(_HEIGHT)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Twips(_MARGIN)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", _PLAIN
    normal.paragraph_format.space_after = Pt(6)
    for name, size in (("Title", Pt(20)), ("Heading 1", Pt(14))):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Calibri", size, _INK
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    language = document.styles.element.find(f".//{qn('w:lang')}")
    language.set(qn("w:val"), _LOCALES[paper.say.language])
    properties = document.core_properties
    properties.title, properties.language, properties.author = (
        _clean(paper.title)[:255],
        _LOCALES[paper.say.language],
        "",
    )
    properties.comments = str(paper.versions)
    for name in ("created", "modified"):  # of the template
        for element in properties._element.findall(qn(f"dcterms:{name}")):
            properties._element.remove(element)
    _number_pages(page.footer.paragraphs[0])
    parts = document.part.package.rels
    for name in [name for name, it in parts.items() if it.reltype in _OF_TEMPLATE]:
        del parts[name]  # the picture of the template, and the program that made it


def _number_pages(paragraph: Paragraph) -> None:
    run = paragraph.add_run()
    run.font.size = _SMALL
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _add_section(document: DocumentType, section: Section, sources: str) -> None:
    document.add_heading(_clean(section.heading), level=1)
    rows = [(*(cell or "–" for cell in line.cells), number_ranges(line.sources)) for line in section.lines]
    headings = tuple(it[:1].upper() + it[1:] for it in (*section.headings, sources))
    table = document.add_table(rows=1, cols=len(headings))
    table.style = document.styles["Table Grid"]
    table.autofit = False
    _fill(table.rows[0].cells, headings, bold=True)
    _mark_row(table.rows[0], "w:tblHeader")
    for cell in table.rows[0].cells:
        shading = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", "ECEAE4")):
            shading.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shading)
    for row in rows:
        added = table.add_row()
        _fill(added.cells, row, bold=False)
        _mark_row(added, "w:cantSplit")
    for column, width in zip(table.columns, _share_width(headings, rows), strict=True):
        column.width = Twips(width)
        for cell in column.cells:
            cell.width = Twips(width)
    if section.reading:
        _add_small(document, section.reading)


def _fill(cells: Sequence[_Cell], texts: Sequence[str], *, bold: bool) -> None:
    for cell, text in zip(cells, texts, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        run = paragraph.add_run(_clean(text))
        run.font.size, run.bold = _SMALL, bold


def _mark_row(row: _Row, mark: str) -> None:
    """Say of a row that it stands again on each page (w:tblHeader), or is not broken over two (w:cantSplit)."""
    row._tr.get_or_add_trPr().append(OxmlElement(mark))


def _share_width(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """The width of each column in twips: as much as its longest word takes, the rest by the length of its texts."""
    columns = list(zip(headings, *rows, strict=True))
    needed = [max(len(word) for cell in cells for word in cell.split() or [""]) * 115 + 240 for cells in columns]
    room = _WIDTH - 2 * _MARGIN
    wanted = [min(sum(map(len, cells)) / len(cells), 90) for cells in columns]
    free = max(room - sum(needed), 0)
    shared = [least + free * want / (sum(wanted) or 1) for least, want in zip(needed, wanted, strict=True)]
    return [int(width * room / sum(shared)) for width in shared]


def _add_source(document: DocumentType, source: Source) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Twips(500), Twips(-500)
    paragraph.paragraph_format.space_after = Pt(3)
    _run(paragraph, f"{source.number}.\t{source.citation}. ")
    paragraph.paragraph_format.tab_stops.add_tab_stop(Twips(500))
    if source.quotation is None:
        _run(paragraph, source.summary)
        return
    heading, text = source.quotation.heading, source.quotation.text
    for piece in heading:
        _run(paragraph, piece.text, bold=piece.marked, italic=True, quoted=True)
    _run(paragraph, " “" if heading else "“")
    for piece in text:
        _run(paragraph, " ".join(piece.text.split("\n")), bold=piece.marked, quoted=True)
    _run(paragraph, "”")


def _run(paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False, quoted: bool = False) -> None:
    """A run of a source; what is quoted is English, so that no other spelling is held against it."""
    run = paragraph.add_run(_clean(text))
    run.font.size, run.bold, run.italic = Pt(9), bold, italic
    if quoted:
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), _LOCALES["en"])
        run._r.get_or_add_rPr().append(language)


def _clean(text: str) -> str:
    """The text without what XML cannot hold."""
    return _NO_XML.sub(" ", text)


def _add_small(document: DocumentType, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(4)
    run = paragraph.add_run(_clean(text))
    run.font.size, run.italic = Pt(8), True


def _settle(packed: bytes) -> bytes:
    """The archive with every part at the same moment."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            entry = zipfile.ZipInfo(part.filename, _EPOCH)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            new.writestr(entry, old.read(part))
    return stream.getvalue()
