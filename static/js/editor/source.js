// <source-text>: colours the YAML of a revision that the server rendered line by line.
import { yamlLanguage } from "@codemirror/lang-yaml";
import { classHighlighter, highlightCode } from "@lezer/highlight";
import { Widget } from "../lib/element.js";

// Past this the colours cost more than they help.
const MOST = 300_000;

export class SourceText extends Widget {
  attach() {
    const lines = [...this.querySelectorAll(".source-line")];
    const text = lines.map((line) => line.textContent.replace(/\n$/, "")).join("\n");
    if (text.length > MOST) {
      return;
    }
    let row = 0;
    let parts = [];
    const put = (part, classes) => parts.push(token(part, classes));
    const next = () => {
      lines[row]?.replaceChildren(...parts, "\n");
      row += 1;
      parts = [];
    };
    highlightCode(text, yamlLanguage.parser.parse(text), classHighlighter, put, next);
    next();
  }
}

function token(text, classes) {
  if (!classes) {
    return text;
  }
  const span = document.createElement("span");
  span.className = classes;
  span.textContent = text;
  return span;
}
