"""The modules of the explorer's page, each by itself, in the browser that runs them."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from cim_kg.bundles import join_scripts
from cim_kg.translations import list_explorer_messages

SCRIPTS = Path(__file__).parent.parent / "cim_kg" / "scripts"
NAMED = re.compile(r"^export (?:async )?(?:function|const) (\w+)", re.MULTILINE)
Evaluate = Callable[[str], object]

# a small network: a - b - c, a - d - c, and e alone; b lies in 2003, d has no date
SMALL = """
const passages = [{ source: { iri: "s" } }];
const things = ["a", "b", "c", "d", "e"].map((name, number) => ({
  number, kind: number === 4 ? "place" : "activity", term: { iri: `id/${name}`, names: { en: name } }, also: [],
  themes: [], days: number === 1 ? ["2003-01-01", "2003-12-31"] : null, passages, arrows: [],
}));
const arrows = [[0, 1], [1, 2], [0, 3], [3, 2]].map(([from, to]) => {
  const arrow = { from: things[from], to: things[to], relation: { iri: "r" }, themes: [], passages };
  things[from].arrows.push(arrow); things[to].arrows.push(arrow); return arrow;
});
const model = { things, arrows, groups: [], questions: [] };
const spell = (list) => [...list].map((it) => it.term.iri.slice(3)).join("");
"""


@pytest.fixture(scope="module")
def evaluate(browser: Browser) -> Iterator[Evaluate]:
    """What an expression gives in a page where all modules are at hand."""
    names = [name for path in sorted(SCRIPTS.glob("*.js")) for name in NAMED.findall(path.read_text(encoding="utf-8"))]
    joined = join_scripts().replace("start(globalThis.vis);", f"Object.assign(globalThis, {{ {', '.join(names)} }});")
    page = browser.new_page()
    page.evaluate(joined)
    page.evaluate(f"(() => {{ {SMALL} Object.assign(globalThis, {{ things, arrows, model, spell }}); }})()")
    yield page.evaluate
    page.close()


def test_no_two_modules_give_the_same_name_to_different_things() -> None:
    top = re.compile(r"^(?:export )?(?:async )?(?:function|const|let) (\w+)", re.MULTILINE)
    names = [name for path in SCRIPTS.glob("*.js") for name in top.findall(path.read_text(encoding="utf-8"))]
    assert len(names) == len(set(names)), {name for name in names if names.count(name) > 1}


def test_every_module_is_on_the_page() -> None:
    joined = join_scripts()
    for path in SCRIPTS.glob("*.js"):
        assert path.read_text(encoding="utf-8").splitlines()[0] in joined
    assert "import " not in re.sub(r"//.*|/\*.*?\*/", "", joined, flags=re.DOTALL).replace("importNode", "")


def test_every_text_that_the_page_says_is_in_the_catalog_and_none_is_left_over() -> None:
    folder = SCRIPTS.parent / "templates"
    said = "\n".join(path.read_text(encoding="utf-8") for path in [*SCRIPTS.glob("*.js"), folder / "explorer.html"])
    known = {message.context for message in list_explorer_messages()}
    assert {
        key for key in known if key not in said and key.partition(".")[0] not in ("kind", "theme", "view", "table")
    } == set()
    called = set(re.findall(r'\bsay\("([\w.]+)"', said)) | set(
        re.findall(r'\b(?:text|button)\((?:"[\w-]+", )?"([\w.]+)"', said)
    )
    assert called - known - {"kind.", "theme."} == set()


def test_search_forgives_case_accents_and_blanks(evaluate: Evaluate) -> None:
    assert evaluate("fold('  São  PAULO ')") == "sao paulo"
    assert evaluate("search(makeIndex(things), 'B').map(({thing}) => thing.number)") == [1]
    assert evaluate("search(makeIndex(things), ' ')") == []


def test_search_puts_the_whole_name_before_its_beginning_before_its_middle(evaluate: Evaluate) -> None:
    thing = "(en, number) => ({number, term: {names: {en}}, also: [], arrows: []})"
    index = f"makeIndex(['x oas y', 'oas', 'oasis', 'roast'].map({thing}))"
    assert evaluate(f"search({index}, 'oas').map(({{text}}) => text)") == ["oas", "oasis", "x oas y", "roast"]


def test_a_view_is_written_into_a_link_and_read_from_it(evaluate: Evaluate) -> None:
    state = "{...START, thing: 'id/a b&c=d', kinds: ['place', 'actor'], steps: 3, only: true, given: {actor: 'id/é'}}"
    assert evaluate(f"JSON.stringify(readState(writeState({state}))) === JSON.stringify({state})") is True
    assert evaluate("writeState(START)") == ""
    assert (
        evaluate("JSON.stringify(readState('__proto__=x&steps=-4&row=1e9&given.constructor=1&given.a%20b=c').given)")
        == '{"constructor":"1"}'
    )


def test_the_period_keeps_what_touches_it_and_what_has_no_date(evaluate: Evaluate) -> None:
    def shown(change: str) -> object:
        return evaluate(f"spell(filter(model, {{...START, {change}}}).things)")

    assert shown("") == "abcde"
    assert shown("from: '2003-12-31'") == "abcde"
    assert shown("from: '2004-01-01'") == "acde"
    assert shown("to: '2002-12-31'") == "acde"
    assert shown("dated: true") == "e"  # an activity alone with its date has no relation left
    assert shown("least: 2") == ""
    assert shown("kinds: ['activity']") == "e"
    assert evaluate("filter(model, {...START, kinds: ['activity']}).kinds.get('activity')") == 4


def test_steps_and_ways_are_counted_over_what_is_shown(evaluate: Evaluate) -> None:
    every = "new Set(arrows)"
    assert evaluate(f"[...measureSteps(things[0], {every}, 1).values()]") == [0, 1, 1]
    assert evaluate(f"findWays(things[0], things[2], {every}).map(spell)") == ["abc", "adc"]
    assert evaluate(f"findWays(things[0], things[4], {every})") == []
    assert evaluate("findWays(things[0], things[2], new Set(arrows.slice(0, 2))).map(spell)") == ["abc"]
    assert evaluate(f"listSteps([things[0], things[1]], {every}).map((it) => it.arrows.length)") == [1]


def test_no_two_things_of_a_ring_or_a_way_stand_in_one_place(evaluate: Evaluate) -> None:
    many = "new Map(Array.from({length: 90}, (_, number) => [{number, arrows: []}, number ? 1 + (number % 3) : 0]))"
    nearest = """(places) => { const all = [...places.values()]; return Math.min(...all.flatMap((one, i) =>
        all.slice(i + 1).map((other) => Math.hypot(one.x - other.x, one.y - other.y)))) }"""
    ways = "[[things[0], things[1], things[2]], [things[0], things[3], things[2]]]"
    assert evaluate(f"({nearest})(placeRings({many})) >= 60") is True
    assert evaluate(f"({nearest})(placeWays({ways})) >= 60") is True


def test_counts_and_days_are_written_as_the_language_does(evaluate: Evaluate) -> None:
    texts = "{fr: {a: ['{count} ligne', '{count} lignes']}, en: {a: ['{count} row', '{count} rows']}}"
    assert evaluate(f"makeTexts({texts}, 'fr')('a', {{count: 0}})") == "0 ligne"
    assert evaluate(f"makeTexts({texts}, 'en')('a', {{count: 0}})") == "0 rows"
    assert evaluate(f"makeTexts({texts}, 'en')('a', {{count: 1234}})") == "1,234 rows"
    assert evaluate(f"makeTexts({texts}, 'fr').day('2004-01-01')") == "1 janvier 2004"
    assert evaluate("chooseLanguage(['de', 'PT-br'], ['en', 'pt'])") == "pt"
    assert evaluate("chooseLanguage([], ['en'])") == "en"


def test_a_cell_that_a_spreadsheet_would_run_is_quoted(evaluate: Evaluate) -> None:
    assert evaluate("""writeCsv([['=1+1', 'a"b', 'x\\ny']])""") == '\ufeff\'=1+1,"a""b","x\ny"\r\n'


def test_a_name_is_marked_as_a_whole_word_only(evaluate: Evaluate) -> None:
    parts = "markForms('CIM and CIMA, OAS/CIM', ['CIM', '']).map((it) => it.textContent ?? it)"
    assert evaluate(parts) == ["", "CIM", " and CIMA, OAS/", "CIM", ""]


def test_the_svg_is_sound_whatever_names_say(evaluate: Evaluate) -> None:
    node = "{id: 1, kind: 'actor', x: 0, y: 0, size: 9, labels: ['</text><script>\\u0001&\"']}"
    scene = f"{{nodes: [{node}], edges: [], lit: null}}"
    svg = f"writeSvg({scene}, '<a>', [['actor', '&']], ['\\u0000<'], {{}})"
    assert (
        evaluate(
            f"new DOMParser().parseFromString({svg}, 'image/svg+xml').querySelectorAll('parsererror, script').length"
        )
        == 0
    )
