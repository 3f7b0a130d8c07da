// The picture. Only this module knows vis-network; another canvas could stand in its place.

const LABELS = 70;
const DIMMED = 0.14;

/**
 * A canvas in an element, which shows a scene: {nodes: [{id, kind, x, y, size, labels}], edges: [{id, from, to, …}]},
 * with `lit` (a set of ids, or null for all) and `chosen` (an id or "").
 */
export function makeCanvas(vis, element, drawing, listeners) {
  const network = new vis.Network(element, { nodes: [], edges: [] }, { ...drawing.options, height: "100%", width: "100%" });
  let scene = { nodes: [], edges: [], lit: null, chosen: "" };
  let loaded = new Set();
  let byId = new Map();
  let colours = readColours(element);
  let hovered = null;

  for (const inner of element.querySelectorAll("[tabindex]")) inner.tabIndex = -1; // the stage around it takes the keys

  network.on("afterDrawing", (context) => drawLabels(context));
  network.on("click", ({ nodes, edges }) => {
    if (nodes.length) listeners.node(nodes[0]);
    else if (edges.length) listeners.edge(edges[0]);
    else listeners.ground();
  });
  network.on("hoverNode", ({ node }) => setHovered(node));
  network.on("blurNode", () => setHovered(null));

  function setHovered(id) {
    hovered = id;
    network.redraw();
  }

  /** Shows a scene; what is loaded already is only hidden, moved and tinted. */
  function show(next) {
    scene = next;
    byId = new Map(scene.nodes.map((node) => [node.id, node]));
    const ids = [...scene.nodes, ...scene.edges].map((it) => it.id);
    if (!ids.every((id) => loaded.has(id))) load();
    restyle();
  }

  function load() {
    loaded = new Set([...scene.nodes, ...scene.edges].map((it) => it.id));
    network.setData({
      nodes: scene.nodes.map(({ id, shape, x, y, size }) => ({
        id, shape, x, y, size, color: { background: colours.ground, border: colours.ground },
      })),
      edges: scene.edges.map(({ id, from, to, smooth, dashes, width }) => ({
        id, from, to, smooth: smooth ?? false, dashes: dashes ?? false, color: { color: colours.edge, inherit: false, opacity: 1 },
      })),
    });
  }

  function restyle() {
    const edges = new Map(scene.edges.map((edge) => [edge.id, edge]));
    for (const node of Object.values(network.body.nodes)) styleNode(node, byId.get(node.id));
    for (const edge of Object.values(network.body.edges)) styleEdge(edge, edges.get(edge.id));
    network.redraw();
  }

  function styleNode(node, wanted) {
    node.options.hidden = !wanted;
    if (!wanted) return;
    node.x = wanted.x;
    node.y = wanted.y;
    const chosen = wanted.id === scene.chosen;
    const tint = colours[wanted.kind];
    node.options.opacity = isLit(wanted.id) ? 1 : DIMMED;
    node.options.color.background = tint;
    node.options.color.border = chosen ? colours.ink : colours.ground;
    node.options.borderWidth = chosen ? 3 : 1.5;
  }

  function styleEdge(edge, wanted) {
    edge.options.hidden = !wanted;
    if (!wanted) return;
    const chosen = wanted.id === scene.chosen;
    edge.options.color.color = chosen || (scene.lit && isLit(wanted.id)) ? colours.ink : colours.edge;
    edge.options.color.opacity = isLit(wanted.id) ? 1 : DIMMED;
    edge.options.width = chosen ? 4 : wanted.width ?? (scene.lit && isLit(wanted.id) ? 2 : 1);
  }

  function isLit(id) {
    return !scene.lit || scene.lit.has(id);
  }

  /** Labels as many as have room, the most important first; none covers another or a node. */
  function drawLabels(context) {
    const scale = network.getScale();
    const height = 13 / scale;
    const taken = scene.nodes.filter(({ id }) => isLit(id)).map(({ x, y, size }) => [x - size, y - size, x + size, y + size]);
    context.font = `500 ${height}px system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "top";
    context.lineJoin = "round";
    context.lineWidth = 4 / scale;
    context.strokeStyle = colours.ground;
    context.fillStyle = colours.ink;
    let drawn = 0;
    const first = (node) => (node.id === scene.chosen || node.id === hovered ? 1 : 0);
    const view = readView(scale);
    for (const node of [...scene.nodes].sort((one, other) => first(other) - first(one) || other.size - one.size)) {
      if (drawn >= LABELS || (!isLit(node.id) && !first(node))) continue;
      const spots = listSpots(context, node, height, 4 / scale).filter(({ box }) => isInside(box, view));
      const spot = spots.find(({ box }) => !taken.some((other) => isOver(box, other))) ?? (first(node) ? spots[0] : null);
      if (!spot) continue;
      taken.push(spot.box);
      drawn += 1;
      context.strokeText(spot.text, (spot.box[0] + spot.box[2]) / 2, spot.box[1]);
      context.fillText(spot.text, (spot.box[0] + spot.box[2]) / 2, spot.box[1]);
    }
    element.dataset.labels = drawn;
  }

  /** Where a node's label can stand, the longest first: below it, above, to the right or left. */
  function listSpots(context, { x, y, size, labels }, height, gap) {
    return labels.flatMap((text) => {
      const [wide, high, away] = [context.measureText(text).width, height * 1.15, size + gap];
      const corners = [[x - wide / 2, y + away], [x - wide / 2, y - away - high], [x + away, y - high / 2], [x - away - wide, y - high / 2]];
      return corners.map(([left, top]) => ({ text, box: [left, top, left + wide, top + high] }));
    });
  }

  function readView(scale) {
    const { x, y } = network.getViewPosition();
    const [wide, high] = [element.clientWidth / scale / 2, element.clientHeight / scale / 2];
    return [x - wide, y - high, x + wide, y + high];
  }

  return {
    show,
    /** Moves the camera so that all nodes of the scene, or those of these ids, fill the picture. */
    fit(ids = null) {
      const nodes = scene.nodes.filter((node) => !ids || ids.has(node.id));
      if (!nodes.length) return;
      const box = boundNodes(nodes);
      const scale = Math.min((element.clientWidth - 90) / box.width, (element.clientHeight - 70) / box.height, 1.4);
      network.moveTo({ position: { x: box.x, y: box.y }, scale: Math.max(scale, 0.01), animation: false });
    },
    zoom(factor) {
      network.moveTo({ scale: network.getScale() * factor, animation: false });
    },
    /** Reads the colours of the page anew, as after a change from light to dark. */
    repaint() {
      colours = readColours(element);
      restyle();
    },
    resize() {
      network.setSize("100%", "100%");
      network.redraw();
    },
    /** Where on the element a node stands, in pixels. */
    find: (id) => network.canvasToDOM(byId.get(id)),
  };
}

/** Middle, width and height of what nodes cover. */
export function boundNodes(nodes) {
  const left = Math.min(...nodes.map((it) => it.x - it.size));
  const right = Math.max(...nodes.map((it) => it.x + it.size));
  const top = Math.min(...nodes.map((it) => it.y - it.size));
  const bottom = Math.max(...nodes.map((it) => it.y + it.size));
  return { x: (left + right) / 2, y: (top + bottom) / 2, left, top, width: right - left, height: bottom - top };
}

/** Whether two boxes [left, top, right, bottom] share a place. */
export function isOver(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}

function isInside(box, view) {
  return box[0] >= view[0] && box[2] <= view[2] && box[1] >= view[1] && box[3] <= view[3];
}

function readColours(element) {
  const style = getComputedStyle(element);
  const names = ["actor", "category", "instrument", "activity", "place", "group", "ground", "ink", "edge"];
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}
