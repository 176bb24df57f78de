/** A form made from a job type: a new type of job needs nothing here. */
import { useId } from "react";

import { instead } from "../ui/events.js";
import { Note } from "../ui/page.js";
import type { Field } from "./field.js";
import { FileField } from "./FileField.js";
import "./form.css";
import { FormField } from "./FormField.js";
import type { Suggestions } from "./suggestions.js";
import { useSchemaForm, type FormState, type SchemaFormProps } from "./useSchemaForm.js";

export type { Submission } from "./useSchemaForm.js";

const TAGS: Field = {
  name: "tags",
  label: "Tags",
  kind: "list",
  isRequired: false,
  help: "Your own words, to find it by later.",
  maxItems: 10,
  maxLength: 50,
};

export function SchemaForm(props: SchemaFormProps): React.ReactNode {
  const { title } = props.jobType;
  const state = useSchemaForm(props);
  const { form, fields, faults, isSending, send } = state;
  const id = useId();
  const onSubmit = instead(() => {
    if (!isSending) void send();
  });
  return (
    <form ref={form} className="stack" noValidate onSubmit={onSubmit} aria-label={title}>
      {faults[""] && <Note tone="bad">{faults[""]}</Note>}
      {[...fields, TAGS].map((field) => (
        <AnyField
          key={field.name}
          id={`${id}-${field.name}`}
          {...{ field, state }}
          suggestions={props.suggestions}
        />
      ))}
      <div className="actions">
        <button type="submit" className="button primary" aria-disabled={isSending}>
          {isSending ? "Sending…" : `Start ${title.toLowerCase()}`}
        </button>
        <p className="hint">Takes up to a minute. You can leave this page.</p>
      </div>
    </form>
  );
}

interface AnyFieldProps {
  readonly id: string;
  readonly field: Field;
  readonly state: FormState;
  readonly suggestions: Suggestions | undefined;
}

function AnyField({ id, field, state, suggestions }: AnyFieldProps): React.ReactNode {
  const fault = state.faults[field.name];
  const value = state.values[field.name] ?? "";
  const onChange = state.setValue.bind(null, field.name);
  if (!field.orFile) return <FormField {...{ id, field, fault, value, suggestions, onChange }} />;
  return (
    <FileField
      {...{ id, field }}
      text={String(value)}
      file={state.file}
      fault={fault ?? state.faults["file"]}
      onText={onChange}
      onFile={state.setFile}
    />
  );
}
