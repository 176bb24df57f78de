/** What is wrong with what is filled in: as far as a form can know it, and as the server says it. Pure. */
import * as formText from "#messages/form";
import type { Violation } from "../../jobs/index.js";
import type { Faults, Field, Value, Values } from "./field.js";
import { readNumber } from "./values.js";

/** Return what is surely wrong before anything is sent. */
export function faultsIn(fields: readonly Field[], values: Values, hasFile: boolean): Faults {
  return Object.fromEntries(
    fields.flatMap((field) => {
      if (field.orFile && hasFile) return [];
      const fault = faultOf(field, values[field.name] ?? "");
      return fault ? [[field.name, fault]] : [];
    }),
  );
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
    // `currentSkills.3`: the fourth item; `options.tags.0`: a tag.
    const [first = "", second] = field.split(".");
    const name = first === "options" && second !== undefined ? second : first;
    const key = names.includes(name) ? name : "";
    faults[key] ??= key || !field ? message : formText.faultAt(field, message);
  }
  return faults;
}
