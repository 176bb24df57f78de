/** What a refused request says, as an error with a type: the API's problem documents. */
import type { ErrorCode, Problem } from "./api.js";

/** Which field of a request is wrong, and what is wrong with it. */
export type Violation = NonNullable<Problem["violations"]>[number];

/** The API has not done what it was asked for; or it could not be reached (`unavailable`). */
export class JobsApiError extends Error {
  override readonly name = "JobsApiError";
  /** For programs to go by; see docs/errors.md. */
  readonly code: ErrorCode;
  /** The HTTP status; 0 if there was no answer. */
  readonly status: number;
  /** Each field that is wrong. */
  readonly violations: readonly Violation[];
  /** The request's name in the server's log, to be told to whoever helps. */
  readonly requestId: string | undefined;
  /** After so many seconds it is worth trying again, if the server said so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    problem: Partial<Problem>,
    answer: { readonly status: number; readonly headers?: Headers } = { status: 0 },
  ) {
    super(problem.detail ?? "The service cannot be reached. Try again in a moment.");
    this.code = problem.code ?? "unavailable";
    this.status = answer.status;
    this.violations = problem.violations ?? [];
    this.requestId = problem.requestId ?? answer.headers?.get("X-Request-Id") ?? undefined;
    this.retryAfterSeconds = answer.headers ? readRetryAfter(answer.headers) : undefined;
  }
}

/** Give the seconds of a `Retry-After`, as our API writes it. */
export function readRetryAfter(headers: Headers): number | undefined {
  const seconds = Number.parseInt(headers.get("Retry-After") ?? "", 10);
  return Number.isNaN(seconds) ? undefined : seconds;
}
