/** One user's time on this page: their jobs, and what they request. Over when they sign out. */
import { openDeviceStorage, type DeviceStorage } from "../device/deviceStorage.js";
import { signedOut, type JobsApiError } from "../model/jobErrors.js";
import { hasEnded, type JobState, type PendingAction } from "../model/jobState.js";
import type { ListenTarget } from "../model/listener.js";
import { optimisticJob, type AnyJob } from "../model/pendingAction.js";
import type { Options, RetryRequest, Submission } from "../model/schema.js";
import { serverNow } from "../model/serverClock.js";
import type { GetToken } from "../server/http.js";
import { connectApi, type JobApi } from "../server/jobApi.js";
import type { LiveJobsPorts } from "../server/liveJobs.js";
import { startNotifier, type Subscriber, type Notifier } from "./callbacks.js";
import { makeOptimisticJobs, type OptimisticJobs } from "./optimisticJobs.js";

/** A submission: of a type that the schema has, and checked by it; or of any other. */
export type NewJob<Type extends string> = { readonly type: Type } & (Type extends Submission["type"]
  ? Extract<Submission, { readonly type: Type }>
  : { readonly options?: Options | null; readonly [field: string]: unknown });

/** What a session needs from the page. */
export interface SessionParts {
  readonly apiUrl: string;
  readonly getToken: GetToken;
  readonly listeners: ReadonlySet<Subscriber>;
  readonly listen: (target: ListenTarget, ...to: Parameters<LiveJobsPorts["listen"]>) => () => void;
  /** A job was submitted here, which no listener may have brought yet. */
  readonly onCreated: (jobId: string) => void;
  /** Something has changed. */
  readonly onChange: () => void;
}

/** One user's session. */
export interface JobSession extends Pick<SessionParts, "listen" | "onChange"> {
  readonly uid: string;
  readonly jobs: OptimisticJobs;
  readonly storage: DeviceStorage;
  readonly notifier: Notifier;
  readonly api: JobApi;
  create(job: AnyJob): Promise<JobState>;
  cancel(jobId: string): Promise<JobState>;
  retry(jobId: string, request?: RetryRequest): Promise<JobState>;
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
const UNANSWERED_MS = 300_000;

/** Begin a user's session. */
export function startSession(uid: string, parts: SessionParts): JobSession {
  const { onChange, onCreated, listen } = parts;
  const jobs = makeOptimisticJobs();
  const storage = openDeviceStorage(uid, serverNow());
  const notifier = startNotifier(storage, parts.listeners);
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
    }
  }

  const actOn = (
    jobId: string,
    action: PendingAction,
    send: () => Promise<JobState>,
  ): Promise<JobState> => act(jobs.begin(jobId, action), send);

  async function submit(job: AnyJob, name: string, intent: Intent): Promise<JobState> {
    let keptMs = DOUBLE_CLICK_MS;
    try {
      return await act(
        jobs.beginCreate(optimisticJob(intent.key, job, new Date(serverNow()))),
        async () => {
          const created = await api.submit(job, intent.key);
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
    ...{ uid, jobs, storage, notifier, api, listen, onChange },
    create(job) {
      const name = JSON.stringify(job);
      const intent: Intent = intents.get(name) ?? { key: randomKey() };
      intents.set(name, intent);
      return (intent.answer ??= submit(job, name, intent));
    },
    cancel: (jobId) => actOn(jobId, "cancel", () => api.cancel(jobId)),
    retry(jobId, request) {
      storage.dismiss(jobId, false);
      return actOn(jobId, "retry", () => api.retry(jobId, request));
    },
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

/** `crypto.randomUUID` is missing on pages without https. */
function randomKey(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}
