/**
 * Being told while no page is open: from the switch to the notification. Nothing leaves this machine,
 * so Firebase's registration is answered here, and the browser's own push service, which Chromium asks
 * Google for, is stood in for in the page. The message is handed to the real service worker by the browser.
 */
import { createHash } from "node:crypto";

import type { BrowserContext, Page, Worker } from "@playwright/test";

import { ask, hold, letGo, submit, waitForStatus, where, type User } from "./support/cloud.js";
import { expect, jobPath, open, test } from "./support/test.js";

const ON = "Tell me on this device, also when no page is open";
const OFF = "Tell me no more when no page is open";

interface Message {
  readonly fid: string;
  readonly data: { readonly jobId: string; readonly news: string };
}

test.beforeEach(async ({ context }) => {
  await context.grantPermissions(["notifications"], { origin: where().web });
  await context.addInitScript(standInForPushService);
  await context.route("**/deployment.json", async (route) => {
    const answer = await route.fetch();
    const own = (await answer.json()) as object;
    const push = { appId: "1:1:web:1", messagingSenderId: "1", webPushKey: `B${"A".repeat(86)}` };
    await route.fulfill({ response: answer, json: { ...own, ...push } });
  });
  let fid = "";
  await context.route("https://firebaseinstallations.googleapis.com/**", async (route) => {
    if (route.request().method() === "DELETE") return route.fulfill({ json: {} });
    ({ fid } = route.request().postDataJSON() as { fid: string });
    const authToken = { token: "a.b.c", expiresIn: "604800s" };
    return route.fulfill({ json: { fid, refreshToken: "x", authToken } });
  });
  await context.route("https://fcmregistrations.googleapis.com/**", (route) =>
    route.fulfill({ json: { name: `projects/1/registrations/${fid}` } }),
  );
});

test("a device is told of an end while no page is open, and the click shows the job", async ({
  page,
  context,
  user,
}) => {
  await switchOn(page, user);
  const [device] = await devicesOf(user);
  hold();
  const jobId = await submit(user);
  await waitForStatus(user, jobId, "running");
  const worker = await workerOf(context);
  const blank = await context.newPage();
  await deliver(blank, { jobId, news: "ended" });
  // Whoever looks at the page sees it there.
  await blank.waitForTimeout(1_000);
  expect(await shown(worker)).toEqual([]);
  await page.close();
  letGo();
  await waitForStatus(user, jobId, "succeeded");
  await expect.poll(() => taken(jobId)).toHaveLength(1);
  const [message] = await taken(jobId);
  expect(Object.keys(message ?? {}).sort()).toEqual(["data", "fid", "webpush"]);
  const name = createHash("sha256")
    .update(message?.fid ?? "")
    .digest("hex");
  expect(name.slice(0, 32)).toBe(device?.deviceId);
  expect(message?.data).toEqual({ jobId, news: "ended" });

  await deliver(blank, message?.data);
  await expect
    .poll(() => shown(worker))
    .toEqual([{ title: "CareerLens", body: "A job has ended.", tag: jobId }]);
  const path = await click(worker);
  expect(path).toBe(jobPath(jobId));
  expect(await shown(worker)).toEqual([]);
  const opened = await context.newPage();
  await opened.goto(path);
  await expect(opened.getByText("The text has 4 words.").first()).toBeVisible();
  expect(await taken(jobId)).toHaveLength(1);
});

test("a device that is switched off is forgotten", async ({ page, user }) => {
  await switchOn(page, user);
  await page.getByRole("button", { name: OFF }).click();
  await expect(page.getByRole("button", { name: ON })).toBeVisible();
  expect(await devicesOf(user)).toEqual([]);
  expect(
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length),
  ).toBe(0);
});

test("who signs out is told no more", async ({ page, user }) => {
  await switchOn(page, user);
  await page.getByRole("button", { name: /account of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByLabel("E-mail")).toBeVisible();
  expect(await devicesOf(user)).toEqual([]);
});

test("the service worker is always asked for anew, under the page's policy", async ({
  request,
}) => {
  const answer = await request.get("/push.js");
  expect(answer.headers()["content-type"]).toMatch(/^text\/javascript/);
  expect(answer.headers()["cache-control"]).toBe("no-cache");
  expect(answer.headers()["content-security-policy"]).toContain("worker-src 'self';");
  expect(answer.headers()["x-content-type-options"]).toBe("nosniff");
});

/** Switch it on where users do, and wait until the service knows the device. */
async function switchOn(page: Page, user: User): Promise<void> {
  await open(page, user, "/account");
  await page.getByRole("button", { name: ON }).click();
  await expect(page.getByRole("button", { name: OFF })).toBeVisible();
  expect(await devicesOf(user)).toHaveLength(1);
}

async function devicesOf(user: User): Promise<readonly { readonly deviceId: string }[]> {
  return ((await ask(user, "/api/devices")) as { devices: { deviceId: string }[] }).devices;
}

/** What was sent of a job. */
async function taken(jobId: string): Promise<readonly Message[]> {
  const all = (await (await fetch(where().fcm)).json()) as readonly Message[];
  return all.filter(({ data }) => data.jobId === jobId);
}

async function workerOf(context: BrowserContext): Promise<Worker> {
  const [worker] = context.serviceWorkers();
  return worker ?? context.waitForEvent("serviceworker");
}

/** Have the browser hand a push to the service worker, as Firebase wraps its data. */
async function deliver(blank: Page, data: object | undefined): Promise<void> {
  const session = await blank.context().newCDPSession(blank);
  const registration = new Promise<string>((resolve) => {
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const own = registrations.find(({ scopeURL }) => scopeURL.startsWith(where().web));
      if (own) resolve(own.registrationId);
    });
  });
  await session.send("ServiceWorker.enable");
  await session.send("ServiceWorker.deliverPushMessage", {
    origin: where().web,
    registrationId: await registration,
    data: JSON.stringify({ data }),
  });
  await session.detach();
}

/** What of notifications and clicks is used here: these functions run in the service worker. */
interface Scope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: object;
  dispatchEvent(event: Event): boolean;
}

async function shown(worker: Worker): Promise<unknown> {
  return worker.evaluate(async () => {
    const { registration } = globalThis as unknown as Scope;
    const all = await registration.getNotifications();
    return all.map(({ title, body, tag }) => ({ title, body, tag }));
  });
}

/** Click the notification; return what is opened: that itself the browser does for a person's click only. */
async function click(worker: Worker): Promise<string> {
  return worker.evaluate(async () => {
    const scope = globalThis as unknown as Scope;
    const [notification] = await scope.registration.getNotifications();
    let opened = "";
    Object.defineProperty(scope.clients, "openWindow", {
      value: (path: string) => {
        opened = path;
        return Promise.resolve();
      },
    });
    const work: Promise<unknown>[] = [];
    const event = Object.defineProperties(new Event("notificationclick"), {
      notification: { value: notification },
      waitUntil: { value: (one: Promise<unknown>) => work.push(one) },
    });
    scope.dispatchEvent(event);
    await Promise.all(work);
    return opened;
  });
}

/** Runs in every page: the browser's subscription, as Firebase's library asks for it. */
function standInForPushService(): void {
  let subscription: object | null = null;
  const made = {
    endpoint: "https://push.careerlens.test/1",
    options: {},
    getKey: () => new Uint8Array([1, 2, 3]).buffer,
    unsubscribe: () => {
      subscription = null;
      return Promise.resolve(true);
    },
  };
  Object.assign(PushManager.prototype, {
    getSubscription: () => Promise.resolve(subscription),
    subscribe: () => Promise.resolve((subscription = made)),
  });
}
