// Which things and arrows pass what the reader has chosen, and how many there are of each kind and relation.

/** The things and arrows that pass, with counts by kind and by relation as they would be with all of those on. */
export function filter(model, state, within = null) {
  const shown = pass(model, state, within);
  const { things } = state.kinds.length ? pass(model, { ...state, kinds: [] }, within) : shown;
  const { arrows } = state.relations.length ? pass(model, { ...state, relations: [] }, within) : shown;
  return { ...shown, ...countShown(things, arrows) };
}

/** How many things there are of each kind, and arrows of each relation. */
export function countShown(things, arrows) {
  return { kinds: count(things, (thing) => thing.kind), relations: count(arrows, (arrow) => arrow.relation.iri) };
}

function pass(model, state, within) {
  const passes = makePasses(model, state);
  const [kinds, relations] = [new Set(state.kinds), new Set(state.relations)];
  const inside = (thing) => (!within || within.things.has(thing)) && !kinds.has(thing.kind) && passes.thing(thing);
  const told = new Set(model.things.filter(inside));
  const joins = (it) => told.has(it.from) && told.has(it.to) && (!within || within.arrows.has(it));
  const arrows = new Set(model.arrows.filter((it) => joins(it) && !relations.has(it.relation.iri) && passes.arrow(it)));
  const tied = new Set([...arrows].flatMap((arrow) => [arrow.from, arrow.to]));
  const kept = (thing) => tied.has(thing) || within !== null || (passes.alone(thing) && !thing.arrows.length);
  return { things: new Set([...told].filter(kept)), arrows };
}

function makePasses(model, state) {
  const themed = (it) => !state.theme || it.themes.some((theme) => theme.iri === state.theme);
  const sourced = (it) => !state.source || it.passages.some((passage) => passage.source.iri === state.source);
  return {
    thing: (it) => sourced(it) && it.passages.length >= state.least && isWithin(it, state),
    arrow: (it) => sourced(it) && (themed(it) || themed(it.from) || themed(it.to)),
    alone: (it) => themed(it),
  };
}

const TIMELY = new Set(["activity", "instrument"]);

/** Whether the days that are said of a thing touch the period; what bears no date passes unless only dated is asked. */
export function isWithin(thing, { from, to, dated }) {
  if (!thing.days) return !(dated && TIMELY.has(thing.kind));
  const [first, last] = thing.days;
  return !(from && last && last < from) && !(to && first && first > to);
}

function count(items, read) {
  const found = new Map();
  for (const item of items) found.set(read(item), (found.get(read(item)) ?? 0) + 1);
  return found;
}
