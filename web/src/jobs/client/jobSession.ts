/** One user's time on this page: their jobs, and what they ask for. Over when they sign out. */
import type { Options, RetryWish, Submission } from "../model/api.js";
import { connectApi, type GetToken, type JobApi } from "../server/jobApi.js";
import { makeCards, type JobCards } from "./optimisticJobs.js";
import { signedOut, type JobsApiError } from "../model/jobErrors.js";
import type { FeedPorts, ListenTarget } from "../server/liveJobs.js";
import { openMemory, type JobMemory } from "../device/deviceStorage.js";
import { hasEnded, wishedJob, type JobState, type Wish } from "../model/jobState.js";
import { startTelling, type JobListener, type Teller } from "./callbacks.js";

/** A submission: of a type that the schema has, and checked by it; or of any other. */
export type NewJob<Type extends string> = { readonly type: Type } & (Type extends Submission["type"]
  ? Extract<Submission, { readonly type: Type }>
  : { readonly options?: Options | null; readonly [field: string]: unknown });

/** A submission, as far as a session looks into it. */
export interface AnyJob {
  readonly type: string;
  readonly options?: Options | null | undefined;
}

/** What a session needs from the page. */
export interface SessionParts {
  readonly apiUrl: string;
  readonly getToken: GetToken;
  readonly listeners: ReadonlySet<JobListener>;
  readonly listen: (target: ListenTarget, ...to: Parameters<FeedPorts["listen"]>) => () => void;
  /** A job was submitted here, which no listener may have brought yet. */
  readonly onCreated: (jobId: string) => void;
  /** Something has changed. */
  readonly onChange: () => void;
}

/** One user's session. */
export interface JobSession extends Pick<SessionParts, "listen" | "onChange"> {
  readonly uid: string;
  readonly cards: JobCards;
  readonly memory: JobMemory;
  readonly teller: Teller;
  readonly api: JobApi;
  create(job: AnyJob): Promise<JobState>;
  cancel(jobId: string): Promise<JobState>;
  retry(jobId: string, wish?: RetryWish): Promise<JobState>;
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
  const cards = makeCards();
  const memory = openMemory(uid, Date.now());
  const teller = startTelling(memory, parts.listeners);
  const intents = new Map<string, Intent>();
  let isOver = false;

  const api = connectApi(parts.apiUrl, async (isFresh) => {
    const token = await parts.getToken(isFresh);
    // By now the token may be somebody else's.
    if (isOver) throw signedOut();
    return token;
  });

  /** Show what will come of a wish until it is answered, and then what has come of it. */
  async function ask(end: () => void, send: () => Promise<JobState>): Promise<JobState> {
    onChange();
    try {
      const job = await send();
      cards.take(job);
      return job;
    } finally {
      end();
      onChange();
    }
  }

  const askOf = (jobId: string, wish: Wish, send: () => Promise<JobState>): Promise<JobState> =>
    ask(cards.begin(jobId, wish), send);

  async function submit(job: AnyJob, name: string, intent: Intent): Promise<JobState> {
    let keptMs = DOUBLE_CLICK_MS;
    try {
      return await ask(cards.beginCreate(wishedJob(intent.key, job, new Date())), async () => {
        const created = await api.submit(job, intent.key);
        if (!hasEnded(created)) memory.noteUnfinished(created.jobId);
        onCreated(created.jobId);
        return created;
      });
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
    ...{ uid, cards, memory, teller, api, listen, onChange },
    create(job) {
      const name = JSON.stringify(job);
      const intent: Intent = intents.get(name) ?? { key: randomKey() };
      intents.set(name, intent);
      return (intent.answer ??= submit(job, name, intent));
    },
    cancel: (jobId) => askOf(jobId, "cancel", () => api.cancel(jobId)),
    retry(jobId, wish) {
      memory.dismiss(jobId, false);
      return askOf(jobId, "retry", () => api.retry(jobId, wish));
    },
    dismiss(jobId) {
      memory.dismiss(jobId, true);
      onChange();
    },
    end() {
      isOver = true;
      teller.stop();
      memory.close();
    },
  };
}

/** `crypto.randomUUID` is missing on pages without https. */
function randomKey(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}
