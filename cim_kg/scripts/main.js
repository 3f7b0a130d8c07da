// The page: what is chosen is kept in the link, and all that is shown is drawn from that.

import { makeCanvas } from "./canvas.js";
import { showArrow, showRow, showThing, showWays } from "./details.js";
import { fill, make } from "./dom.js";
import { hand, paint, writeJson, writeRows } from "./files.js";
import { listNeighbours, listSteps } from "./graph.js";
import { makeFields, sayFilters, showLegend } from "./legend.js";
import { readModel, shorten } from "./model.js";
import { complete, findRows, showAnswer, showChooser } from "./questions.js";
import { makeScene, view } from "./scene.js";
import { fold, makeIndex, search } from "./search.js";
import { readState, START, writeState } from "./state.js";
import { writeSvg } from "./svg.js";
import { makeTable } from "./tables.js";
import { chooseLanguage, makeTexts } from "./texts.js";
import { makeLink, sayDays, sayKind, sayRelation, saySources, sayTerm, showTerm } from "./words.js";

const find = (id) => document.getElementById(id);
const VIEWS = ["network", "things", "relations", "answer"];

/** The data of the page: JSON, compressed, in letters that no HTML reads as markup. */
async function readData() {
  const bytes = Uint8Array.from(atob(find("data").textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

/** Brings the page to life. */
export async function start(vis) {
  const model = readModel(await readData());
  const things = new Map(model.things.map((thing) => [thing.term.iri, thing]));
  const index = makeIndex(model.things);
  const relations = new Set(model.arrows.map((arrow) => arrow.relation.iri));
  const terms = new Set(model.terms.map((term) => term.iri));
  const opened = new Set();
  let state = readLink();
  let say = null;
  let shown = null;
  let scene = null;
  let laid = "";
  let walked = -1;
  let link = location.hash.slice(1);
  let depth = history.state?.depth ?? 0;
  let opener = null;

  const canvas = makeCanvas(vis, find("canvas"), model.drawing, {
    node: (id) => (String(id).startsWith("g") ? open(String(id).slice(1)) : go({ thing: model.things[id].term.iri, arrow: "", row: -1 })),
    edge: (id) => (String(id).startsWith("a") ? go({ arrow: String(id).slice(1), row: -1 }) : null),
    ground: leave,
  });
  const page = {
    model,
    go,
    preview,
    link: (change) => writeState({ ...state, ...change }),
    get say() {
      return say;
    },
    get state() {
      return state;
    },
    shows: (thing) => shown.things.has(thing),
    whole: false,
    words: () => model.words[say.language] ?? model.words.en,
    isOpen: (key) => opened.has(key),
  };

  if (matchMedia("screen and (max-width: 60rem)").matches) {
    for (const details of document.querySelectorAll("#controls > details")) details.open = false;
  }
  history.replaceState({ depth }, "");
  listen();
  speak();
  render();
  document.documentElement.dataset.ready = "";
  performance.mark("ready");

  /** The state that the link leads to, without what the graph knows nothing of. */
  function readLink() {
    const read = readState(location.hash.slice(1));
    const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
    const drop = (name, fits) => {
      if (read[name] && !fits(read[name])) read[name] = START[name];
    };
    drop("view", (it) => VIEWS.includes(it));
    drop("arrow", (it) => /^\d+$/.test(it) && Number(it) < model.arrows.length);
    for (const name of ["thing", "focus"]) drop(name, (it) => things.has(it));
    drop("path", (it) => it.split(" ").every((iri) => things.has(iri)));
    for (const name of ["theme", "source"]) drop(name, (it) => terms.has(it));
    for (const name of ["from", "to"]) drop(name, isDay);
    drop("language", (it) => model.languages.includes(it));
    read.kinds = read.kinds.filter((it) => model.kinds.includes(it));
    read.relations = read.relations.filter((it) => relations.has(it));
    read.open = read.open.filter((it) => /^\d+$/.test(it) && Number(it) < model.groups.length);
    const question = model.questions.find((it) => it.name === read.question);
    if (question) read.given = complete(question, read.given);
    else Object.assign(read, { question: "", given: {}, row: -1, only: false });
    return read;
  }

  /** Changes what is chosen; the link follows, so that every view can be sent and undone. */
  function go(change) {
    const next = writeState({ ...state, ...change });
    if (next === link) return;
    location.hash = next;
    follow();
  }

  /** Shows what the link leads to; how many steps lie behind it is kept with each entry of the browser's history. */
  function follow() {
    const here = history.state?.depth ?? depth + 1;
    if (location.hash.slice(1) === link && here === depth) return;
    link = location.hash.slice(1);
    depth = here;
    history.replaceState({ depth }, "");
    const before = state;
    state = readLink();
    walked = -1;
    if (before.language !== state.language) speak();
    render(before);
  }

  function leave() {
    if (state.thing || state.arrow !== "" || state.row >= 0) go({ thing: "", arrow: "", row: -1 });
  }

  /** Shows what a change would give, without the rest of the page; for sliders while they move. */
  function preview(change) {
    const next = { ...state, ...change };
    shown = view(model, next, things);
    draw(next);
    tellCounts();
  }

  function tellCounts() {
    const text = say("shown.count", { count: shown.things.size, arrows: shown.arrows.size });
    find("counts").textContent = text;
    announce(text);
  }

  function speak() {
    const language = state.language || chooseLanguage(navigator.languages, model.languages);
    say = makeTexts(model.texts, language);
    document.documentElement.lang = language;
    document.title = `${say("title")} · cim-kg`;
    for (const element of document.querySelectorAll("[data-text]")) element.textContent = say(element.dataset.text);
    for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
    find("search").placeholder = say("search.example");
    find("language").value = language;
  }

  function render(before = null) {
    shown = view(model, state, things);
    draw(state);
    fill(find("legend"), showLegend(page, shown));
    fill(find("fields"), makeFields(page));
    const question = model.questions.find((it) => it.name === state.question);
    fill(find("chooser"), showChooser(page, question));
    const closed = showDetail(question);
    showTables(question);
    showScope();
    for (const name of VIEWS) {
      const button = find(`view-${name}`);
      button.setAttribute("aria-pressed", String(currentView(question) === name));
    }
    find("view-answer").hidden = !question;
    find("undo").disabled = depth < 1;
    find("link").href = `#${writeState(state)}`;
    tellCounts();
    canvas.reveal(scene.chosen);
    if (before) moveFocus(before, closed);
  }

  function currentView(question) {
    return state.view === "answer" && !question ? "network" : state.view;
  }

  function draw(wanted) {
    scene = makeScene(model, shown, wanted, say.language);
    canvas.show(scene);
    const layout = JSON.stringify([wanted.focus, wanted.steps, wanted.path, wanted.only && wanted.question, wanted.only && wanted.given, wanted.open]);
    if (layout !== laid) canvas.fit(openIds(wanted));
    laid = layout;
    find("empty").hidden = scene.nodes.length > 0;
  }

  function openIds(wanted) {
    const last = model.groups[Number(wanted.open.at(-1))];
    const ids = new Set(last?.members.map((thing) => thing.number));
    return scene.nodes.some((node) => ids.has(node.id)) ? ids : null;
  }

  function open(group) {
    go({ open: [...state.open.filter((it) => it !== group), group].slice(-3) });
  }

  /** What is chosen, with its proof; gives whether nothing is. */
  function showDetail(question) {
    const detail = find("detail");
    const rows = question && findRows(question, state.given);
    const ends = state.path.split(" ").map((iri) => things.get(iri));
    const thing = things.get(state.thing);
    let content = null;
    let close = { thing: "", arrow: "", row: -1 };
    if (state.arrow !== "") content = showArrow(page, model.arrows[state.arrow]);
    else if (rows?.[state.row]) content = showRow(page, question, rows[state.row]);
    else if (thing) content = showThing(page, thing, shown.arrows);
    else if (ends.length === 2) {
      content = showWays(page, ends, shown.ways ?? [], (way) => listSteps(way, shown.arrows));
      close = { path: "" };
    }
    find("hint").hidden = content !== null;
    detail.hidden = content === null;
    const button = make("button", { type: "button", "data-key": "close", onclick: () => go(close) }, say("detail.close"));
    fill(detail, content ? [content, make("p", { class: "actions" }, button)] : []);
    return content === null;
  }

  /** A proof that opens takes the focus, and on a phone the screen; one that closes gives both back. */
  function moveFocus(before, closed) {
    const choose = (it) => [it.arrow, it.row, it.thing, it.path].join();
    if (choose(before) === choose(state)) return;
    if (closed) {
      if (opener) {
        const target = [...document.querySelectorAll("[data-key]")].find((it) => it.dataset.key === opener.key);
        scrollTo({ top: opener.scroll });
        (target ?? find("stage")).focus({ preventScroll: true });
      }
      opener = null;
      return;
    }
    const active = document.activeElement;
    opener ??= { key: active?.dataset?.key ?? "", scroll: scrollY };
    find("detail").parentElement.scrollTop = 0;
    if (active?.id !== "stage") find("detail").querySelector("h2").focus({ preventScroll: true });
    if (matchMedia("screen and (max-width: 60rem)").matches) find("detail").scrollIntoView({ block: "start" });
  }

  /** The part of the network that the picture is narrowed to, with the way back. */
  function showScope() {
    const [start, end] = state.path.split(" ").map((iri) => things.get(iri));
    const name = (thing) => sayTerm(page, thing.term);
    const button = (key, change) => make("button", { type: "button", "data-key": `scope-${key}`, onclick: () => go(change) }, say(key));
    const scopes = [];
    if (start && end) scopes.push(`${name(start)} … ${name(end)} `, button("path.leave", { path: "" }));
    else if (start) scopes.push(`${say("path.choose", { name: name(start) })} `, button("path.leave", { path: "" }));
    if (state.focus && !end) {
      const around = `${say("focus.title")} ${name(things.get(state.focus))}, ${say("focus.steps", { count: state.steps })} `;
      scopes.push(around, button("focus.leave", { focus: "" }));
    }
    fill(find("scope"), scopes);
  }

  function showTables(question) {
    const now = currentView(question);
    find("picture").hidden = now !== "network";
    const twin = find("twin");
    twin.hidden = now === "network";
    const rows = question && findRows(question, state.given);
    if (now === "things") fill(twin, listThings());
    else if (now === "relations") fill(twin, listRelations());
    else if (now === "answer") fill(twin, rows ? showAnswer(page, question, rows) : make("p", {}, say("ask.absent")));
    else fill(twin);
    if (now === "network") canvas.resize();
  }

  function listThings() {
    const headings = ["thing", "kind", "days", "relations", "sources"].map((key) => ({ key, text: say(`table.${key}`) }));
    const rows = [...shown.things].map((thing) => {
      const count = listNeighbours(thing, shown.arrows).length;
      return {
        chosen: thing.term.iri === state.thing,
        cells: [
          { text: sayTerm(page, thing.term), node: showTerm(page, thing.term) },
          { text: sayKind(page, thing) },
          { text: sayDays(page, thing.days), sort: thing.days?.[0] ?? thing.days?.[1] ?? "" },
          { text: say.number(count), sort: count },
          { text: saySources(page, thing.passages), sort: thing.passages.length },
        ],
      };
    });
    return makeTable(say, say("table.things", { count: rows.length }), headings, rows, state, tableListeners());
  }

  function listRelations() {
    const headings = ["from", "relation", "to", "sources"].map((key) => ({ key, text: say(`table.${key}`) }));
    const rows = [...shown.arrows].map((arrow) => ({
      chosen: String(arrow.number) === state.arrow,
      cells: [
        { text: sayTerm(page, arrow.from.term), node: showTerm(page, arrow.from.term) },
        { text: sayRelation(page, arrow), node: makeLink(page, `arrow-${arrow.number}`, { arrow: String(arrow.number), row: -1 }, sayRelation(page, arrow)) },
        { text: sayTerm(page, arrow.to.term), node: showTerm(page, arrow.to.term) },
        { text: saySources(page, arrow.passages), sort: arrow.passages.length },
      ],
    }));
    return makeTable(say, say("table.relations.count", { count: rows.length }), headings, rows, state, tableListeners());
  }

  function tableListeners() {
    return { whole: page.whole, sort: (sort) => go({ sort, page: 0 }), page: (number) => go({ page: number }) };
  }

  function listen() {
    for (const event of ["popstate", "hashchange"]) window.addEventListener(event, follow);
    window.addEventListener("beforeprint", () => prepare(true));
    window.addEventListener("afterprint", () => prepare(false));
    new ResizeObserver(() => canvas.resize()).observe(find("canvas"));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => canvas.repaint());
    find("language").addEventListener("change", (event) => go({ language: event.target.value }));
    find("undo").addEventListener("click", () => history.back());
    for (const name of VIEWS) find(`view-${name}`).addEventListener("click", () => go({ view: name, page: 0, sort: "" }));
    find("zoom-in").addEventListener("click", () => canvas.zoom(1.3));
    find("zoom-out").addEventListener("click", () => canvas.zoom(1 / 1.3));
    find("fit").addEventListener("click", () => canvas.fit());
    find("copy").addEventListener("click", copyLink);
    find("file-svg").addEventListener("click", () => hand("cim-kg.svg", drawPaper(), "image/svg+xml"));
    find("file-png").addEventListener("click", async () => hand("cim-kg.png", await paint(drawPaper()), "image/png"));
    find("file-csv").addEventListener("click", () => hand("cim-kg.csv", writeRows(page, shown, findAnswer(), listNotes()), "text/csv"));
    find("file-json").addEventListener("click", () => hand("cim-kg.json", writeJson(page, shown, findAnswer(), listNotes()), "application/json"));
    document.addEventListener("toggle", (event) => remember(event.target), true);
    find("stage").addEventListener("keydown", walk);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") leave();
      if (event.key === "z" && (event.ctrlKey || event.metaKey) && event.target.tagName !== "INPUT" && depth > 0) history.back();
    });
    listenToSearch();
  }

  /** On paper stand the picture as SVG and all rows of a table. */
  function prepare(whole) {
    page.whole = whole;
    fill(find("print"), whole ? readSvg() : []);
    showTables(model.questions.find((it) => it.name === state.question));
  }

  function remember(details) {
    if (!details.dataset?.key) return;
    if (details.open) opened.add(details.dataset.key);
    else opened.delete(details.dataset.key);
  }

  async function copyLink() {
    try {
      await navigator.clipboard.writeText(location.href);
      announce(say("link.copied"));
    } catch {
      find("link").focus();
      announce(say("link.manual"));
    }
  }

  /** The answer, where that is what is shown. */
  function findAnswer() {
    const question = model.questions.find((it) => it.name === state.question);
    const rows = question && state.view === "answer" ? findRows(question, state.given) : null;
    return rows && { question, rows };
  }

  function listNotes() {
    return [...sayFilters(page, shown), model.version];
  }

  function drawPaper() {
    const style = getComputedStyle(find("print"));
    const names = ["actor", "category", "instrument", "activity", "place", "group", "ground", "ink", "edge", "quiet"];
    const colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
    const counts = new Map([...shown.things].map((it) => it.kind).map((kind, _, all) => [kind, all.filter((it) => it === kind).length]));
    const legend = model.kinds.filter((kind) => counts.has(kind)).map((kind) => [kind, `${say(`kind.${kind}`)} (${say.number(counts.get(kind))})`]);
    const grouped = scene.nodes.some((node) => node.kind === "group") ? [["group", say("kind.group")]] : [];
    return writeSvg(scene, say("title"), [...legend, ...grouped], listNotes(), colours);
  }

  function readSvg() {
    const parsed = new DOMParser().parseFromString(drawPaper(), "image/svg+xml");
    return document.importNode(parsed.documentElement, true);
  }

  /** Arrow keys walk over the neighbours of the chosen thing, Enter chooses the one come to. */
  function walk(event) {
    const near = listNear();
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    if (event.key in steps && near.length) {
      walked = (walked + steps[event.key] + near.length) % near.length;
      const { text, other } = near[walked];
      canvas.show({ ...scene, chosen: other.number });
      announce(say("walk.at", { text, position: walked + 1, count: near.length }));
    } else if (event.key === "Enter" && near[walked]) {
      go({ thing: near[walked].other.term.iri, arrow: "", row: -1 });
      announce(`${sayTerm(page, things.get(state.thing).term)}, ${sayKind(page, things.get(state.thing))}`);
    } else if (event.key === "+") canvas.zoom(1.3);
    else if (event.key === "-") canvas.zoom(1 / 1.3);
    else if (event.key === "0") canvas.fit();
    else return;
    event.preventDefault();
  }

  function listNear() {
    const thing = things.get(state.thing);
    const name = (it) => sayTerm(page, it.term);
    if (thing) return listNeighbours(thing, shown.arrows).map(({ arrow, other }) => ({ other, text: `${sayRelation(page, arrow)} ${arrow.from === thing ? "→" : "←"} ${name(other)}` }));
    const first = [...shown.things].sort((one, other) => other.arrows.length - one.arrows.length || one.number - other.number);
    return first.map((other) => ({ other, text: `${name(other)}, ${sayKind(page, other)}` }));
  }

  function listenToSearch() {
    const [input, list] = [find("search"), find("results")];
    let found = [];
    let at = -1;
    const close = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      at = -1;
    };
    const choose = (thing) => {
      close();
      input.value = "";
      const group = model.groups.find((it) => it.members.includes(thing));
      go({ thing: thing.term.iri, arrow: "", row: -1, ...(group ? { open: [String(group.number)] } : {}) });
    };
    const show = () => {
      found = search(index, input.value);
      list.hidden = !fold(input.value);
      input.setAttribute("aria-expanded", String(!list.hidden));
      const options = found.map(({ thing, text }, i) => {
        const name = sayTerm(page, thing.term);
        const also = fold(name) === fold(text) ? "" : ` (${shorten(text, 40)})`;
        const kind = make("span", { class: "quiet small" }, ` ${sayKind(page, thing)}`);
        return make("li", { role: "option", id: `result-${i}`, "aria-selected": String(i === at), onmousedown: (event) => event.preventDefault(), onclick: () => choose(thing) }, name, also, kind);
      });
      fill(list, options.length ? options : make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, say("search.none")));
      if (at >= 0) input.setAttribute("aria-activedescendant", `result-${at}`);
      find("found").textContent = list.hidden ? "" : say("search.count", { count: found.length });
    };
    input.addEventListener("input", () => {
      at = -1;
      show();
    });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && found.length) {
        at = (at + step + found.length) % found.length;
        show();
        event.preventDefault();
      } else if (event.key === "Enter" && found.length && !list.hidden) choose(found[Math.max(at, 0)].thing);
      else if (event.key === "Escape") {
        input.value = "";
        close();
        event.stopPropagation();
      }
    });
  }

  function announce(text) {
    find("status").textContent = text;
  }
}
