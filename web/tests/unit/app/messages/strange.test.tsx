/** Every page in a language that is none: no text of it stands anywhere but in the messages. */
import { act, cleanup, fireEvent, render } from "@testing-library/react";
import { readdirSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { AppApi } from "../../../../src/app/api.js";
import { App } from "../../../../src/app/App.js";
import type { Person } from "../../../../src/app/auth/signIn.js";
import SignInPage from "../../../../src/app/auth/SignInPage.js";
import { CannotStart } from "../../../../src/app/CannotStart.js";
import { readJob, type JobsClient } from "../../../../src/jobs/index.js";
import { Cloud } from "../../support/cloud.js";
import { at, failed, job, queued, running, succeeded, suspended } from "../../support/documents.js";
import career from "../../support/results/career-insights.json";
import report from "../../support/results/career-report.json";
import resume from "../../support/results/resume-optimization.json";
import gap from "../../support/results/skill-gap-analysis.json";
import { foreign, plainTexts } from "../../support/strange.js";

const { strange } = await vi.hoisted(() => import("../../support/strange.js"));
vi.mock("#messages/account", strange);
vi.mock("#messages/app", strange);
vi.mock("#messages/careerReport", strange);
vi.mock("#messages/form", strange);
vi.mock("#messages/insights", strange);
vi.mock("#messages/job", strange);
vi.mock("#messages/jobPage", strange);
vi.mock("#messages/language", strange);
vi.mock("#messages/list", strange);
vi.mock("#messages/notifications", strange);
vi.mock("#messages/repeating", strange);
vi.mock("#messages/result", strange);
vi.mock("#messages/resume", strange);
vi.mock("#messages/signIn", strange);
vi.mock("#messages/skillGap", strange);

const RESULTS = {
  "skill-gap-analysis": gap,
  "resume-optimization": resume,
  "career-insights": career,
  "career-report": report,
};
const asked = { targetRole: "Data Engineer", currentSkills: ["SQL"], isRemote: true, years: 1200 };
const named = foreign({ title: "Data Engineer", tags: ["Spring"] });
const ASKED = {
  ...{ name: "figures", prompt: "Ж Ж?", hasDefault: false },
  ...{ until: "2099-01-01T00:00:00Z", since: at(30) },
};
const FIGURES = {
  required: ["figures"],
  properties: {
    note: { type: "string" },
    figures: {
      type: "array",
      minItems: 1,
      items: { required: ["figure"], properties: { figure: { type: "string" } } },
    },
  },
};
const DOCUMENTS = [
  queued({ ...named, jobId: "queued" }),
  queued({ ...named, jobId: "waiting", waiting: true }),
  queued({
    ...named,
    jobId: "again",
    attempt: 1,
    error: { code: "internal", message: "", retriable: true },
  }),
  queued({ ...named, jobId: "rests", attempt: 1, nextAttemptAt: "2099-01-01T00:00:00Z" }),
  suspended(3, { ...named, jobId: "asks", question: { ...ASKED, form: "Figures" } }),
  suspended(3, { ...named, jobId: "asks-anew", question: { ...ASKED, form: "Unknown" } }),
  suspended(3, { ...named, jobId: "suspended", question: undefined }),
  running(40, 3, { ...named, jobId: "running", progress: { percent: 40, message: "", seq: 3 } }),
  running(60, 3, { ...named, jobId: "stopping", cancelRequested: true }),
  failed(5, {
    ...named,
    jobId: "failed",
    error: { code: "internal", message: "", retriable: true },
  }),
  failed(5, {
    ...named,
    jobId: "hopeless",
    error: { code: "internal", message: "", retriable: false },
  }),
  succeeded(5, { ...named, jobId: "cancelled", status: "cancelled" }),
  ...Object.keys(RESULTS).map((type) => succeeded(5, { ...named, jobId: type, type, summary: "" })),
  succeeded(5, { jobId: "other", type: "other-type", summary: "", createdAt: at(-200_000) }),
];
const TYPES = Object.keys(RESULTS).map((type) => ({
  ...foreign({ title: "Some Analysis" }),
  type,
  forms: { Figures: FIGURES },
  fileReplaces: "resumeText",
  input: {
    required: ["targetRole", "years"],
    examples: [{ targetRole: foreign("Data Engineer") }],
    properties: {
      targetRole: { type: "string", maxLength: 100, "x-suggestions": "roles" },
      resumeText: { type: "string", maxLength: 30_000 },
      currentSkills: { type: "array", maxItems: 9, items: { type: "string" } },
      years: { type: "number", minimum: 0 },
      level: { enum: ["1", "2"] },
      isRemote: { type: "boolean" },
    },
  },
}));

const api = {
  jobTypes: () => Promise.resolve(TYPES),
  suggestions: () => Promise.resolve({ roles: { names: ["Ж"], also: [] } }),
  list: ({ cursor }: { readonly cursor?: string }) =>
    Promise.resolve({
      jobs: DOCUMENTS.flatMap((each) => readJob(each) ?? []),
      nextCursor: cursor ? undefined : "1",
    }),
  read: (jobId: string) =>
    Promise.resolve({
      ...job(DOCUMENTS.find((each) => each["jobId"] === jobId) ?? {}),
      input: foreign(asked),
      questionContext: { score: 5 },
      attempts: [
        {
          attempt: 1,
          startedAt: at(1),
          endedAt: at(5),
          outcome: "queued",
          code: "internal",
          waitSeconds: 1,
        },
      ],
    }),
  account: () =>
    Promise.resolve({
      ...{ spentTodayUsd: 0.5, dailyBudgetUsd: 2, budgetRenewsAt: at(0), runningAtOnce: 3 },
      ...{ unfinishedAtOnce: 1500, submissionsLeft: 5, submissionsPerMinute: 1 },
      ...{ keptFileBytes: 1.5e6, mostFileBytes: 5e7, jobRetentionDays: 90, fileRetentionDays: 7 },
    }),
} as unknown as AppApi;

const person: Person = { uid: "ada", name: "Ж", isOperator: false, isViewer: false };
const signIn = {
  people: [],
  watch(onPerson: (person: Person) => void) {
    onPerson(person);
    return () => undefined;
  },
  getToken: () => Promise.resolve("token"),
  signOut: () => Promise.resolve(),
};

let cloud: Cloud;
let client: JobsClient;

/** Show a page, and wait until all of it is loaded. */
async function open(path: string): Promise<void> {
  history.replaceState(null, "", path);
  render(<App signIn={signIn} client={client} api={api} />);
  await cloud.signIn("ada");
  await vi.waitFor(
    async () => {
      await act(async () => {
        await cloud.show(DOCUMENTS);
        for (const document of DOCUMENTS) await cloud.showOne(document);
      });
      expect(document.querySelector(".skeleton, .starting")).toBeNull();
      expect(document.querySelector("main h1, main h2")).not.toBeNull();
    },
    { timeout: 20_000 },
  );
}

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  cloud = new Cloud();
  client = cloud.connect();
  for (const [type, result] of Object.entries(RESULTS)) cloud.results.set(type, foreign(result));
  cloud.results.set("other", { score: 1234.5, isGood: true, "some-words": ["Ж", "Д"] });
  vi.stubGlobal("scrollTo", vi.fn());
  vi.stubGlobal("print", vi.fn());
  vi.stubGlobal("Notification", { permission: "default" });
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      observe = vi.fn();
      disconnect = vi.fn();
    },
  );
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe("a page in another language", () => {
  it.each([
    ...["/new", "/new/resume-optimization", "/new/career-insights", "/new/nothing", "/jobs"],
    ...["/jobs?q=nothing", "/account", "/nowhere/at/all"],
    ...DOCUMENTS.map(({ jobId }) => `/jobs/${String(jobId)}`),
  ])(
    "%s has no text of its own",
    async (path) => {
      await open(path);
      for (const button of document.querySelectorAll("details")) button.open = true;
      expect(plainTexts(document)).toEqual([]);
      expect(document.body.textContent).toContain("⟦");
    },
    40_000,
  );

  it("has faults in it, too", async () => {
    await open("/new");
    await act(async () => {
      fireEvent.submit(document.querySelector("form.form") ?? document.body);
      await Promise.resolve();
    });
    expect(document.querySelectorAll(".fault").length).toBeGreaterThan(1);
    expect(plainTexts(document)).toEqual([]);
  }, 40_000);

  it("says that nothing can be reached", () => {
    render(<CannotStart />);
    expect(plainTexts(document)).toEqual([]);
  });

  it.each([false, true])("has the page to sign in, its link opened: %s", async (isOpened) => {
    const nothing = () => Promise.resolve();
    const byLink = {
      ...{ isOpened: () => isOpened, send: nothing, finish: nothing, drop: () => undefined },
      readMail: () => Promise.resolve("/"),
    };
    const ways = { byLink, withGoogle: nothing, withoutAccount: nothing, asPerson: nothing };
    const people = [{ email: "ж@ж", name: "Ж" }];
    render(<SignInPage signIn={{ ...signIn, ...ways, people }} />);
    const form = document.querySelector("form.field") ?? document.body;
    expect(plainTexts(document)).toEqual([]);
    if (isOpened) return;
    fireEvent.change(form.querySelector("input") ?? form, { target: { value: "ж@ж" } });
    await act(async () => {
      fireEvent.submit(form);
      await Promise.resolve();
    });
    expect(document.querySelector(".mail-sent a")).not.toBeNull();
    expect(plainTexts(document)).toEqual([]);
  });

  it("has its numbers and its money", async () => {
    await open("/account");
    const text = document.body.textContent;
    expect(text).toContain("1\u00a0500");
    expect(text).toContain("0,50");
  }, 40_000);
});

it("is made of every file of messages", () => {
  const mocked = readFileSync(import.meta.filename, "utf8");
  for (const file of readdirSync("src/app/messages/en"))
    expect(mocked).toContain(`vi.mock("#messages/${file.replace(".ts", "")}", strange);`);
});
