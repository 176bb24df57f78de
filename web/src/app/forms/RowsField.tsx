/** Several of the same, each with its own fields: what a list of objects asks. */
import * as formText from "#messages/form";
import { Button } from "../ui/Button.js";
import {
  fieldsAt,
  rowsOf,
  textOf,
  type Faults,
  type Field,
  type Value,
  type Values,
} from "./field.js";
import { FaultText, FormField, sideOf } from "./FormField.js";
import type { Suggestions } from "./suggestions.js";
import { valuesOf } from "./values.js";

interface RowsFieldProps {
  readonly id: string;
  readonly field: Field;
  readonly value: Value;
  readonly faults: Faults;
  readonly suggestions: Suggestions | undefined;
  readonly onChange: (value: Value) => void;
}

export function RowsField(props: RowsFieldProps): React.ReactNode {
  const { id, field, faults, onChange } = props;
  const { fields = [], minItems = 0, maxItems = Infinity } = field;
  const rows = rowsOf(props.value);
  const put = (index: number, row: Values): void => {
    onChange(rows.map((each, place) => (place === index ? row : each)));
  };
  const remove = (index: number): void => {
    onChange(rows.filter((_, place) => place !== index));
  };
  const isGiven = fields.some((each) => each.isGiven);
  return (
    <fieldset className="field" data-kind="rows">
      <legend data-field={field.name} tabIndex={-1}>
        {field.label} <small>{sideOf(field, rows)}</small>
      </legend>
      {field.help && <p className="hint">{field.help}</p>}
      {rows.map((row, index) => (
        // A row has no other name than its place.
        <Row key={index} {...{ ...props, row, index }} onRow={put}>
          {!isGiven && rows.length > minItems && (
            <Button look="small quiet" onClick={remove.bind(null, index)}>
              {formText.removeRow(index + 1)}
            </Button>
          )}
        </Row>
      ))}
      {!isGiven && rows.length < maxItems && (
        <Button look="small" onClick={onChange.bind(null, [...rows, valuesOf(fields)])}>
          {formText.addAnother}
        </Button>
      )}
      <FaultText id={id} fault={faults[field.name]} />
    </fieldset>
  );
}

interface RowProps extends Omit<RowsFieldProps, "onChange"> {
  readonly row: Values;
  readonly index: number;
  readonly onRow: (index: number, row: Values) => void;
  readonly children: React.ReactNode;
}

function Row({ id, field, row, index, faults, suggestions, onRow, children }: RowProps) {
  const columns = fieldsAt(field, index);
  const own = field.fields ?? [];
  const asks = own.find(({ isLabel }) => isLabel);
  const label = asks && textOf(row[asks.name]).trim();
  return (
    <div className="form-row" role="group" aria-label={formText.rowOf(field.label, index + 1)}>
      {columns.map((column, place) => {
        const name = own[place]?.name ?? "";
        const value = row[name] ?? "";
        if (column.isGiven) return <Given key={name} field={column} value={value} />;
        return (
          <FormField
            key={name}
            {...{ value, suggestions }}
            field={label ? { ...column, label } : column}
            id={`${id}-${String(index)}-${name}`}
            fault={faults[column.name]}
            onChange={(changed) => {
              onRow(index, { ...row, [name]: changed });
            }}
          />
        );
      })}
      {children}
    </div>
  );
}

/** What a row is about: shown, where it is a text, and sent back as it came. */
function Given({ field, value }: { readonly field: Field; readonly value: Value }) {
  if (field.isLabel || (field.kind !== "text" && field.kind !== "longText")) return null;
  return <q className="given">{textOf(value).trim()}</q>;
}
