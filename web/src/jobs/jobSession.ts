/** One user's time on this page: their jobs, and what they ask for. Over when they sign out. */
import type { Options, RetryWish, Submission } from "./api.js";
import { connectApi, type GetToken, type JobApi } from "./jobApi.js";
import { JobCards } from "./jobCards.js";
import { JobsApiError } from "./jobErrors.js";
import { openMemory, type JobMemory } from "./jobMemory.js";
import { hasEnded, type JobState, type Wish } from "./jobState.js";
import { startTelling, type JobListener, type Teller } from "./jobTelling.js";

/** A submission: of a type that the schema has, and checked by it; or of any other. */
export type NewJob<Type extends string> = {
  readonly type: Type;
} & (Type extends Submission["type"]
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
  /** A job was submitted here, which no listener has brought yet. */
  onCreated(jobId: string): void;
  onChange(): void;
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

/** One user's session. */
export class JobSession {
  readonly cards = new JobCards();
  readonly memory: JobMemory;
  readonly teller: Teller;
  readonly api: JobApi;
  private isOver = false;
  private readonly intents = new Map<string, Intent>();
  private readonly asked = new Map<string, Promise<JobState>>();
  private readonly results = new Map<string, Promise<unknown>>();

  constructor(
    readonly uid: string,
    private readonly parts: SessionParts,
  ) {
    this.memory = openMemory(uid, Date.now());
    this.teller = startTelling(this.memory, parts.listeners);
    this.api = connectApi(parts.apiUrl, async (isFresh) => {
      const token = await parts.getToken(isFresh);
      // By now the token may be somebody else's.
      if (this.isOver) throw new JobsApiError({ code: "cancelled", detail: "Signed out." });
      return token;
    });
  }

  end(): void {
    this.isOver = true;
    this.teller.stop();
    this.memory.close();
  }

  create(job: AnyJob): Promise<JobState> {
    const name = JSON.stringify(job);
    const intent: Intent = this.intents.get(name) ?? { key: randomKey() };
    this.intents.set(name, intent);
    return (intent.answer ??= this.submit(job, intent, (keptMs) =>
      setTimeout(() => {
        if (this.intents.get(name) === intent) this.intents.delete(name);
      }, keptMs),
    ));
  }

  private async submit(
    job: AnyJob,
    intent: Intent,
    forgetIn: (milliseconds: number) => void,
  ): Promise<JobState> {
    const tags = job.options?.tags ?? [];
    const end = this.cards.beginCreate(`pending:${intent.key}`, job.type, tags, new Date());
    this.parts.onChange();
    try {
      const created = await this.api.submit(job, intent.key);
      forgetIn(DOUBLE_CLICK_MS);
      if (!hasEnded(created)) this.memory.noteUnfinished(created.jobId);
      this.cards.take(created);
      this.parts.onCreated(created.jobId);
      return created;
    } catch (error) {
      intent.answer = undefined;
      const { status } = error as JobsApiError;
      forgetIn(status === 0 || status >= 500 ? UNANSWERED_MS : 0);
      throw error;
    } finally {
      end();
      this.parts.onChange();
    }
  }

  cancel(jobId: string): Promise<JobState> {
    return this.ask(jobId, "cancel", () => this.api.cancel(jobId));
  }

  retry(jobId: string, wish?: RetryWish): Promise<JobState> {
    this.memory.dismiss(jobId, false);
    return this.ask(jobId, "retry", () => this.api.retry(jobId, wish));
  }

  /** Show what will come of a wish at once, and what came of it when it is answered. */
  private ask(jobId: string, wish: Wish, send: () => Promise<JobState>): Promise<JobState> {
    const name = `${wish} ${jobId}`;
    const answer = this.asked.get(name) ?? this.askOnce(jobId, wish, send);
    this.asked.set(name, answer);
    return answer.finally(() => this.asked.delete(name));
  }

  private async askOnce(
    jobId: string,
    wish: Wish,
    send: () => Promise<JobState>,
  ): Promise<JobState> {
    const end = this.cards.begin(jobId, wish);
    this.parts.onChange();
    try {
      const job = await send();
      this.cards.take(job);
      return job;
    } finally {
      end();
      this.parts.onChange();
    }
  }

  dismiss(jobId: string): void {
    this.memory.dismiss(jobId, true);
    this.parts.onChange();
  }

  /** Read the result that a job ended with, once. */
  result(name: string, read: () => Promise<unknown>): Promise<unknown> {
    let result = this.results.get(name);
    if (!result) {
      result = read();
      this.results.set(name, result);
      result.catch(() => this.results.delete(name));
    }
    return result;
  }
}

/** `crypto.randomUUID` is missing on pages without https. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
