/** A form made from a job type: a new type of job needs nothing here. */
import { useId, useRef, useState, type ReactElement, type SyntheticEvent } from "react";

import { JobsApiError, type JobType } from "../../jobs/index.js";
import { Note } from "../ui/Note.js";
import { ChipsField } from "./ChipsField.js";
import { FileField } from "./FileField.js";
import {
  emptyValues,
  faultsFrom,
  faultsIn,
  fieldsOf,
  requestOf,
  valuesOf,
  type Faults,
  type Field,
  type Value,
} from "./schema.js";

/** What a person wants, as the API takes it. */
export interface Wanted {
  readonly request: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
  readonly file: File | undefined;
}

interface SchemaFormProps {
  readonly jobType: JobType;
  /** What to begin with, if not with nothing. */
  readonly initial?: Readonly<Record<string, unknown>> | undefined;
  /** Send it; a `JobsApiError` is shown at the fields that it names. */
  readonly onSend: (wanted: Wanted) => Promise<void>;
}

const TAGS: Field = {
  name: "tags",
  label: "Tags",
  kind: "list",
  isRequired: false,
  help: "Your own words, to find it by later.",
  maxItems: 10,
  maxLength: 50,
};

/** The form of a job type. */
export function SchemaForm({ jobType, initial, onSend }: SchemaFormProps): ReactElement {
  const fields = fieldsOf(jobType);
  const [values, setValues] = useState(() =>
    initial ? valuesOf(fields, initial) : emptyValues(fields),
  );
  const [tags, setTags] = useState<readonly string[]>([]);
  const [file, setFile] = useState<File>();
  const [faults, setFaults] = useState<Faults>({});
  const [isSending, setSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const id = useId();

  const show = (found: Faults): void => {
    setFaults(found);
    const [first] = [...fields.map(({ name }) => name), "tags"].filter((name) => found[name]);
    if (first) form.current?.querySelector<HTMLElement>(`[data-field="${first}"]`)?.focus();
  };
  const send = async (): Promise<void> => {
    const hasFile = file !== undefined;
    const found = faultsIn(fields, values, hasFile);
    show(found);
    if (Object.keys(found).length > 0) return;
    setSending(true);
    try {
      await onSend({ request: requestOf(fields, values, hasFile), tags, file });
    } catch (error) {
      show(faultsOf(error, [...fields.map(({ name }) => name), "tags"]));
    } finally {
      setSending(false);
    }
  };
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!isSending) void send();
  };
  const set = (name: string, value: Value): void => {
    setValues({ ...values, [name]: value });
    setFaults(Object.fromEntries(Object.entries(faults).filter(([each]) => each !== name)));
  };

  return (
    <form ref={form} className="stack" noValidate onSubmit={onSubmit} aria-label={jobType.title}>
      {faults[""] && <Note tone="bad">{faults[""]}</Note>}
      {fields.map((field) =>
        field.orFile ? (
          <FileField
            key={field.name}
            id={`${id}-${field.name}`}
            field={field}
            text={String(values[field.name] ?? "")}
            file={file}
            fault={faults[field.name] ?? faults["file"]}
            onText={(text) => {
              set(field.name, text);
            }}
            onFile={setFile}
          />
        ) : (
          <FormField
            key={field.name}
            id={`${id}-${field.name}`}
            field={field}
            value={values[field.name] ?? ""}
            fault={faults[field.name]}
            onChange={(value) => {
              set(field.name, value);
            }}
          />
        ),
      )}
      <FormField
        id={`${id}-tags`}
        field={TAGS}
        value={tags}
        fault={faults["tags"]}
        onChange={(value) => {
          setTags(value as readonly string[]);
        }}
      />
      <div className="form-end">
        <button type="submit" className="button primary" aria-disabled={isSending}>
          {isSending ? "Sending…" : `Start ${jobType.title.toLowerCase()}`}
        </button>
        <p className="hint">Takes up to a minute. You can leave this page.</p>
      </div>
    </form>
  );
}

interface FormFieldProps {
  readonly id: string;
  readonly field: Field;
  readonly value: Value;
  readonly fault: string | undefined;
  readonly onChange: (value: Value) => void;
}

function FormField(props: FormFieldProps): ReactElement {
  const { id, field, fault } = props;
  const describedBy = [field.help && `${id}-help`, fault && `${id}-fault`]
    .filter(Boolean)
    .join(" ");
  return (
    <div className="field" data-kind={field.kind}>
      <label htmlFor={id}>
        {field.label}
        {!field.isRequired && <span className="optional"> optional</span>}
      </label>
      {field.help && (
        <p className="hint" id={`${id}-help`}>
          {field.help}
        </p>
      )}
      <Control {...props} describedBy={describedBy} />
      {fault && (
        <p className="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  );
}

function Control(props: FormFieldProps & { readonly describedBy: string }): ReactElement {
  const { id, field, value, fault, describedBy, onChange } = props;
  const common = {
    id,
    "data-field": field.name,
    "aria-invalid": fault ? true : undefined,
    "aria-describedby": describedBy || undefined,
    "aria-required": field.isRequired || undefined,
  };
  const text = typeof value === "string" ? value : "";
  const onText = (event: { readonly target: { readonly value: string } }): void => {
    onChange(event.target.value);
  };
  const example = field.example === undefined ? undefined : `e.g. ${field.example}`;
  switch (field.kind) {
    case "list":
      return (
        <ChipsField
          {...common}
          values={Array.isArray(value) ? (value as readonly string[]) : []}
          placeholder={example}
          maxItems={field.maxItems}
          maxLength={field.maxLength}
          onChange={onChange}
        />
      );
    case "longText":
      return <textarea {...common} rows={8} value={text} onChange={onText} />;
    case "choice":
      return (
        <select {...common} value={text} onChange={onText}>
          <option value="">{field.isRequired ? "Choose…" : "Any"}</option>
          {field.choices?.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      );
    case "yesNo":
      return (
        <input
          {...common}
          type="checkbox"
          checked={value === true}
          onChange={(event) => {
            onChange(event.target.checked);
          }}
        />
      );
    case "number":
      return (
        <input
          {...common}
          type="text"
          inputMode="decimal"
          className="short"
          placeholder={example}
          value={text}
          onChange={onText}
        />
      );
    case "text":
      return <input {...common} type="text" placeholder={example} value={text} onChange={onText} />;
  }
}

function faultsOf(error: unknown, names: readonly string[]): Faults {
  if (!(error instanceof JobsApiError)) return { "": "That did not work. Try again in a moment." };
  const faults = faultsFrom(error.violations, [...names, "file"]);
  if (Object.keys(faults).length > 0) return faults;
  const seconds = error.retryAfterSeconds;
  const again = seconds === undefined ? "" : ` Try again in ${String(seconds)} s.`;
  return { "": error.message + again };
}
