// Builds static/dist: main.js with main.css, and the theme switch, which must run before the first
// paint and therefore stands alone. `npm run build -- --watch` rebuilds on each change.
import * as esbuild from "esbuild";

const options = {
  entryPoints: ["static/js/main.js", "static/js/theme.js"],
  outdir: "static/dist",
  bundle: true,
  minify: true,
  sourcemap: true,
  format: "iife",
  target: ["es2022"],
  charset: "utf8",
  legalComments: "linked",
  logLevel: "warning",
};

if (process.argv.includes("--watch")) {
  const context = await esbuild.context(options);
  await context.watch();
} else {
  await esbuild.build(options);
}
