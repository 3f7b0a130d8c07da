// Tables: sorted by any column, a hundred rows at a time; and the same as CSV.

import { make } from "./dom.js";

export const PAGE = 100;

/**
 * A table of rows under headings [{key, text}]; a row is {cells: [{text, node, sort}], chosen}.
 * `state.sort` is a heading's key, with “-” before it for downwards; `listeners` are sort(key), page(number), and `whole`: whether all rows are wanted, as on paper.
 */
export function makeTable(say, caption, headings, rows, state, listeners) {
  const sorted = sortRows(say, headings, rows, state.sort);
  const size = listeners.whole ? Math.max(rows.length, 1) : PAGE;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const page = Math.min(state.page, pages - 1);
  const body = sorted.slice(page * size, (page + 1) * size).map((row) =>
    make(
      "tr",
      { class: row.chosen ? "chosen" : null },
      row.cells.map((cell, i) => {
        const content = cell.node ?? cell.text;
        const attributes = { "data-heading": headings[i].text };
        return i ? make("td", attributes, content) : make("th", { scope: "row", ...attributes }, content);
      }),
    ),
  );
  const head = headings.map(({ key, text }) => makeHeading(say, key, text, state.sort, listeners));
  return [
    make("table", {}, make("caption", {}, caption), make("thead", {}, make("tr", {}, head)), make("tbody", {}, body)),
    pages > 1 ? makePages(say, page, pages, listeners) : null,
  ];
}

function makeHeading(say, key, text, sort, listeners) {
  const order = sort === key ? "ascending" : sort === `-${key}` ? "descending" : null;
  const next = order === "ascending" ? `-${key}` : key;
  const mark = order ? make("span", { "aria-hidden": "true" }, order === "ascending" ? " ▲" : " ▼") : null;
  const button = make("button", { type: "button", class: "sort", "data-key": `sort-${key}`, onclick: () => listeners.sort(next) }, text, mark);
  return make("th", { scope: "col", "aria-sort": order }, button);
}

function makePages(say, page, pages, listeners) {
  const turn = (key, to) =>
    make("button", { type: "button", "data-key": key, disabled: to < 0 || to >= pages, onclick: () => listeners.page(to) }, say(key));
  return make("p", { class: "pages" }, turn("table.before", page - 1), ` ${say("table.page", { page: page + 1, pages })} `, turn("table.after", page + 1));
}

/** The rows by the column that `sort` names; without one, as they come. */
export function sortRows(say, headings, rows, sort) {
  const column = headings.findIndex(({ key }) => key === sort.replace(/^-/, ""));
  if (column < 0) return rows;
  const read = (row) => row.cells[column].sort ?? row.cells[column].text;
  const way = sort.startsWith("-") ? -1 : 1;
  const compare = (one, other) => (typeof one === "number" && typeof other === "number" ? one - other : say.compare(String(one), String(other)));
  return [...rows].sort((one, other) => way * compare(read(one), read(other)));
}

/** Rows of text as CSV (RFC 4180) with a byte order mark; what a spreadsheet would run as a formula is quoted with '. */
export function writeCsv(rows) {
  const write = (text) => {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `\ufeff${rows.map((row) => row.map((cell) => write(String(cell))).join(",")).join("\r\n")}\r\n`;
}
