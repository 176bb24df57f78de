/** What is wrong with what is filled in: as far as a form can know it, and as the server says it. Pure. */
import * as formText from "#messages/form";
import type { Violation } from "../../jobs/index.js";
import { fieldsAt, rowsOf, type Faults, type Field, type Value, type Values } from "./field.js";
import { readNumber } from "./values.js";

/** Return what is surely wrong before anything is sent. */
export function faultsIn(fields: readonly Field[], values: Values, hasFile: boolean): Faults {
  return Object.fromEntries(
    fields.flatMap((field) => {
      if (field.orFile && hasFile) return [];
      const value = values[field.name] ?? "";
      const fault = faultOf(field, value);
      return fault ? [[field.name, fault]] : faultsInRows(field, value);
    }),
  );
}

function faultsInRows(field: Field, value: Value): (readonly [string, string])[] {
  if (field.kind !== "rows") return [];
  return rowsOf(value).flatMap((row, index) =>
    fieldsAt(field, index).flatMap(({ name, ...column }, place) => {
      const own = field.fields?.[place]?.name ?? "";
      const fault = faultOf({ name, ...column }, row[own] ?? "");
      return fault ? [[name, fault] as const] : [];
    }),
  );
}

/** Return the names of all controls of a form, those of rows by their paths, in their order. */
export function namesOf(fields: readonly Field[], values: Values): readonly string[] {
  return fields.flatMap((field) => {
    const rows = field.kind === "rows" ? rowsOf(values[field.name]) : [];
    const paths = rows.flatMap((_, index) => fieldsAt(field, index).map(({ name }) => name));
    return [...paths, field.name];
  });
}

function faultOf(field: Field, value: Value): string | undefined {
  if (typeof value === "boolean") return undefined;
  if (typeof value !== "string") {
    return field.isRequired && value.length === 0 ? formText.addOne : undefined;
  }
  const text = value.trim();
  if (!text) return field.isRequired ? missing(field) : undefined;
  if (field.kind === "number") return numberFault(field, readNumber(text));
  const length = Array.from(value).length;
  if (field.minLength !== undefined && length < field.minLength)
    return formText.atLeast(field.minLength);
  if (field.maxLength !== undefined && length > field.maxLength)
    return formText.atMost(field.maxLength);
  return undefined;
}

function missing({ orFile }: Field): string {
  return orFile ? formText.fileOrText : formText.fillIn;
}

function numberFault({ minimum, maximum, isInteger }: Field, number: number): string | undefined {
  if (!Number.isFinite(number)) return formText.mustBeNumber;
  if (isInteger && !Number.isInteger(number)) return formText.mustBeWhole;
  if (minimum !== undefined && number < minimum) return formText.orMore(minimum);
  if (maximum !== undefined && number > maximum) return formText.orLess(maximum);
  return undefined;
}

/** Return what the server says is wrong, by our fields; the rest under "". */
export function faultsFrom(violations: readonly Violation[], names: readonly string[]): Faults {
  const faults: Record<string, string> = {};
  for (const { field, message } of violations) {
    const key = nameIn(field, names);
    faults[key] ??= key || !field ? message : formText.faultAt(field, message);
  }
  return faults;
}

/** Return which control a path is about: its own, or that of what it lies in; "" for none. */
function nameIn(field: string, names: readonly string[]): string {
  // `currentSkills.3`: the fourth item; `options.tags.0`: a tag; `figures.0.figure`: of the first row.
  const path = field.replace(/^options\.(?=.)/, "").split(".");
  const ends = path.map((_, index) => path.slice(0, path.length - index).join("."));
  return ends.find((end) => names.includes(end)) ?? "";
}
