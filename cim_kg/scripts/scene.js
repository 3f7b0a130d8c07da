// From what is chosen to what is drawn: which nodes and edges, where, and which of them stand out.

import { filter } from "./filters.js";
import { findWays, measureSteps } from "./graph.js";
import { placeRings, placeWays } from "./layout.js";
import { findDrawn, nameTerm, shorten } from "./model.js";
import { findRows } from "./questions.js";

export const DRAWN = 1500;
const SHORTEST = 16;

/** What is shown: things and arrows with their counts, the places of a view laid out anew, and what is lit. */
export function view(model, state, things) {
  const all = filter(model, state);
  const lit = findLit(model, state);
  const [start, end] = state.path.split(" ").map((iri) => things.get(iri));
  if (start && end) {
    const ways = findWays(start, end, all.arrows);
    const among = new Set(ways.flat());
    const arrows = new Set([...all.arrows].filter((arrow) => areNext(ways, arrow)));
    return { ...all, things: among, arrows, ways, places: placeWays(ways), lit: null };
  }
  const middle = things.get(state.focus);
  if (middle) {
    const steps = measureSteps(middle, all.arrows, Math.min(Math.max(state.steps, 1), 3));
    const near = new Map([...steps].slice(0, DRAWN));
    const arrows = new Set([...all.arrows].filter((arrow) => near.has(arrow.from) && near.has(arrow.to)));
    return { ...all, things: new Set(near.keys()), arrows, places: placeRings(near), lit };
  }
  if (state.only && lit) return { ...filter(model, state, lit), places: null, lit: null };
  return { ...all, places: null, lit };
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
  const grouped = model.groups.length > 0 && shown.things.size > DRAWN && !shown.places;
  return { ...(grouped ? drawGroups(model, shown, state, language) : drawThings(model, shown, language)), chosen };
}

function nodeOf(model, iri) {
  return iri ? (model.things.find((thing) => thing.term.iri === iri)?.number ?? "") : "";
}

function drawThings(model, shown, language) {
  const drawn = new Map(model.groups.length ? [] : model.drawing.nodes.map((node) => [node.id, node]));
  const nodes = [...shown.things].map((thing) => makeNode(thing, drawn.get(thing.number), shown.places?.get(thing), language));
  const bends = new Map(model.groups.length ? [] : model.drawing.edges.map((edge) => [edge.id, edge]));
  const edges = [...shown.arrows].map((arrow) => makeEdge(arrow, bends.get(`a${arrow.number}`)));
  const lit = shown.lit && new Set([...[...shown.lit.things].map((it) => it.number), ...[...shown.lit.arrows].map((it) => `a${it.number}`)]);
  return { nodes, edges, lit };
}

const SHAPES = { actor: "dot", category: "hexagon", instrument: "square", activity: "diamond", place: "triangle", group: "star" };

function makeNode(thing, drawn, place, language) {
  const size = drawn?.size ?? Math.min(26, 8 + 2.6 * Math.sqrt(thing.arrows.length));
  const { x, y } = place ?? thing;
  return { id: thing.number, kind: thing.kind, shape: SHAPES[thing.kind], x, y, size, labels: listLabels(thing, language) };
}

/** What a thing can be called in a picture, the longest first: its name cut short, an acronym, the beginning. */
function listLabels(thing, language) {
  const name = nameTerm(thing.term, language).text;
  const acronyms = thing.term.said
    .filter(({ predicate, value }) => predicate.iri.endsWith("#altLabel") && [language, "en"].includes(value.language) && /^\p{Lu}{2,8}$/u.test(value.text))
    .map(({ value }) => value.text);
  return [...new Set([shorten(name), ...acronyms.slice(0, 1), shorten(name, SHORTEST)])];
}

function makeEdge(arrow, drawn) {
  const plain = { smooth: false, dashes: arrow.passages.length ? false : [3, 5] };
  return { ...plain, ...drawn, id: `a${arrow.number}`, from: arrow.from.number, to: arrow.to.number };
}

/** Groups as one node each, those that are open as their members. */
function drawGroups(model, shown, state, language) {
  const open = new Set(state.open.map(Number));
  const owner = new Map();
  const nodes = [];
  for (const group of model.groups) {
    const members = group.members.filter((thing) => shown.things.has(thing));
    const drawn = open.has(group.number) && nodes.length < DRAWN ? members.slice(0, DRAWN - nodes.length) : [];
    for (const thing of drawn) {
      owner.set(thing, thing.number);
      nodes.push(makeNode(thing, null, null, language));
    }
    const rest = members.slice(drawn.length);
    for (const thing of rest) owner.set(thing, `g${group.number}`);
    if (rest.length) nodes.push(makeGroup(group, rest, language));
  }
  const weights = new Map();
  for (const arrow of shown.arrows) {
    const [from, to] = [owner.get(arrow.from), owner.get(arrow.to)];
    if (from !== to) weights.set(`${from}-${to}`, { from, to, weight: (weights.get(`${from}-${to}`)?.weight ?? 0) + 1 });
  }
  const edges = [...weights].map(([id, { from, to, weight }]) => ({ id, from, to, smooth: false, dashes: false, width: 1 + Math.sqrt(weight) / 2 }));
  const lit = shown.lit && new Set([...shown.lit.things].map((thing) => owner.get(thing)));
  return { nodes, edges, lit };
}

/** A group by its three best connected members and how many there are, as large as its room allows. */
function makeGroup(group, members, language) {
  const names = members.slice(0, 3).map((thing) => shorten(nameTerm(thing.term, language).text, SHORTEST));
  const count = `(${members.length})`;
  const labels = [`${names.join(", ")} ${count}`, `${names[0]} ${count}`, count];
  return { id: `g${group.number}`, kind: "group", shape: "star", x: group.at[0], y: group.at[1], size: group.radius / 4, labels };
}
