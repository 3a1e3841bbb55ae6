// The diagram's custom element.
import { define } from "../lib/element.js";
import { PlaybookDiagram } from "./viewer.js";

define("playbook-diagram", PlaybookDiagram);
