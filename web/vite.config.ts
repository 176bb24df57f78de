import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What the app asks of its own origin and is no page: `make dev` has it answered by the local cloud. */
const localCloud = process.env["LOCAL_CLOUD"];
const passedOn = [
  "/api",
  "/deployment.json",
  "/emulator",
  "/identitytoolkit.googleapis.com",
  "/securetoken.googleapis.com",
];

/** What every page needs, named in the page: else it is found out by the page's own script, a way later. */
const ALWAYS = ["startApp", "firebase", "rolldown-runtime"];
const preloads: Plugin = {
  name: "preloads",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler: (_, { bundle = {} }) =>
      Object.values(bundle)
        .filter((each) => each.type === "chunk" && ALWAYS.includes(each.name))
        .map(({ fileName }) => ({
          tag: "link",
          injectTo: "head",
          attrs: { rel: "modulepreload", crossorigin: true, href: `/${fileName}` },
        })),
  },
};

/** 0.8 KB, of use to Firebase's heartbeats, and a database that is opened at each start; installations need it. */
const heartbeats: Plugin = {
  name: "heartbeats",
  enforce: "pre",
  resolveId: (name, importer = "") =>
    name === "idb" && importer.includes("/@firebase/app/") ? file("src/app/heartbeats.ts") : null,
};

export default defineConfig({
  server: {
    proxy: localCloud ? Object.fromEntries(passedOn.map((path) => [path, localCloud])) : {},
  },
  plugins: [heartbeats, react(), preloads],
  resolve: {
    alias: [
      // 45 KB gzipped, of use only to patterns in Firestore's pipelines, which nothing here has.
      { find: "re2js", replacement: file("src/app/noPatterns.ts") },
      // 2 KB: `getAuth` brings all that Firebase Auth has; this application has made its own.
      { find: /^\.\/findAuth\.js$/, replacement: file("src/app/noOtherAuth.ts") },
      // 0.9 KB of wouter's, in place of a hook that React has had since 18.
      { find: "use-sync-external-store/shim/index.js", replacement: "react" },
    ],
  },
  build: {
    outDir: "dist",
    target: "es2022",
    // No file inline: the page's policy allows no `data:` and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    rolldownOptions: {
      // The service worker is a script of its own at the root: from there it may see every page.
      input: { index: file("index.html"), push: file("src/app/push/worker.ts") },
      output: {
        entryFileNames: ({ name }) => (name === "push" ? "push.js" : "assets/[name]-[hash].js"),
        codeSplitting: {
          // Each in one file, with all that it needs: in the many small ones that pages could share, they
          // take 4 KB more.
          groups: [
            { name: "main", test: /src\/app\/main\.ts$/, priority: 3 },
            { name: "startApp", test: /src\/app\/startApp\.tsx$/, priority: 2 },
            { name: "firebase", test: /src\/app\/auth\/firebase\.ts$/, priority: 1 },
          ],
        },
      },
    },
  },
});
