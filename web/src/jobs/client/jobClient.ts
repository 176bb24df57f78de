/**
 * The client of a page: who is signed in, and the views of their jobs.
 *
 * What must stay true: nothing of one user is shown, notified or kept once they are not signed in any
 * more.
 */
import { forgetOthers } from "../device/deviceStorage.js";
import { isOurs } from "../device/localStorage.js";
import { signedOut } from "../model/jobErrors.js";
import { hasEnded, type JobState } from "../model/jobState.js";
import type { Listener, ListenTarget } from "../model/listener.js";
import type { RetryRequest } from "../model/schema.js";
import type { Subscriber } from "./callbacks.js";
import { startSession, type JobSession, type NewJob } from "./jobSession.js";
import { makeView, type JobView } from "./jobView.js";

/** Who is signed in, whatever says so. */
export interface Identity {
  /** Report the user, now and whenever that changes; null while no user is signed in. */
  watch(onUser: (uid: string | null) => void): void;
  /** Return their ID token; a new one if `isFresh`. */
  getToken(isFresh: boolean): Promise<string>;
}

/** What a client is made of. */
export interface ClientParts {
  readonly identity: Identity;
  readonly openListener: () => Promise<Listener>;
  /** Where the API is; "" for the page's own host. */
  readonly apiUrl: string;
}

/** A user whom the application names itself, instead of Firebase Auth's. */
export interface NamedUser {
  readonly userId: string | null;
  readonly authToken?: string | undefined;
}

/** What a user may request. Each action is shown at once, and rolled back if it is refused. */
export interface JobActions {
  /**
   * Submit a job. The same submission again, while the first is under way or was not answered, is
   * the same intent, and makes no second job.
   *
   * @throws JobsApiError
   */
  readonly createJob: <const Type extends string>(job: NewJob<Type>) => Promise<JobState>;
  /** Stop a job that has not ended. @throws JobsApiError */
  readonly cancelJob: (jobId: string) => Promise<JobState>;
  /** Run a failed or cancelled job once more. @throws JobsApiError */
  readonly retryJob: (jobId: string, request?: RetryRequest) => Promise<JobState>;
  /** Hide a job on this device; the job itself stays. */
  readonly dismissJob: (jobId: string) => void;
}

/** The client of a page. */
export interface JobsClient {
  /** Always the same functions. */
  readonly actions: JobActions;
  /** Return the view of a list, or of one job; the same target has the same view. */
  view(target: ListenTarget): JobView;
  /** Notify a listener of progress and ends, until the returned function is called. */
  notify(listener: Subscriber): () => void;
  /** Use the user whom the application names; undefined for Firebase Auth's again. */
  setUser(user: NamedUser | undefined): void;
  /** Read a result: from the database, and where that cannot be reached, from the API. */
  readResult(jobId: string): Promise<unknown>;
}

/** Make the client of a page. */
export function makeClient({ identity, openListener, apiUrl }: ClientParts): JobsClient {
  const views = new Map<string, JobView>();
  const listeners = new Set<Subscriber>();
  /** Jobs under way that no view shows, and how each stops being followed. */
  const followed = new Map<string, (() => void) | undefined>();
  let session: JobSession | null | undefined;
  let named: NamedUser | undefined;
  /** Firebase Auth's user; undefined while that is not known. */
  let signedIn: string | null | undefined;
  let listener: Promise<Listener> | undefined;

  function changeUser(): void {
    const uid = named ? named.userId : signedIn;
    if (uid === undefined || uid === (session === null ? null : session?.uid)) return;
    session?.end();
    for (const unfollow of followed.values()) unfollow?.();
    followed.clear();
    forgetOthers(uid);
    session = uid === null ? null : begin(uid);
    for (const view of views.values()) view.reset(session);
  }

  function begin(uid: string): JobSession {
    return startSession(uid, {
      ...{ apiUrl, listeners, onChange },
      getToken: async (isFresh) =>
        named?.authToken && !(isFresh && named.userId === signedIn)
          ? named.authToken
          : identity.getToken(isFresh),
      listen(target, onNext, onError) {
        const listening = open().then((opened) => opened.listen(uid, target, onNext, onError));
        listening.catch(onError);
        return () => {
          void listening.then((stop) => {
            stop();
          }, nothing);
        };
      },
      onCreated(jobId) {
        if (session?.uid === uid) for (const view of views.values()) view.add(jobId);
      },
    });
  }

  function open(): Promise<Listener> {
    return (listener ??= openListener().catch((error: unknown) => {
      listener = undefined;
      throw error;
    }));
  }

  function onChange(): void {
    notifyNew();
    refresh();
  }

  function refresh(): void {
    for (const view of [...views.values()]) view.refresh();
  }

  /** Notify the listeners of what is new in what the server says. */
  function notifyNew(): void {
    if (!session) return;
    session.notifier.notifyNew(new Set([...views.values()].flatMap((view) => view.stored())));
    followUnseen(session);
  }

  /**
   * Follow the jobs under way that no view shows: they have left a filtered or full list, or went
   * on while the page was closed. Their end is notified as well.
   */
  function followUnseen({ storage }: JobSession): void {
    const all = [...views.values()];
    if (!listeners.size || !all.some((view) => view.isShowing() && view.isConfirmed())) return;
    for (const jobId of storage.unfinished()) {
      if (followed.has(jobId) || all.some((view) => view.isShowing(jobId))) continue;
      followed.set(jobId, undefined);
      const view = viewOf({ jobId });
      const stop = view.subscribe(() => {
        const [job] = view.getSnapshot().jobs;
        if (!view.isConfirmed() || (job && !hasEnded(job))) return;
        if (!job) storage.forget(jobId);
        stop();
      });
      followed.set(jobId, stop);
    }
  }

  function viewOf(target: ListenTarget): JobView {
    const name = JSON.stringify(target);
    let view = views.get(name);
    if (!view) {
      view = makeView(target);
      views.set(name, view);
      view.reset(session);
    }
    return view;
  }

  function own(): JobSession {
    if (session) return session;
    throw signedOut();
  }

  identity.watch((uid) => {
    signedIn = uid;
    changeUser();
  });
  // Where a page is rendered on a server, there is no window, and no other tab.
  const onStorage = (event: StorageEvent): void => {
    if (!isOurs(event)) return;
    session?.storage.refresh();
    refresh();
  };
  if (typeof window !== "undefined") addEventListener("storage", onStorage);

  return {
    actions: {
      createJob: async (job) => own().create(job),
      cancelJob: async (jobId) => own().cancel(jobId),
      retryJob: async (jobId, request) => own().retry(jobId, request),
      dismissJob: (jobId) => session?.dismiss(jobId),
    },
    view: viewOf,
    notify(callbacks) {
      listeners.add(callbacks);
      notifyNew();
      return () => listeners.delete(callbacks);
    },
    setUser(user) {
      named = user;
      changeUser();
    },
    async readResult(jobId) {
      const { uid, api } = own();
      let result: unknown;
      if (viewOf({ jobId }).getSnapshot().connection.state === "live") {
        // If it cannot be read there, the API has it, or says why not.
        result = await (await open()).readResult(uid, jobId).catch(() => undefined);
      }
      return result ?? api.result(jobId);
    },
  };
}

function nothing(): void {
  // A listener that never began need not be stopped.
}
