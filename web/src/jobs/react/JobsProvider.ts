/** The page's client, as components find it. */
import { createContext, createElement, use, useSyncExternalStore } from "react";

import { connectJobs } from "../client/connect.js";
import type { JobsClient } from "../client/jobClient.js";
import { NOTHING_YET, type JobsSnapshot } from "../client/jobView.js";
import type { ListenTarget } from "../model/listener.js";

const ClientContext = createContext<JobsClient | undefined>(undefined);
let defaultClient: JobsClient | undefined;

/** Provides the client to everything inside. Without it, one is made of the default Firebase app. */
export function JobsProvider(props: {
  readonly client: JobsClient;
  readonly children?: React.ReactNode;
}): React.ReactElement {
  return createElement(ClientContext, { value: props.client }, props.children);
}

/** Return the page's client. */
export function useJobsClient(): JobsClient {
  return use(ClientContext) ?? (defaultClient ??= connectJobs());
}

/** Return what the client knows of a target, and render again when that changes. */
export function useSnapshot(client: JobsClient, target: ListenTarget): JobsSnapshot {
  const view = client.view(target);
  return useSyncExternalStore(view.subscribe, view.getSnapshot, () => NOTHING_YET);
}
