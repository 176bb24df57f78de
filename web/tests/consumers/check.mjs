/**
 * Pack `@careerlens/jobs` as npm would publish it, look at the package, and build applications that
 * install it: Next.js, and Vite with the newest and the oldest React and Firebase that it takes.
 *
 * What is installed stays in .local/consumers, so that a second run takes a fraction of the first.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const WEB = new URL("../../", import.meta.url);
const OUT = new URL("../.local/consumers/", WEB);
const HERE = new URL("./", import.meta.url);
const TARBALL = new URL("careerlens-jobs.tgz", OUT);

/** Each application, and what it installs in the place of what its package.json says. */
const CONSUMERS = [
    { name: "vite", from: "vite", versions: {} },
    {
        name: "vite-oldest",
        from: "vite",
        versions: {
            ...{ firebase: "12.0.0", react: "18.3.0", "react-dom": "18.3.0" },
            ...{ "@types/react": "18.3.32", "@types/react-dom": "18.3.7" },
        },
    },
    { name: "next", from: "next", versions: {} },
];

function run(cwd, command, ...args) {
    execFileSync(command, args, { cwd, stdio: ["ignore", "inherit", "inherit"] });
}

function fail(message) {
    throw new Error(message);
}

function pack() {
    mkdirSync(OUT, { recursive: true });
    const [{ filename, files }] = JSON.parse(
        execFileSync(
            "npm",
            ["pack", "--json", "--silent", "--pack-destination", fileURLToPath(OUT)],
            {
                cwd: new URL("src/jobs/", WEB),
                encoding: "utf8",
            },
        ).replace(/^[^[]*/, ""),
    );
    cpSync(new URL(filename, OUT), TARBALL);
    const names = files.map(({ path }) => path);
    for (const name of ["LICENSE", "README.md", "dist/index.js", "dist/jobs.css"])
        if (!names.includes(name)) fail(`The package has no ${name}.`);
    for (const name of names.filter((each) => each.endsWith(".js.map"))) {
        const map = JSON.parse(readFileSync(new URL(`src/jobs/${name}`, WEB), "utf8"));
        if (!map.sourcesContent) fail(`${name} has no sources.`);
    }
    run(WEB, "npx", "publint", fileURLToPath(TARBALL), "--strict");
    const css = ["--exclude-entrypoints", "jobs.css"];
    run(WEB, "npx", "attw", fileURLToPath(TARBALL), "--profile", "esm-only", ...css);
}

/** Each file that has a hook or a component begins with the directive, also as it is built. */
function checkDirectives() {
    const folder = new URL("src/jobs/dist/react/", WEB);
    for (const name of readdirSync(folder).filter((each) => each.endsWith(".js"))) {
        const text = readFileSync(new URL(name, folder), "utf8");
        if (/from "react"/.test(text) && !text.startsWith('"use client"'))
            fail(`${name} is for clients, and does not say so.`);
    }
}

function build({ name, from, versions }) {
    const folder = new URL(`${name}/`, OUT);
    mkdirSync(folder, { recursive: true });
    for (const old of ["src", "app", "dist", ".next"])
        rmSync(new URL(old, folder), { recursive: true, force: true });
    cpSync(new URL(`${from}/`, HERE), folder, { recursive: true });
    const example = from === "vite" ? "src/Example.tsx" : "app/Example.tsx";
    cpSync(new URL("Example.tsx", HERE), new URL(example, folder));

    const content = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
    for (const kind of ["dependencies", "devDependencies"])
        for (const each of Object.keys(content[kind]))
            content[kind][each] = versions[each] ?? content[kind][each];
    writeFileSync(new URL("package.json", folder), JSON.stringify(content));
    // A tarball of the same name and version would be taken from the lock file.
    rmSync(new URL("package-lock.json", folder), { force: true });
    rmSync(new URL("node_modules/@careerlens", folder), { recursive: true, force: true });
    run(folder, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent");
    console.log(`Building ${name}`);
    run(folder, "npm", "run", "--silent", "build");
}

const wanted = process.argv.slice(2);
process.env.NEXT_TELEMETRY_DISABLED = "1";
pack();
checkDirectives();
for (const consumer of CONSUMERS)
    if (!wanted.length || wanted.includes(consumer.name)) build(consumer);
console.log("The package installs and builds everywhere.");
