"use client";
/** The page's client, as components find it. */
import { createContext, createElement, useContext, useMemo, useSyncExternalStore } from "react";

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
  return createElement(ClientContext.Provider, { value: props.client }, props.children);
}

/** Return the page's client. */
export function useJobsClient(): JobsClient {
  return useContext(ClientContext) ?? (defaultClient ??= connectJobs());
}

/** Return what the client knows of a target, and render again when that changes; of none, nothing. */
export function useSnapshot(client: JobsClient, target: ListenTarget | undefined): JobsSnapshot {
  const name = target && JSON.stringify(target);
  const { subscribe, read } = useMemo(() => {
    if (name === undefined) return { subscribe: () => nothing, read: nothingYet };
    // Looked up when it is used: on a server there is no view.
    const view = () => client.view(JSON.parse(name) as ListenTarget);
    return {
      subscribe: (listener: () => void) => view().subscribe(listener),
      read: () => view().getSnapshot(),
    };
  }, [client, name]);
  return useSyncExternalStore(subscribe, read, nothingYet);
}

/** Return who is signed in; null for no user, undefined while that is not known. */
export function useUser(client: JobsClient): string | null | undefined {
  return useSyncExternalStore(client.watchUser, client.user, noUserYet);
}

function noUserYet(): undefined {
  return undefined;
}

const nothingYet = (): JobsSnapshot => NOTHING_YET;

function nothing(): void {
  // Nothing was subscribed to.
}
