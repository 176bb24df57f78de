/** What a form holds while it is filled in, checked and sent. */
import { useRef, useState } from "react";

import { JobsApiError, type JobType } from "../../jobs/index.js";
import { faultsFrom, faultsIn } from "./faults.js";
import { asList, type Faults, type Field, type Value, type Values } from "./field.js";
import { fieldsOf } from "./schema.js";
import type { Suggestions } from "./suggestions.js";
import { requestOf, valuesOf } from "./values.js";

/** What a form sends, as the API takes it. */
export interface Submission {
  readonly request: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
  readonly file: File | undefined;
}

export interface SchemaFormProps {
  readonly jobType: JobType;
  /** What fields complete from, as soon as it is there. */
  readonly suggestions?: Suggestions | undefined;
  /** What to begin with, if not with nothing. */
  readonly initial?: Readonly<Record<string, unknown>> | undefined;
  /** Send it; a `JobsApiError` is shown at the fields that it names. */
  readonly onSend: (submission: Submission) => Promise<void>;
}

/** What a form holds, and what changes it. */
export interface FormState {
  /** The form's element: a field with a fault gets the focus. */
  readonly form: React.RefObject<HTMLFormElement | null>;
  readonly fields: readonly Field[];
  readonly values: Values;
  readonly setValue: (name: string, value: Value) => void;
  readonly file: File | undefined;
  readonly setFile: (file: File | undefined) => void;
  readonly faults: Faults;
  readonly isSending: boolean;
  readonly send: () => Promise<void>;
}

export function useSchemaForm({ jobType, initial, onSend }: SchemaFormProps): FormState {
  const fields = fieldsOf(jobType);
  const [values, setValues] = useState(() => valuesOf(fields, initial));
  const [file, setFile] = useState<File>();
  const [faults, setFaults] = useState<Faults>({});
  const [isSending, setSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const names = [...fields.map(({ name }) => name), "tags"];

  const show = (found: Faults): void => {
    setFaults(found);
    const first = names.find((name) => found[name]);
    if (first) form.current?.querySelector<HTMLElement>(`[data-field="${first}"]`)?.focus();
  };
  const send = async (): Promise<void> => {
    const hasFile = file !== undefined;
    const found = faultsIn(fields, values, hasFile);
    show(found);
    if (Object.keys(found).length > 0) return;
    setSending(true);
    try {
      const tags = asList(values["tags"]) as readonly string[];
      await onSend({ request: requestOf(fields, values, hasFile), tags, file });
    } catch (error) {
      show(faultsOf(error, names));
    } finally {
      setSending(false);
    }
  };
  const setValue = (name: string, value: Value): void => {
    setValues({ ...values, [name]: value });
    setFaults(Object.fromEntries(Object.entries(faults).filter(([each]) => each !== name)));
  };
  return { form, fields, values, setValue, file, setFile, faults, isSending, send };
}

function faultsOf(error: unknown, names: readonly string[]): Faults {
  if (!(error instanceof JobsApiError)) return { "": "That did not work. Try again in a moment." };
  const faults = faultsFrom(error.violations, [...names, "file"]);
  if (Object.keys(faults).length > 0) return faults;
  const seconds = error.retryAfterSeconds;
  const again = seconds === undefined ? "" : ` Try again in ${String(seconds)} s.`;
  return { "": error.message + again };
}
