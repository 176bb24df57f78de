/** A form made from a job type: a new type of job needs nothing here. */
import { useId, type ReactElement, type SyntheticEvent } from "react";

import { Note } from "../ui/Note.js";
import type { Field } from "./field.js";
import { FileField } from "./FileField.js";
import "./form.css";
import { FormField } from "./FormField.js";
import { useSchemaForm, type SchemaFormProps } from "./useSchemaForm.js";

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

/** The form of a job type. */
export function SchemaForm(props: SchemaFormProps): ReactElement {
  const { title } = props.jobType;
  const { form, fields, values, faults, isSending, ...state } = useSchemaForm(props);
  const id = useId();
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!isSending) void state.send();
  };
  const draw = (field: Field): ReactElement => {
    const common = { field, id: `${id}-${field.name}`, fault: faults[field.name] };
    const value = values[field.name] ?? "";
    const onChange = state.setValue.bind(null, field.name);
    if (!field.orFile)
      return <FormField key={field.name} {...common} value={value} onChange={onChange} />;
    return (
      <FileField
        key={field.name}
        {...common}
        text={String(value)}
        file={state.file}
        fault={common.fault ?? faults["file"]}
        onText={onChange}
        onFile={state.setFile}
      />
    );
  };
  return (
    <form ref={form} className="stack" noValidate onSubmit={onSubmit} aria-label={title}>
      {faults[""] && <Note tone="bad">{faults[""]}</Note>}
      {fields.map(draw)}
      <FormField
        id={`${id}-tags`}
        field={TAGS}
        value={state.tags}
        fault={faults["tags"]}
        onChange={(value) => {
          state.setTags(value as readonly string[]);
        }}
      />
      <div className="form-end">
        <button type="submit" className="button primary" aria-disabled={isSending}>
          {isSending ? "Sending…" : `Start ${title.toLowerCase()}`}
        </button>
        <p className="hint">Takes up to a minute. You can leave this page.</p>
      </div>
    </form>
  );
}
