/** One user's time on this page: their jobs, and what they request. Over when they sign out. */
import { openDeviceStorage, type DeviceStorage } from "../device/deviceStorage.js";
import { signedOut, type JobsApiError } from "../model/jobErrors.js";
import { hasEnded, type JobState, type PendingAction } from "../model/jobState.js";
import type { ListenTarget } from "../model/listener.js";
import { optimisticJob, type AnyJob } from "../model/pendingAction.js";
import type { RetryRequest } from "../model/schema.js";
import { serverNow } from "../model/serverClock.js";
import type { GetToken } from "../server/http.js";
import { connectApi, type JobApi } from "../server/jobApi.js";
import type { LiveJobsPorts } from "../server/liveJobs.js";
import type { StartPolling } from "../server/poller.js";
import { startNotifier, type Subscriber, type Notifier } from "./callbacks.js";
import { makeOptimisticJobs, type OptimisticJobs } from "./optimisticJobs.js";

/** What a session needs from the page. */
export interface SessionParts {
  readonly apiUrl: string;
  readonly getToken: GetToken;
  readonly listeners: ReadonlySet<Subscriber>;
  /** Absent where changes arrive by polling. */
  readonly listen:
    | ((
        target: ListenTarget,
        ...to: Parameters<NonNullable<LiveJobsPorts["listen"]>>
      ) => () => void)
    | undefined;
  readonly startPolling: StartPolling;
  readonly readResult: (jobId: string) => Promise<unknown>;
  /** A job was submitted here, which no listener may have brought yet. */
  readonly onCreated: (jobId: string) => void;
  /** An action was answered. */
  readonly onAnswered: () => void;
  /** Something has changed. */
  readonly onChange: () => void;
}

/** One user's session. */
export interface JobSession extends Pick<
  SessionParts,
  "listen" | "startPolling" | "onChange" | "onAnswered"
> {
  readonly uid: string;
  readonly jobs: OptimisticJobs;
  readonly storage: DeviceStorage;
  readonly notifier: Notifier;
  readonly api: JobApi;
  /** Submit a job by `send`; the same `name` again is the same intent, under the same key. */
  create(job: AnyJob, name: string, send: (key: string) => Promise<JobState>): Promise<JobState>;
  cancel(jobId: string): Promise<JobState>;
  retry(jobId: string, request?: RetryRequest): Promise<JobState>;
  answer(jobId: string, name: string, value: object): Promise<JobState>;
  dismiss(jobId: string): void;
  end(): void;
}

/** A submission that was sent: the same one again is the same intent, under the same key. */
interface Intent {
  readonly key: string;
  answer?: Promise<JobState> | undefined;
}

/** A click so soon after an answer is still the same double click. */
const DOUBLE_CLICK_MS = 1_000;
/** Sent again within this, what was not answered has the same key: it may have been stored. */
export const UNANSWERED_MS = 300_000;

/** Begin a user's session. */
export function startSession(uid: string, parts: SessionParts): JobSession {
  const { onChange, onCreated, onAnswered } = parts;
  const jobs = makeOptimisticJobs();
  const storage = openDeviceStorage(uid, serverNow());
  const notifier = startNotifier(storage, parts.listeners, parts.readResult);
  const intents = new Map<string, Intent>();
  let isOver = false;

  const api = connectApi(parts.apiUrl, async (isFresh) => {
    const token = await parts.getToken(isFresh);
    // By now the token may be another user's.
    if (isOver) throw signedOut();
    return token;
  });

  /** Show what an action will do until it is answered, and then what it has done. */
  async function act(end: () => void, send: () => Promise<JobState>): Promise<JobState> {
    onChange();
    try {
      const job = await send();
      jobs.take(job);
      return job;
    } finally {
      end();
      onChange();
      onAnswered();
    }
  }

  const actOn = (
    jobId: string,
    action: PendingAction,
    send: () => Promise<JobState>,
  ): Promise<JobState> => act(jobs.begin(jobId, action), send);

  async function submit(
    job: AnyJob,
    name: string,
    intent: Intent,
    send: (key: string) => Promise<JobState>,
  ): Promise<JobState> {
    let keptMs = DOUBLE_CLICK_MS;
    try {
      return await act(
        jobs.beginCreate(optimisticJob(intent.key, job, new Date(serverNow()))),
        async () => {
          const created = await send(intent.key);
          if (!hasEnded(created)) storage.noteUnfinished(created.jobId);
          onCreated(created.jobId);
          return created;
        },
      );
    } catch (error) {
      const { status } = error as JobsApiError;
      keptMs = !status || status >= 500 ? UNANSWERED_MS : 0;
      intent.answer = undefined;
      throw error;
    } finally {
      setTimeout(() => {
        if (intents.get(name) === intent) intents.delete(name);
      }, keptMs);
    }
  }

  return {
    ...parts,
    ...{ uid, jobs, storage, notifier, api },
    create(job, name, send) {
      const intent: Intent = intents.get(name) ?? { key: randomKey() };
      intents.set(name, intent);
      return (intent.answer ??= submit(job, name, intent, send));
    },
    cancel: (jobId) => actOn(jobId, "cancel", () => api.cancel(jobId)),
    retry(jobId, request) {
      storage.dismiss(jobId, false);
      return actOn(jobId, "retry", () => api.retry(jobId, request));
    },
    answer: (jobId, name, value) => actOn(jobId, "answer", () => api.answer(jobId, name, value)),
    dismiss(jobId) {
      storage.dismiss(jobId, true);
      onChange();
    },
    end() {
      isOver = true;
      notifier.stop();
      storage.close();
    },
  };
}

/** Return a new key; `crypto.randomUUID` is missing on pages without https. */
export function randomKey(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}
