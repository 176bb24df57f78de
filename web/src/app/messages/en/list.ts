/** The list of my jobs. */
import { plural, span, whole } from "../intl.js";

export const jobs = "Jobs";
export const inAll = (shown: number): string => `${whole(shown)} in all`;
export const newest = (shown: number): string => `the newest ${whole(shown)}`;
export const found = (shown: number, loaded: number): string =>
  `${whole(shown)} of ${whole(loaded)} loaded`;

/** The keys, each with what it does. */
export const KEYS = [
  { keys: ["j", "k"], does: "move" },
  { keys: ["enter"], does: "open" },
  { keys: ["x"], does: "choose" },
  { keys: ["d"], does: "density" },
] as const;

export const states = "States";
export const STATES = {
  all: "All",
  now: "Now",
  turn: "Needs your answer",
  succeeded: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
} as const;
export const titlesAndTags = "Titles and tags";
export const GROUPS = {
  now: "Now",
  today: "Today",
  yesterday: "Yesterday",
  earlier: "Earlier",
} as const;

export const density = "Density";
export const DENSITIES = { comfortable: "Comfortable", compact: "Compact" } as const;

export const chooseSeveral = "Choose several";
export const chooseOne = (name: string): string => `Choose ${name}`;
export const chosenJobs = "Chosen jobs";
export const chosen = (count: number): string => plural(count, { other: "# chosen" });
export const chooseAll = "Choose all shown";
export const cancelMany = (count: number): string =>
  count === 0 ? "Cancel" : plural(count, { other: "Cancel #" });
export const removeMany = (count: number): string =>
  count === 0 ? "Delete" : plural(count, { other: "Delete #" });
export const done = "Done";

export const showOlder = "Show older jobs";
export const noMatch = "No job matches";
export const showAll = "Show all";
export const notAmongLoaded = "Not among those that are loaded: older ones can be shown.";
export const noJobs = "No jobs yet";
export const noJobsYet = "What you start shows up here, live, and stays for 90 days.";
export const startFirst = "Start your first analysis";

export const preview = (text: string): string => `· “${text}”`;
export const fewSeconds = "a few seconds";
export const nextTryIn = (clock: string): string => `next try in ${clock}`;
export const goesOnIn = (milliseconds: number): string => `goes on in ${span(milliseconds)}`;
export const startsIn = (milliseconds: number): string => `starts in ${span(milliseconds)}`;
export const answerBy = (when: string): string => `until ${when}`;
export const usually = (milliseconds: number): string => `usually ${span(milliseconds)}`;
export const soFar = (milliseconds: number): string => `${span(milliseconds)} so far`;
