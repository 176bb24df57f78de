/**
 * The service worker: shows what is pushed while no tab is looked at, and opens the job. It keeps no
 * file and answers no request. Firebase Cloud Messaging sends the data that `shared/push/sender.py` writes.
 */
import { NEWS, title } from "#messages/pushed";

/** What of a service worker's scope is used here: TypeScript has its types apart from a page's. */
interface Scope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    matchAll(options: object): Promise<readonly Tab[]>;
    openWindow(url: string): Promise<unknown>;
    claim(): Promise<void>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(name: string, listener: (event: WorkerEvent) => void): void;
}

interface Tab {
  readonly visibilityState: DocumentVisibilityState;
  focus(): Promise<Tab>;
  navigate(url: string): Promise<unknown>;
}

interface WorkerEvent {
  waitUntil(work: Promise<unknown>): void;
  readonly data?: { json(): unknown };
  readonly notification?: Notification;
}

const scope = globalThis as unknown as Scope;
const tabs = (): Promise<readonly Tab[]> =>
  scope.clients.matchAll({ type: "window", includeUncontrolled: true });

scope.addEventListener("install", (event) => {
  event.waitUntil(scope.skipWaiting());
});
scope.addEventListener("activate", (event) => {
  // So that a click may lead an open tab to the job.
  event.waitUntil(scope.clients.claim());
});
scope.addEventListener("push", (event) => {
  event.waitUntil(show(event.data?.json()));
});
scope.addEventListener("notificationclick", (event) => {
  if (!event.notification) return;
  event.notification.close();
  event.waitUntil(open(`/jobs/${encodeURIComponent(event.notification.tag)}`));
});

/** Show one notification for a job; none while a tab is looked at, or has shown its own of this job. */
async function show(pushed: unknown): Promise<void> {
  const { data } = (pushed ?? {}) as { data?: { jobId?: string; news?: string } };
  const { jobId: tag, news } = data ?? {};
  if (!tag || (news !== "ended" && news !== "question")) return;
  const all = await tabs();
  if (all.some((tab) => tab.visibilityState === "visible")) return;
  // A tab that is open but not looked at says more of the job: the title.
  const shown = all.length > 0 ? await scope.registration.getNotifications({ tag }) : [];
  if (shown.length > 0) return;
  await scope.registration.showNotification(title, { body: NEWS[news], icon: "/icon.svg", tag });
}

/** Show the page of a job in a tab that is open, or in a new one. */
async function open(path: string): Promise<void> {
  const [tab] = await tabs();
  if (!tab) {
    await scope.clients.openWindow(path);
    return;
  }
  await tab.focus();
  await tab.navigate(path);
}
