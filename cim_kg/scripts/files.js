// What is shown, as files: SVG, PNG at twice the size, CSV, JSON; and on paper.

import { writeCsv } from "./tables.js";
import { writeIri } from "./model.js";
import { sayDays, sayKind, sayRelation, sayTerm } from "./words.js";

/** Hands the reader a file. */
export function hand(name, content, type) {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** A PNG of an SVG, at twice its size, or as large as a browser draws. */
export async function paint(svg) {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  await image.decode();
  const scale = Math.min(2, 8000 / Math.max(image.naturalWidth, image.naturalHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.naturalWidth * scale);
  canvas.height = Math.round(image.naturalHeight * scale);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return new Promise((resolve) => {
    canvas.toBlob(resolve, "image/png");
  });
}

/** The things and relations shown as one CSV, with what they are filtered by and the version below. */
export function writeRows(page, shown, notes) {
  const { say } = page;
  const cite = (passages) => passages.map((passage) => passage.citation).join("; ");
  const things = [...shown.things].map((it) => [sayTerm(page, it.term), sayKind(page, it), sayDays(page, it.days), "", cite(it.passages), writeIri(page.model, it.term)]);
  const arrows = [...shown.arrows].map((it) => [sayTerm(page, it.from.term), sayRelation(page, it), "", sayTerm(page, it.to.term), cite(it.passages), it.node ? writeIri(page.model, it.node) : ""]);
  const head = ["table.thing", "table.kind", "table.days", "table.to", "table.sources", "table.iri"].map((key) => say(key));
  return writeCsv([head, ...things, ...arrows, ...notes.map((note) => [note, "", "", "", "", ""])]);
}

/** The things and relations shown as JSON, in IRIs and labels, with the filters and the version of the graph. */
export function writeJson(page, shown, notes) {
  const { model, state } = page;
  const iri = (term) => writeIri(model, term);
  const data = {
    version: model.version,
    filters: notes,
    state,
    things: [...shown.things].map((it) => ({ iri: iri(it.term), label: sayTerm(page, it.term), kind: it.kind, class: iri(it.type), days: it.days, passages: it.passages.map((passage) => model.base + passage.name) })),
    relations: [...shown.arrows].map((it) => ({
      from: iri(it.from.term), to: iri(it.to.term), relation: iri(it.relation), labels: it.labels.map(iri), node: it.node && iri(it.node),
      passages: it.passages.map((passage) => model.base + passage.name),
    })),
  };
  return `${JSON.stringify(data, null, 1)}\n`;
}
