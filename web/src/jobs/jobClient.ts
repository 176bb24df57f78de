/**
 * The client of a page: who is signed in, and the views of their jobs.
 *
 * What must stay true: nothing of one user is shown, told or kept once another one, or nobody, is
 * signed in.
 */
import type { RetryWish } from "./api.js";
import { JobsApiError } from "./jobErrors.js";
import { startFeed, type Listener, type ListenTarget } from "./jobFeed.js";
import { forgetOthers, isOurs, noteUncleared } from "./jobMemory.js";
import { JobSession, type NewJob } from "./jobSession.js";
import { hasEnded, type JobState, type SucceededJob } from "./jobState.js";
import type { JobListener } from "./jobTelling.js";
import { JobView, type ViewSession } from "./jobView.js";

/** Who is signed in, from wherever. */
export interface Identity {
  /** Tell who is signed in, now and whenever that changes; null for nobody. */
  watch(onUser: (uid: string | null) => void): void;
  /** Give their ID token; a new one if `isFresh`. */
  getToken(isFresh: boolean): Promise<string>;
}

/** What a client is made of. */
export interface ClientParts {
  readonly identity: Identity;
  openListener(): Promise<Listener>;
  /** Where the API is; "" for the page's own host. */
  readonly apiUrl: string;
}

/** A user whom the application names itself, instead of Firebase Auth's. */
export interface NamedUser {
  readonly userId: string | null;
  readonly authToken?: string | undefined;
}

/** The client of a page. */
export class JobsClient {
  private session: JobSession | null | undefined;
  private named: NamedUser | undefined;
  /** undefined while that is not known. */
  private signedIn: string | null | undefined;
  private listener: Promise<Listener> | undefined;
  private closing: Promise<void> = Promise.resolve();
  private readonly views = new Map<string, JobView>();
  private readonly listeners = new Set<JobListener>();
  /** Jobs under way that no view shows, and how each stops being followed. */
  private readonly followed = new Map<string, () => void>();

  constructor(private readonly parts: ClientParts) {
    parts.identity.watch((uid) => {
      this.signedIn = uid;
      this.changeUser();
    });
    // A page that is rendered on a server has no other tab.
    if (typeof addEventListener === "undefined") return;
    addEventListener("storage", (event) => {
      if (!isOurs(event)) return;
      this.session?.memory.refresh();
      this.refresh();
    });
  }

  /** Take the user whom the application names; undefined for Firebase Auth's again. */
  setUser(named: NamedUser | undefined): void {
    this.named = named;
    this.changeUser();
  }

  /** Give the view of a list, or of one job; the same target has the same view. */
  view(target: ListenTarget): JobView {
    const name = JSON.stringify(target);
    let view = this.views.get(name);
    if (!view) {
      view = new JobView(target, startFeed);
      this.views.set(name, view);
      view.reset(this.viewSession());
    }
    return view;
  }

  /** Tell of news, until the returned function is called. */
  tell(listener: JobListener): () => void {
    this.listeners.add(listener);
    this.look();
    return () => {
      this.listeners.delete(listener);
    };
  }

  /**
   * Submit a job; it is shown at once. The same submission again, while the first is under way or
   * was not answered, is the same intent, and makes no second job.
   *
   * @throws JobsApiError
   */
  readonly createJob = async <const Type extends string>(job: NewJob<Type>): Promise<JobState> =>
    this.own().create(job);

  /** Stop a job that has not ended; shown at once, taken back if refused. @throws JobsApiError */
  readonly cancelJob = async (jobId: string): Promise<JobState> => this.own().cancel(jobId);

  /** Run a failed or cancelled job once more; likewise. @throws JobsApiError */
  readonly retryJob = async (jobId: string, wish?: RetryWish): Promise<JobState> =>
    this.own().retry(jobId, wish);

  /** Show a job no more on this device; the job itself stays. */
  readonly dismissJob = (jobId: string): void => {
    this.session?.dismiss(jobId);
  };

  /** Read a result: from the database, and where that cannot be reached, from the API. */
  async readResult(job: SucceededJob): Promise<unknown> {
    const session = this.own();
    const { jobId, finishedAt } = job;
    return session.result(`${jobId}@${finishedAt.toISOString()}`, async () => {
      const isLive = this.view({ jobId }).getSnapshot().connection.state === "live";
      const stored = isLive ? await this.readStored(session, jobId) : undefined;
      return stored ?? session.api.result(jobId);
    });
  }

  private async readStored(session: JobSession, jobId: string): Promise<unknown> {
    try {
      return await (await this.openListener()).readResult(session.uid, jobId);
    } catch {
      return undefined; // The API says why, if it cannot be read there either.
    }
  }

  private own(): JobSession {
    if (this.session) return this.session;
    throw new JobsApiError({ code: "unauthenticated", detail: "Nobody is signed in." });
  }

  private changeUser(): void {
    const uid = this.named ? this.named.userId : this.signedIn;
    const before = this.session;
    if (uid === undefined || uid === (before === null ? null : before?.uid)) return;
    before?.end();
    for (const unfollow of this.followed.values()) unfollow();
    this.followed.clear();
    const wasAnything = forgetOthers(uid);
    if (before || wasAnything) this.forgetStored();
    this.session = uid === null ? null : this.startSession(uid);
    for (const view of this.views.values()) view.reset(this.viewSession());
  }

  private startSession(uid: string): JobSession {
    return new JobSession(uid, {
      apiUrl: this.parts.apiUrl,
      listeners: this.listeners,
      getToken: async (isFresh) => {
        const { named, signedIn, parts } = this;
        const isOther = named && (!isFresh || named.userId !== signedIn);
        return isOther && named.authToken ? named.authToken : parts.identity.getToken(isFresh);
      },
      onCreated: (jobId) => {
        if (this.session?.uid === uid) for (const view of this.views.values()) view.add(jobId);
      },
      onChange: () => {
        this.onChange();
      },
    });
  }

  private viewSession(): ViewSession | null | undefined {
    const { session } = this;
    if (!session) return session;
    return {
      cards: session.cards,
      api: session.api,
      isDismissed: (job) => session.memory.isDismissed(job),
      onChange: () => {
        this.onChange();
      },
      listen: (target, onNext, onError) => {
        let isOver = false;
        let stop: (() => void) | undefined;
        this.openListener()
          .then((listener) => {
            if (!isOver) stop = listener.listen(session.uid, target, onNext, onError);
          })
          .catch(() => {
            if (!isOver) onError();
          });
        return () => {
          isOver = true;
          stop?.();
        };
      },
    };
  }

  private openListener(): Promise<Listener> {
    this.listener ??= this.closing
      .then(() => this.parts.openListener())
      .catch((error: unknown) => {
        this.listener = undefined;
        throw error;
      });
    return this.listener;
  }

  /** Delete what the database keeps on this device; if that fails, the next page tries again. */
  private forgetStored(): void {
    const opened = this.listener;
    this.listener = undefined;
    this.closing = this.closing
      .then(() => opened ?? this.parts.openListener())
      .then((listener) => listener.close())
      .catch(noteUncleared);
  }

  private onChange(): void {
    this.look();
    this.refresh();
  }

  private refresh(): void {
    for (const view of [...this.views.values()]) view.refresh();
  }

  /** Tell what is new in what the server says. */
  private look(): void {
    if (!this.session) return;
    const views = [...this.views.values()];
    this.session.teller.look(new Set(views.flatMap((view) => view.stored())));
    if (this.listeners.size > 0) this.followUnseen(this.session, views);
  }

  /**
   * Follow the jobs under way that no view shows: they have left a filtered or full list, or went
   * on while the page was closed. Their end is to be told as well.
   */
  private followUnseen({ memory }: JobSession, views: readonly JobView[]): void {
    if (!views.some((view) => view.isWatched && view.isConfirmed)) return;
    for (const jobId of memory.unfinished()) {
      if (this.followed.has(jobId) || views.some((view) => view.isShowing(jobId))) continue;
      const view = this.view({ jobId });
      this.followed.set(jobId, nothing);
      const stop = view.subscribe(() => {
        const [job] = view.getSnapshot().jobs;
        if (!view.isConfirmed || (job && !hasEnded(job))) return;
        if (!job) memory.forget(jobId);
        stop();
      });
      this.followed.set(jobId, stop);
    }
  }
}

function nothing(): void {
  // It is being followed; how to stop comes with the next line.
}
