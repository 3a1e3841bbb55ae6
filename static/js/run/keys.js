// The keybindings of the playbook's dashboard, alive: by key and by button.
import { make } from "./build.js";

const TYPING = "input, textarea, select, [contenteditable], .cm-editor";

/** The binding that a keyboard event means, or null; nothing while somebody types. */
export function bindingOf(event, keys) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) {
    return null;
  }
  if (event.target?.closest?.(TYPING)) {
    return null;
  }
  return keys.find((key) => key.key === event.key) ?? null;
}

/** Show by each panel's button whether the panel is there. */
export function markKeys(bar, keys, hidden) {
  for (const button of bar?.querySelectorAll("[data-key]") ?? []) {
    const binding = keys.find((key) => key.key === button.dataset.key);
    if (binding?.verb === "panel") {
      button.setAttribute("aria-pressed", String(!hidden.has(binding.panel)));
    }
  }
}

export function showHelp(dialog, keys) {
  const rows = keys.map((key) => make("tr", {}, make("th", { scope: "row" }, make("kbd", {}, key.key)), make("td", {}, key.label)));
  const close = make("form", { method: "dialog" }, make("button", { class: "button", autofocus: true }, "Close"));
  dialog.replaceChildren(make("h2", {}, "Keys"), make("table", { class: "table" }, make("tbody", {}, ...rows)), close);
  dialog.showModal();
}
