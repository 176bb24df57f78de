/**
 * The HTTP client of the API, for the library and for the app: tokens, JSON and problem documents.
 *
 * A token that was refused is replaced once by a fresh one: it may have expired while the laptop
 * slept. Whatever is no success is thrown as a `JobsApiError`.
 */
import { JobsApiError } from "../model/jobErrors.js";
import type { Problem } from "../model/schema.js";

/** Returns the ID token of the signed-in user; a new one if `isFresh`. */
export type GetToken = (isFresh: boolean) => Promise<string>;

/** A request, besides its path and its token. */
export interface HttpRequest {
  readonly method?: "POST" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  /** A text is JSON. */
  readonly body?: string | FormData;
}

/** Sends a request to a path below `/api`. @throws JobsApiError */
export type Http = (path: string, request?: HttpRequest) => Promise<Response>;

/** Return a client of the API at `baseUrl`, which is "" where the page's own host serves it. */
export function connectHttp(baseUrl: string, getToken: GetToken): Http {
  return async (path, request = {}) => {
    const send = async (isFresh: boolean): Promise<Response> =>
      fetch(`${baseUrl}/api${path}`, {
        ...request,
        headers: {
          ...request.headers,
          ...(typeof request.body === "string" && { "Content-Type": "application/json" }),
          Authorization: `Bearer ${await getToken(isFresh)}`,
        },
      });
    let response: Response;
    try {
      response = await send(false);
      if (response.status === 401) response = await send(true);
    } catch (error) {
      // No answer; the browser does not say why. An error of ours is passed on as it is.
      throw error instanceof JobsApiError ? error : new JobsApiError({});
    }
    if (response.ok || response.status === 304) return response;
    throw new JobsApiError(await readProblem(response), response);
  };
}

/** Send a request and return its JSON answer. @throws JobsApiError */
export async function readJson<Answer>(
  http: Http,
  path: string,
  request?: HttpRequest,
): Promise<Answer> {
  return (await (await http(path, request)).json()) as Answer;
}

/** Read why a request was refused; a proxy on the way may answer with anything. */
async function readProblem(response: Response): Promise<Partial<Problem>> {
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
  return problem.code ? problem : { code: response.status < 500 ? "internal" : "unavailable" };
}
