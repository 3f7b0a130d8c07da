// The proof: what is said of a thing, an arrow or a row, passage by passage.

import { make, makeName, markForms } from "./dom.js";
import { listNeighbours } from "./graph.js";
import { nameTerm } from "./model.js";
import { UNFILTERED } from "./state.js";
import { listForms, makeLink, sayDays, sayKind, sayRelation, showTerm } from "./words.js";

const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const STEPS = [1, 2, 3];
const WHOLE = { ...UNFILTERED, focus: "", path: "", only: false };

/** A thing: what it is, what can be done from it, its relations, and each passage that tells of it. */
export function showThing(page, thing, arrows) {
  const { say } = page;
  const told = [...thing.term.said, ...thing.term.named];
  return [
    make("h2", { tabindex: "-1" }, makeName(nameTerm(thing.term, say.language), say.language)),
    make("p", { class: "quiet" }, [sayKind(page, thing), sayDays(page, thing.days)].filter(Boolean).join(" · ")),
    thing.also.length ? make("p", { class: "quiet" }, say("thing.also"), " ", thing.also.join(" · ")) : null,
    showActions(page, thing),
    page.shows(thing) ? null : make("p", {}, say("thing.hidden"), " ", makeAction(page, "thing.reveal", WHOLE)),
    ...showRelations(page, thing, arrows),
    make("h3", {}, say("thing.passages", { count: thing.passages.length })),
    thing.passages.length ? null : make("p", {}, say("thing.silent")),
    thing.passages.map((passage) => showPassage(page, passage, gather(told, passage), listForms(thing.term), thing.term)),
  ];
}

/** An arrow: its two ends, what it says, and the passages that state it. */
export function showArrow(page, arrow) {
  const facts = [...arrow.facts, ...(arrow.node?.said ?? [])];
  const forms = [...listForms(arrow.from.term), ...listForms(arrow.to.term)];
  return [
    make("h2", { tabindex: "-1" }, sayRelation(page, arrow)),
    make("p", {}, showTerm(page, arrow.from.term), " → ", showTerm(page, arrow.to.term)),
    arrow.passages.length ? null : make("p", {}, page.say("arrow.reference")),
    showPassages(page, arrow.passages, facts, forms),
  ];
}

/** A row of an answer: its cells, and the passages that prove it. */
export function showRow(page, question, row) {
  const words = page.words();
  const cells = question.columns.flatMap((column, i) =>
    row.cells[i] ? [make("dt", {}, words[column]), make("dd", {}, showTerm(page, row.cells[i]))] : [],
  );
  return [
    make("h2", { tabindex: "-1" }, page.say("row.proof")),
    make("dl", {}, cells),
    row.passages.length ? null : make("p", {}, page.say("arrow.reference")),
    showPassages(page, row.passages, row.facts, row.cells.flatMap(listForms)),
  ];
}

/** The ways between two things, each step with its arrows. */
export function showWays(page, ends, ways, listSteps) {
  const [start, end] = ends;
  return [
    make("h2", { tabindex: "-1" }, page.say("path.title")),
    make("p", {}, showTerm(page, start.term), " … ", showTerm(page, end.term)),
    ways.length ? null : make("p", {}, page.say("path.none")),
    ways.map((way, i) => [
      make("h3", {}, page.say("path.way", { number: i + 1, count: way.length - 1 })),
      make("ol", {}, listSteps(way).map((step) => make("li", {}, showTerm(page, step.from.term), " → ", showTerm(page, step.to.term), showArrows(page, step)))),
    ]),
    make("p", {}, makeAction(page, "path.leave", { path: "" })),
  ];
}

function showPassages(page, passages, facts, forms) {
  return passages.map((passage) => showPassage(page, passage, facts.filter((fact) => fact.passages.includes(passage)), forms));
}

/** A passage: how to cite it, what it says, word for word where that is at hand, and the facts it states. */
function showPassage(page, passage, facts, forms, about = null) {
  const quotation = passage.text
    ? make(
        "blockquote",
        { lang: "en" },
        passage.heading ? make("span", { class: "heading" }, markForms(passage.heading, forms)) : null,
        markForms(passage.text, forms),
      )
    : null;
  return make(
    "section",
    { class: "passage" },
    make("h3", {}, passage.citation[page.say.language]),
    make("p", {}, passage.summary[page.say.language]),
    quotation,
    make("ul", { class: "facts" }, groupFacts(facts).map((said) => make("li", {}, showStatement(page, said, about)))),
  );
}

/** The facts of a passage that are about the thing: its own, and all of each node that only binds things. */
function gather(told, passage) {
  const facts = told.filter((fact) => fact.passages.includes(passage));
  const nodes = new Set(facts.map((fact) => fact.subject).filter((term) => !term.thing));
  return [...new Set([...facts, ...[...nodes].flatMap((term) => term.said.filter((fact) => fact.passages.includes(passage)))])];
}

function groupFacts(facts) {
  const groups = new Map();
  for (const fact of new Set(facts)) groups.set(fact.subject, [...(groups.get(fact.subject) ?? []), fact]);
  return [...groups.values()];
}

/** What a passage says of one subject: the class of a node that binds things, or the name of a thing; then its facts. */
function showStatement(page, facts, about) {
  const { subject } = facts[0];
  const type = subject.thing ? null : subject.said.find((fact) => fact.predicate.iri === TYPE);
  const name = type ? showTerm(page, type.value) : subject === about ? null : showTerm(page, subject);
  const parts = facts
    .filter((fact) => fact !== type)
    .flatMap((fact, i) => [i ? " · " : "", make("span", { class: "quiet" }, showTerm(page, fact.predicate), ": "), showTerm(page, fact.value)]);
  return [name ? [make("b", {}, name), " "] : null, parts];
}

function showActions(page, thing) {
  const steps = STEPS.map((count) => makeAction(page, "focus.steps", { focus: thing.term.iri, steps: count, path: "", view: "network" }, { count }));
  const leave = page.state.focus ? makeAction(page, "focus.leave", { focus: "" }) : null;
  const from = page.state.path && !page.state.path.includes(" ") && page.state.path !== thing.term.iri;
  const leaving = page.state.path ? makeAction(page, "path.leave", { path: "" }) : null;
  const path = from
    ? makeAction(page, "path.to", { path: `${page.state.path} ${thing.term.iri}`, thing: "", focus: "", view: "network" })
    : makeAction(page, "path.from", { path: thing.term.iri });
  return make("p", { class: "actions" }, make("span", {}, page.say("focus.title")), " ", steps, leave, path, leaving);
}

function makeAction(page, key, change, values = {}) {
  const chosen = Object.entries(change).every(([name, value]) => page.state[name] === value);
  return make(
    "button",
    { type: "button", "data-key": `${key}-${values.count ?? ""}`, "aria-pressed": ["focus.steps", "path.from"].includes(key) ? String(chosen) : null, onclick: () => page.go(change) },
    page.say(key, values),
  );
}

function showRelations(page, thing, arrows) {
  const near = listNeighbours(thing, arrows);
  if (!near.length) return [];
  return [
    make("h3", {}, page.say("thing.relations", { count: near.length })),
    make("ul", { class: "relations" }, near.map(({ arrow, other }) => make("li", {}, showArrowLink(page, arrow, arrow.from === thing), " ", showTerm(page, other.term)))),
  ];
}

function showArrows(page, step) {
  return make("ul", {}, step.arrows.map((arrow) => make("li", {}, showArrowLink(page, arrow, arrow.from === step.from))));
}

function showArrowLink(page, arrow, forward) {
  const text = forward ? `${sayRelation(page, arrow)} →` : `← ${sayRelation(page, arrow)}`;
  return makeLink(page, `arrow-${arrow.number}`, { arrow: String(arrow.number), row: -1 }, text);
}
