/** What every list of jobs can be filtered by: their status and their type. */
import { useCallback } from "react";

import * as jobText from "#messages/job";
import type { JobStatus } from "../../jobs/index.js";
import { useSession } from "../auth/signIn.js";
import { useAsync } from "../useAsync.js";
import { onText } from "./events.js";

const STATUSES: readonly JobStatus[] = [
  ...(["queued", "running", "suspended", "succeeded", "failed", "cancelled"] as const),
];

interface Chosen {
  readonly status?: JobStatus | undefined;
  readonly type?: string | undefined;
}

interface JobSelectsProps {
  readonly filter: Partial<Record<keyof Chosen, string | undefined>>;
  readonly onChange: (change: Chosen) => void;
}

/** Choose a status and a type; undefined is any. A change says what is chosen anew. */
export function JobSelects({ filter, onChange }: JobSelectsProps): React.ReactNode {
  const { api } = useSession();
  const [types] = useAsync(useCallback(() => api.jobTypes(), [api]));
  const statuses = STATUSES.map((status) => [status, jobText.STATES[status]] as const);
  const named = (types.value ?? []).map(({ type, title }) => [type, title] as const);
  const change = (name: keyof Chosen) => (chosen: string) => {
    onChange({ [name]: chosen || undefined });
  };
  return (
    <>
      <Select
        label={jobText.status}
        value={filter.status}
        options={statuses}
        onText={change("status")}
      />
      <Select label={jobText.type} value={filter.type} options={named} onText={change("type")} />
    </>
  );
}

function Select(props: {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly (readonly [value: string, label: string | undefined])[];
  readonly onText: (value: string) => void;
}): React.ReactNode {
  return (
    <label>
      <small>{props.label}</small>
      <select value={props.value ?? ""} onChange={onText(props.onText)}>
        <option value="">{jobText.any}</option>
        {props.options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
