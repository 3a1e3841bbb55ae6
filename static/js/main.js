// The one bundle: defines every custom element of the site.
import "../css/main.css";
import { define } from "./lib/element.js";
import { LocalTime } from "./lib/local-time.js";
import { ThemeToggle } from "./lib/theme-toggle.js";
import "./diagram/index.js";
import "./editor/index.js";
import "./run/index.js";

define("local-time", LocalTime);
define("theme-toggle", ThemeToggle);
