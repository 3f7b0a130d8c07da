// Finding things by what people type: any language, any accent or none.

/** The text without case, accents and doubled blanks. */
export function fold(text) {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/’/g, "'")
    .trim()
    .replace(/\s+/g, " ");
}

/** Every name of every thing, folded, with the thing. */
export function makeIndex(things) {
  return things.flatMap((thing) => {
    const names = new Set([...Object.values(thing.term.names), ...thing.also].filter(Boolean));
    return [...names].map((text) => ({ thing, text, folded: ` ${fold(text)}` }));
  });
}

/** At most `limit` things that are called so, the best first: the whole name, its beginning, a word's, any part. */
export function search(index, words, limit = 12) {
  const wanted = fold(words);
  if (!wanted) return [];
  const best = new Map();
  for (const entry of index) {
    const rank = rate(entry.folded, wanted);
    const known = best.get(entry.thing);
    if (rank >= 0 && (!known || rank < known.rank)) best.set(entry.thing, { ...entry, rank });
  }
  const order = (one, other) =>
    one.rank - other.rank || other.thing.arrows.length - one.thing.arrows.length || one.thing.number - other.thing.number;
  return [...best.values()].sort(order).slice(0, limit);
}

function rate(folded, wanted) {
  const at = folded.indexOf(wanted);
  if (at < 0) return -1;
  if (at === 1) return folded.length === wanted.length + 1 ? 0 : 1;
  return folded.includes(` ${wanted}`) ? 2 : 3;
}
