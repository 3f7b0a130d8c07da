// From what is chosen to what is drawn: which nodes and edges, where, and which of them stand out.

import { countShown, filter } from "./filters.js";
import { findWays, measureSteps } from "./graph.js";
import { placeRings, placeWays } from "./layout.js";
import { findDrawn, nameTerm, shorten } from "./model.js";
import { findRows } from "./questions.js";

const SHORTEST = 16;

/** What is shown: things and arrows with their counts, the places of a view laid out anew, and what is lit. */
export function view(model, state, things) {
  const found = findLit(model, state);
  const lit = state.only ? null : found;
  const all = filter(model, state, state.only ? found : null);
  const [start, end] = state.path.split(" ").map((iri) => things.get(iri));
  if (start && end) {
    const ways = findWays(start, end, all.arrows);
    const arrows = new Set([...all.arrows].filter((arrow) => areNext(ways, arrow)));
    return { ...narrow(new Set(ways.flat()), arrows), ways, places: placeWays(ways), lit };
  }
  const middle = things.get(state.focus);
  if (middle) {
    const steps = measureSteps(middle, all.arrows, Math.min(Math.max(state.steps, 1), 3));
    const near = new Map([...steps].slice(0, model.drawn));
    const arrows = new Set([...all.arrows].filter((arrow) => near.has(arrow.from) && near.has(arrow.to)));
    return { ...narrow(new Set(near.keys()), arrows), places: placeRings(near), lit };
  }
  return { ...all, places: null, lit };
}

function narrow(things, arrows) {
  return { things, arrows, ...countShown(things, arrows) };
}

function areNext(ways, arrow) {
  return ways.some((way) => way.some((thing, i) => (thing === arrow.from && way[i + 1] === arrow.to) || (thing === arrow.to && way[i + 1] === arrow.from)));
}

/** The things and arrows that answer the question chosen, or prove the row chosen; null without a question. */
export function findLit(model, state) {
  const question = model.questions.find((it) => it.name === state.question);
  const rows = question && findRows(question, state.given);
  if (!rows) return null;
  const chosen = rows[state.row] ? [rows[state.row]] : rows;
  return findDrawn([...new Set(chosen.flatMap((row) => row.facts))], chosen.flatMap((row) => row.cells));
}

/** The scene of a canvas: what is drawn, by number, “g” before those of groups. */
export function makeScene(model, shown, state, language) {
  const chosen = state.arrow !== "" ? `a${state.arrow}` : nodeOf(model, state.thing);
  const grouped = model.groups.length > 0 && shown.things.size > model.drawn && !shown.places;
  return { ...(grouped ? drawGroups(model, shown, state, language) : drawThings(model, shown, language)), chosen };
}

function nodeOf(model, iri) {
  return iri ? (model.things.find((thing) => thing.term.iri === iri)?.number ?? "") : "";
}

function drawThings(model, shown, language) {
  const drawn = new Map(model.drawing.nodes.map((node) => [node.id, node]));
  const nodes = [...shown.things].map((thing) => makeNode(model, thing, drawn.get(thing.number), shown.places?.get(thing), language));
  return { nodes, edges: drawArrows(model, [...shown.arrows]), lit: nameLit(shown, (thing) => thing.number) };
}

/** What is lit, by the names of nodes and edges. */
function nameLit({ lit }, name) {
  return lit && new Set([...[...lit.things].map(name), ...[...lit.arrows].map((it) => `a${it.number}`)]);
}

/** The arrows as edges, those of the same two things bent apart; dashed where no passage states them. */
function drawArrows(model, arrows) {
  const drawn = new Map(model.drawing.edges.map((edge) => [edge.id, edge]));
  return arrows.map((arrow) => {
    const id = `a${arrow.number}`;
    const curved = { enabled: true, type: arrow.bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(arrow.bend) };
    const dashes = (drawn.get(id)?.dashes ?? !arrow.passages.length) && [3, 5];
    return { id, from: arrow.from.number, to: arrow.to.number, smooth: arrow.bend ? curved : false, dashes };
  });
}

function makeNode(model, thing, drawn, place, language) {
  const size = drawn?.size ?? Math.min(26, 8 + 2.6 * Math.sqrt(thing.arrows.length));
  const { x, y } = place ?? thing;
  return { id: thing.number, kind: thing.kind, shape: model.drawing.shapes[thing.kind], x, y, size, labels: listLabels(thing, language) };
}

/** What a thing can be called in a picture, the longest first: its name cut short, an acronym, the beginning. */
function listLabels(thing, language) {
  const name = nameTerm(thing.term, language).text;
  const acronyms = thing.term.said
    .filter(({ predicate, value }) => predicate.iri.endsWith("#altLabel") && [language, "en"].includes(value.language) && /^\p{Lu}{2,8}$/u.test(value.text))
    .map(({ value }) => value.text);
  return [...new Set([shorten(name), ...acronyms.slice(0, 1), shorten(name, SHORTEST)])];
}

/** Groups as one node each, those that are open as their members. */
function drawGroups(model, shown, state, language) {
  const open = new Set(state.open.map(Number));
  const owner = new Map();
  const nodes = [];
  for (const group of model.groups) {
    const members = group.members.filter((thing) => shown.things.has(thing));
    const drawn = open.has(group.number) && nodes.length < model.drawn ? members.slice(0, model.drawn - nodes.length) : [];
    for (const thing of drawn) {
      owner.set(thing, thing.number);
      nodes.push(makeNode(model, thing, null, null, language));
    }
    const rest = members.slice(drawn.length);
    for (const thing of rest) owner.set(thing, `g${group.number}`);
    if (rest.length) nodes.push(makeGroup(model, group, rest, language));
  }
  const single = (thing) => owner.get(thing) === thing.number;
  const [plain, joined] = [[], new Map()];
  for (const arrow of shown.arrows) {
    const [from, to] = [owner.get(arrow.from), owner.get(arrow.to)];
    if (single(arrow.from) && single(arrow.to)) plain.push(arrow);
    else if (from !== to) joined.set(`${from}-${to}`, { from, to, weight: (joined.get(`${from}-${to}`)?.weight ?? 0) + 1 });
  }
  const wide = ([id, { from, to, weight }]) => ({ id, from, to, smooth: false, dashes: false, width: 1 + Math.sqrt(weight) / 2 });
  return { nodes, edges: [...drawArrows(model, plain), ...[...joined].map(wide)], lit: nameLit(shown, (thing) => owner.get(thing)) };
}

/** A group by its three best connected members and how many there are, as large as its room allows. */
function makeGroup(model, group, members, language) {
  const names = members.slice(0, 3).map((thing) => shorten(nameTerm(thing.term, language).text, SHORTEST));
  const count = `(${members.length})`;
  const labels = [`${names.join(", ")} ${count}`, `${names[0]} ${count}`, count];
  return { id: `g${group.number}`, kind: "group", shape: model.drawing.shapes.group, x: group.at[0], y: group.at[1], size: group.radius / 4, labels };
}
