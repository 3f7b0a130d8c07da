"""The explorer by clicks and keys, and its numbers against those of the command line."""

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pyoxigraph import Store

from cim_kg.answers import ask, read_parameters
from cim_kg.catalog import find_question
from cim_kg.network import read_network
from cim_kg.places import Project
from tests.conftest import Run
from tests.explorer import NARROW, WIDE, open_page, write_page

STATES: dict[str, dict[str, object]] = {
    "start": {},
    "thing": {"thing": "id/org.cicad"},
    "answer": {"question": "phase-coverage", "view": "answer", "row": 2},
    "question": {"question": "partners", "given.actor": "id/org.cicad", "only": 1},
    "focus": {"focus": "id/org.iom", "steps": 2, "thing": "id/org.iom"},
    "ways": {"path": "id/org.cicad id/org.iom"},
    "things": {"view": "things", "sort": "-sources"},
    "relations": {"view": "relations", "arrow": 3},
}
RUN_AXE = """axe.run(document, {resultTypes: ["violations"]}).then(({violations}) => JSON.stringify(
    violations.flatMap(({id, nodes}) => nodes.map((it) => `${id}: ${it.html.slice(0, 120)} ${it.failureSummary}`))))"""
CHECKED = ("start", "thing", "answer", "focus", "ways", "things")


@pytest.fixture
def page(browser: Browser, explorer: Path) -> Iterator[Page]:
    with open_page(browser, explorer) as opened:
        yield opened


def count_shown(page: Page) -> list[int]:
    """Things and relations, as the page counts them."""
    return [int(it) for it in re.findall(r"\d+", page.locator("#counts").inner_text().replace(",", ""))]


def test_all_things_and_arrows_of_the_graph_are_shown(page: Page, store: Store) -> None:
    network = read_network(store)
    assert count_shown(page) == [len(network.things), len(network.arrows)]


def test_the_page_is_small_and_soon_ready(browser: Browser, explorer: Path) -> None:
    assert explorer.stat().st_size <= 1_000_000
    with open_page(browser, explorer) as page:
        assert page.evaluate("performance.now()") < 10_000  # a loose bound: the machine is not ours alone


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("partners", {"actor": "CICAD"}),
        ("partners", {"actor": "IOM", "activity": "event.caribbean-missions-meeting"}),
        ("phase-coverage", {"place": "Mexico"}),
        ("money-by-status", {}),
        ("passages-about", {"thing": "CICAD"}),
        ("timeline", {"from": "2003-10-06"}),
    ],
    ids=str,
)
def test_an_answer_has_the_rows_that_asking_gives(
    browser: Browser, explorer: Path, project: Project, store: Store, name: str, given: dict[str, str]
) -> None:
    question = find_question(project, name)
    terms = read_parameters(store, question, given)
    link = {f"given.{key}": value.value.removeprefix("https://w3id.org/cim-kg/") for key, value in terms.items()}
    rows = ask(store, question, terms).rows
    with open_page(browser, explorer, state={"question": name, "view": "answer", **link}) as page:
        assert page.locator("#twin tbody tr").count() == min(len(rows), 100)
        assert page.locator("#twin caption").inner_text().split()[0] == str(len(rows))


def test_a_question_is_picked_its_answer_lit_and_its_proof_read(page: Page) -> None:
    page.select_option("#chooser select", "partners")
    page.select_option('[data-key="given-actor"]', label="Inter-American Drug Abuse Control Commission")
    page.check('[data-key="only"]')
    assert count_shown(page)[0] == 5
    page.click('[data-key="see-answer"]')
    page.click("#twin tbody tr:first-child td:last-child a")
    expect(page.locator("#detail h2")).to_have_text("The proof of a row")
    expect(page.locator("#detail .passage h3").first).to_contain_text("CIM report of 2004")
    assert "SELECT" in (page.locator("#twin pre").text_content() or "")


def test_the_second_parameter_offers_only_what_has_rows_with_the_first(page: Page) -> None:
    page.select_option("#chooser select", "phase-coverage")
    places = '[data-key="given-place"] option'
    before = page.locator(places).count()
    page.select_option('[data-key="given-phase"]', index=1)
    assert 1 < page.locator(places).count() < before


def test_search_finds_in_any_language_without_accents_by_keys_alone(page: Page) -> None:
    page.focus("#search")
    page.keyboard.type("panama")
    expect(page.locator("#results li").first).to_contain_text("Panama")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#detail h2")).to_have_text("Panama")
    page.keyboard.type("zzz")
    page.focus("#search")
    page.keyboard.type("xyzzy")
    expect(page.locator("#results")).to_contain_text("Nothing is called so")


def test_the_legend_is_the_filter_and_counts(page: Page) -> None:
    things, arrows = count_shown(page)
    places = int(page.locator('[data-count="place"]').inner_text())
    page.uncheck('[data-key="kinds-place"]')
    after = count_shown(page)
    assert after[0] <= things - places
    assert after[1] < arrows
    page.click("#undo")
    assert count_shown(page) == [things, arrows]


def test_theme_period_and_number_of_passages_narrow_and_are_taken_away(page: Page) -> None:
    whole = count_shown(page)
    page.locator("#controls details").nth(3).locator("summary").click()
    page.select_option("#theme", index=1)
    assert count_shown(page)[0] < whole[0]
    page.click('[data-key="reset"]')
    assert count_shown(page) == whole
    page.fill("#least", "3")
    page.press("#least", "Tab")
    assert 0 < count_shown(page)[0] < whole[0]
    page.click('[data-key="reset"]')
    page.focus("#from")
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    assert 0 < count_shown(page)[0] < whole[0]
    page.check("#dated")
    assert count_shown(page)[0] < whole[0]


def test_a_thing_is_walked_to_focused_and_left_by_keys(page: Page) -> None:
    page.focus("#stage")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#status")).to_contain_text("1 of")
    page.keyboard.press("Enter")
    expect(page.locator("#detail h2")).to_be_visible()
    whole = count_shown(page)
    page.locator('[data-key="focus.steps-1"]').press("Enter")
    assert count_shown(page)[0] < whole[0]
    page.locator('[data-key="focus.leave-"]').press("Enter")
    assert count_shown(page) == whole
    page.focus("#stage")
    page.keyboard.press("Escape")
    expect(page.locator("#hint")).to_be_visible()


def test_a_click_on_a_node_and_on_an_arrow_reads_the_proof(page: Page) -> None:
    place = page.evaluate("document.querySelector('#canvas').getBoundingClientRect().toJSON()")
    for x in range(int(place["x"]) + 40, int(place["x"] + place["width"]), 12):
        page.mouse.click(x, place["y"] + place["height"] / 2)
        if "thing=" in page.url or "arrow=" in page.url:
            break
    expect(page.locator("#detail h2")).to_be_visible()


def test_ways_between_two_things_show_the_proof_of_each_step(page: Page) -> None:
    for name, key in (("CICAD", "path.from-"), ("UNICEF", "path.to-")):
        page.fill("#search", name)
        page.keyboard.press("Enter")
        page.click(f'[data-key="{key}"]')
    expect(page.locator("#detail h2")).to_have_text("Shortest ways between two things")
    assert 1 <= page.locator("#detail h3").count() <= 3
    page.locator("#detail ol ul a").first.click()
    expect(page.locator("#detail .passage h3").first).to_be_visible()


def test_tables_sort_and_turn_pages(browser: Browser, explorer: Path) -> None:
    with open_page(browser, explorer, state={"view": "relations"}) as page:
        first = page.locator("#twin tbody th").first.inner_text()
        page.click('[data-key="sort-from"]')
        page.click('[data-key="sort-from"]')
        assert page.locator("#twin tbody th").first.inner_text() != first
        assert page.locator("#twin thead th").first.get_attribute("aria-sort") == "descending"
        page.click('[data-key="table.after"]')
        assert "page=1" in page.url


def test_a_link_leads_to_the_same_view(browser: Browser, explorer: Path, page: Page) -> None:
    page.uncheck('[data-key="kinds-category"]')
    page.select_option("#chooser select", "money-by-status")
    page.select_option("#language", "fr")
    said = page.locator("#rooms").inner_text()
    link = page.url.partition("#")[2]
    with open_page(browser, explorer) as other:
        other.evaluate(f"location.hash = {json.dumps(link)}")
        expect(other.locator("html")).to_have_attribute("lang", "fr")
        assert other.locator("#rooms").inner_text() == said


@pytest.mark.parametrize(
    "link", ["thing=id/none&arrow=99999&row=x", "view=%00&steps=-1&open=a%20b", "question=none&given.a=b&path=a"]
)
def test_a_link_that_says_nothing_sensible_opens_the_whole(browser: Browser, explorer: Path, link: str) -> None:
    with open_page(browser, explorer) as page:
        whole = count_shown(page)
        page.evaluate(f"location.hash = {json.dumps(link)}")
        page.wait_for_timeout(100)
        assert count_shown(page) == whole


@pytest.mark.parametrize(
    ("locale", "words"), [("es-MX", "Personas"), ("pt-BR", "Rede"), ("fr-CA", "Réseau"), ("de-DE", "Network")]
)
def test_the_page_speaks_the_readers_language(browser: Browser, explorer: Path, locale: str, words: str) -> None:
    with open_page(browser, explorer, locale=locale) as page:
        language = page.locator("html").get_attribute("lang")
        assert language == (locale[:2] if locale[:2] in ("es", "pt", "fr") else "en")
        texts = page.evaluate("[...document.querySelectorAll('[data-text]')].map(it => it.textContent)")
        assert all(texts)
        assert not any("{" in it for it in texts)


def test_names_without_a_confirmed_form_are_marked_as_english(browser: Browser, explorer: Path) -> None:
    with open_page(browser, explorer, locale="fr-CA", state={"thing": "id/event.parallel-worlds"}) as page:
        name = page.locator("#detail h2 [lang=en]")
        expect(name).to_have_text("Parallel Worlds: Tijuana and San Diego")
    with open_page(browser, explorer, locale="fr-CA", state={"thing": "id/org.cim"}) as page:
        expect(page.locator("#detail h2")).to_have_text("Commission interaméricaine des femmes")


@pytest.mark.parametrize(("button", "start"), [("svg", "<svg"), ("csv", "\ufeffThing"), ("json", "{")])
def test_what_is_shown_goes_into_a_file_with_filters_and_version(page: Page, button: str, start: str) -> None:
    page.uncheck('[data-key="kinds-place"]')
    page.locator("#controls details").last.locator("summary").click()
    with page.expect_download() as waiting:
        page.click(f"#file-{button}")
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert text.startswith(start)
    assert "Without Place" in text
    assert "graph " in text


def test_the_png_is_twice_the_size_of_the_svg(page: Page) -> None:
    page.locator("#controls details").last.locator("summary").click()
    with page.expect_download() as waiting:
        page.click("#file-svg")
    width = float(re.findall(r'width="([\d.]+)"', Path(waiting.value.path()).read_text(encoding="utf-8"))[0])
    with page.expect_download() as waiting:
        page.click("#file-png")
    head = Path(waiting.value.path()).read_bytes()
    assert head.startswith(b"\x89PNG")
    assert abs(int.from_bytes(head[16:20], "big") - 2 * width) <= 2


def test_paper_shows_the_picture_not_the_screens_canvas(page: Page) -> None:
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator("#print svg")).to_be_visible()
    expect(page.locator("#canvas")).to_be_hidden()


def test_without_scripts_there_is_a_picture_and_the_tables(browser: Browser, explorer: Path, store: Store) -> None:
    with open_page(browser, explorer, scripts=False) as page:
        network = read_network(store)
        assert page.locator("svg use").count() == len(network.things)
        assert page.locator("table").nth(0).locator("tbody tr").count() == len(network.things)
        assert page.locator("table").nth(1).locator("tbody tr").count() == len(network.arrows)
        expect(page.locator("svg.plain")).to_be_visible()


@pytest.mark.parametrize("size", [WIDE, NARROW, (320, 640)], ids=["wide", "narrow", "narrowest"])
@pytest.mark.parametrize("name", STATES)
def test_nothing_is_wider_than_the_screen_and_no_id_stands_twice(
    browser: Browser, explorer: Path, name: str, size: tuple[int, int]
) -> None:
    with open_page(browser, explorer, size=size, locale="fr-CA", state=STATES[name]) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(it => it.id)")
        assert len(ids) == len(set(ids))
        assert page.locator("#rooms").is_visible()


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(browser: Browser, explorer: Path, language: str, size: tuple[int, int], dark: bool) -> None:
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    for name in CHECKED:
        with open_page(browser, explorer, size=size, dark=dark, locale=language, state=STATES[name]) as page:
            assert check(page, axe) == [], f"{name}"


def check(page: Page, axe: str) -> list[str]:
    """The violations that axe-core finds, run in a world of its own: the page's policy stays as it is."""
    session = page.context.new_cdp_session(page)
    frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    world = session.send("Page.createIsolatedWorld", {"frameId": frame})["executionContextId"]
    session.send("Runtime.evaluate", {"expression": axe, "contextId": world})
    told = {"expression": RUN_AXE, "contextId": world, "awaitPromise": True, "returnByValue": True}
    found = session.send("Runtime.evaluate", told)
    violations: list[str] = json.loads(found["result"]["value"])
    return violations


HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "<img src=x onerror=alert(3)>",
    "<svg onload=alert(4)>",
    "javascript:alert(5)",
    "'-alert(6)-'",
    '\\";alert(7);//',
    "<a href='javascript:alert(8)'>href</a>",
    "{{ 1237 * 7919 }}",
    "${alert(9)}",
    "<!--<script>",
    "]]><script>alert(10)</script>",
    "<iframe srcdoc='<script>alert(11)</script>'></iframe>",
    "<style>*{display:none}</style>",
    "</style></title></noscript><script>alert(12)</script>",
    "\u2028alert(13)\u2029",
    "&lt;script&gt;alert(14)&lt;/script&gt;",
)


def test_hostile_strings_in_every_field_run_nowhere(browser: Browser, copy: Project, tmp_path: Path) -> None:
    from cim_kg.store import load_store

    number = 0

    def poison(found: re.Match[str]) -> str:
        nonlocal number
        number += 1
        text = HOSTILE[number % len(HOSTILE)].replace("\\", "\\\\").replace('"', '\\"')
        return f'"{found[1]} {text}"@{found[2]}'

    for path in [*copy.graph.rglob("*.ttl"), *copy.ontology.rglob("*.ttl")]:
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r'"([^"\n\\]*)"@(en|es|pt|fr)\b', poison, text), encoding="utf-8")
    for path in copy.queries.glob("*.rq"):
        text = path.read_text(encoding="utf-8")
        path.write_text(
            re.sub(r"(?m)^(#\+ (?:summary|question|reading): .*)$", rf"\1 {HOSTILE[1]} {HOSTILE[2]}", text),
            encoding="utf-8",
        )
    page = write_page(copy, load_store(copy), tmp_path / "hostile.html")
    assert number > 1000
    for state in STATES.values():
        with open_page(browser, page, state=state) as opened:
            assert opened.locator("#rooms script, #rooms iframe, #rooms img, #rooms style").count() == 0
            assert str(1237 * 7919) not in opened.locator("#rooms").inner_text()
            opened.fill("#search", "script")
            opened.evaluate("window.dispatchEvent(new Event('beforeprint'))")
            assert opened.locator("#print script").count() == 0
    with open_page(browser, page, scripts=False) as opened:
        assert opened.locator("body script:not([type])").count() == 2


def test_the_same_graph_gives_the_same_page_under_two_hash_seeds(run: Run, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        done = run("explore", "-o", f"{seed}.html", env={"PYTHONHASHSEED": seed})
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "1.html").read_bytes() == (tmp_path / "2.html").read_bytes()


def test_the_policy_names_the_digest_of_each_script_and_nothing_else(explorer: Path) -> None:
    text = explorer.read_text(encoding="utf-8")
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert found is not None
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(it.encode()).digest()).decode() for it in scripts]
    named = " ".join(f"'sha256-{digest}'" for digest in digests)
    assert f"script-src {named};" in found[1]
    assert "unsafe" not in found[1]
    assert found[1].startswith("default-src 'none';")
    assert b"\r" not in explorer.read_bytes()


def test_without_source_texts_the_page_holds_no_sentence_of_theirs(
    project: Project, store: Store, sources: Path, tmp_path: Path
) -> None:
    data = read_data(write_page(project, store, tmp_path / "plain.html"))
    quoted = (sources / "cim-report-2004.txt").read_text(encoding="utf-8")
    sentences = [it for it in re.split(r"(?<=[.;])\s+", quoted) if len(it.split()) > 12]
    assert len(sentences) > 50
    assert not [it for it in sentences if it in data]


def read_data(page: Path) -> str:
    packed = re.search(r'id="data">([^<]*)<', page.read_text(encoding="utf-8"))
    assert packed is not None
    return gzip.decompress(base64.b64decode(packed[1])).decode()


def test_a_large_network_is_drawn_in_groups_that_open(browser: Browser, project: Project, tmp_path: Path) -> None:
    from benchmarks.explorer import generate

    page = write_page(project, generate(1600), tmp_path / "large.html")
    with open_page(browser, page) as opened:
        whole = count_shown(opened)
        assert whole[0] > 1600
        opened.locator('[data-key="groups-summary"]').click()
        opened.check('[data-key="open-0"]')
        assert "open=0" in opened.url
        assert count_shown(opened) == whole
        opened.fill("#search", "Thing 7 of")
        opened.keyboard.press("Enter")
        expect(opened.locator("#detail h2")).to_have_text("Thing 7 of acción")
        opened.click('[data-key="focus.steps-1"]')
        assert 1 < count_shown(opened)[0] < 100


def test_no_label_covers_another_or_a_node(browser: Browser, explorer: Path) -> None:
    measure = """() => {
      const context = document.querySelector("#canvas canvas").getContext("2d");
      const said = [];
      const plain = context.fillText;
      context.fillText = function (text, x, y) {
        said.push([text, x, y, this.measureText(text).width, parseFloat(this.font.split(" ")[1])]);
      };
      document.querySelector("#fit").click();
      return new Promise((done) => setTimeout(() => { context.fillText = plain; done(said); }, 300));
    }"""
    with open_page(browser, explorer) as page:
        said = page.evaluate(measure)
    boxes = [(x, y, x + wide, y + high) for _, x, y, wide, high in {tuple(it) for it in said}]
    assert len(boxes) > 30
    for i, one in enumerate(boxes):
        for other in boxes[i + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (one, other)


def test_a_step_of_a_way_says_which_way_its_arrow_points(browser: Browser, explorer: Path) -> None:
    with open_page(browser, explorer, state={"path": "id/org.cicad id/org.iom"}) as page:
        second = page.locator("#detail ol").first.locator("> li").nth(1)
        expect(second.locator("ul a").first).to_have_text("← participation (participant)")


def test_the_legend_counts_what_is_shown(browser: Browser, explorer: Path) -> None:
    for state in (
        {"focus": "id/org.cicad"},
        {"path": "id/org.cicad id/org.oas"},
        {"theme": "concept/theme.trafficking"},
    ):
        with open_page(browser, explorer, state=state) as page:
            counted = [int(it) for it in page.locator("#legend fieldset .number").all_inner_texts()]
            assert sum(counted) == count_shown(page)[0]


def test_a_confirmed_name_that_is_the_english_one_is_not_marked(browser: Browser, explorer: Path) -> None:
    with open_page(browser, explorer, locale="es-MX", state={"thing": "id/country.guatemala"}) as page:
        expect(page.locator("#detail h2 span")).not_to_have_attribute("lang", "en")


def test_undo_goes_back_a_step_and_no_further_than_the_page(page: Page) -> None:
    whole = count_shown(page)
    page.uncheck('[data-key="kinds-place"]')
    page.check('[data-key="kinds-place"]')
    expect(page.locator("#undo")).to_be_enabled()
    page.evaluate("history.go(-2)")
    expect(page.locator("#undo")).to_be_disabled()
    assert count_shown(page) == whole


def test_fields_keep_the_focus_while_they_are_changed_by_keys(page: Page) -> None:
    page.locator("#controls details").nth(3).locator("summary").click()
    page.focus("#from")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "from"
    assert page.evaluate("document.activeElement.value") == "3"


def test_a_proof_takes_the_focus_and_gives_it_back(browser: Browser, explorer: Path) -> None:
    with open_page(browser, explorer, size=NARROW, state={"question": "partners", "view": "answer"}) as page:
        page.locator("#twin tbody tr").nth(30).locator("td:last-child a").click()
        expect(page.locator("#detail h2")).to_be_focused()
        expect(page.locator("#detail h2")).to_be_in_viewport()
        page.click('[data-key="close"]')
        expect(page.locator("#twin tbody tr").nth(30)).to_be_in_viewport()
        expect(page.locator("#twin tbody tr").nth(30).locator("td:last-child a")).to_be_focused()


def test_what_a_filter_hides_says_so_and_can_be_shown(browser: Browser, explorer: Path) -> None:
    with open_page(browser, explorer, state={"kinds": "actor", "thing": "id/org.cicad"}) as page:
        expect(page.locator("#detail")).to_contain_text("A filter hides it")
        page.click('[data-key="thing.reveal-"]')
        expect(page.locator('[data-key="kinds-actor"]')).to_be_checked()


@pytest.mark.parametrize(
    "link", ["arrow=length", "from=abc&to=2004-99-99", "kinds=bogus&relations=x", "theme=bogus&source=y"]
)
def test_a_link_with_nonsense_still_saves_what_is_shown(browser: Browser, explorer: Path, link: str) -> None:
    with open_page(browser, explorer) as page:
        whole = count_shown(page)
        page.evaluate(f"location.hash = {json.dumps(link)}")
        page.locator("#controls details").last.locator("summary").click()
        with page.expect_download():
            page.click("#file-csv")
        assert count_shown(page) == whole


def test_a_question_that_needs_a_parameter_gets_its_first(browser: Browser, explorer: Path) -> None:
    with open_page(browser, explorer, state={"question": "country-activities", "view": "answer"}) as page:
        assert page.locator("#twin tbody tr").count() > 0


def test_an_answer_is_saved_as_its_rows_and_printed_whole(browser: Browser, explorer: Path) -> None:
    with open_page(browser, explorer, state={"question": "partners", "view": "answer"}) as page:
        rows = int(page.locator("#twin caption").inner_text().split()[0])
        page.locator("#controls details").last.locator("summary").click()
        with page.expect_download() as waiting:
            page.click("#file-csv")
        lines = Path(waiting.value.path()).read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("\ufeffone,partner,activity")
        assert lines.index("") == rows + 1
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert page.locator("#twin tbody tr").count() == rows
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert page.locator("#twin tbody tr").count() == 100
