import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: {
      // 45 KB gzipped, of use only to patterns in Firestore's pipelines, which nothing here has.
      re2js: fileURLToPath(new URL("src/app/noPatterns.ts", import.meta.url)),
      // 0.9 KB of wouter's, in place of a hook that React has had since 18.
      "use-sync-external-store/shim/index.js": "react",
    },
  },
  build: {
    outDir: "dist",
    target: "es2022",
    // Nothing inline: the page's policy allows no `data:` and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    // The library loads Firebase Auth by itself only where an application has none; this one has.
    rolldownOptions: {
      checks: { ineffectiveDynamicImport: false },
      // What every part needs is one file: each of its own would cost the first load 100 bytes.
      output: {
        codeSplitting: {
          groups: [
            {
              name: "common",
              test: /node_modules\/react\/|src\/jobs\/model\/(jobErrors|jobState|readJob|serverClock)\./,
            },
          ],
        },
      },
    },
  },
});
