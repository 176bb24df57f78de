/** What the console says of job types that are paused. */
export const title = "Paused types";
export const none = "No type is paused.";
export const hint =
  "Jobs of a paused type wait and lose no attempt. Those that run go on. Operators and viewers read why.";
export const type = "Type";
export const reason = "Why";
export const pause = "Pause";
export const resume = "Resume";
export const resumeOf = (name: string): string => `Resume ${name}`;
export const byOperator = (since: string, why: string): string => `since ${since}: ${why}`;
export const byQuota = (until: string): string => `a provider has no quota until ${until}`;
