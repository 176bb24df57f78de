/**
 * Names for the API's schemas that the app needs, and its job types as the job library takes them.
 *
 * What one drawing reads is named beside it: `Schemas["SkillGapAnalysis"]`. Bodies of requests are
 * found by their path, which is public, not by the name of a component.
 */
import type { components, paths } from "./openapi.js";

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

/** A job of any type, with its input, result and attempts. */
export type JobDetails = Schemas["JobDetails"];
/** A submission of any type. */
export type Submission = Schemas["Submission"];
export type SuggestedKinds = Schemas["SuggestedKinds"];

export type BulkCancelRequest = BodyOf<"/api/operator/cancel">;
export type BulkRetryRequest = BodyOf<"/api/operator/retry">;
export type OperatorJob = Schemas["OperatorJob"];
export type OperatorJobPage = Schemas["OperatorJobPage"];
export type OperatorOutcome = Schemas["OperatorOutcome"];
export type OperatorOverview = Schemas["OperatorOverview"];

/** What each type of job takes and results in: `useBackgroundJobs<CareerLensJobs>()`. */
export type CareerLensJobs = {
  readonly [Details in JobDetails as Details["type"]]: {
    readonly request: Omit<Extract<Submission, { readonly type: Details["type"] }>, "type">;
    readonly result: NonNullable<Details["result"]>;
  };
};
