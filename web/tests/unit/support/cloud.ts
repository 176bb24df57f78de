/** A server and a database that a test holds in its hands: it says what arrives, and when. */
import { vi } from "vitest";

import { makeClient, type JobsClient } from "../../../src/jobs/client/jobClient.js";
import type { JobsApiError } from "../../../src/jobs/model/jobErrors.js";
import type {
  JobFilter,
  Listener,
  ListenTarget,
  Snapshot,
} from "../../../src/jobs/model/listener.js";
import { startPolling } from "../../../src/jobs/server/polling.js";
import { readJob, type JobDocument } from "../../../src/jobs/model/readJob.js";

/** A listener. */
export interface Listening {
  readonly uid: string;
  readonly target: ListenTarget;
  readonly onNext: (snapshot: Snapshot) => void;
  readonly onError: () => void;
  isStopped: boolean;
}

/** A request that waits for its answer. */
export interface WaitingRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  answer(status: number, body?: unknown, headers?: Record<string, string>): Promise<void>;
  /** There is no network. */
  breakOff(): Promise<void>;
}

/** The world outside of a client. */
export class Cloud {
  readonly listening: Listening[] = [];
  readonly requests: WaitingRequest[] = [];
  readonly tokens: boolean[] = [];
  readonly results = new Map<string, unknown>();
  /** What opening the database ends in; to be replaced. */
  openListener = (): Promise<Listener> => Promise.resolve(this.database());
  /** To be replaced, too. */
  getToken = (isFresh: boolean): Promise<string> => {
    this.tokens.push(isFresh);
    return Promise.resolve(isFresh ? "fresh" : "token");
  };
  private uid: string | null | undefined;
  private onUser: (uid: string | null) => void = () => undefined;
  private onTrouble: (error: JobsApiError) => void = () => undefined;

  constructor() {
    vi.stubGlobal("fetch", (url: string, init: RequestInit) => this.fetch(url, init));
  }

  /** Make a client of this world. */
  connect(): JobsClient {
    return makeClient({
      apiUrl: "",
      startPolling,
      openListener: () => this.openListener(),
      identity: {
        watch: (onUser, onTrouble) => {
          this.onUser = onUser;
          this.onTrouble = onTrouble;
          if (this.uid !== undefined) onUser(this.uid);
        },
        getToken: (isFresh) => this.getToken(isFresh),
      },
    });
  }

  async signIn(uid: string | null): Promise<void> {
    this.uid = uid;
    this.onUser(uid);
    await settle();
  }

  /** It cannot be known who is signed in. */
  async failSignIn(error: JobsApiError): Promise<void> {
    this.onTrouble(error);
    await settle();
  }

  /** The listeners of now. */
  get listeners(): readonly Listening[] {
    return this.listening.filter((each) => !each.isStopped);
  }

  /** Report to all listeners of a list which documents there are; from the server, or a cache. */
  async show(documents: readonly JobDocument[], fromCache = false): Promise<void> {
    const jobs = documents.flatMap((document) => readJob(document) ?? []);
    for (const { target, onNext } of this.listeners) {
      if (!("jobId" in target)) onNext({ jobs, fromCache });
    }
    await settle();
  }

  /** Report to the listeners of one list which documents it holds. */
  async showList(list: JobFilter, documents: readonly JobDocument[]): Promise<void> {
    const jobs = documents.flatMap((document) => readJob(document) ?? []);
    for (const { target, onNext } of this.listeners) {
      if (JSON.stringify(target) === JSON.stringify(list)) onNext({ jobs, fromCache: false });
    }
    await settle();
  }

  /** Report to all listeners of one job how it is. */
  async showOne(document: JobDocument): Promise<void> {
    const jobs = [readJob(document) ?? []].flat();
    for (const { target, onNext } of this.listeners) {
      if ("jobId" in target && target.jobId === document["jobId"])
        onNext({ jobs, fromCache: false });
    }
    await settle();
  }

  /** Refuse all listeners. */
  async refuse(): Promise<void> {
    for (const { onError } of this.listeners) onError();
    await settle();
  }

  /** Take the oldest request that waits for an answer. */
  take(): WaitingRequest {
    const request = this.requests.shift();
    if (!request) throw new Error("There was no request.");
    return request;
  }

  private database(): Listener {
    return {
      listen: (uid, target, onNext, onError) => {
        const listening = { uid, target, onNext, onError, isStopped: false };
        this.listening.push(listening);
        return () => {
          listening.isStopped = true;
        };
      },
      readResult: (_, jobId) =>
        Promise.resolve(this.results.has(jobId) ? this.results.get(jobId) : {}),
    };
  }

  private fetch(url: string, init: RequestInit): Promise<Response> {
    return new Promise((resolve, reject) => {
      this.requests.push({
        method: init.method ?? "GET",
        path: decodeURIComponent(url),
        headers: init.headers as Record<string, string>,
        body: typeof init.body === "string" ? (JSON.parse(init.body) as unknown) : undefined,
        async answer(status, body, headers = {}) {
          const text = body === undefined ? null : JSON.stringify(body);
          resolve(new Response(text, { status, headers }));
          await settle();
        },
        async breakOff() {
          reject(new TypeError("Failed to fetch"));
          await settle();
        },
      });
    });
  }
}

/** Let everything happen that needs no time. */
export async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

/** Let time go by. */
export async function wait(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
}
