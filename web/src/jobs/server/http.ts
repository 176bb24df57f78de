/**
 * The HTTP client of the API, for the library and for the app: tokens, JSON and problem documents.
 *
 * A token that was refused is replaced once by a fresh one: it may have expired while the laptop
 * slept. Whatever is no success is thrown as a `JobsApiError`, also that no answer came in time.
 */
import { JobsApiError, timedOut } from "../model/jobErrors.js";
import type { Problem } from "../model/schema.js";
import { noteServerTime } from "../model/serverClock.js";

/** Returns the ID token of the signed-in user; a new one if `isFresh`. */
export type GetToken = (isFresh: boolean) => Promise<string>;

/** A request, besides its path and its token. */
export interface HttpRequest {
  readonly method?: "POST" | "PUT" | "PATCH" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  /** A text is JSON. */
  readonly body?: string | FormData;
}

/** What a request was answered with. */
export interface Answer extends Pick<Response, "status" | "headers"> {
  /** The JSON of it; null if it has none. */
  readonly body: unknown;
}

/** Sends a request to a path below `/api`. @throws JobsApiError */
export type Http = (path: string, request?: HttpRequest) => Promise<Answer>;

/** The whole answer is there within so many seconds, or the request is given up. */
const PATIENCE_SECONDS = 30;
/** As many for a file, which is 700 KB at the most: over 6 KB a second is enough. */
const FILE_PATIENCE_SECONDS = 120;

/** Return a client of the API at `apiUrl`, which is "" where the page's own host serves it. */
export function connectHttp(apiUrl: string, getToken: GetToken): Http {
  const baseUrl = apiUrl.replace(/\/+$/, "");
  return async (path, request = {}) => {
    const isText = typeof request.body === "string";
    const seconds = isText || !request.body ? PATIENCE_SECONDS : FILE_PATIENCE_SECONDS;
    const stop = new AbortController();
    const send = async (isFresh: boolean): Promise<Response> =>
      fetch(`${baseUrl}/api${path}`, {
        ...request,
        headers: {
          ...request.headers,
          ...(isText && { "Content-Type": "application/json" }),
          Authorization: `Bearer ${await getToken(isFresh)}`,
        },
        signal: stop.signal,
      });
    const exchange = async (): Promise<Answer> => {
      let response = await send(false);
      if (response.status === 401) response = await send(true);
      const { ok, status, headers } = response;
      noteServerTime(Date.parse(headers.get("Date") ?? ""));
      const text = await response.text();
      if (!ok && status !== 304) {
        throw new JobsApiError(
          readProblem(text) ?? {
            code: status < 500 ? "internal" : "unavailable",
            hint: hintAt(baseUrl, status),
          },
          response,
        );
      }
      return { status, headers, body: JSON.parse(text || "null") as unknown };
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    // The signal alone would not end the wait for a token.
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(timedOut(seconds));
        stop.abort();
      }, seconds * 1000);
    });
    try {
      return await Promise.race([exchange(), late]);
    } catch (error) {
      // No answer; the browser does not say why. An error of ours is passed on as it is.
      throw error instanceof JobsApiError ? error : new JobsApiError({ hint: hintAt(baseUrl, 0) });
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Send a request and return its JSON answer. @throws JobsApiError */
export async function readJson<Body>(
  http: Http,
  path: string,
  request?: HttpRequest,
): Promise<Body> {
  return (await http(path, request)).body as Body;
}

/** Read why a request was refused; a proxy on the way may answer with anything. */
function readProblem(text: string): Partial<Problem> | undefined {
  try {
    const problem = JSON.parse(text) as Partial<Problem>;
    return problem.code ? problem : undefined;
  } catch {
    return undefined;
  }
}

/** Return what a developer is to look at where it was not the API that answered. */
function hintAt(baseUrl: string, status: number): string {
  return `${String(status)} at ${baseUrl}/api: see apiUrl, CORS`;
}
