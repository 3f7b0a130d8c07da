// The questions: choosing one and its parameters, and the answer that the build worked out.

import { make } from "./dom.js";
import { makeTable } from "./tables.js";
import { makeLink, saySources, sayTerm, showTerm } from "./words.js";

/** What names a parameter's value in a link. */
export function nameValue(term) {
  return term.iri ?? term.text;
}

/** The rows of the answer to a question for what is given; null where the page holds no such answer. */
export function findRows(question, given) {
  const at = question.choices.findIndex((choice) => matches(question, choice, given));
  return at < 0 ? null : Object.values(question.answers)[at].map((i) => question.rows[i]);
}

function matches(question, choice, given) {
  return question.parameters.every(({ name }, i) => (choice[i] ? nameValue(choice[i]) : "") === (given[name] ?? ""));
}

/** The values of a parameter for which there are rows, with what else is given. */
export function listValues(question, index, given) {
  const fitting = question.choices.filter((choice) =>
    question.parameters.every(({ name }, i) => i === index || (choice[i] ? nameValue(choice[i]) : "") === (given[name] ?? "")),
  );
  return [...new Set(fitting.map((choice) => choice[index]).filter(Boolean))];
}

/** The command that gives the same answer. */
export function writeCommand(page, question, given) {
  const words = question.parameters
    .filter(({ name }) => given[name])
    .map(({ name }) => `${name}=${given[name].includes("/") ? `"${page.model.base}${given[name]}"` : given[name]}`);
  return ["cim-kg ask", question.name, ...(words.length ? words : question.choices.length ? [] : [question.example])].join(" ");
}

/** The list of questions by theme, and for the one chosen its parameters. */
export function showChooser(page, question) {
  const { say, state, model } = page;
  const themes = [...new Set(model.questions.map((it) => it.theme))];
  const options = themes.map((theme) =>
    make(
      "optgroup",
      { label: say(`theme.${theme}`) },
      model.questions.filter((it) => it.theme === theme).map((it) => make("option", { value: it.name, selected: it === question }, it.texts[say.language][0])),
    ),
  );
  const choose = (event) => page.go({
      question: event.target.value,
      given: {},
      row: -1,
      only: false,
      focus: "",
      path: "",
      sort: "",
      page: 0,
      view: state.view === "answer" ? "answer" : "network",
    });
  return [
    make(
      "label",
      {},
      make("span", {}, say("ask.question")),
      make("select", { "data-key": "question", onchange: choose }, make("option", { value: "" }, say("ask.none")), options),
    ),
    question ? question.parameters.map((parameter, i) => showParameter(page, question, parameter, i)) : null,
    question ? make("p", {}, question.texts[say.language][1]) : null,
    question ? showOutcome(page, question, state) : null,
  ];
}

/** What is given, with the first value that has rows for each parameter that needs one. */
export function complete(question, given) {
  const first = question.choices[0] ?? [];
  const needed = question.parameters.flatMap(({ name, required }, i) => (required && first[i] ? [[name, nameValue(first[i])]] : []));
  return { ...Object.fromEntries(needed), ...given };
}

function showParameter(page, question, parameter, index) {
  const { say, state } = page;
  const values = listValues(question, index, state.given).map((term) => [nameValue(term), sayTerm(page, term)]);
  values.sort((one, other) => (parameter.type === "xsd:date" ? (one[0] < other[0] ? -1 : 1) : say.compare(one[1], other[1])));
  if (!values.length && !state.given[parameter.name]) return null;
  const give = (event) => page.go({ given: { ...state.given, [parameter.name]: event.target.value }, row: -1 });
  const options = values.map(([value, text]) => make("option", { value, selected: state.given[parameter.name] === value }, text));
  const none = parameter.required ? null : make("option", { value: "" }, say("ask.any"));
  return make("label", {}, make("span", {}, page.words()[parameter.name]), make("select", { "data-key": `given-${parameter.name}`, onchange: give }, none, options));
}

function showOutcome(page, question, state) {
  const { say } = page;
  const rows = findRows(question, state.given);
  if (!rows) return [make("p", {}, say(question.choices.length ? "ask.absent" : "ask.large")), make("pre", { tabindex: "0" }, writeCommand(page, question, state.given))];
  const only = (event) => page.go({ only: event.target.checked });
  return [
    make("p", { class: "count" }, say("answer.count", { count: rows.length })),
    make("p", { class: "actions" }, make("button", { type: "button", "data-key": "see-answer", onclick: () => page.go({ view: "answer", page: 0, sort: "" }) }, say("answer.see"))),
    make("label", { class: "check" }, make("input", { type: "checkbox", "data-key": "only", checked: state.only, onchange: only }), say("answer.only")),
  ];
}

/** The answer as a table, how to read it, and the SPARQL behind it. */
export function showAnswer(page, question, rows) {
  const { say, state } = page;
  const words = page.words();
  const shown = question.columns.map((_, i) => i).filter((i) => rows.some((row) => row.cells[i]));
  const headings = [...shown.map((i) => ({ key: question.columns[i], text: words[question.columns[i]] })), { key: "sources", text: say("table.sources") }];
  const lines = rows.map((row, number) => ({
    chosen: number === state.row,
    cells: [
      ...shown.map((i) => ({ text: sayTerm(page, row.cells[i]), node: showTerm(page, row.cells[i]), sort: readSort(row.cells[i]) })),
      { text: saySources(page, row.passages), node: showProofLink(page, row, number), sort: row.passages.length },
    ],
  }));
  const listeners = { whole: page.whole, sort: (sort) => page.go({ sort, page: 0 }), page: (number) => page.go({ page: number }) };
  return [
    make("h2", {}, question.texts[say.language][0]),
    make("p", {}, question.texts[say.language][1]),
    makeTable(say, say("answer.count", { count: rows.length }), headings, lines, state, listeners),
    make("p", {}, question.texts[say.language][2]),
    make("details", {}, make("summary", {}, say("answer.sparql")), make("pre", { tabindex: "0" }, `${writeCommand(page, question, state.given)}\n\n${question.sparql}`)),
  ];
}

function readSort(term) {
  return term?.datatype === "integer" ? Number(term.text) : term?.datatype === "date" ? term.text : undefined;
}

function showProofLink(page, row, number) {
  return makeLink(page, `proof-${number}`, { row: number, thing: "", arrow: "" }, saySources(page, row.passages));
}
