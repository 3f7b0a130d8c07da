// Walking the network: neighbours, what lies within some steps, and the shortest ways between two things.

/** The arrows of a thing that are shown, each with the thing at its other end. */
export function listNeighbours(thing, arrows) {
  return thing.arrows
    .filter((arrow) => arrows.has(arrow))
    .map((arrow) => ({ arrow, other: arrow.from === thing ? arrow.to : arrow.from }));
}

/** How many steps each thing lies from the start, up to `most`. */
export function measureSteps(start, arrows, most = Infinity) {
  const steps = new Map([[start, 0]]);
  for (const thing of steps.keys()) {
    const next = steps.get(thing) + 1;
    if (next > most) break;
    for (const { other } of listNeighbours(thing, arrows)) if (!steps.has(other)) steps.set(other, next);
  }
  return steps;
}

/** Up to `most` shortest ways from one thing to another, each a list of things, none going through a thing twice. */
export function findWays(start, end, arrows, most = 3) {
  const left = measureSteps(end, arrows);
  if (start === end || !left.has(start)) return [];
  const found = [];
  for (let length = left.get(start); length <= left.get(start) + 2 && found.length < most; length += 1) {
    extend([start], length);
  }
  return found;

  function extend(way, steps) {
    const last = way.at(-1);
    if (found.length >= most) return;
    if (last === end) {
      if (steps === 0) found.push(way);
      return;
    }
    const others = new Set(listNeighbours(last, arrows).map(({ other }) => other));
    for (const other of [...others].sort((one, two) => one.number - two.number)) {
      if (!way.includes(other) && (left.get(other) ?? Infinity) <= steps - 1) extend([...way, other], steps - 1);
    }
  }
}

/** The arrows between each two things that follow one another on a way. */
export function listSteps(way, arrows) {
  return way.slice(1).map((thing, i) => ({
    from: way[i],
    to: thing,
    arrows: listNeighbours(way[i], arrows).filter(({ other }) => other === thing).map(({ arrow }) => arrow),
  }));
}
