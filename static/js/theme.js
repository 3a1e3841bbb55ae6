// Before the first paint: the theme that this browser was last told to use. Without one, the
// system's own setting decides (tokens.css).
try {
  const theme = localStorage.getItem("playbooks-theme");
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.theme = theme;
  }
} catch {
  // No storage (private window, blocked cookies): the system's setting it is.
}
document.documentElement.classList.add("js");
