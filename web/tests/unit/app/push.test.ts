/** What the service worker shows and opens, and what a tab leaves to it. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { keepChoice } from "../../../src/app/deviceChoice.js";
import { notifyBySystem } from "../../../src/app/notifyBySystem.js";

type Listener = (event: object) => void;
interface Tab {
  visibilityState: string;
  focus: () => Promise<void>;
  navigate: (path: string) => Promise<void>;
}

const JOB = "ada:a:1:b";
const listeners = new Map<string, Listener>();
const showNotification = vi.fn(() => Promise.resolve());
const openWindow = vi.fn(() => Promise.resolve());
let tabs: Tab[];
let shown: object[];

beforeEach(async () => {
  tabs = [];
  shown = [];
  vi.resetModules();
  vi.stubGlobal("addEventListener", (name: string, listener: Listener) => {
    listeners.set(name, listener);
  });
  vi.stubGlobal("registration", {
    showNotification,
    getNotifications: () => Promise.resolve(shown),
  });
  vi.stubGlobal("clients", { matchAll: () => Promise.resolve(tabs), openWindow });
  await import("../../../src/app/push/worker.js");
});

afterEach(() => {
  localStorage.clear();
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

async function happen(name: string, event: object): Promise<void> {
  const works: Promise<unknown>[] = [];
  listeners.get(name)?.({ ...event, waitUntil: (work: Promise<unknown>) => works.push(work) });
  await Promise.all(works);
}

const push = (data: unknown): Promise<void> => happen("push", { data: { json: () => data } });
const ended = { data: { jobId: JOB, news: "ended" } };
const tab = (visibilityState: string): Tab => ({
  visibilityState,
  focus: vi.fn(() => Promise.resolve()),
  navigate: vi.fn(() => Promise.resolve()),
});

it("shows that a job has ended, by its tag and with no word of it", async () => {
  await push(ended);
  const options = { body: "A job has ended.", icon: "/icon.svg", tag: JOB };
  expect(showNotification).toHaveBeenCalledExactlyOnceWith("CareerLens", options);
});

it("shows that a job asks", async () => {
  await push({ data: { jobId: JOB, news: "question" } });
  const options = expect.objectContaining({ body: "A job needs your answer." }) as object;
  expect(showNotification).toHaveBeenCalledExactlyOnceWith("CareerLens", options);
});

it("shows nothing while a tab is looked at", async () => {
  tabs = [tab("hidden"), tab("visible")];
  await push(ended);
  expect(showNotification).not.toHaveBeenCalled();
});

it("shows nothing that a tab in the background has shown", async () => {
  tabs = [tab("hidden")];
  shown = [{}];
  await push(ended);
  expect(showNotification).not.toHaveBeenCalled();
  shown = [];
  await push(ended);
  expect(showNotification).toHaveBeenCalledOnce();
});

it.each([undefined, {}, { data: {} }, { data: { jobId: JOB, news: "else" } }])(
  "shows nothing for what it does not know: %j",
  async (data) => {
    await push(data);
    expect(showNotification).not.toHaveBeenCalled();
  },
);

it("opens the job in a new tab, or leads an open one there", async () => {
  const click = { notification: { tag: JOB, close: vi.fn() } };
  await happen("notificationclick", click);
  expect(openWindow).toHaveBeenCalledExactlyOnceWith("/jobs/ada%3Aa%3A1%3Ab");
  const open = tab("hidden");
  tabs = [open];
  await happen("notificationclick", click);
  expect(openWindow).toHaveBeenCalledOnce();
  expect(open.focus).toHaveBeenCalledOnce();
  expect(open.navigate).toHaveBeenCalledExactlyOnceWith("/jobs/ada%3Aa%3A1%3Ab");
});

it("is what a hidden tab shows by, where this device is told: one tag, one notification", async () => {
  const notify = vi.fn();
  vi.stubGlobal("Notification", Object.assign(notify, { permission: "granted" }));
  vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
  vi.stubGlobal("navigator", { serviceWorker: { ready: Promise.resolve({ showNotification }) } });
  keepChoice("push", "on");
  expect(notifyBySystem(JOB, "My job", "Done.", vi.fn())).toBe(true);
  await Promise.resolve();
  const options = { body: "Done.", icon: "/icon.svg", tag: JOB };
  expect(showNotification).toHaveBeenCalledExactlyOnceWith("My job", options);
  expect(notify).not.toHaveBeenCalled();
});
