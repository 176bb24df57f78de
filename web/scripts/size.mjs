/**
 * How many bytes a page loads for the core and the hooks. React and Firebase are not counted, nor
 * are the two files that only speak to Firebase; what they add is printed beside it.
 */
import { gzipSync } from "node:zlib";

import { build } from "esbuild";

const LIMIT_BYTES = 6 * 1024;
const CORE_AND_HOOKS = [
    "client/jobClient",
    "react/JobsProvider",
    "react/useBackgroundJobs",
    "react/useJob",
];
const OTHERS = ["react", "firebase/*"];
const FIREBASE_ADAPTERS = ["../client/connect.js", "./cachedFirestore.js"];

/** Bundle as an application does in production, which has its own React and Firebase. */
async function gzippedBytes(external) {
    const { outputFiles } = await build({
        stdin: {
            contents: CORE_AND_HOOKS.map((name) => `export * from "./${name}.js";`).join(""),
            resolveDir: new URL("../src/jobs", import.meta.url).pathname,
            loader: "ts",
        },
        external,
        bundle: true,
        minify: true,
        format: "esm",
        target: "es2022",
        write: false,
    });
    return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}

const bytes = await gzippedBytes([...OTHERS, ...FIREBASE_ADAPTERS]);
const all = await gzippedBytes(OTHERS);
console.log(
    `@careerlens/jobs: core and hooks ${bytes} bytes gzipped, at the most ${LIMIT_BYTES};` +
        ` with the adapters of Firebase ${all}.`,
);
process.exitCode = bytes > LIMIT_BYTES ? 1 : 0;
