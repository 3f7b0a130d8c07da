// The picture as SVG: for files and for paper, with its legend, what it was filtered by, and its version.

import { boundNodes, boxNodes, placeLabels } from "./labels.js";

const MARGIN = 60;
const LINE = 20;

/** The text of an SVG of the scene; `legend` is a list of [kind, words], `notes` are lines of text below. */
export function writeSvg(scene, title, legend, notes, colours) {
  const box = scene.nodes.length ? boundNodes(scene.nodes) : { left: 0, top: 0, width: 400, height: 200 };
  const width = Math.max(box.width, 760) + 2 * MARGIN;
  const left = box.left + box.width / 2 - width / 2;
  const top = box.top - MARGIN - 2 * LINE;
  const bottom = box.top + box.height + MARGIN;
  const lines = notes.flatMap((note) => wrap(note, width / 8));
  const height = bottom - top + (legend.length + lines.length + 2) * LINE;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${round(left)} ${round(top)} ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}" font-family="system-ui, sans-serif" font-size="13" fill="${colours.ink}">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect x="${round(left)}" y="${round(top)}" width="100%" height="100%" fill="${colours.ground}"/>`,
    `<text x="${round(left + MARGIN)}" y="${round(top + 1.6 * LINE)}" font-size="18" font-weight="600">${escapeXml(title)}</text>`,
  ];
  const places = new Map(scene.nodes.map((node) => [node.id, node]));
  for (const edge of scene.edges) parts.push(drawEdge(edge, places, scene, colours));
  for (const node of scene.nodes) {
    const opacity = isLit(scene, node) ? 1 : 0.2;
    parts.push(`<g opacity="${opacity}">${drawShape(node.kind, node.x, node.y, node.size, colours)}</g>`);
  }
  parts.push(...writeLabels(scene, colours));
  let y = bottom + LINE;
  for (const [kind, words] of legend) {
    parts.push(drawShape(kind, left + MARGIN + 8, y - 4, 8, colours));
    parts.push(`<text x="${round(left + MARGIN + 26)}" y="${round(y)}">${escapeXml(words)}</text>`);
    y += LINE;
  }
  for (const line of lines) {
    parts.push(`<text x="${round(left + MARGIN)}" y="${round(y)}" fill="${colours.quiet}">${escapeXml(line)}</text>`);
    y += LINE;
  }
  return [...parts, "</svg>\n"].join("\n");
}

/** One node's shape, as its kind is drawn. */
export function drawShape(kind, x, y, size, colours) {
  const paint = `fill="${colours[kind]}" stroke="${colours.ground}" stroke-width="1.5"`;
  if (kind === "actor") return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(size)}" ${paint}/>`;
  const points = CORNERS[kind].map(([dx, dy]) => `${round(x + dx * size)},${round(y + dy * size)}`);
  return `<polygon points="${points.join(" ")}" ${paint}/>`;
}

const CORNERS = {
  category: [0, 1, 2, 3, 4, 5].map((i) => [Math.cos((i * Math.PI) / 3), Math.sin((i * Math.PI) / 3)]),
  instrument: [[-1, -1], [1, -1], [1, 1], [-1, 1]],
  activity: [[0, -1], [1, 0], [0, 1], [-1, 0]],
  place: [[0, -1], [0.9, 0.7], [-0.9, 0.7]],
  group: Array.from({ length: 10 }, (_, i) => {
    const far = i % 2 ? 0.5 : 1.3;
    return [far * Math.sin((i * Math.PI) / 5), -far * Math.cos((i * Math.PI) / 5)];
  }),
};

function drawEdge(edge, places, scene, colours) {
  const [from, to] = [places.get(edge.from), places.get(edge.to)];
  const lit = isLit(scene, edge);
  const bend = edge.smooth ? edge.smooth.roundness * (edge.smooth.type === "curvedCW" ? 1 : -1) : 0;
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const middle = [from.x + dx / 2 + dy * bend, from.y + dy / 2 - dx * bend];
  const away = Math.hypot(to.x - middle[0], to.y - middle[1]) || 1;
  const tip = [to.x - ((to.x - middle[0]) / away) * to.size, to.y - ((to.y - middle[1]) / away) * to.size];
  const [ux, uy] = [(tip[0] - middle[0]) / away, (tip[1] - middle[1]) / away];
  const head = [tip, [tip[0] - 7 * ux - 3 * uy, tip[1] - 7 * uy + 3 * ux], [tip[0] - 7 * ux + 3 * uy, tip[1] - 7 * uy - 3 * ux]];
  const colour = lit && scene.lit ? colours.ink : colours.edge;
  const dashes = edge.dashes ? ' stroke-dasharray="3 5"' : "";
  const path = `M${round(from.x)} ${round(from.y)}Q${round(middle[0])} ${round(middle[1])} ${round(tip[0])} ${round(tip[1])}`;
  const corners = head.map(([x, y]) => `${round(x)},${round(y)}`).join(" ");
  return `<g opacity="${lit ? 1 : 0.2}"><path d="${path}" fill="none" stroke="${colour}"${dashes}/><polygon points="${corners}" fill="${colour}"/></g>`;
}

function writeLabels(scene, colours) {
  const named = scene.nodes.filter((node) => isLit(scene, node)).sort((one, other) => other.size - one.size);
  const measure = (text) => text.length * 7;
  const placed = placeLabels(named, { measure, height: 15, gap: 3, most: Infinity, taken: boxNodes(named) });
  return placed.map(({ text, box }) => {
    const middle = (box[0] + box[2]) / 2;
    return `<text x="${round(middle)}" y="${round(box[1] + 11)}" text-anchor="middle" stroke="${colours.ground}" stroke-width="3" paint-order="stroke">${escapeXml(text)}</text>`;
  });
}

function isLit(scene, it) {
  return !scene.lit || scene.lit.has(it.id);
}

function wrap(text, most) {
  const lines = [""];
  for (const word of text.split(" ")) {
    if (lines.at(-1).length + word.length > most) lines.push("");
    lines[lines.length - 1] += `${word} `;
  }
  return lines.map((line) => line.trim());
}

function round(value) {
  return Math.round(value * 10) / 10;
}

/** The text with what XML reads as markup written out, and without what it cannot hold. */
export function escapeXml(text) {
  const plain = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
  return plain.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
