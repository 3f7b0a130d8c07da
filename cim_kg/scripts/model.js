// What the page knows, with every number of the data replaced by what it names.

const LONGEST = 34;

/** The model: terms, passages, facts, things, arrows and questions, each with the lists that lead to the others. */
export function readModel(data) {
  const terms = data.terms.map((it, number) => readTerm(it, number, data));
  const tell = (texts) => Object.fromEntries(data.languages.map((language, i) => [language, texts[i]]));
  const passages = data.passages.map((it, number) => ({
    ...it,
    number,
    citation: tell(it.citation),
    summary: tell(it.summary),
    source: terms[it.source],
  }));
  const facts = data.facts.map(([subject, predicate, value, stating], number) => ({
    number,
    subject: terms[subject],
    predicate: terms[predicate],
    value: terms[value],
    passages: stating.map((i) => passages[i]),
    arrows: [],
  }));
  for (const fact of facts) {
    fact.subject.said.push(fact);
    if (fact.value.iri) fact.value.named.push(fact);
  }
  const things = data.things.map((it, number) => ({
    number,
    term: terms[it.term],
    kind: data.kinds[it.kind],
    type: terms[it.type],
    x: it.at[0],
    y: it.at[1],
    also: it.also ?? [],
    themes: (it.themes ?? []).map((i) => terms[i]),
    days: it.days ?? null,
    passages: listPassages(terms[it.term]),
    arrows: [],
  }));
  for (const thing of things) thing.term.thing = thing;
  const arrows = data.arrows.map((it, number) => readArrow(it, number, things, terms, facts, passages));
  for (const arrow of arrows) {
    arrow.from.arrows.push(arrow);
    arrow.to.arrows.push(arrow);
    if (arrow.node) arrow.node.arrows.push(arrow);
    for (const fact of arrow.facts) fact.arrows.push(arrow);
  }
  return {
    ...data,
    terms,
    passages,
    facts,
    things,
    arrows,
    groups: data.groups.map((it, number) => ({ number, at: it.at, radius: it.radius, members: it.members.map((i) => things[i]) })),
    questions: data.questions.map((it) => readQuestion(it, terms, passages, facts)),
  };
}

function readTerm(entry, number, data) {
  if (!Array.isArray(entry)) return { number, text: entry.v, language: entry.g, datatype: entry.d };
  const [iri, english, ...others] = entry;
  const names = Object.fromEntries(data.languages.map((language, i) => [language, i ? others[i - 1] || "" : english]));
  return { number, iri, names, said: [], named: [], arrows: [], thing: null };
}

function readArrow(it, number, things, terms, facts, passages) {
  return {
    number,
    from: things[it.from],
    to: things[it.to],
    relation: terms[it.relation],
    node: it.node === undefined ? null : terms[it.node],
    labels: (it.labels ?? []).map((i) => terms[i]),
    bend: it.bend ?? 0,
    facts: it.facts.map((i) => facts[i]),
    passages: it.passages.map((i) => passages[i]),
    themes: it.node === undefined ? [] : terms[it.node].said.filter(isTheme).map((fact) => fact.value),
  };
}

function isTheme(fact) {
  return fact.predicate.iri === "ontology#theme";
}

/** The passages that state something of a term, in their order. */
export function listPassages(term) {
  const found = new Set([...term.said, ...term.named].flatMap((fact) => fact.passages));
  return [...found].sort((one, other) => one.number - other.number);
}

function readQuestion(it, terms, passages, facts) {
  return {
    ...it,
    parameters: it.parameters.map(([name, type, required]) => ({ name, type, required })),
    rows: it.rows.map(([cells, stating, said]) => ({
      cells: cells.map((i) => (i < 0 ? null : terms[i])),
      passages: stating.map((i) => passages[i]),
      facts: said.map((i) => facts[i]),
    })),
    choices: Object.keys(it.answers).map((key) => key.split(",").map((i) => (i === "" ? null : terms[i]))),
  };
}

/** The whole IRI of a term. */
export function writeIri(model, term) {
  return term.iri.includes("://") ? term.iri : model.base + term.iri;
}

/** What a term is called in a language, and the language that this is in. */
export function nameTerm(term, language) {
  if (!term.iri) return { text: term.text, language: term.language ?? language };
  const name = term.names[language];
  return name ? { text: name, language } : { text: term.names.en, language: "en" };
}

/** The things that facts and cells name, and the arrows all of whose facts are among them. */
export function findDrawn(facts, cells = []) {
  const given = new Set(facts);
  const terms = [...cells, ...facts.flatMap((fact) => [fact.subject, fact.value])];
  const arrows = new Set(facts.flatMap((fact) => fact.arrows).filter((arrow) => arrow.facts.every((it) => given.has(it))));
  const ends = [...arrows].flatMap((arrow) => [arrow.from, arrow.to]);
  return { things: new Set([...terms.map((term) => term?.thing).filter(Boolean), ...ends]), arrows };
}

/** The name, cut at a blank where it is too long for a picture. */
export function shorten(text, most = LONGEST) {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  return `${cut.slice(0, cut.lastIndexOf(" ") > most / 2 ? cut.lastIndexOf(" ") : most - 1)}…`;
}
