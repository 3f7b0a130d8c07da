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

/** What is shown as CSV, with what it is filtered by and the version below: the answer, or the things and the relations. */
export function writeRows(page, shown, answer, notes) {
  const rows = answer ? listAnswer(page, answer) : [...listThings(page, shown), [], ...listRelations(page, shown)];
  return writeCsv([...rows, [], ...notes.map((note) => [note])]);
}

function cite(page, passages) {
  return passages.map((passage) => passage.citation[page.say.language]).join("; ");
}

function listAnswer(page, { question, rows }) {
  const words = page.words();
  const head = [...question.columns.map((column) => words[column]), page.say("table.sources")];
  return [head, ...rows.map((row) => [...row.cells.map((cell) => sayTerm(page, cell)), cite(page, row.passages)])];
}

function listThings(page, shown) {
  const head = ["table.thing", "table.kind", "table.days", "table.sources", "table.iri"].map((key) => page.say(key));
  const tell = (it) => [sayTerm(page, it.term), sayKind(page, it), sayDays(page, it.days), cite(page, it.passages), writeIri(page.model, it.term)];
  return [head, ...[...shown.things].map(tell)];
}

function listRelations(page, shown) {
  const head = ["table.from", "table.relation", "table.to", "table.sources", "table.iri"].map((key) => page.say(key));
  const tell = (it) => [sayTerm(page, it.from.term), sayRelation(page, it), sayTerm(page, it.to.term), cite(page, it.passages), it.node ? writeIri(page.model, it.node) : ""];
  return [head, ...[...shown.arrows].map(tell)];
}

/** What is shown as JSON, in IRIs and labels, with the filters and the version of the graph. */
export function writeJson(page, shown, answer, notes) {
  const { model, state } = page;
  const iri = (term) => writeIri(model, term);
  const tell = (cell) => cell && { value: cell.iri ? iri(cell) : cell.text, label: sayTerm(page, cell) };
  const list = (passages) => passages.map((passage) => model.base + passage.name);
  const data = {
    version: model.version,
    filters: notes,
    state,
    answer: answer && answer.rows.map((row) => ({
      cells: Object.fromEntries(answer.question.columns.map((column, i) => [column, tell(row.cells[i])])),
      passages: list(row.passages),
    })),
    things: [...shown.things].map((it) => ({ iri: iri(it.term), label: sayTerm(page, it.term), kind: it.kind, class: iri(it.type), days: it.days, passages: list(it.passages) })),
    relations: [...shown.arrows].map((it) => ({ from: iri(it.from.term), to: iri(it.to.term), relation: iri(it.relation), labels: it.labels.map(iri), node: it.node && iri(it.node), passages: list(it.passages) })),
  };
  return `${JSON.stringify(data, null, 1)}\n`;
}
