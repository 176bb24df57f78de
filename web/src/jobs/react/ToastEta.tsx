"use client";
/** When a toast's job will be done; it counts the seconds. */
import { etaOf, type Usual } from "../model/eta.js";
import type { JobState } from "../model/jobState.js";
import type { JobLabels } from "./jobLabels.js";
import { useSeconds } from "./useSeconds.js";

/** What is known of when a job will be done. */
export interface Expected {
  readonly usual?: Usual | undefined;
  /** Its place in line. */
  readonly place?: number | undefined;
}

/** A line, where there is something to say. */
export function ToastEta(
  props: Expected & { readonly job: JobState; readonly labels: JobLabels },
): React.ReactNode {
  const eta = etaOf(props.job, props.usual, useSeconds(), props.place);
  return eta && <p className="clj-eta">{props.labels.eta(eta)}</p>;
}
