/** The library's own schemas are the API's: what it answers can be read, what we send it takes. */
import { expectTypeOf, it } from "vitest";

import type { CareerLensJobs, JobDetails, Schemas } from "../../../src/app/apiTypes.js";
import type { JobResult, NewJob } from "../../../src/jobs/model/jobTypes.js";
import type * as schema from "../../../src/jobs/model/schema.js";

it("says of answers no more than the API does", () => {
  expectTypeOf<Schemas["Job"]>().toExtend<schema.Job>();
  expectTypeOf<Schemas["JobDetails"]>().toExtend<schema.JobDetails>();
  expectTypeOf<Schemas["JobPage"]>().toExtend<schema.JobPage>();
  expectTypeOf<Schemas["JobBatch"]>().toExtend<schema.JobBatch>();
  expectTypeOf<Schemas["JobType"]>().toExtend<schema.JobType>();
  expectTypeOf<Schemas["Problem"]>().toExtend<schema.Problem>();
  expectTypeOf<Schemas["ErrorCode"]>().toEqualTypeOf<schema.ErrorCode>();
  expectTypeOf<Schemas["JobStatus"]>().toEqualTypeOf<schema.JobStatus>();
});

it("sends what the API takes", () => {
  expectTypeOf<schema.Options>().toExtend<Schemas["Options"]>();
  expectTypeOf<schema.RetryRequest>().toExtend<Schemas["RetryRequest"]>();
});

it("knows an application's types where it is given them", () => {
  expectTypeOf<NewJob<CareerLensJobs>["type"]>().toEqualTypeOf<keyof CareerLensJobs>();
  type Results = { readonly [Each in JobResult<CareerLensJobs> as Each["type"]]: Each["data"] };
  type Answered = {
    readonly [Each in JobDetails as Each["type"]]: NonNullable<Each["result"]>;
  };
  expectTypeOf<Results>().toEqualTypeOf<Answered>();
});
