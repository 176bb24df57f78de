/** What a result's drawing knows of its job besides the result: for its head, links, and its end. */
import { createContext, use } from "react";

import type { JobDetails } from "../../jobs/index.js";

/** A job whose result is shown. */
export interface About {
  readonly jobId: string;
  readonly type: string;
  readonly tags: readonly string[];
  readonly createdAt: Date;
  readonly finishedAt: Date;
  /** What the job is called, where it has a name of its own. */
  readonly name?: string | undefined;
  /** What was asked and what happened, once it is read. */
  readonly details?: JobDetails | undefined;
  /** The result, to be kept as it came. */
  readonly result: unknown;
}

export const AboutContext = createContext<About | undefined>(undefined);

/** Return what is known of the job whose result is drawn. */
export function useAbout(): About {
  const about = use(AboutContext);
  if (!about) throw new Error("A drawing needs an AboutContext around it.");
  return about;
}

/** Return the address of a form that begins with these fields, and with another job's request. */
export function formPath(
  type: string,
  fields: Readonly<Record<string, string | readonly string[] | undefined>>,
  from?: string,
): string {
  const query = new URLSearchParams(from === undefined ? {} : { from });
  for (const [name, value] of Object.entries(fields))
    for (const one of typeof value === "string" ? [value] : (value ?? [])) query.append(name, one);
  return `/new/${type}?${query.toString()}`;
}
