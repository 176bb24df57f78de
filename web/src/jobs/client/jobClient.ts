/**
 * The client of a page: who is signed in, and the views of their jobs.
 *
 * What must stay true: nothing of one user is shown, notified or kept once they are not signed in any
 * more; and nothing begins, nor touches a window, before a component shows or requests something.
 */
import { forgetOthers } from "../device/deviceStorage.js";
import { isOurs } from "../device/localStorage.js";
import { signedOut, type JobsApiError } from "../model/jobErrors.js";
import { hasEnded, type JobState } from "../model/jobState.js";
import type { AnyJobTypes, JobTypeMap, NewJob } from "../model/jobTypes.js";
import type { Listener, ListenTarget } from "../model/listener.js";
import type { RetryRequest } from "../model/schema.js";
import type { StartPolling } from "../server/poller.js";
import type { Subscriber } from "./callbacks.js";
import type { Identity, NamedUser } from "./identity.js";
import { startSession, type JobSession } from "./jobSession.js";
import { makeView, type JobView } from "./jobView.js";

/** What a client is made of. */
export interface ClientParts {
  readonly identity: Identity;
  readonly openListener: () => Promise<Listener>;
  readonly startPolling: StartPolling;
  /** Where the API is; "" for the page's own host. */
  readonly apiUrl: string;
}

/** What a user may request. Each action is shown at once, and rolled back if it is refused. */
export interface JobActions<Types extends JobTypeMap = AnyJobTypes> {
  /**
   * Submit a job, and return its id. The same submission again, while the first is under way or was
   * not answered, is the same intent, and makes no second job.
   *
   * @throws JobsApiError
   */
  readonly createJob: (job: NewJob<Types>) => Promise<string>;
  /** The same, and return the job. @throws JobsApiError */
  readonly submitJob: (job: NewJob<Types>) => Promise<JobState>;
  /** Stop a job that has not ended. @throws JobsApiError */
  readonly cancelJob: (jobId: string) => Promise<JobState>;
  /** Run a failed or cancelled job once more. @throws JobsApiError */
  readonly retryJob: (jobId: string, request?: RetryRequest) => Promise<JobState>;
  /** Answer what a job asks, as its form has it; another answer, or a late one, is a 409. @throws JobsApiError */
  readonly answerJob: (jobId: string, name: string, value: object) => Promise<JobState>;
  /** Hide a job on this device; the job itself stays. */
  readonly dismissJob: (jobId: string) => void;
}

/** The client of a page. */
export interface JobsClient {
  /** Always the same functions. */
  readonly actions: JobActions;
  /** Return who is signed in; null for no user, undefined while that is not known. */
  readonly user: () => string | null | undefined;
  /** Notify a listener of another user, until the returned function is called. */
  readonly watchUser: (listener: () => void) => () => void;
  /** Return the user's session, once it is known whether there is one. @throws JobsApiError */
  readonly session: () => Promise<JobSession>;
  /** Return the view of a list, or of one job; the same target has the same view. */
  view(target: ListenTarget): JobView;
  /** Notify a listener of progress and ends, until the returned function is called. */
  notify(listener: Subscriber): () => void;
  /** Use the user whom the application names, instead of Firebase Auth's, from now on. */
  setUser(user: NamedUser): void;
  /** Read a result: from the database, and where that cannot be reached, from the API. */
  readResult(jobId: string): Promise<unknown>;
}

/** Make the client of a page. */
export function makeClient(parts: ClientParts): JobsClient {
  const { identity, openListener } = parts;
  const views = new Map<string, JobView>();
  const listeners = new Set<Subscriber>();
  const userListeners = new Set<() => void>();
  /** Jobs under way that no view shows, and how each stops being followed. */
  const followed = new Map<string, (() => void) | undefined>();
  let session: JobSession | null | undefined;
  let named: NamedUser | undefined;
  /** Firebase Auth's user; undefined while that is not known. */
  let signedIn: string | null | undefined;
  /** Why it cannot be known. */
  let trouble: JobsApiError | undefined;
  let listener: Promise<Listener> | undefined;
  let isStarted = false;
  let isWatching = false;
  let onKnown: () => void = nothing;
  const known = new Promise<void>((resolve) => (onKnown = resolve));

  /** Begin, in a browser: at the first component that shows or requests something. */
  function start(): void {
    if (!isWatching) {
      isWatching = true;
      identity.watch(
        (uid) => {
          trouble = undefined;
          signedIn = uid;
          changeUser();
        },
        (error) => {
          // eslint-disable-next-line no-console -- it is the developer's to see, and stops nothing
          if (!named && !trouble) console.error(error.message);
          isWatching = false;
          trouble = error;
          signedIn = null;
          changeUser();
        },
      );
    }
    if (isStarted) return;
    isStarted = true;
    addEventListener("storage", (event) => {
      if (!isOurs(event)) return;
      session?.storage.refresh();
      refresh();
    });
    document.addEventListener("visibilitychange", refresh);
  }

  function changeUser(): void {
    let uid = signedIn;
    // The application may be about to name one; or it has, and has forgotten them.
    if (uid === null && named && !session) uid = undefined;
    if (signedIn !== undefined && named?.userId !== undefined) uid = named.userId;
    // Only Firebase Auth's own user may listen: a token opens no session in Firestore.
    const isListening = uid === signedIn;
    const isSame = session
      ? session.uid === uid && !session.listen !== isListening
      : session === uid;
    if (uid === undefined || isSame) return;
    session?.end();
    for (const unfollow of followed.values()) unfollow?.();
    followed.clear();
    forgetOthers(uid);
    session = uid === null ? null : begin(uid, isListening);
    for (const view of views.values()) view.reset(session, trouble);
    for (const listener of [...userListeners]) listener();
    onKnown();
  }

  function begin(uid: string, isListening: boolean): JobSession {
    return startSession(uid, {
      ...parts,
      ...{ listeners, onChange, readResult },
      async getToken(isFresh) {
        const token = named?.authToken();
        if (typeof token === "function") return token(isFresh);
        if (uid === signedIn && (isFresh || !token)) return identity.getToken(isFresh);
        if (token) return token;
        throw signedOut();
      },
      listen: isListening
        ? (target, onNext, onError) => {
            const listening = open().then((opened) => opened.listen(uid, target, onNext, onError));
            listening.catch(onError);
            return () => {
              void listening.then((stop) => {
                stop();
              }, nothing);
            };
          }
        : undefined,
      onCreated(jobId) {
        if (session?.uid === uid) for (const view of views.values()) view.add(jobId);
      },
      onAnswered: poke,
    });
  }

  function open(): Promise<Listener> {
    return (listener ??= openListener().catch((error: unknown) => {
      listener = undefined;
      throw error;
    }));
  }

  /** Something was requested: what polls need not wait. */
  function poke(): void {
    for (const view of views.values()) view.poke();
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
      view = makeView(target, start);
      views.set(name, view);
      view.reset(session, trouble);
    }
    return view;
  }

  /** Return the session, once it is known whether there is one. */
  async function own(): Promise<JobSession> {
    start();
    // The session of this moment: by the time of an answer another user may be signed in.
    if (session === undefined) await known;
    if (session) return session;
    throw trouble ?? signedOut();
  }

  async function readResult(jobId: string): Promise<unknown> {
    const { uid, api, listen } = await own();
    const isLive = [...views.values()].some(
      (view) => view.getSnapshot().connection.state === "live",
    );
    const result =
      listen && isLive
        ? // If it cannot be read there, the API has it, or says why not.
          await (await open()).readResult(uid, jobId).catch(() => undefined)
        : undefined;
    return result ?? api.result(jobId);
  }

  const submitJob: JobActions["submitJob"] = (job) =>
    quiet(
      own().then((own) => own.create(job, JSON.stringify(job), (key) => own.api.submit(job, key))),
    );

  return {
    actions: {
      submitJob,
      createJob: (job) => quiet(submitJob(job).then(({ jobId }) => jobId)),
      cancelJob: (jobId) => quiet(own().then((own) => own.cancel(jobId))),
      retryJob: (jobId, request) => quiet(own().then((own) => own.retry(jobId, request))),
      answerJob: (jobId, name, value) => quiet(own().then((own) => own.answer(jobId, name, value))),
      dismissJob: (jobId) => session?.dismiss(jobId),
    },
    user: () => (session ? session.uid : session),
    watchUser(listener) {
      start();
      userListeners.add(listener);
      return () => userListeners.delete(listener);
    },
    session: own,
    view: viewOf,
    notify(callbacks) {
      start();
      listeners.add(callbacks);
      notifyNew();
      return () => listeners.delete(callbacks);
    },
    setUser(user) {
      named = user;
      start();
      changeUser();
    },
    readResult,
  };
}

/** Have a promise that no caller awaits reject without a word: a page shows what it shows. */
function quiet<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(nothing);
  return promise;
}

function nothing(): void {
  // A listener that never began need not be stopped.
}
