/** The notifications, as a person meets them: by sight, by keyboard, by ear. */
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { JobsClient } from "../../../src/jobs/client/jobClient.js";
import { JobProgressNotifications } from "../../../src/jobs/react/JobProgressNotifications.js";
import { JobsProvider } from "../../../src/jobs/react/JobsProvider.js";
import { ENGLISH } from "../../../src/jobs/react/jobLabels.js";
import type { JobProgressNotificationsProps } from "../../../src/jobs/react/notificationProps.js";
import { previewText } from "../../../src/jobs/react/previewText.js";
import { relativeTime } from "../../../src/jobs/react/relativeTime.js";
import { at, queued, failed, running, succeeded, suspended } from "../support/documents.js";
import { Cloud, wait } from "../support/cloud.js";

let cloud: Cloud;
let client: JobsClient;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(at(0)) });
  localStorage.clear();
  cloud = new Cloud();
  client = cloud.connect();
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

async function open(props: JobProgressNotificationsProps = {}): Promise<void> {
  render(
    <JobsProvider client={client}>
      <JobProgressNotifications locale="en" {...props} />
    </JobsProvider>,
  );
  await act(() => cloud.signIn("ada"));
}

const show = (...args: Parameters<Cloud["show"]>) => act(() => cloud.show(...args));
const announced = () => screen.getByRole("status").textContent;

it("shows a real progress bar, the stage's words and the growing preview", async () => {
  await open();
  await show([running(40, 3, { preview: { headline: "SQL is missing", reasons: ["It"] } })]);
  const bar = screen.getByRole("progressbar", { name: "Skill gap analysis" });
  expect(bar.getAttribute("aria-valuenow")).toBe("40");
  expect(bar.getAttribute("aria-valuetext")).toBe("40%: 40 done");
  expect(screen.getByText("SQL is missing It")).toBeTruthy();
});

it("announces the end, and nothing on the way", async () => {
  await open();
  await show([running(10, 1)]);
  await show([running(90, 2)]);
  expect(announced()).toBe("");
  await show([succeeded(3)]);
  expect(announced()).toBe("Skill gap analysis: Two gaps found.");
});

it("shows no toast for what had ended long before", async () => {
  await open();
  await show([succeeded(3, { finishedAt: at(-60) })]);
  expect(screen.queryAllByRole("listitem")).toEqual([]);
});

it("cancels, and says it if that is refused", async () => {
  await open();
  await show([running(10, 1)]);
  fireEvent.click(screen.getByRole("button", { name: "Cancel: Skill gap analysis" }));
  await act(() => wait(0));
  expect(screen.getByText("Stopping…")).toBeTruthy();
  await act(() => cloud.take().answer(409, { code: "failed-precondition", detail: "Too late." }));
  expect(screen.getByRole("alert").textContent).toBe("Too late.");
});

it("offers to try a failed job again", async () => {
  await open();
  await show([running(10, 1)]);
  await show([failed(1)]);
  fireEvent.click(screen.getByRole("button", { name: "Try again: Skill gap analysis" }));
  await act(() => wait(0));
  expect(cloud.take().path).toMatch(/\/retry$/);
});

it("offers to change what cannot work as it is, and not to try it again", async () => {
  await open({ changeHref: (job) => `/new/${job.type}` });
  await show([running(10, 1)]);
  const error = { code: "failed-precondition", message: "No data on that role.", retriable: false };
  await show([failed(1, { error })]);
  const link = screen.getByRole("link", { name: "Change and run again: Skill gap analysis" });
  expect(link.getAttribute("href")).toBe("/new/skill-gap-analysis");
  expect(screen.queryByRole("button", { name: /^Try again/ })).toBeNull();
});

it("calls a job by its title, where it has one", async () => {
  await open();
  await show([running(10, 1, { title: "Data Engineer" })]);
  expect(screen.getAllByRole("listitem", { name: "Data Engineer" })).toHaveLength(1);
  await show([succeeded(3, { title: "Data Engineer" })]);
  expect(announced()).toBe("Data Engineer: Two gaps found.");
});

it("shows nothing of what is on the screen, and announces its end all the same", async () => {
  await open({ isOnScreen: () => true });
  await show([running(10, 1)]);
  expect(screen.queryAllByRole("listitem")).toEqual([]);
  await show([succeeded(3)]);
  expect(announced()).toBe("Skill gap analysis: Two gaps found.");
});

it("dismisses all at once, and says how many are under way", async () => {
  await open();
  const other = "ada:skill-gap-analysis:1763892000001:bbbbbbbb";
  await show([running(10, 1), running(20, 1, { jobId: other, createdAt: at(-5) })]);
  expect(screen.getByText("2 under way")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Dismiss all" }));
  expect(screen.queryAllByRole("listitem")).toEqual([]);
});

it("links to the result", async () => {
  await open({ resultHref: (job) => `/jobs/${job.type}` });
  await show([running(10, 1)]);
  await show([succeeded(2)]);
  const link = screen.getByRole("link", { name: "Open result: Skill gap analysis" });
  expect(link.getAttribute("href")).toBe("/jobs/skill-gap-analysis");
});

it("announces a question once on this device, and leads to where it is answered", async () => {
  const onQuestion = vi.fn();
  const onAnswer = vi.fn((_: unknown, event: { preventDefault(): void }) => {
    event.preventDefault();
  });
  const props = { answerHref: () => "/answer", onAnswer, onQuestion };
  await open(props);
  await show([running(10, 1), suspended(2, { jobId: "ada:a:1:b", createdAt: at(-9) })]);
  await act(() => wait(0));
  expect(announced()).toBe("Skill gap analysis: Needs your answer. Three bullets lack a figure.");
  // It stands first, although the other job is newer.
  const [first] = screen.getAllByRole("listitem");
  expect(first?.dataset["state"]).toBe("suspended");
  const link = screen.getByRole("link", { name: "Answer: Skill gap analysis" });
  expect(link.getAttribute("href")).toBe("/answer");
  fireEvent.click(link);
  expect(onAnswer).toHaveBeenCalledOnce();
  cleanup();
  client = cloud.connect();
  await open(props);
  await show([suspended(2, { jobId: "ada:a:1:b", createdAt: at(-9) })]);
  await act(() => wait(0));
  expect(onQuestion).toHaveBeenCalledOnce();
  expect(announced()).toBe("");
});

it("announces a question while the tab is hidden", async () => {
  const onQuestion = vi.fn();
  await open({ onQuestion });
  await show([running(10, 1)]);
  vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  await show([suspended(2)]);
  // A visible tab would be first.
  expect(onQuestion).not.toHaveBeenCalled();
  await act(() => wait(1_000));
  expect(onQuestion).toHaveBeenCalledOnce();
});

it("shows and announces a question that is older than all jobs of its list", async () => {
  const onQuestion = vi.fn();
  await open({ onQuestion });
  const old = suspended(2, { jobId: "ada:a:1:b", createdAt: at(-9) });
  await act(() => cloud.showList({ limit: 20 }, [running(10, 1)]));
  await act(() => cloud.showList({ status: "suspended", limit: 20 }, [old]));
  await act(() => wait(0));
  expect(onQuestion).toHaveBeenCalledOnce();
  const states = screen.getAllByRole("listitem").map(({ dataset }) => dataset["state"]);
  expect(states).toEqual(["suspended", "running"]);
});

it("announces no question of another batch", async () => {
  const onQuestion = vi.fn();
  await open({ batch: "mine", onQuestion });
  const other = suspended(2, { jobId: "ada:a:1:b", batchId: "other" });
  await show([other, suspended(2, { batchId: "mine" })]);
  await act(() => wait(0));
  expect(onQuestion.mock.calls).toMatchObject([[{ batchId: "mine" }]]);
});

it("shows a dismissed job again when it asks, until it is dismissed once more", async () => {
  await open();
  await show([running(10, 1)]);
  fireEvent.click(screen.getByRole("button", { name: "Dismiss: Skill gap analysis" }));
  expect(screen.queryAllByRole("listitem")).toEqual([]);
  await show([suspended(2)]);
  await act(() => wait(0));
  expect(screen.getAllByRole("listitem")).toHaveLength(1);
  fireEvent.click(screen.getByRole("button", { name: "Dismiss: Skill gap analysis" }));
  await act(() => wait(0));
  expect(screen.queryAllByRole("listitem")).toEqual([]);
});

it("dismisses by Escape, and leads the focus to the next toast", async () => {
  await open();
  const other = "ada:skill-gap-analysis:1763892000001:bbbbbbbb";
  await show([running(10, 1), running(20, 1, { jobId: other, createdAt: at(-5) })]);
  const [first, second] = screen.getAllByRole("listitem");
  first?.querySelector("button")?.focus();
  fireEvent.keyDown(document.activeElement ?? document.body, { key: "Escape" });
  expect(screen.getAllByRole("listitem")).toEqual([second]);
  expect(document.activeElement).toBe(second);
});

it("folds what is more than a few", async () => {
  await open({ max: 1 });
  await show([queued(), queued({ jobId: "ada:skill-gap-analysis:1763892000001:bbbbbbbb" })]);
  expect(screen.getAllByRole("listitem").length).toBe(1);
  fireEvent.click(screen.getByRole("button", { name: "Show 1 more" }));
  expect(screen.getAllByRole("listitem").length).toBe(2);
});

it("says what is wrong with the connection", async () => {
  await open();
  await show([running(10, 1)]);
  await act(() => cloud.refuse());
  expect(screen.getByText(/Live updates are blocked here/)).toBeTruthy();
});

it("calls a type by its name's words, and draws them all alike", () => {
  expect(ENGLISH.title("salary-report")).toBe("Salary report");
  expect(ENGLISH.icon("salary-report")).toBe(ENGLISH.icon("a-type"));
});

it("calls a type as the application says", async () => {
  await open({ labels: { title: (type) => `The ${type}` } });
  await show([running(10, 1)]);
  const [toast] = screen.getAllByRole("listitem", { name: "The skill-gap-analysis" });
  expect(toast).toBeDefined();
});

it("shows the end of a long preview, from a whole word", () => {
  expect(previewText({ a: "one two three", b: [{ c: "four" }], d: 5 }, 12)).toBe("… three four");
  expect(previewText(undefined)).toBe("");
});

it.each([
  [-30, "en", "now"],
  [-150, "en", "2 minutes ago"],
  [-7_200, "de", "vor 2 Stunden"],
  [86_400, "en", "tomorrow"],
])("says %i s as people do", (seconds, locale, text) => {
  expect(relativeTime(new Date(at(seconds)), new Date(at(0)), locale)).toBe(text);
});

it("says nothing of a job that is a part of another one, until it asks", async () => {
  await open();
  const part = { parentId: "whole", title: "A part" };
  await show([running(40, 3, part)]);
  expect(screen.queryAllByText("A part")).toEqual([]);
  await show([suspended(4, part)]);
  expect(screen.getAllByText("A part")).not.toHaveLength(0);
  await show([succeeded(5, part)]);
  expect(screen.queryAllByText("A part")).toEqual([]);
  expect(announced()).not.toContain("Two gaps found.");
});
