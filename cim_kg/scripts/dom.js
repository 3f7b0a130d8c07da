// Elements made from text: nothing that the data says is ever read as HTML.

/** A new element with attributes and children; a property `on…` is a listener, `null` and `false` leave one out. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** Puts the children in place of what an element holds; the focus stays on what has the same data-key, in its order. */
export function fill(element, ...children) {
  const active = element.contains(document.activeElement) ? document.activeElement : null;
  const same = () => [...element.querySelectorAll(`[data-key="${CSS.escape(active.dataset.key)}"]`)];
  const at = active?.dataset.key ? same().indexOf(active) : -1;
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  if (at >= 0) (same()[at] ?? same()[0])?.focus({ preventScroll: true });
}

/** A name in its own element that says its language where that is not the page's. */
export function makeName({ text, language }, page) {
  return make("span", { lang: language === page ? null : language, class: language === page ? null : "foreign" }, text);
}

/** A text with the forms marked where they stand as whole words, the longest first. */
export function markForms(text, forms) {
  const escaped = [...new Set(forms)]
    .filter(Boolean)
    .sort((one, other) => other.length - one.length)
    .map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+"));
  if (!escaped.length) return [text];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${escaped.join("|")})(?![\\p{L}\\p{N}])`, "u");
  return text.split(pattern).map((part, i) => (i % 2 ? make("mark", {}, part) : part));
}
