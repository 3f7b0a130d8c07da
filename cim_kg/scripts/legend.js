// The legend, which is the filter: what each shape means, how many are shown, and what else the view is narrowed by.

import { make } from "./dom.js";
import { drawShape } from "./svg.js";
import { nameTerm, shorten } from "./model.js";
import { UNFILTERED } from "./state.js";
import { sayTerm } from "./words.js";

/** Checkboxes for kinds and relations with live counts, and the fields of the other filters. */
export function showLegend(page, shown) {
  const { say, state, model } = page;
  const kinds = model.kinds.map((kind) =>
    makeCheck(page, "kinds", kind, makeSwatch(kind), say(`kind.${kind}`), shown.kinds.get(kind) ?? 0),
  );
  const relations = [...new Set(model.arrows.map((arrow) => arrow.relation))]
    .map((term) => ({ term, text: sayTerm(page, term) }))
    .sort((one, other) => say.compare(one.text, other.text))
    .map(({ term, text }) => makeCheck(page, "relations", term.iri, null, text, shown.relations.get(term.iri) ?? 0));
  return [
    make("fieldset", {}, make("legend", {}, say("filter.kinds")), kinds),
    make("details", { "data-key": "relations", open: page.isOpen("relations") }, make("summary", { "data-key": "relations-summary" }, say("filter.relations")), makeAll(page), relations),
    showGroups(page),
    make("p", { class: "quiet small" }, say("legend.dashes")),
    state.kinds.length + state.relations.length + countNarrowed(state) ? makeReset(page) : null,
  ];
}

/** The groups that a large network is drawn in, to be opened and closed. */
function showGroups(page) {
  const { model, say } = page;
  if (!model.groups.length) return null;
  const rows = model.groups.map((group) => {
    const name = shorten(nameTerm(group.members[0].term, say.language).text);
    return makeCheck(page, "open", String(group.number), makeSwatch("group"), `${name} …`, group.members.length);
  });
  return make("details", { "data-key": "groups", open: page.isOpen("groups") }, make("summary", { "data-key": "groups-summary" }, say("filter.groups")), rows);
}

/** A box to tick: what is ticked in `open` is listed there, what is not ticked in the other lists. */
function makeCheck(page, list, key, swatch, text, count) {
  const { state, say } = page;
  const listed = list === "open";
  const change = (event) => {
    const others = state[list].filter((it) => it !== key);
    page.go({ [list]: event.target.checked === listed ? [...others, key].sort() : others });
  };
  const box = make("input", { type: "checkbox", "data-key": `${list}-${key}`, onchange: change });
  box.checked = state[list].includes(key) === listed;
  return make("label", { class: "check" }, box, swatch, make("span", {}, text), make("span", { class: "number", "data-count": key }, say.number(count)));
}

function makeAll(page) {
  const every = [...new Set(page.model.arrows.map((arrow) => arrow.relation.iri))].sort();
  const button = (key, relations) => make("button", { type: "button", "data-key": key, onclick: () => page.go({ relations }) }, page.say(key));
  return make("p", { class: "actions" }, button("filter.all", []), button("filter.nothing", every));
}

function makeReset(page) {
  return make("p", { class: "actions" }, make("button", { type: "button", "data-key": "reset", onclick: () => page.go(UNFILTERED) }, page.say("filter.reset")));
}

/** How many of the other filters narrow the view. */
export function countNarrowed(state) {
  return [state.theme, state.source, state.from, state.to, state.dated, state.least].filter(Boolean).length;
}

/** The fields that narrow by theme, period, number of passages, and source. */
export function makeFields(page) {
  const { model, say } = page;
  const months = listMonths(model);
  const themes = listUsed([...model.things, ...model.arrows].flatMap((it) => it.themes));
  const sources = listUsed(model.passages.map((passage) => passage.source));
  const most = Math.max(0, ...model.things.map((thing) => thing.passages.length));
  const fields = [makeSelect(page, "theme", say("filter.theme"), themes)];
  if (months.length > 1) {
    fields.push(makeSlider(page, "from", say("filter.from"), months, 0), makeSlider(page, "to", say("filter.to"), months, months.length - 1));
    const box = make("input", { type: "checkbox", id: "dated", "data-key": "dated", onchange: (event) => page.go({ dated: event.target.checked }) });
    box.checked = page.state.dated;
    fields.push(make("label", { class: "check" }, box, make("span", {}, say("filter.dated"))));
  }
  const least = make("input", { type: "number", id: "least", "data-key": "least", min: 0, max: most, value: page.state.least, onchange: (event) => page.go({ least: Math.max(0, Math.trunc(Number(event.target.value)) || 0) }) });
  fields.push(make("label", {}, make("span", {}, say("filter.least")), least));
  if (sources.length > 1) fields.push(makeSelect(page, "source", say("filter.source"), sources));
  return fields;
}

function listUsed(terms) {
  return [...new Set(terms)];
}

function makeSelect(page, name, text, terms) {
  const options = terms
    .map((term) => [term.iri, sayTerm(page, term)])
    .sort((one, other) => page.say.compare(one[1], other[1]))
    .map(([value, words]) => make("option", { value, selected: page.state[name] === value }, words));
  const change = (event) => page.go({ [name]: event.target.value });
  return make("label", {}, make("span", {}, text), make("select", { id: name, "data-key": name, onchange: change }, make("option", { value: "" }, page.say("filter.any")), options));
}

/** A slider over the months in which something is dated; at its end it does not narrow. */
function makeSlider(page, name, text, months, end) {
  const { say, state } = page;
  const edge = name === "from" ? (month) => `${month}-01` : lastDay;
  const known = months.findIndex((month) => month >= state[name].slice(0, 7));
  const at = state[name] ? known : -1;
  const output = make("output", { for: name });
  const slider = make("input", { type: "range", id: name, "data-key": name, min: 0, max: months.length - 1, value: at < 0 ? end : at });
  const read = () => (Number(slider.value) === end ? "" : edge(months[Number(slider.value)]));
  const tell = (day) => {
    output.textContent = day ? say.day(day) : say("filter.open");
    slider.setAttribute("aria-valuetext", output.textContent);
  };
  slider.addEventListener("input", () => {
    tell(read());
    page.preview({ [name]: read() });
  });
  slider.addEventListener("change", () => page.go({ [name]: read() }));
  tell(state[name]);
  return make("label", {}, make("span", {}, text), slider, output);
}

/** Every month from the first to the last day that is said of anything. */
export function listMonths(model) {
  const days = model.things.flatMap((thing) => thing.days ?? []).filter(Boolean).sort();
  if (!days.length) return [];
  const months = [];
  let [year, month] = days[0].split("-").map(Number);
  const last = days.at(-1).slice(0, 7);
  for (let name = ""; name !== last; month += 1) {
    if (month > 12) [year, month] = [year + 1, 1];
    name = `${year}-${String(month).padStart(2, "0")}`;
    months.push(name);
  }
  return months;
}

function lastDay(month) {
  const [year, number] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

/** The shape of a kind as a small picture. */
export function makeSwatch(kind) {
  const names = { [kind]: `var(--${kind})`, ground: "var(--ground)" };
  const holder = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of [["viewBox", "-10 -10 20 20"], ["width", "18"], ["height", "18"], ["aria-hidden", "true"], ["class", `swatch ${kind}`]]) {
    holder.setAttribute(name, value);
  }
  const drawn = new DOMParser().parseFromString(`<svg xmlns="http://www.w3.org/2000/svg">${drawShape(kind, 0, 0, 8, names)}</svg>`, "image/svg+xml");
  const shape = document.importNode(drawn.documentElement.firstChild, true);
  shape.removeAttribute("fill");
  shape.removeAttribute("stroke");
  holder.append(shape);
  return holder;
}

/** What the view is narrowed by, as lines of text for files and paper. */
export function sayFilters(page, shown) {
  const { say, state, model } = page;
  const name = (iri) => {
    const term = model.terms.find((it) => it.iri === iri);
    return term ? nameTerm(term, say.language).text : iri;
  };
  const lines = [say("shown.count", { count: shown.things.size, arrows: shown.arrows.size })];
  if (state.question) {
    const question = model.questions.find((it) => it.name === state.question);
    const given = Object.entries(state.given).filter(([, value]) => value).map(([key, value]) => `${page.words()[key]}: ${name(value)}`);
    if (question) lines.push([question.texts[say.language][0], ...given].join(" · "));
  }
  if (state.kinds.length) lines.push(`${say("filter.without")} ${state.kinds.map((kind) => say(`kind.${kind}`)).join(", ")}`);
  if (state.relations.length) lines.push(`${say("filter.without")} ${state.relations.map(name).join(", ")}`);
  if (state.theme) lines.push(`${say("filter.theme")} ${name(state.theme)}`);
  if (state.source) lines.push(`${say("filter.source")} ${name(state.source)}`);
  if (state.from) lines.push(`${say("filter.from")} ${say.day(state.from)}`);
  if (state.to) lines.push(`${say("filter.to")} ${say.day(state.to)}`);
  if (state.dated) lines.push(say("filter.dated"));
  if (state.least) lines.push(`${say("filter.least")} ${say.number(state.least)}`);
  if (state.focus) lines.push(`${say("focus.title")} ${name(state.focus)}, ${say("focus.steps", { count: state.steps })}`);
  if (state.path.includes(" ")) lines.push(`${say("path.title")} ${state.path.split(" ").map(name).join(" … ")}`);
  return lines;
}
