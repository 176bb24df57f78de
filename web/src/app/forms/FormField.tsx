/** A field with its label, its help and what is wrong with it. */
import type { ReactElement } from "react";

import { ChipsField } from "./ChipsField.js";
import type { Field, Value } from "./field.js";

interface FormFieldProps {
  readonly id: string;
  readonly field: Field;
  readonly value: Value;
  readonly fault: string | undefined;
  readonly onChange: (value: Value) => void;
}

/** A field of any kind. */
export function FormField(props: FormFieldProps): ReactElement {
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
      <FaultText id={id} fault={fault} />
    </div>
  );
}

/** What is wrong with a field; the field names it by `{id}-fault`. */
export function FaultText(props: {
  readonly id: string;
  readonly fault: string | undefined;
}): ReactElement | null {
  if (!props.fault) return null;
  return (
    <p className="fault" id={`${props.id}-fault`}>
      {props.fault}
    </p>
  );
}

function Control(props: FormFieldProps & { readonly describedBy: string }): ReactElement {
  const { field, value, onChange } = props;
  const common = {
    id: props.id,
    "data-field": field.name,
    "aria-invalid": props.fault ? true : undefined,
    "aria-describedby": props.describedBy || undefined,
    "aria-required": field.isRequired || undefined,
  };
  const placeholder = field.example === undefined ? undefined : `e.g. ${field.example}`;
  const text = {
    value: typeof value === "string" ? value : "",
    onChange: (event: { readonly target: { readonly value: string } }): void => {
      onChange(event.target.value);
    },
  };
  switch (field.kind) {
    case "list":
      return (
        <ChipsField
          {...common}
          placeholder={placeholder}
          values={Array.isArray(value) ? (value as readonly string[]) : []}
          maxItems={field.maxItems}
          maxLength={field.maxLength}
          onChange={onChange}
        />
      );
    case "longText":
      return <textarea {...common} {...text} rows={8} />;
    case "choice":
      return (
        <select {...common} {...text}>
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
          {...text}
          type="text"
          inputMode="decimal"
          className="short"
          placeholder={placeholder}
        />
      );
    case "text":
      return <input {...common} {...text} type="text" placeholder={placeholder} />;
  }
}
