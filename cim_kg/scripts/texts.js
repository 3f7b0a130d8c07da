// The page's own words in the language chosen; numbers, days and plurals as that language writes them.

/** A function that says a text by its key, with values in place of {names}; `count` chooses the plural. */
export function makeTexts(texts, language) {
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language);
  const day = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });
  const say = (key, values = {}) => {
    const found = texts[language][key];
    const text = Array.isArray(found) ? found[plural.select(values.count) === "one" ? 0 : 1] : found;
    return text.replace(/\{(\w+)\}/g, (_, name) => {
      const value = values[name];
      return typeof value === "number" ? number.format(value) : value;
    });
  };
  say.language = language;
  say.number = (value) => number.format(value);
  say.day = (iso) => (Number.isNaN(Date.parse(iso)) ? iso : day.format(new Date(`${iso}T00:00:00Z`)));
  say.compare = new Intl.Collator(language, { numeric: true, sensitivity: "base" }).compare;
  return say;
}

/** The language to begin with: the first that the reader prefers and the page has, else English. */
export function chooseLanguage(wanted, known) {
  for (const tag of wanted) {
    const language = tag.toLowerCase().split("-")[0];
    if (known.includes(language)) return language;
  }
  return "en";
}
