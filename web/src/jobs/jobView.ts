/**
 * One list of jobs, or one job, as React reads it: `subscribe` and `getSnapshot`. Its feed runs
 * while somebody looks, and a moment longer, so that going from page to page does not start again.
 */
import type { JobFilter } from "./jobApi.js";
import type { JobCards } from "./jobCards.js";
import type { Connection, Feed, FeedPorts, ListenTarget } from "./jobFeed.js";
import type { JobState } from "./jobState.js";

/** What is to be painted. The same object as long as nothing has changed. */
export interface JobsSnapshot {
  readonly jobs: readonly JobState[];
  /** Those of them that were not dismissed on this device. */
  readonly undismissed: readonly JobState[];
  /** The server has said which jobs there are, or this device remembers it. */
  readonly isKnown: boolean;
  readonly connection: Connection;
}

/** Who is signed in, and what is known of their jobs. */
export interface ViewSession {
  readonly cards: JobCards;
  readonly api: FeedPorts["api"];
  isDismissed(job: JobState): boolean;
  listen(target: ListenTarget, ...to: Parameters<FeedPorts["listen"]>): () => void;
  /** Something has changed, here or in another view of the same jobs. */
  onChange(): void;
}

/** A feed goes on for so long after the last look. */
export const LINGER_MS = 1_000;

const SIGNED_OUT: Connection = { state: "signed-out", isCached: false };
const CONNECTING: Connection = { state: "connecting", isCached: true };

/** What is painted before anything is known. */
export const NOTHING_YET: JobsSnapshot = {
  jobs: [],
  undismissed: [],
  isKnown: false,
  connection: CONNECTING,
};

/** A list of jobs, or one. */
export class JobView {
  private session: ViewSession | null | undefined;
  private feed: Feed | undefined;
  private jobIds: readonly string[] = [];
  /** Jobs that were submitted here, and that the feed has not shown yet. */
  private readonly added = new Set<string>();
  private isKnown = false;
  private connection = CONNECTING;
  private snapshot = NOTHING_YET;
  private readonly listeners = new Set<() => void>();
  private lingering: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly target: ListenTarget,
    private readonly startFeed: (target: ListenTarget, ports: FeedPorts) => Feed,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    clearTimeout(this.lingering);
    this.run();
    return () => {
      this.listeners.delete(listener);
      if (this.isWatched) return;
      this.lingering = setTimeout(() => {
        this.halt();
      }, LINGER_MS);
    };
  };

  readonly getSnapshot = (): JobsSnapshot => this.snapshot;

  get isWatched(): boolean {
    return this.listeners.size > 0;
  }

  /** Begin again, for another user; null if nobody is signed in, undefined if that is unknown. */
  reset(session: ViewSession | null | undefined): void {
    clearTimeout(this.lingering);
    this.halt();
    this.session = session;
    this.jobIds = [];
    this.added.clear();
    this.isKnown = false;
    this.connection = session === null ? SIGNED_OUT : CONNECTING;
    if (this.isWatched) this.run();
    this.refresh();
  }

  /** Show a job that was submitted here, although the feed has not brought it yet. */
  add(jobId: string): void {
    if (!("jobId" in this.target)) this.added.add(jobId);
  }

  /** Whether somebody sees this job here. */
  isShowing(jobId: string): boolean {
    return this.isWatched && (this.jobIds.includes(jobId) || this.added.has(jobId));
  }

  /** Whether the server has said which jobs there are, just now. */
  get isConfirmed(): boolean {
    return this.isKnown && !this.connection.isCached;
  }

  /** The jobs of this view as the server has them. */
  stored(): readonly JobState[] {
    return [...this.jobIds, ...this.added].flatMap((id) => this.session?.cards.stored(id) ?? []);
  }

  /** Paint what is known now, if it differs from what is painted. */
  refresh(): void {
    const { session, isKnown, connection, snapshot } = this;
    const jobs = session ? this.shownJobs(session.cards) : [];
    const undismissed = jobs.filter((job) => !session?.isDismissed(job));
    if (
      isKnown === snapshot.isKnown &&
      isSameConnection(connection, snapshot.connection) &&
      areSame(jobs, snapshot.jobs) &&
      areSame(undismissed, snapshot.undismissed)
    ) {
      return;
    }
    this.snapshot = { jobs, undismissed, isKnown, connection };
    for (const listener of [...this.listeners]) listener();
  }

  private shownJobs(cards: JobCards): readonly JobState[] {
    if ("jobId" in this.target) return this.jobIds.flatMap((jobId) => cards.shown(jobId) ?? []);
    return cards.list([...this.jobIds, ...this.added], this.target satisfies JobFilter);
  }

  private run(): void {
    const { session, target } = this;
    if (!session || this.feed) return;
    this.feed = this.startFeed(target, {
      api: session.api,
      listen: (...to) => session.listen(target, ...to),
      onAll: (jobs, fromCache) => {
        this.onAll(session, jobs, fromCache);
      },
      onJob: (job) => {
        if ("jobId" in target) this.onAll(session, [job], false);
        else if (session.cards.take(job)) session.onChange();
      },
      onConnection: (connection) => {
        this.connection = connection;
        this.refresh();
      },
    });
  }

  private onAll(session: ViewSession, jobs: readonly JobState[], fromCache: boolean): void {
    for (const job of jobs) session.cards.take(job);
    // An empty memory proves nothing.
    if (!fromCache || jobs.length > 0) {
      this.isKnown = true;
      this.jobIds = jobs.map((job) => job.jobId);
      for (const jobId of this.jobIds) this.added.delete(jobId);
    }
    session.onChange();
  }

  private halt(): void {
    this.feed?.stop();
    this.feed = undefined;
  }
}

function areSame(some: readonly JobState[], others: readonly JobState[]): boolean {
  return some.length === others.length && some.every((job, place) => job === others[place]);
}

function isSameConnection(a: Connection, b: Connection): boolean {
  return a.state === b.state && a.isCached === b.isCached;
}
