/**
 * Names for the API's schemas that the library and every application need, whatever the job types.
 *
 * What belongs to one job type is named where it is shown: `Schemas["SkillGapAnalysis"]`. Bodies of
 * requests are found by their path, which is public, not by the name of a component.
 *
 * Times are RFC 3339 texts. A field without a value is absent, never null.
 */
import type { components, paths } from "./api.js";

/** Every schema of the API by its name. */
export type Schemas = components["schemas"];

interface JsonBody {
  readonly content: { readonly "application/json": unknown };
}
/** The JSON body of a request to a path. */
type BodyOf<Path extends keyof paths> = paths[Path] extends {
  readonly post: { readonly requestBody?: infer Body };
}
  ? Extract<Body, JsonBody>["content"]["application/json"]
  : never;

export type EndedAttempt = Schemas["EndedAttempt"];
export type ErrorCode = Schemas["ErrorCode"];
export type Failure = Schemas["Failure"];
export type Job = Schemas["Job"];
/** A job of any type, with its input, result and attempts. */
export type JobDetails = Schemas["JobDetails"];
export type JobFile = Schemas["JobFile"];
export type JobPage = Schemas["JobPage"];
export type JobStatus = Schemas["JobStatus"];
export type JobType = Schemas["JobType"];
export type JobTypes = Schemas["JobTypes"];
export type Options = Schemas["Options"];
export type Problem = Schemas["Problem"];
export type Progress = Schemas["Progress"];
export type RetryRequest = BodyOf<"/api/jobs/{jobId}/retry">;
/** A submission of any type. */
export type Submission = Schemas["Submission"];
export type Usage = Schemas["Usage"];

export type BulkCancelRequest = BodyOf<"/api/operator/cancel">;
export type BulkRetryRequest = BodyOf<"/api/operator/retry">;
export type OperatorJob = Schemas["OperatorJob"];
export type OperatorJobPage = Schemas["OperatorJobPage"];
export type OperatorOutcome = Schemas["OperatorOutcome"];
export type OperatorOverview = Schemas["OperatorOverview"];
export type SuggestedKinds = Schemas["SuggestedKinds"];
