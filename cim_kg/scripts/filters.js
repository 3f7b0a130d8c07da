// Which things and arrows pass what the reader has chosen, and how many there are of each kind and relation.

/** The things and arrows that pass, as sets, with counts by kind and relation as if those were not filtered. */
export function filter(model, state, within = null) {
  const passes = makePasses(model, state);
  const inside = (thing) => !within || within.things.has(thing);
  const told = model.things.filter((thing) => inside(thing) && passes.thing(thing));
  const base = new Set(told);
  const off = new Set(state.kinds);
  const shown = new Set(told.filter((thing) => !off.has(thing.kind)));
  const joined = model.arrows.filter(
    (it) => shown.has(it.from) && shown.has(it.to) && (!within || within.arrows.has(it)) && passes.arrow(it),
  );
  const without = new Set(state.relations);
  const arrows = new Set(joined.filter((arrow) => !without.has(arrow.relation.iri)));
  const tied = new Set([...arrows].flatMap((arrow) => [arrow.from, arrow.to]));
  const kept = (thing) => tied.has(thing) || within !== null || (passes.alone(thing) && !thing.arrows.length);
  return {
    things: new Set([...shown].filter(kept)),
    arrows,
    kinds: count(base, (thing) => thing.kind),
    relations: count(joined, (arrow) => arrow.relation.iri),
  };
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
