// Builds every entry by itself: fixed names, no shared chunks. Django's manifest storage hashes the names,
// so a chunk that one bundle imports by name from another would escape the hash and go stale.
import { existsSync, rmSync, cpSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const here = dirname(fileURLToPath(import.meta.url));
const dist = resolve(here, "dist");

const entries = [
  ["resident", "src/ts/resident.ts"],
  ["desk", "src/ts/desk.ts"],
  ["worker", "src/ts/worker.ts"],
  ["map", "src/map/map.ts"],
  ["chart", "src/chart/chart.ts"],
  ["resident", "src/css/resident.css"],
  ["desk", "src/css/desk.css"],
  ["gallery", "src/css/gallery.css"],
];

const wanted = process.argv.slice(2);
if (wanted.length === 0) rmSync(dist, { recursive: true, force: true });
for (const [name, source] of entries) {
  const input = resolve(here, source);
  if (!existsSync(input) || (wanted.length > 0 && !wanted.includes(name))) continue;
  await build({
    configFile: false,
    root: here,
    base: "./",
    publicDir: false,
    logLevel: "warn",
    build: {
      target: "chrome100",
      cssTarget: "chrome100",
      outDir: dist,
      emptyOutDir: false,
      assetsInlineLimit: 0,
      modulePreload: false,
      reportCompressedSize: false,
      rollupOptions: {
        // htmx can eval; desk.ts switches that off and the content policy forbids it.
        onwarn: (warning, warn) => warning.code === "EVAL" || warn(warning),
        // The map and chart islands export start(host) for their loader.
        preserveEntrySignatures: "exports-only",
        input: { [name]: input },
        output: {
          format: "es",
          codeSplitting: false,
          entryFileNames: "[name].js",
          assetFileNames: "[name][extname]",
        },
      },
    },
  });
}
cpSync(resolve(here, "static"), dist, { recursive: true });
