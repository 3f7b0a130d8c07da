// What a reader has chosen, and the link that leads to exactly that.

const LISTS = ["kinds", "relations", "open"];
const FLAGS = ["dated", "only"];
const NUMBERS = ["steps", "least", "page", "row"];
const WORDS = ["language", "view", "thing", "arrow", "focus", "path", "question", "theme", "source", "from", "to", "sort"];

/** What is chosen at the start; `kinds` and `relations` are those switched off. */
export const START = Object.freeze({
  language: "",
  view: "network",
  thing: "",
  arrow: "",
  focus: "",
  steps: 1,
  path: "",
  question: "",
  given: Object.freeze({}),
  row: -1,
  only: false,
  kinds: Object.freeze([]),
  relations: Object.freeze([]),
  theme: "",
  from: "",
  to: "",
  dated: false,
  least: 0,
  source: "",
  open: Object.freeze([]),
  sort: "",
  page: 0,
});

/** What is chosen where no filter narrows the view. */
export const UNFILTERED = Object.freeze({ kinds: [], relations: [], theme: "", source: "", from: "", to: "", dated: false, least: 0 });

/** The part of a link after #: what differs from the start, in a fixed order. */
export function writeState(state) {
  const pairs = [];
  for (const name of [...WORDS, ...NUMBERS]) if (state[name] !== START[name]) pairs.push([name, String(state[name])]);
  for (const name of FLAGS) if (state[name]) pairs.push([name, "1"]);
  for (const name of LISTS) if (state[name].length) pairs.push([name, state[name].join(" ")]);
  for (const [name, value] of Object.entries(state.given)) if (value) pairs.push([`given.${name}`, value]);
  return new URLSearchParams(pairs).toString();
}

/** The state that a link leads to; what it does not say, or says wrongly, is as at the start. */
export function readState(text) {
  const state = { ...START, given: {} };
  for (const [name, value] of new URLSearchParams(text)) {
    if (WORDS.includes(name)) state[name] = value;
    else if (NUMBERS.includes(name)) state[name] = /^\d{1,6}$/.test(value) ? Number(value) : START[name];
    else if (FLAGS.includes(name)) state[name] = value === "1";
    else if (LISTS.includes(name)) state[name] = value.split(" ").filter(Boolean);
    else if (/^given\.\w+$/.test(name)) state.given[name.slice(6)] = value;
  }
  return state;
}
