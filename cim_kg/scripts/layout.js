// Where things stand in a view of few: in rings around one of them, or in columns along the ways between two.

const RING = 190;
const APART = 84;
const COLUMN = 260;
const ROW = 110;

/** A place for each thing by its steps from the middle: on a ring, or in turn on several where one has not the room. */
export function placeRings(steps) {
  const rings = [];
  for (const [thing, step] of steps) (rings[step] ??= []).push(thing);
  const places = new Map();
  let reached = -RING;
  for (const ring of rings) {
    const radius = reached + RING;
    const turns = radius ? Math.ceil((ring.length * APART) / (2 * Math.PI * radius)) : 1;
    ring.sort((one, other) => turn(one, places) - turn(other, places) || one.number - other.number);
    ring.forEach((thing, i) => {
      const angle = (2 * Math.PI * i) / ring.length - Math.PI / 2;
      const far = radius + (i % turns) * APART;
      places.set(thing, { x: far * Math.cos(angle), y: far * Math.sin(angle) });
    });
    reached = radius + (turns - 1) * APART;
  }
  return places;
}

function turn(thing, places) {
  const inner = thing.arrows.map((it) => places.get(it.from === thing ? it.to : it.from)).filter(Boolean);
  const x = inner.reduce((sum, it) => sum + it.x, 0);
  const y = inner.reduce((sum, it) => sum + it.y, 0);
  return Math.atan2(x, -y);
}

/** A place for each thing on the ways: a column for each step, the ways from top to bottom. */
export function placeWays(ways) {
  const columns = new Map();
  for (const way of ways) {
    way.forEach((thing, i) => {
      const column = i === way.length - 1 ? Infinity : i;
      if (![...columns.values()].some((list) => list.includes(thing))) {
        columns.set(column, [...(columns.get(column) ?? []), thing]);
      }
    });
  }
  const places = new Map();
  const ordered = [...columns.keys()].sort((one, other) => one - other);
  ordered.forEach((column, i) => {
    const list = columns.get(column);
    list.forEach((thing, k) => places.set(thing, { x: i * COLUMN, y: (k - (list.length - 1) / 2) * ROW }));
  });
  return places;
}
