/** What a job asks, as its owner meets it on the job's page and answers it. */
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";

import { SessionContext, type Session } from "../../../src/app/auth/signIn.js";
import JobQuestion from "../../../src/app/pages/job/JobQuestion.js";
import { timeWords, waitLine } from "../../../src/app/pages/job/ProgressHead.js";
import { timelineOf } from "../../../src/app/pages/job/timeline.js";
import { titleOf } from "../../../src/app/pages/job/JobHead.js";
import { fullTime } from "../../../src/app/messages/intl.js";
import { JobsProvider, type JobDetails } from "../../../src/jobs/index.js";
import type { SuspendedJob } from "../../../src/jobs/model/jobState.js";
import type { AsyncState } from "../../../src/app/useAsync.js";
import { at, job, queued, suspended } from "../support/documents.js";
import { settle } from "../support/cloud.js";
import { signedIn } from "../support/signedIn.js";

const DOCUMENT = suspended(4);
const JOB = job(DOCUMENT) as SuspendedJob;
const FORMS = {
  Figures: {
    required: ["figures"],
    properties: {
      figures: {
        type: "array",
        items: {
          required: ["figure"],
          properties: {
            line: { type: "string", readOnly: true },
            figure: { type: "string", maxLength: 60 },
          },
        },
      },
    },
  },
};
const CONTEXT = { figures: [{ line: "Led a team." }, { line: "Cut costs." }], role: "Cook" };

const here = signedIn(60);
const onReadAgain = vi.fn();

/** Show the question; `forms` are those that the server knows. */
async function open(
  details: Partial<AsyncState<JobDetails>> = {},
  forms: object = FORMS,
  document = DOCUMENT,
) {
  const types = [{ type: JOB.type, title: "Skill gap", forms }];
  const session = {
    person: { uid: "ada" },
    api: { jobTypes: () => Promise.resolve(types) },
  } as unknown as Session;
  const value = { ...document, questionContext: CONTEXT } as unknown as JobDetails;
  const read = { state: "ready", value, ...details } as AsyncState<JobDetails>;
  const shown = job(document) as SuspendedJob;
  const { question } = shown;
  if (!question) throw new Error("It asks nothing.");
  render(
    <SessionContext value={session}>
      <JobsProvider client={here.client}>
        <main id="main" tabIndex={-1}>
          <JobQuestion {...{ job: shown, question, details: read, onReadAgain }} />
        </main>
      </JobsProvider>
    </SessionContext>,
  );
  await act(settle);
}

const fields = () => screen.getAllByLabelText<HTMLInputElement>("Figure");
const send = async (): Promise<void> => {
  fireEvent.click(screen.getByRole("button", { name: /^Send/ }));
  await act(settle);
};
async function fill(...texts: readonly string[]): Promise<void> {
  for (const [index, value] of texts.entries())
    fireEvent.change(fields()[index] ?? document.body, { target: { value } });
  await act(settle);
}

describe("a question on its job's page", () => {
  it("is drawn from its form, with what it is about, and without tags", async () => {
    await open();
    expect(screen.getByRole("form", { name: "Three bullets lack a figure." })).toBeDefined();
    expect(screen.getByText("Led a team.")).toBeDefined();
    expect(fields()).toHaveLength(2);
    expect(screen.queryByLabelText(/Tags/)).toBeNull();
    expect(screen.getByText("Cook")).toBeDefined();
  });

  it("names a field by what its row asks, and shows the first result", async () => {
    const properties = {
      start: { type: "integer", readOnly: true },
      bullet: { type: "string", readOnly: true },
      question: { type: "string", readOnly: true, "x-label": true },
      figure: { type: "string", maxLength: 80 },
    };
    const figures = { type: "array", items: { required: ["start"], properties } };
    const row = { start: 7, bullet: "Trained new users", question: "How many users?" };
    const firstResult = { changes: [{ before: "Did it", after: "Done it" }] };
    const value = { ...DOCUMENT, questionContext: { figures: [row], firstResult } };
    const forms = { Figures: { properties: { figures } } };
    await open({ value: value as unknown as JobDetails }, forms);
    expect(screen.getByText("Trained new users")).toBeDefined();
    expect(screen.getByText("First result")).toBeDefined();
    expect(screen.getByText("Done it")).toBeDefined();
    fireEvent.change(screen.getByLabelText(/^How many users\?/), { target: { value: "40" } });
    await send();
    const sent = { value: { figures: [{ ...row, figure: "40" }] } };
    expect(here.cloud.take().body).toEqual(sent);
  });

  it("may be about anything", async () => {
    await open({ value: { ...DOCUMENT, questionContext: ["A list"] } as unknown as JobDetails });
    expect(screen.getByText("A list")).toBeDefined();
    expect(fields()).toHaveLength(1);
  });

  it("is answered once, with what was given, and goes back to the page", async () => {
    await open();
    await fill("4 people", "30%");
    await send();
    await send();
    const request = here.cloud.take();
    expect(request.path).toMatch(/\/answers\/missing-figures$/);
    const [line, figure] = ["Led a team.", "4 people"];
    const figures = [
      { line, figure },
      { line: "Cut costs.", figure: "30%" },
    ];
    expect(request.body).toEqual({ value: { figures } });
    expect(here.cloud.requests).toEqual([]);
    await act(() => request.answer(200, queued({ attempt: 1 })));
    expect(document.activeElement?.id).toBe("main");
    expect(JSON.stringify(localStorage)).not.toContain("4 people");
  });

  it("says at each field what the server says is wrong, and leads to the first", async () => {
    await open();
    await fill("4", "no");
    await send();
    const violations = [{ field: "figures.1.figure", message: "Is no figure." }];
    await act(() =>
      here.cloud.take().answer(400, { code: "invalid-argument", detail: "", violations }),
    );
    const [, second] = fields();
    expect(screen.getByText("Is no figure.")).toBeDefined();
    expect(document.activeElement).toBe(second);
    await fill("4", "5");
    expect(screen.queryByText("Is no figure.")).toBeNull();
  });

  it("says in words why an answer comes too late, and keeps it", async () => {
    await open();
    await fill("4", "5");
    await send();
    const detail = "Another answer was given before.";
    await act(() => here.cloud.take().answer(409, { code: "failed-precondition", detail }));
    expect(screen.getByRole("alert").textContent).toBe(detail);
    expect(fields()[0]?.value).toBe("4");
  });

  it("keeps what is filled in over a reload", async () => {
    await open();
    await fill("4 people");
    cleanup();
    await open();
    expect(fields().map(({ value }) => value)).toEqual(["4 people", ""]);
  });

  it("asked again begins anew, once what it is about now is read", async () => {
    await open();
    await fill("4 people");
    cleanup();
    const question = { ...(DOCUMENT["question"] as object), since: at(45) };
    const again = { ...DOCUMENT, question };
    await open({ value: DOCUMENT as unknown as JobDetails }, FORMS, again);
    expect(screen.queryByRole("form")).toBeNull();
    cleanup();
    await open({}, FORMS, again);
    expect(fields().map(({ value }) => value)).toEqual(["", ""]);
  });

  it("waits for what it is about, and says why that cannot be read", async () => {
    await open({ value: { ...DOCUMENT, question: undefined } as unknown as JobDetails });
    expect(screen.queryByRole("form")).toBeNull();
    cleanup();
    await open({ state: "failed", error: new Error("x"), value: undefined });
    expect(screen.queryByRole("form")).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(onReadAgain).toHaveBeenCalledOnce();
    cleanup();
    await open({ state: "failed", error: new Error("x") });
    expect(fields()).toHaveLength(2);
  });

  it("of a form that this page does not know says so", async () => {
    await open({}, {});
    expect(screen.getByRole("alert").textContent).toContain("Load the page again");
  });
});

describe("until when it waits", () => {
  const day = 86_400;
  const question = { ...(DOCUMENT["question"] as object), hasDefault: false };
  const late = job(suspended(4, { question }));

  it("is said, and what happens without an answer", () => {
    const now = new Date(at(60));
    const until = fullTime(new Date(at(3 * day)));
    expect(waitLine(JOB.question, now)).toBe(`It waits for you until ${until}.`);
    expect(timeWords(JOB, undefined, now)).toBe("Without an answer it goes on by itself.");
    expect(timeWords(late, undefined, now)).toBe("Without an answer it ends without a result.");
  });

  it("is over once that time has passed", () => {
    expect(waitLine(JOB.question, new Date(at(3 * day)))).toMatch(/^Its time is up/);
  });

  it("stands in the browser's tab and on the line of time", () => {
    expect(titleOf(JOB, "Cook")).toBe("Needs your answer: Cook");
    const awaited = "answer";
    const asked = {
      attempt: 1,
      awaited,
      startedAt: at(1),
      endedAt: at(30),
      outcome: "suspended",
    } as const;
    const titles = timelineOf(JOB, [asked]).map(({ title }) => title);
    expect(titles).toEqual(["Submitted", "Attempt 1 stopped to ask you", "It asks you"]);
  });
});
