// The picture. Only this module knows vis-network; another canvas could stand in its place.

import { boundNodes, boxNodes, isOver, placeLabels } from "./labels.js";

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

  function drawLabels(context) {
    const scale = network.getScale();
    const height = 13 / scale;
    context.font = `500 ${height}px system-ui, sans-serif`;
    context.textBaseline = "top";
    context.lineJoin = "round";
    context.lineWidth = 4 / scale;
    context.strokeStyle = colours.ground;
    context.fillStyle = colours.ink;
    const first = (node) => node.id === scene.chosen || node.id === hovered;
    const named = scene.nodes.filter((node) => isLit(node.id) || first(node));
    const placed = placeLabels(named.sort((one, other) => first(other) - first(one) || other.size - one.size), {
      measure: (text) => context.measureText(text).width,
      height: height * 1.15,
      gap: 4 / scale,
      most: LABELS,
      view: readView(scale),
      must: first,
      taken: boxNodes(scene.nodes.filter((node) => isLit(node.id))),
    });
    for (const { text, box } of placed) {
      context.strokeText(text, box[0], box[1]);
      context.fillText(text, box[0], box[1]);
    }
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
    /** Moves the camera to a node that is out of sight. */
    reveal(id) {
      const node = byId.get(id);
      const view = node && readView(network.getScale());
      if (node && !isOver([node.x, node.y, node.x, node.y], view)) network.moveTo({ position: node, animation: false });
    },
  };
}

function readColours(element) {
  const style = getComputedStyle(element);
  const names = ["actor", "category", "instrument", "activity", "place", "group", "ground", "ink", "edge"];
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}
