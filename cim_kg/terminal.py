"""What commands print: as wide as the terminal, as UTF-8 on every platform, or into a file whole."""

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cim_kg.errors import OutputError
from cim_kg.options import STANDARD, AnswerFormat, PaperFormat
from cim_kg.places import Project

if TYPE_CHECKING:  # a command loads only what it needs
    from pyoxigraph import Store

    from cim_kg.papers import Paper
    from cim_kg.sheets import Sheet


def emit(content: str | bytes, output: Path = STANDARD) -> None:
    """Print the text as UTF-8 on every platform, or write it to a file whole."""
    if output == STANDARD:
        if isinstance(content, bytes) and sys.stdout.isatty():
            raise OutputError("A document cannot be shown in a terminal", "Use -o FILE")
        try:
            sys.stdout.flush()
            sys.stdout.buffer.write(content if isinstance(content, bytes) else content.encode())
            sys.stdout.buffer.flush()
        except BrokenPipeError:  # the reader has seen enough; what was found still decides the exit code
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError as error:
            raise OutputError(f"Standard output cannot be written: {error.strerror}", "Use -o FILE") from error
    else:
        from cim_kg.output import write_file

        write_file(output, content)


def measure_width() -> int:
    """The columns of the terminal; 80 where there is none."""
    return shutil.get_terminal_size((80, 24)).columns


def write_sheet(place: Project, store: "Store", sheet: "Sheet", form: AnswerFormat) -> str:
    """The sheet in a format."""
    from cim_kg.renderings import tabulate_sheet, write_markdown, write_text
    from cim_kg.tables import write_csv, write_json

    match form:
        case AnswerFormat.TABLE:
            return write_text(sheet, measure_width())
        case AnswerFormat.MARKDOWN:
            return write_markdown(sheet)
        case AnswerFormat.CSV:
            return write_csv(tabulate_sheet(sheet))
        case AnswerFormat.HTML:
            from cim_kg.pages import write_answer

            return write_answer(sheet)
        case AnswerFormat.JSON:
            from cim_kg.records import encode_sheet

            return write_json(encode_sheet(store, sheet))
        case AnswerFormat.TURTLE:
            from cim_kg.records import write_provenance
            from cim_kg.serialization import read_prefixes

            return write_provenance(store, sheet, read_prefixes(place))


def write_paper(paper: "Paper", store: "Store", form: PaperFormat) -> str | bytes:
    """The paper in a format."""
    from cim_kg.renderings import write_paper_markdown, write_paper_text

    match form:
        case PaperFormat.TEXT:
            return write_paper_text(paper, measure_width())
        case PaperFormat.MARKDOWN:
            return write_paper_markdown(paper)
        case PaperFormat.HTML:
            from cim_kg.pages import write_paper as write_page

            return write_page(paper)
        case PaperFormat.DOCX:
            from cim_kg.documents import write_document

            return write_document(paper)
        case PaperFormat.JSON:
            from cim_kg.records import encode_paper
            from cim_kg.tables import write_json

            return write_json(encode_paper(store, paper))
