/** What a refused request says, as an error with a type: the API's problem documents. */
import type { ErrorCode, Problem, Violation } from "./schema.js";

/** The API has refused a request; or it could not be reached (`unavailable`). */
export class JobsApiError extends Error {
  // `declare`: the constructor sets them, and a field of its own for each costs bytes.
  declare readonly name: "JobsApiError";
  /** For programs to go by; see docs/errors.md. */
  declare readonly code: ErrorCode;
  /** The HTTP status; 0 if there was no answer. */
  declare readonly status: number;
  /** Each field that is wrong. */
  declare readonly violations: readonly Violation[];
  /** The request's name in the server's log, of use to those who help. */
  declare readonly requestId: string | undefined;
  /** After so many seconds it is worth trying again, if the server says so. */
  declare readonly retryAfterSeconds: number | undefined;
  /** For the developer: what to look at, where no user can help. */
  declare readonly hint: string | undefined;

  constructor(
    problem: Partial<Problem> & { readonly hint?: string },
    answer: { readonly status: number; readonly headers?: Headers } = { status: 0 },
  ) {
    super(problem.detail ?? "The service cannot be reached. Try again in a moment.");
    const fields: Omit<JobsApiError, "message" | "stack" | "cause"> = {
      name: "JobsApiError",
      code: problem.code ?? "unavailable",
      status: answer.status,
      violations: problem.violations ?? [],
      requestId: problem.requestId ?? answer.headers?.get("X-Request-Id") ?? undefined,
      retryAfterSeconds: answer.headers && readRetryAfter(answer.headers),
      hint: problem.hint,
    };
    Object.assign(this, fields);
  }
}

/** Return the seconds of a `Retry-After`, as the API writes it. */
export function readRetryAfter(headers: Headers): number | undefined {
  return Number(headers.get("Retry-After")) || undefined;
}

/** Return the error for a request without a signed-in user. */
export function signedOut(): JobsApiError {
  return new JobsApiError({
    ...{ code: "unauthenticated", detail: "No user is signed in." },
    hint: "Give userId with authToken",
  });
}

/** Return the error for a request that may have been done, although no answer came in time. */
export function timedOut(seconds: number): JobsApiError {
  return new JobsApiError({
    code: "deadline-exceeded",
    detail: `The service did not answer within ${String(seconds)} seconds; it is safe to try again.`,
  });
}
