// Making and updating elements without disturbing what has not changed.

/** `make("li", {class: "step"}, "text", child)`. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.filter((child) => child !== "" && child !== null));
  return element;
}

export function setText(element, text) {
  if (element && element.textContent !== text) {
    element.textContent = text;
  }
}

/** Make a list's children match the items: `key` says which is which, `render` makes or updates. */
export function reconcile(parent, items, key, render) {
  const known = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let place = parent.firstElementChild;
  for (const item of items) {
    const name = String(key(item));
    const old = known.get(name);
    known.delete(name);
    const element = render(item, old ?? null);
    element.dataset.key = name;
    if (element === place) {
      place = place.nextElementSibling;
    } else {
      if (old && old !== element) {
        place = old === place ? place.nextElementSibling : place;
        old.remove();
      }
      parent.insertBefore(element, place);
    }
  }
  while (place) {
    const next = place.nextElementSibling;
    place.remove();
    place = next;
  }
}
