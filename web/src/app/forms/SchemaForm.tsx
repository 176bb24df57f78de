/** A form made from a JSON Schema: a new type of job, or of question, needs nothing here. */
import { useId } from "react";

import * as formText from "#messages/form";
import * as jobText from "#messages/job";
import { Button } from "../ui/Button.js";
import { instead } from "../ui/events.js";
import { Note } from "../ui/page.js";
import { asList, textOf, type Field } from "./field.js";
import { FileField } from "./FileField.js";
import "./form.css";
import { FormField } from "./FormField.js";
import { OptionalFile } from "./OptionalFile.js";
import { RowsField } from "./RowsField.js";
import { mayHaveFile } from "./schema.js";
import { useSchemaForm, type FormState, type SchemaFormProps } from "./useSchemaForm.js";

export type { Submission } from "./useSchemaForm.js";

const TAGS: Field = {
  name: "tags",
  label: jobText.tags,
  kind: "list",
  isRequired: false,
  help: formText.tagsHelp,
  maxItems: 10,
  maxLength: 50,
};

export function SchemaForm(props: SchemaFormProps): React.ReactNode {
  const { hasTags = true } = props;
  const { title } = props.form;
  const state = useSchemaForm(props);
  const { form, fields, faults, isSending, send } = state;
  const id = useId();
  const onSubmit = instead(() => {
    if (!isSending) void send();
  });
  return (
    <form ref={form} className="form" noValidate onSubmit={onSubmit} aria-label={title}>
      <FormHead {...props} state={state} />
      {faults[""] && <Note tone="bad">{faults[""]}</Note>}
      {(hasTags ? [...fields, TAGS] : fields).map((field) => (
        <AnyField key={field.name} id={`${id}-${field.name}`} {...{ ...props, field, state }} />
      ))}
      {mayHaveFile(props.form) && (
        <OptionalFile
          id={`${id}-file`}
          help={props.help?.["file"]}
          file={state.file}
          keptName={props.keptName}
          fault={faults["file"]}
          onFile={state.setFile}
        />
      )}
      <div className="actions">
        <button type="submit" className="button primary large" aria-disabled={isSending}>
          {isSending ? jobText.sending : (props.verb ?? formText.start(title))}
        </button>
        {props.children ?? <p className="hint">{formText.mayLeave}</p>}
      </div>
    </form>
  );
}

function FormHead(props: SchemaFormProps & { readonly state: FormState }): React.ReactNode {
  const { state } = props;
  const { title, input } = props.form;
  const [example] = asList(input["examples"]) as Readonly<Record<string, unknown>>[];
  return (
    <div className="form-head">
      <h2>{title}</h2>
      <Button look="small quiet" onClick={state.fill.bind(null, undefined)}>
        {formText.clear}
      </Button>
      {example && (
        <Button look="small" onClick={state.fill.bind(null, example)}>
          {formText.exampleButton}
        </Button>
      )}
    </div>
  );
}

interface AnyFieldProps extends SchemaFormProps {
  readonly id: string;
  readonly field: Field;
  readonly state: FormState;
}

function AnyField({ id, field, state, suggestions, keptName }: AnyFieldProps): React.ReactNode {
  const fault = state.faults[field.name];
  const value = state.values[field.name] ?? "";
  const onChange = state.setValue.bind(null, field.name);
  if (field.kind === "rows")
    return <RowsField {...{ id, field, value, suggestions, onChange }} faults={state.faults} />;
  if (!field.orFile) return <FormField {...{ id, field, fault, value, suggestions, onChange }} />;
  return (
    <FileField
      {...{ id, field, keptName }}
      text={textOf(value)}
      file={state.file}
      fault={fault ?? state.faults["file"]}
      onText={onChange}
      onFile={state.setFile}
    />
  );
}
