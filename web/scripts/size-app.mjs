/**
 * How many bytes, gzipped, a browser loads until a user can sign in, with Firebase's Auth; and how
 * many in all once the first page of a signed-in user listens to Firestore. Vite's manifest says
 * which file needs which.
 */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT_BYTES = 200 * 1024;
const DIST = new URL("../dist/", import.meta.url);
const ENTRY = "index.html";
/** Loaded side by side, before a user can sign in: groups of `vite.config.ts`. */
const FIRST = ["main", "startApp", "firebase"];
/** Loaded once a user is signed in; everything else waits until it is needed. */
const LISTENING = "src/jobs/client/cachedFirestore.ts";

const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", DIST), "utf8"));

/** Return the files that a part of the app needs at once. */
function filesOf(name, found = new Set()) {
    const part = manifest[name];
    if (!part) throw new Error(`The build has no ${name}.`);
    for (const file of [part.file, ...(part.css ?? [])]) found.add(file);
    for (const other of part.imports ?? [])
        if (!found.has(manifest[other].file)) filesOf(other, found);
    return found;
}

function bytesOf(files) {
    return [...files].reduce(
        (sum, file) => sum + gzipSync(readFileSync(new URL(file, DIST)), { level: 9 }).length,
        gzipSync(readFileSync(new URL(ENTRY, DIST)), { level: 9 }).length,
    );
}

const partOf = (group) =>
    Object.keys(manifest).find((name) => manifest[name].name === group) ?? group;
const filesOfFirst = () => FIRST.reduce((found, group) => filesOf(partOf(group), found), new Set());
const first = bytesOf(filesOfFirst());
const listening = bytesOf(filesOf(LISTENING, filesOfFirst()));
console.log(
    `The app: ${first} bytes gzipped until a user signs in;` +
        ` first load with Firestore ${listening}, at the most ${LIMIT_BYTES}.`,
);
process.exitCode = listening > LIMIT_BYTES ? 1 : 0;
