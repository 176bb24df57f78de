/** The first example of the library's README, live, in applications that install the package. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

import type { Page } from "@playwright/test";

import { hold, letGo, ROOT, where, type User } from "./support/cloud.js";
import { expect, test } from "./support/test.js";

/** `tests/consumers/check.mjs` has built them there. */
const CONSUMERS = new URL(".local/consumers/", ROOT);
const POLLS = /\/api\/jobs(\/[^/]+)?(\?.*)?$/;

let server: ChildProcess | undefined;

test.afterEach(async () => {
  if (server?.exitCode !== null) return;
  const ended = once(server, "exit");
  server.kill();
  await ended;
});

test("in Next.js, rendered on the server and streamed", async ({ page, user }) => {
  const url = await serve("next", "next/dist/bin/next", "start", "--hostname");
  const said = listen(page);
  const address = addressOf(url, user);
  const html = await (await fetch(address)).text();
  const [shell = "", rest] = html.split("<p>Signing in</p>");
  expect(shell).toContain("<h1>Skill gap analysis</h1>");
  expect(rest).toContain("Analyse</button>");

  hold();
  await page.goto(address);
  await page.getByRole("button", { name: "Analyse" }).click();
  await expect(page.getByText(/^Status: running - \d+%$/)).toBeVisible();
  letGo();
  await expect(page.getByText("Status: succeeded - 100%")).toBeVisible();
  await expect.poll(() => told(said, "Done:")).toBe(1);
  expect(said.errors).toEqual([]);
});

test("in Vite, in strict mode, and after a change of its code", async ({ page, user }) => {
  const url = await serve("vite", "vite/bin/vite.js", "--host");
  const said = listen(page);
  hold();
  await page.goto(addressOf(url, user));
  await page.getByRole("button", { name: "Analyse" }).click();
  await expect(page.getByText(/^Status: running - \d+%$/)).toBeVisible();
  expect(said.submitted).toBe(1);

  await page.evaluate(() => Object.assign(window, { isTheSamePage: true }));
  const example = new URL("vite/src/Example.tsx", CONSUMERS);
  const before = readFileSync(example, "utf8");
  writeFileSync(example, before.replace(">Analyse<", ">Analyse anew<"));
  try {
    await expect(page.getByRole("button", { name: "Analyse anew" })).toBeVisible();
    await expect(page.getByText(/^Status: running - \d+%$/)).toHaveCount(1);
    expect(await page.evaluate(() => "isTheSamePage" in window)).toBe(true);
    // One of them asks, once a second.
    const polls = said.polls;
    await page.waitForTimeout(4_000);
    expect(said.polls - polls).toBeLessThanOrEqual(6);
    letGo();
    await expect(page.getByText("Status: succeeded - 100%")).toBeVisible();
    await expect.poll(() => told(said, "Done:")).toBe(1);
  } finally {
    writeFileSync(example, before);
  }
  expect(said.submitted).toBe(1);
  expect(said.errors).toEqual([]);
});

/** Start an application's server, and return its address. */
async function serve(name: string, script: string, ...command: string[]): Promise<string> {
  const port = String(await freePort());
  const folder = new URL(`${name}/`, CONSUMERS);
  const program = fileURLToPath(new URL(`node_modules/${script}`, folder));
  server = spawn(process.execPath, [program, ...command, "127.0.0.1", "--port", port], {
    cwd: fileURLToPath(folder),
    env: { ...process.env, JOBS_API: where().web, NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const url = `http://127.0.0.1:${port}`;
  const answers = (): Promise<boolean> =>
    fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
  await expect.poll(answers, { timeout: 30_000, intervals: [100] }).toBe(true);
  return url;
}

/** Return the page's address for a user: these applications take who is signed in from it. */
function addressOf(url: string, { uid, token }: User): string {
  return `${url}/?${new URLSearchParams({ user: uid, token }).toString()}`;
}

/** What a page says, and what it asks the API. */
interface Said {
  readonly lines: string[];
  readonly errors: string[];
  polls: number;
  submitted: number;
}

function listen(page: Page): Said {
  const said: Said = { lines: [], errors: [], polls: 0, submitted: 0 };
  page.on("console", (message) => {
    said.lines.push(message.text());
    if (message.type() === "error") said.errors.push(message.text());
  });
  page.on("pageerror", ({ message }) => said.errors.push(message));
  page.on("request", (request) => {
    const { pathname, search } = new URL(request.url());
    if (request.method() === "POST" && pathname === "/api/jobs") said.submitted += 1;
    if (request.method() === "GET" && POLLS.test(pathname + search)) said.polls += 1;
  });
  return said;
}

function told({ lines }: Said, beginning: string): number {
  return lines.filter((line) => line.startsWith(beginning)).length;
}

async function freePort(): Promise<number> {
  const asked = createServer().listen(0, "127.0.0.1");
  await once(asked, "listening");
  const { port } = asked.address() as AddressInfo;
  asked.close();
  return port;
}
