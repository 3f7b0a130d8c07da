// What terms, arrows and facts are called on the page, in its language.

import { makeName, make } from "./dom.js";
import { nameTerm } from "./model.js";

/** The name of a term as text: a day as the language writes it, a thing by its name there or else in English. */
export function sayTerm(page, term) {
  if (!term) return "";
  if (term.datatype === "date") return page.say.day(term.text);
  return nameTerm(term, page.say.language).text;
}

/** The name of a term as an element; a thing that is drawn can be chosen by it. */
export function showTerm(page, term) {
  if (!term) return "";
  const name = term.datatype === "date" ? { text: sayTerm(page, term), language: page.say.language } : nameTerm(term, page.say.language);
  const element = makeName(name, page.say.language);
  if (!term.thing) return element;
  return makeLink(page, `thing-${term.iri}`, { thing: term.iri, arrow: "", row: -1 }, element);
}

/** A link to the view that a change of what is chosen leads to. */
export function makeLink(page, key, change, content) {
  return make("a", { href: `#${page.link(change)}`, "data-key": key }, content);
}

/** What an arrow says between its ends: the relation, and in which role or for which work. */
export function sayRelation(page, arrow) {
  const labels = arrow.labels.map((term) => sayTerm(page, term));
  return [sayTerm(page, arrow.relation), ...(labels.length ? [`(${labels.join(", ")})`] : [])].join(" ");
}

/** What a thing is, in a word of the legend and that of its class. */
export function sayKind(page, thing) {
  const kind = page.say(`kind.${thing.kind}`);
  const type = sayTerm(page, thing.type);
  return thing.kind === "category" ? kind : `${kind}: ${type}`;
}

/** The days that are said of a thing: from, to, or both. */
export function sayDays(page, days) {
  if (!days) return "";
  const [first, last] = days.map((day) => day && page.say.day(day));
  if (first && last) return first === last ? first : page.say("days.between", { first, last });
  return first ? page.say("days.from", { first }) : page.say("days.to", { last });
}

/** How sources are counted on a button. */
export function saySources(page, passages) {
  return page.say("sources.count", { count: passages.length });
}

/** The names that a text may write a thing by. */
export function listForms(term) {
  if (!term?.iri) return term ? [term.text] : [];
  const names = term.thing ? Object.values(term.names) : [term.names.en];
  return [...names.filter(Boolean), ...(term.thing?.also ?? [])];
}
