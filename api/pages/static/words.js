// The words of a page for its scripts: <template class="words"><span data-word="sent">…</span></template>, so that every
// sentence that a person reads stands in a template of the server, in the page's language.

const found = [...document.querySelectorAll("template.words")].flatMap((each) => [...each.content.children]);
const said = new Map(found.map((each) => [each.dataset.word, each.textContent]));

/** A text of the page, with `{0}`, `{1}` … replaced; its own name where the page has no such text. */
export const word = (name, ...values) => (said.get(name) ?? name).replace(/\{(\d)\}/g, (_, n) => values[n]);

/** An element with a text and attributes. */
export function element(name, text, attributes = {}) {
  const made = Object.assign(document.createElement(name), { textContent: text ?? "" });
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** An instant as people here read it, to the second. */
export const shanghai = (instant) => new Date(instant).toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" });
