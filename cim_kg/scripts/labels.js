// Where names stand in a picture: as many as have room, the most important first; none covers another or a node.

/**
 * Texts with their boxes [left, top, right, bottom]. `nodes` come the most important first, each with its `labels`,
 * the longest first; `measure` gives a text's width, `height` a line's, `gap` how far off a node a name stands, `most`
 * how many there may be. `view` is the box they must lie in, null for any. A node that `must` be named covers others.
 */
export function placeLabels(nodes, { measure, height, gap, most, view = null, must = () => false, taken }) {
  const boxes = [...taken];
  const placed = [];
  for (const node of nodes) {
    if (placed.length >= most) break;
    const spots = listSpots(node, measure, height, gap).filter(({ box }) => !view || isInside(box, view));
    const spot = spots.find(({ box }) => !boxes.some((other) => isOver(box, other))) ?? (must(node) ? spots[0] : null);
    if (!spot) continue;
    boxes.push(spot.box);
    placed.push(spot);
  }
  return placed;
}

/** Where a node's names can stand: below it, above, to the right or left. */
function listSpots({ x, y, size, labels }, measure, height, gap) {
  return labels.flatMap((text) => {
    const [wide, away] = [measure(text), size + gap];
    const corners = [[x - wide / 2, y + away], [x - wide / 2, y - away - height], [x + away, y - height / 2], [x - away - wide, y - height / 2]];
    return corners.map(([left, top]) => ({ text, box: [left, top, left + wide, top + height] }));
  });
}

/** The boxes that nodes take. */
export function boxNodes(nodes) {
  return nodes.map(({ x, y, size }) => [x - size, y - size, x + size, y + size]);
}

/** Middle, left, top, width and height of what nodes cover. */
export function boundNodes(nodes) {
  const left = Math.min(...nodes.map((it) => it.x - it.size));
  const right = Math.max(...nodes.map((it) => it.x + it.size));
  const top = Math.min(...nodes.map((it) => it.y - it.size));
  const bottom = Math.max(...nodes.map((it) => it.y + it.size));
  return { x: (left + right) / 2, y: (top + bottom) / 2, left, top, width: right - left, height: bottom - top };
}

/** Whether two boxes share a place. */
export function isOver(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}

function isInside(box, view) {
  return box[0] >= view[0] && box[2] <= view[2] && box[1] >= view[1] && box[3] <= view[3];
}
