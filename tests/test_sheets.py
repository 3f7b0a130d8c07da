"""An answer with its sources in each of the forms in which it leaves the house."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from cim_kg.answers import ask, read_parameters
from cim_kg.catalog import find_question, list_questions, split_example
from cim_kg.namespaces import PROV
from cim_kg.pages import write_answer
from cim_kg.places import Project
from cim_kg.proof import answer
from cim_kg.quotations import read_texts
from cim_kg.records import encode_sheet, write_provenance
from cim_kg.renderings import escape_markdown, tabulate_sheet, write_markdown, write_text
from cim_kg.serialization import read_prefixes
from cim_kg.sheets import Sheet, make_sheet, number_ranges
from cim_kg.store import load_store
from cim_kg.tables import write_csv
from cim_kg.versions import read_versions

from .conftest import Run

SCHEMAS = Path(__file__).parent.parent / "docs" / "schemas"


def lay_out(
    project: Project, store: Store, name: str, words: dict[str, str] | None = None, folder: Path | None = None
) -> Sheet:
    question = find_question(project, name)
    found = answer(store, question, read_parameters(store, question, words or split_example(question)))
    return make_sheet(store, found.answer, found.proofs, read_texts(store, folder), read_versions(project))


def read_schema(name: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize(
    ("numbers", "written"),
    [((), ""), ((3,), "3"), ((1, 2), "1, 2"), ((1, 2, 3), "1–3"), ((1, 3, 4, 5, 8, 9), "1, 3–5, 8, 9")],
)
def test_numbers_are_written_as_a_reader_writes_them(numbers: tuple[int, ...], written: str) -> None:
    assert number_ranges(numbers) == written


def test_a_row_has_the_numbers_of_the_passages_of_its_proof(project: Project, store: Store) -> None:
    sheet = lay_out(project, store, "phase-coverage")
    assert sheet.proofs is not None
    for row, proof in zip(sheet.rows, sheet.proofs, strict=True):
        named = {source.number: source.passage for source in sheet.sources}
        assert tuple(named[number] for number in row.sources) == proof.passages
    assert [source.number for source in sheet.sources] == list(range(1, len(sheet.sources) + 1))


def test_a_table_fits_its_width_and_ends_in_its_sources(project: Project, store: Store) -> None:
    for question in list_questions(project):
        sheet = lay_out(project, store, question.name)
        for width in (40, 80, 120):
            lines = write_text(sheet, width).splitlines()
            assert all(len(line) <= width or " " not in line.strip() for line in lines)
            assert "https://" not in "".join(lines)
        assert f"[{len(sheet.sources)}] " in "\n".join(lines)


def test_names_are_marked_in_the_quotation_of_a_table(project: Project, store: Store, sources: Path) -> None:
    text = write_text(lay_out(project, store, "phase-coverage", {"place": "Mexico"}, sources), 80)
    assert "«applied research»" in text
    assert "Why and with whose money" not in text


@given(st.text(min_size=1) | st.from_regex(r"\d+[.)] .*", fullmatch=True))
def test_markdown_shows_a_text_as_it_is(text: str) -> None:
    shown = "".join(
        child.content
        for token in MarkdownIt("commonmark").parse(f"1. {escape_markdown(text)}")
        for child in token.children or []
    )
    assert shown.split() == re.sub(r"[\x00]", "\ufffd", text).split() or not escape_markdown(text)


def test_markdown_is_a_table_with_a_numbered_list_of_sources(project: Project, store: Store) -> None:
    sheet = lay_out(project, store, "phase-coverage", {"place": "Mexico"})
    html = MarkdownIt("commonmark").enable("table").render(write_markdown(sheet))
    assert html.count("<tr>") == len(sheet.rows) + 1
    assert html.count("<li>") == len(sheet.sources)
    assert "<th>sources</th>" in html


def test_the_page_to_paste_is_a_table_and_a_numbered_list(project: Project, store: Store, sources: Path) -> None:
    sheet = lay_out(project, store, "phase-coverage", {"place": "Mexico"}, sources)
    page = write_answer(sheet)
    assert page.count("<tr>") == len(sheet.rows) + 1
    assert page.count("<li>") == len(sheet.sources)
    assert "<b>applied research</b>" in page
    assert "default-src 'none'" in page


def test_csv_cites_the_sources_of_each_row(project: Project, store: Store) -> None:
    table = tabulate_sheet(lay_out(project, store, "phase-coverage", {"place": "Mexico"}))
    assert table.headings[-1] == "sources"
    plan, status = "section II, paragraph 2", "section V, Project activities, paragraph 1"
    assert {row[-1] for row in table.rows} == {f"CIM report of 2004, {plan}; CIM report of 2004, {status}"}
    assert write_csv(table).count("\r\n") == 3


def test_without_proof_nothing_of_a_source_is_shown(project: Project, store: Store) -> None:
    question = find_question(project, "money-by-status")
    sheet = make_sheet(store, ask(store, question, {}), None, {}, read_versions(project))
    assert "\nSources\n" not in write_text(sheet, 80)
    assert tabulate_sheet(sheet).headings == tuple(question.columns)
    assert set(encode_sheet(store, sheet)) == {"question", "parameters", "columns", "rows"}


@pytest.mark.parametrize("quoted", [False, True])
def test_json_keeps_to_its_schema(project: Project, store: Store, sources: Path, quoted: bool) -> None:
    schema = read_schema("answer")
    for question in list_questions(project):
        sheet = lay_out(project, store, question.name, folder=sources if quoted else None)
        encoded = json.loads(json.dumps(encode_sheet(store, sheet)))
        schema.validate(encoded)
        named = {passage for row in encoded["rows"] for passage in row["proof"]}
        assert named == set(encoded["passages"])
        for passage in encoded["passages"].values():
            for start, end in (passage["quotation"] or {"marks": []})["marks"]:
                assert passage["quotation"]["text"][start:end].strip()


def test_json_of_an_empty_answer_says_what_emptied_it(project: Project, store: Store) -> None:
    encoded = encode_sheet(store, lay_out(project, store, "phase-coverage", {"place": "Chile"}))
    read_schema("answer").validate(json.loads(json.dumps(encoded)))
    assert "cim:place" in str(encoded["emptiness"])


def test_provenance_is_turtle_that_leads_from_each_row_to_its_passages(project: Project, store: Store) -> None:
    prefixes = read_prefixes(project)
    for question in list_questions(project):
        sheet = lay_out(project, store, question.name)
        text = write_provenance(store, sheet, prefixes)
        assert text == write_provenance(store, sheet, prefixes)
        triples = {quad.triple for quad in parse(text, format=RdfFormat.TURTLE)}
        assert sheet.proofs is not None
        sources = [triple for triple in triples if triple.predicate == NamedNode(PROV + "hadPrimarySource")]
        assert len(sources) == sum(len(proof.passages) for proof in sheet.proofs)
        used = {str(triple.object) for triple in triples if triple.predicate == NamedNode(PROV + "used")}
        for part in ("graph", "ontology", "shapes", f"question/{question.name}", "program"):
            assert any(f"/version/{part}/" in name for name in used)


def test_versions_change_with_what_the_files_say(copy: Project) -> None:
    before = read_versions(copy)
    path = copy.graph / "reference" / "places.ttl"
    path.write_text(path.read_text(encoding="utf-8").replace("Asia", "Africa"), encoding="utf-8")
    after = read_versions(copy)
    assert before.graph != after.graph
    assert (before.ontology, before.shapes) == (after.ontology, after.shapes)


@pytest.mark.parametrize("form", ["table", "markdown", "html", "csv", "json", "turtle"])
def test_every_format_is_the_same_under_two_hash_seeds(form: str, run: Run, sources: Path) -> None:
    words = ("ask", "participants", "activity=Workshop on Anti-trafficking Initiatives", "--format", form)
    one, other = (run(*words, env={"PYTHONHASHSEED": seed, "CIM_KG_SOURCES": str(sources)}) for seed in "01")
    assert one.returncode == 0, one.stderr
    assert one.stdout == other.stdout
    assert one.stdout


def test_a_hostile_name_is_inert_in_every_format(copy: Project) -> None:
    path = copy.graph / "reference" / "places.ttl"
    hostile = "=cmd|</td><script>alert(1)</script>|**x** [y](javascript:z)"
    path.write_text(path.read_text(encoding="utf-8").replace('"Caribbean"@en', f'"{hostile}"@en'), encoding="utf-8")
    store = load_store(copy)
    sheet = lay_out(copy, store, "phase-coverage", {"place": "region.caribbean"})
    assert "<script" not in write_answer(sheet)
    assert "<script" not in MarkdownIt("commonmark").enable("table").render(write_markdown(sheet))
    assert "href" not in MarkdownIt("commonmark").enable("table").render(write_markdown(sheet))
    assert ",'=cmd" in write_csv(tabulate_sheet(sheet))


def test_another_version_of_a_question_gives_its_answer_another_name(project: Project, store: Store) -> None:
    sheet = lay_out(project, store, "money-by-status")
    changed = replace(sheet.answer, question=replace(sheet.question, text=sheet.question.text + "\n"))
    names = [
        next(line for line in write_provenance(store, it, read_prefixes(project)).splitlines() if "/answer/" in line)
        for it in (sheet, replace(sheet, answer=changed))
    ]
    assert names[0] != names[1]
