/** How many bytes a page loads for the core and the hooks, without React and Firebase. */
import { gzipSync } from "node:zlib";

import { build } from "esbuild";

const LIMIT_BYTES = 6 * 1024;

const { outputFiles } = await build({
    // A production build of an application, which has its own React and Firebase.
    entryPoints: [new URL("../src/jobs/hooks.ts", import.meta.url).pathname],
    external: ["react", "firebase/*"],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
});
const code = outputFiles[0].contents;
const bytes = gzipSync(code, { level: 9 }).length;
console.log(
    `@careerlens/jobs, core and hooks: ${code.length} bytes minified, ${bytes} gzipped;` +
        ` at the most ${LIMIT_BYTES}.`,
);
process.exitCode = bytes > LIMIT_BYTES ? 1 : 0;
