"use client";
/** The jobs that bear a tag: a project's, a document's, a batch's. */
import type { AnyJobTypes, JobTypeMap } from "../model/jobTypes.js";
import {
  useBackgroundJobs,
  type BackgroundJobs,
  type BackgroundJobsOptions,
} from "./useBackgroundJobs.js";

/** The user's jobs with this tag, live; otherwise as `useBackgroundJobs`. */
export function useJobsByTag<Types extends JobTypeMap = AnyJobTypes>(
  tag: string,
  options: BackgroundJobsOptions<Types> = {},
): BackgroundJobs<Types> {
  return useBackgroundJobs({ ...options, tag });
}
