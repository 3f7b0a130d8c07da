"""The site: every page linked, nothing fetched, nothing run, the same bytes each time."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from cim_kg.catalog import list_questions
from cim_kg.errors import InputError
from cim_kg.links import find_page
from cim_kg.namespaces import ID, PASSAGE
from cim_kg.passages import list_sources
from cim_kg.places import Project
from cim_kg.translations import LANGUAGES
from cim_kg.weights import read_components

from .conftest import Run


class Page(HTMLParser):
    """What a page refers to and names."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        self.ids += [value or "" for name, value in attrs if name == "id"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, project: Project, store: object) -> Path:
    return build(project, tmp_path_factory.mktemp("built") / "site")


def build(project: Project, folder: Path, texts: Path | None = None) -> Path:
    from cim_kg.builds import write_files, write_pages

    folder.mkdir()
    write_pages(project, texts, folder)
    write_files(project, texts, folder)
    return folder


def test_every_link_leads_to_a_page_and_every_anchor_to_a_place_on_it(site: Path) -> None:
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
    assert len(pages) > 500
    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids))
        for link in page.links:
            target, _, anchor = link.partition("#")
            assert ":" not in target
            found = (path.parent / target).resolve() if target else path
            assert found.is_file(), f"{path.relative_to(site)} links to {link}"
            state = found.name == "explorer.html" and re.fullmatch("language=(en|es|pt|fr)", anchor)
            assert not anchor or state or anchor in pages[found].ids


def test_every_page_but_the_index_is_linked_from_another(site: Path) -> None:
    linked = {
        (path.parent / link.partition("#")[0]).resolve()
        for path in site.rglob("*.html")
        for link in Page(path.read_text(encoding="utf-8")).links
    }
    alone = {path.relative_to(site).as_posix() for path in site.rglob("*.html")} - {
        path.relative_to(site).as_posix() for path in linked if path.is_relative_to(site)
    }
    assert alone == set()


def test_there_is_a_page_for_each_question_thing_and_passage(site: Path, project: Project) -> None:
    for question in list_questions(project):
        assert (site / "questions" / f"{question.name}.html").is_file()
    for source in list_sources(project):
        for passage in source.passages:
            assert (site / find_page(passage.name)).is_file()
    assert (site / find_page(NamedNode(ID + "org.cicad"))).is_file()


def list_plain_pages(folder: Path) -> list[Path]:
    """All pages but the explorer, which alone has scripts; what runs in it is told in a browser."""
    return sorted(set(folder.rglob("*.html")) - {folder / "explorer.html"})


def test_no_page_fetches_or_runs_anything(site: Path) -> None:
    for path in list_plain_pages(site):
        text = path.read_text(encoding="utf-8")
        page = Page(text)
        assert page.tags.isdisjoint({"script", "iframe", "img", "link", "object", "embed", "form", "base"})
        assert not any(name.startswith("on") or name == "style" for name in page.attributes)
        style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
        assert style is not None
        assert "url(" not in style[1]
        assert "@import" not in style[1]
        digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
        assert f"default-src 'none'; style-src 'sha256-{digest}'" in text


def test_any_hostile_string_is_inert_on_every_page(copy: Project, tmp_path: Path) -> None:
    hostile = (
        "</title></style><script>alert(1)</script><img src=x onerror=alert(1)> ' javascript:alert(1) {{ 1237*7919 }}"
    )
    for path in [*copy.graph.rglob("*.ttl"), *copy.ontology.rglob("*.ttl")]:
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r'"[^"\n]*"@en', lambda it: f'"{it[0][1:-4]}{hostile}"@en', text), encoding="utf-8")
    for path in copy.queries.glob("*.rq"):
        text = path.read_text(encoding="utf-8")
        path.write_text(
            re.sub(r"(?m)^(#\+ (?:summary|question|why|reading|column): .*)$", rf"\1 {hostile}", text), encoding="utf-8"
        )
    for path in copy.queries.glob("*.rq"):  # the words of an example are names, which are hostile now
        if "required" in path.read_text(encoding="utf-8"):
            path.unlink()
    for path in list_plain_pages(build(copy, tmp_path / "hostile")):
        text = path.read_text(encoding="utf-8")
        page = Page(text)
        assert page.tags.isdisjoint({"script", "img"})
        assert not any(name.startswith("on") for name in page.attributes)
        assert str(1237 * 7919) not in text
        assert not any(link.startswith("javascript") for link in page.links)


def test_pages_quote_the_source_where_its_text_is_at_hand(project: Project, sources: Path, tmp_path: Path) -> None:
    quoted = build(project, tmp_path / "quoted", sources)
    page = (quoted / find_page(NamedNode(PASSAGE + "cim-report-2004/05.04"))).read_text(encoding="utf-8")
    assert "<mark>Government of Mexico</mark>" in page
    assert '<blockquote lang="en">' in (quoted / "questions" / "money-by-status.html").read_text(encoding="utf-8")


def test_a_site_without_source_texts_holds_no_sentence_of_theirs(site: Path, project: Project, sources: Path) -> None:
    text = (sources / "cim-report-2004.txt").read_text(encoding="utf-8")
    whole = " ".join(path.read_text(encoding="utf-8") for path in site.rglob("*.html"))
    sentences = [it.strip() for it in re.split(r"[.\n]", text) if len(it.split()) > 14]
    assert sentences
    assert not [sentence for sentence in sentences if sentence in whole]


def test_a_fault_of_the_second_process_is_told_as_one_of_the_first(run: Run, copy: Project) -> None:
    needed = {"involvement", *(it.question for it in read_components(copy.weights))}
    for query in copy.queries.glob("*.rq"):  # fewer are answered sooner
        if query.stem not in needed:
            query.unlink()
    path = copy.weights
    path.write_text(path.read_text(encoding="utf-8").replace('column = "theme"', 'column = "c"'), encoding="utf-8")
    done = run("build", "--project", str(copy.root), "--out", "site")
    assert done.returncode == 2
    assert "has no column “c”" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_project_without_weights_gets_its_site_without_introductions(copy: Project, tmp_path: Path) -> None:
    copy.weights.unlink()
    (copy.queries / "involvement.rq").unlink()
    site = build(copy, tmp_path / "site")
    assert not (site / "introductions.html").exists()
    assert (site / "mandates.html").is_file()


def test_a_page_shows_dates_and_lists_as_people_write_them(site: Path) -> None:
    for language in LANGUAGES:
        for page in (site if language == "en" else site / language).glob("things/*.html"):
            cells = re.findall(r'<td role="cell"[^>]*>(.*?)</td>', page.read_text(encoding="utf-8"))
            assert not [it for it in cells if re.search(r"\d{4}-\d\d|[a-z]\.; ", re.sub("<[^>]*>", "", it))], page
    assert "29 de septiembre" in (site / "es" / "things" / "org.cim.html").read_text(encoding="utf-8")


def test_weights_that_name_no_question_stop_the_build(copy: Project, tmp_path: Path) -> None:
    text = copy.weights.read_text(encoding="utf-8")
    copy.weights.write_text(text.replace('"actor-themes"', '"actor-theme"'), encoding="utf-8")
    with pytest.raises(InputError, match="no question “actor-theme”"):
        build(copy, tmp_path / "site")


def test_the_site_answers_as_ask_does(site: Path, run: Run) -> None:
    for name in ("money-by-status", "mandate-states", "media"):
        done = run("ask", name, "--format", "json")
        assert json.loads((site / "answers" / f"{name}.json").read_text(encoding="utf-8")) == json.loads(done.stdout)


@pytest.mark.parametrize(
    "damage",
    [
        "id:phase.phase-ii cim:partOf id:component.phase-ii.caribbean .",
        'id:org.newcomer <http://www.w3.org/2004/02/skos/core#prefLabel> "Newcomer"@en .',
        "[] a cim:Participation ; cim:actor id:org.cim ; cim:activity id:phase.phase-ii .",
        "id:observation.loop a cim:Observation ; cim:statedBy id:observation.loop ; cim:concerns id:observation.loop .",
        '<https://w3id.org/cim-kg/id/../evil> <http://www.w3.org/2004/02/skos/core#prefLabel> "evil"@en .',
    ],
    ids=["a cycle", "no class", "a blank node", "a loop", "a path upwards"],
)
def test_a_graph_that_breaks_the_rules_still_gets_its_site(damage: str, copy: Project, tmp_path: Path) -> None:
    path = copy.graph / "cim-report-2004" / "08.01-footnote-caribbean.ttl"
    path.write_text(path.read_text(encoding="utf-8") + f"\n{damage}\n", encoding="utf-8")
    site = build(copy, tmp_path / "damaged")
    assert (site / "index.html").is_file()
    assert not (site / "evil.html").exists()
