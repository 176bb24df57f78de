/**
 * How many bytes a page loads for the core and the hooks. React and Firebase are not counted, nor
 * are the files that only speak to Firebase, nor polling, which is loaded where it is needed; what
 * they add is printed beside it.
 */
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";

const LIMIT_BYTES = 7 * 1024;
/** What an application imports of them. */
const CORE_AND_HOOKS = `
    export { makeClient } from "./client/jobClient.js";
    export { JobsProvider, useJobsClient } from "./react/JobsProvider.js";
    export { useBackgroundJobs } from "./react/useBackgroundJobs.js";
    export { useJob, useJobResult } from "./react/useJob.js";
    export { useJobsByTag } from "./react/useJobsByTag.js";
`;
const OTHERS = ["react", "firebase/*"];
const FIREBASE_ADAPTERS = ["../client/connect.js", "./cachedFirestore.js"];

/** Bundle as an application does in production, which has its own React and Firebase. */
async function gzippedBytes(external) {
    const { outputFiles } = await build({
        stdin: {
            contents: CORE_AND_HOOKS,
            resolveDir: fileURLToPath(new URL("../src/jobs", import.meta.url)),
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
        ` with the adapters of Firebase and polling ${all}.`,
);
process.exitCode = bytes > LIMIT_BYTES ? 1 : 0;
