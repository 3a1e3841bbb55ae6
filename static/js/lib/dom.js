// Small things done to the page.

/** The JSON that the server put into the page under an id; `otherwise` when there is none. */
export function jsonOf(id, otherwise = null, doc = document) {
  const element = doc.getElementById(id);
  return element ? JSON.parse(element.textContent) : otherwise;
}

/** A copy of the first element of a <template>. */
export function cloneOf(template) {
  return template.content.firstElementChild.cloneNode(true);
}

/** Elements out of markup that our own server rendered. */
export function fromServer(markup) {
  const template = document.createElement("template");
  template.innerHTML = markup;
  return template.content;
}
