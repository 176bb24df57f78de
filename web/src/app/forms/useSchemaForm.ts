/** What a form holds while it is filled in, checked and sent. */
import { useEffect, useRef, useState } from "react";

import * as appText from "#messages/app";
import * as formText from "#messages/form";
import { JobsApiError } from "../../jobs/index.js";
import { faultsFrom, faultsIn, namesOf } from "./faults.js";
import { asList, type Faults, type Field, type Value, type Values } from "./field.js";
import { fieldsOf, type FormSchema } from "./schema.js";
import type { Suggestions } from "./suggestions.js";
import { requestOf, valuesOf } from "./values.js";

/** What a form sends, as the API takes it. */
export interface Submission {
  readonly request: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
  readonly file: File | undefined;
}

export interface SchemaFormProps {
  readonly form: FormSchema;
  /** Whether tags are asked for besides. */
  readonly hasTags?: boolean | undefined;
  /** What its button says. */
  readonly verb?: string | undefined;
  /** What is said of fields, where it is not what the schema says. */
  readonly help?: Readonly<Record<string, string>> | undefined;
  /** What fields complete from, as soon as it is there. */
  readonly suggestions?: Suggestions | undefined;
  /** What every filling in starts with, in place of nothing. */
  readonly starts?: Readonly<Record<string, unknown>> | undefined;
  /** What to begin with, over that: a request, and `tags`. */
  readonly initial?: Readonly<Record<string, unknown>> | undefined;
  /** What stands beside its button. */
  readonly children?: React.ReactNode;
  /** A file to begin with. */
  readonly initialFile?: File | undefined;
  /** The name of a file that the server has, and takes if no other is chosen. */
  readonly keptName?: string | undefined;
  /** Called with what is filled in, whenever that changes. */
  readonly onValues?: ((values: Values) => void) | undefined;
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
  /** Fill it in anew, with another request; without one, with nothing. */
  readonly fill: (request?: Readonly<Record<string, unknown>>) => void;
  readonly file: File | undefined;
  readonly setFile: (file: File | undefined) => void;
  readonly faults: Faults;
  readonly isSending: boolean;
  readonly send: () => Promise<void>;
}

export function useSchemaForm(props: SchemaFormProps): FormState {
  const { starts, initial, initialFile, keptName, onSend } = props;
  const fields = fieldsOf(props.form).map((field) => ({
    ...field,
    help: props.help?.[field.name] ?? field.help,
  }));
  const [values, setValues] = useState(() => withTags(fields, { ...starts, ...initial }));
  const [file, setChosen] = useState(initialFile);
  const [faults, setFaults] = useState<Faults>({});
  const [isSending, setSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useTold(values, props.onValues);
  const names = [...namesOf(fields, values), "tags"];
  const isPasted = fields.some(({ name, orFile }) => orFile && values[name]);
  const hasFile = file !== undefined || (keptName !== undefined && !isPasted);

  const show = (found: Faults): void => {
    setFaults(found);
    const first = names.find((name) => found[name]);
    if (first) form.current?.querySelector<HTMLElement>(`[data-field="${first}"]`)?.focus();
  };
  const forgive = (...mended: string[]): void => {
    setFaults(without(faults, mended));
  };
  const send = async (): Promise<void> => {
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
    setValues((before) => ({ ...before, [name]: value }));
    forgive(name, ...Object.keys(faults).filter((each) => each.startsWith(`${name}.`)));
  };
  const fill = (request?: Readonly<Record<string, unknown>>): void => {
    setValues(withTags(fields, { ...starts, ...request }));
    setFaults({});
  };
  const setFile = (chosen: File | undefined): void => {
    setChosen(chosen);
    forgive("file", ...fields.filter(({ orFile }) => orFile).map(({ name }) => name));
  };
  return { form, fields, values, setValue, fill, file, setFile, faults, isSending, send };
}

/** Tell what is filled in, once it has changed. */
function useTold(values: Values, onValues: ((values: Values) => void) | undefined): void {
  const first = useRef(values);
  useEffect(() => {
    if (values !== first.current) onValues?.(values);
  }, [values, onValues]);
}

function withTags(
  fields: readonly Field[],
  request: Readonly<Record<string, unknown>> | undefined,
): Values {
  const tags = asList(request?.["tags"]).filter((tag) => typeof tag === "string");
  return { ...valuesOf(fields, request), tags };
}

function without(faults: Faults, names: readonly string[]): Faults {
  return Object.fromEntries(Object.entries(faults).filter(([name]) => !names.includes(name)));
}

function faultsOf(error: unknown, names: readonly string[]): Faults {
  if (!(error instanceof JobsApiError)) return { "": appText.didNotWork };
  const faults = faultsFrom(error.violations, [...names, "file"]);
  if (Object.keys(faults).length > 0) return faults;
  const seconds = error.retryAfterSeconds;
  return { "": seconds === undefined ? error.message : formText.againIn(error.message, seconds) };
}
