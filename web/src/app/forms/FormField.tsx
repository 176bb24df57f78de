/** A field with its label, its help and what is wrong with it. */
import * as formText from "#messages/form";
import * as jobText from "#messages/job";
import { onText } from "../ui/events.js";
import { ChipsField } from "./ChipsField.js";
import { asList, textOf, type Field, type FieldKind, type Value } from "./field.js";
import { SuggestedField } from "./SuggestedField.js";
import { doubtAbout, namesFor, postingsOf, type Suggestions } from "./suggestions.js";

interface FormFieldProps {
  readonly id: string;
  readonly field: Field;
  readonly value: Value;
  readonly fault: string | undefined;
  /** What the field completes from, if it has any names. */
  readonly suggestions?: Suggestions | undefined;
  readonly onChange: (value: Value) => void;
}

export function FormField(props: FormFieldProps): React.ReactNode {
  const { id, field, fault, value, suggestions = {} } = props;
  const names = namesFor(field, suggestions);
  const doubt = fault ? undefined : doubtAbout(field, value, suggestions);
  return (
    <div className="field" data-kind={field.kind}>
      <label htmlFor={id}>
        {field.label}
        <small>{sideOf(field, value)}</small>
      </label>
      {field.help && (
        <p className="hint" id={`${id}-help`}>
          {field.help}
        </p>
      )}
      {field.kind !== "rows" && CONTROLS[field.kind](props)}
      {field.kind === "list" && names.length > 0 && <Names id={listOf(props)} names={names} />}
      {field.suggests && (
        <p className="doubt" role="status">
          {doubt}
        </p>
      )}
      <FaultText id={id} fault={fault} />
    </div>
  );
}

/** Return what stands beside a label: whether it may be left out, and how much there may be. Pure. */
export function sideOf({ isRequired, kind, maxItems, maxLength }: Field, value: Value): string {
  const parts = isRequired || kind === "yesNo" ? [] : [formText.optional];
  if (kind === "list" && maxItems !== undefined)
    parts.push(formText.someOf(asList(value).length, maxItems));
  if (kind === "longText" && maxLength !== undefined)
    parts.push(formText.charactersOf(textOf(value).length, maxLength));
  return parts.join(", ");
}

/** The names that a field completes from. */
function Names(props: {
  readonly id: string | undefined;
  readonly names: readonly string[];
}): React.ReactNode {
  return (
    <datalist id={props.id}>
      {props.names.map((name) => (
        <option key={name} value={name} />
      ))}
    </datalist>
  );
}

/** Return the id of the list that a field completes from, if there is one. */
function listOf({ id, field, suggestions = {} }: FormFieldProps): string | undefined {
  return namesFor(field, suggestions).length > 0 ? `${id}-names` : undefined;
}

/** What is wrong with a field. */
export function FaultText(props: Pick<FormFieldProps, "id" | "fault">): React.ReactNode {
  if (!props.fault) return null;
  return (
    <p className="fault" id={`${props.id}-fault`}>
      {props.fault}
    </p>
  );
}

/** Return what every control has: it names its help and its fault for screen readers. */
export function attributesOf(
  id: string,
  { name, help, isRequired }: Field,
  fault: string | undefined,
): React.AriaAttributes & { readonly id: string } {
  const describedBy = [help && `${id}-help`, fault && `${id}-fault`].filter(Boolean).join(" ");
  return {
    id,
    ...{ "data-field": name },
    "aria-invalid": fault ? true : undefined,
    "aria-describedby": describedBy || undefined,
    "aria-required": isRequired || undefined,
  };
}

/** Return what every control of one text has. */
function textControl(props: FormFieldProps) {
  const { id, field, fault, value, onChange } = props;
  return {
    ...attributesOf(id, field, fault),
    value: textOf(value),
    onChange: onText(onChange),
  };
}

const CONTROLS: Readonly<
  Record<Exclude<FieldKind, "rows">, (props: FormFieldProps) => React.ReactNode>
> = {
  text: (props) =>
    props.field.suggests ? (
      <SuggestedField
        {...attributesOf(props.id, props.field, props.fault)}
        name={props.field.name}
        label={props.field.label}
        value={textOf(props.value)}
        names={namesFor(props.field, props.suggestions ?? {})}
        postingsOf={(name) => postingsOf(name, props.field, props.suggestions ?? {})}
        placeholder={placeholderOf(props)}
        onChange={props.onChange}
      />
    ) : (
      <input {...textControl(props)} type="text" placeholder={placeholderOf(props)} />
    ),
  longText: (props) => <textarea {...textControl(props)} rows={props.field.isRequired ? 8 : 4} />,
  number: (props) => (
    <input
      {...textControl(props)}
      type="text"
      inputMode="decimal"
      className="short"
      placeholder={placeholderOf(props)}
    />
  ),
  yesNo: ({ id, field, fault, value, onChange }) => (
    <input
      {...attributesOf(id, field, fault)}
      type="checkbox"
      checked={value === true}
      onChange={() => {
        onChange(value !== true);
      }}
    />
  ),
  choice: (props) => (
    <select {...textControl(props)}>
      <option value="">{props.field.isRequired ? formText.choose : jobText.any}</option>
      {props.field.choices?.map((choice) => (
        <option key={choice}>{choice}</option>
      ))}
    </select>
  ),
  list: (props) => (
    <ChipsField
      {...attributesOf(props.id, props.field, props.fault)}
      placeholder={placeholderOf(props)}
      list={listOf(props)}
      values={asList(props.value) as readonly string[]}
      maxItems={props.field.maxItems}
      maxLength={props.field.maxLength}
      onChange={props.onChange}
    />
  ),
};

function placeholderOf({ field: { example } }: FormFieldProps): string | undefined {
  return example === undefined ? undefined : formText.example(example);
}
