/**
 * What a form has to ask, read from a job type's JSON Schema; and the request that the answers make.
 * Pure. A schema says more than a form can check: the server has the last word, by `violations`.
 */
import type { JobType, Violation } from "../../jobs/index.js";

type Schema = Readonly<Record<string, unknown>>;

/** How a field is asked for. */
export type FieldKind = "text" | "longText" | "number" | "list" | "choice" | "yesNo";

/** A field of a form. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly isRequired: boolean;
  /** A sentence about it, where the schema has one. */
  readonly help?: string | undefined;
  /** As somebody might fill it in. */
  readonly example?: string | undefined;
  /** A text's or a list item's longest length, in characters. */
  readonly maxLength?: number | undefined;
  readonly minLength?: number | undefined;
  /** How many items a list may have. */
  readonly maxItems?: number | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly isInteger?: boolean | undefined;
  readonly choices?: readonly string[] | undefined;
  /** A file may come in its place. */
  readonly orFile?: boolean | undefined;
}

/** What a person has filled in. */
export type Value = string | readonly string[] | boolean;
export type Values = Readonly<Record<string, Value>>;
/** What is wrong, by field. */
export type Faults = Readonly<Record<string, string>>;

/** A longer text gets a field of many lines. */
const LONG_TEXT = 300;

/** Give the fields of a job type, required ones first, in the schema's order. */
export function fieldsOf(jobType: JobType): readonly Field[] {
  const schema = jobType.input;
  const required = new Set(asList(schema["required"]));
  const [example = {}] = asList(schema["examples"]) as Schema[];
  const fields = Object.entries((schema["properties"] ?? {}) as Record<string, Schema>).map(
    ([name, property]) => {
      const orFile = jobType.fileReplaces === name;
      return readField(name, property, {
        root: schema,
        example: example[name],
        isRequired: required.has(name) || orFile,
        orFile,
      });
    },
  );
  return fields.sort((a, b) => weight(a) - weight(b));
}

function readField(
  name: string,
  property: Schema,
  more: { root: Schema; example: unknown; isRequired: boolean; orFile: boolean },
): Field {
  const form = withoutNull(property, more.root);
  const items = form["items"] ? withoutNull(form["items"] as Schema, more.root) : undefined;
  const kind = kindOf(form);
  const text = kind === "list" ? items : form;
  const field: Record<keyof Field, unknown> = {
    name,
    label: labelOf(name),
    kind,
    isRequired: more.isRequired,
    help: form["description"] ?? property["description"],
    example: exampleText(more.example, kind),
    maxLength: text?.["maxLength"],
    minLength: kind === "list" ? undefined : form["minLength"],
    maxItems: form["maxItems"],
    minimum: form["minimum"],
    maximum: form["maximum"],
    isInteger: form["type"] === "integer" || undefined,
    choices: form["enum"],
    orFile: more.orFile || undefined,
  };
  return field as unknown as Field;
}

function kindOf(form: Schema): FieldKind {
  if (Array.isArray(form["enum"])) return "choice";
  switch (form["type"]) {
    case "array":
      return "list";
    case "boolean":
      return "yesNo";
    case "integer":
    case "number":
      return "number";
    default:
      return Number(form["maxLength"] ?? 0) > LONG_TEXT ? "longText" : "text";
  }
}

/** Give what is left of "this or nothing", and of a reference. */
function withoutNull(form: Schema, root: Schema): Schema {
  const target = form["$ref"];
  if (typeof target === "string") {
    const found = target
      .replace(/^#\/?/, "")
      .split("/")
      .reduce<unknown>((at, part) => (at as Schema | undefined)?.[part], root);
    return withoutNull((found ?? {}) as Schema, root);
  }
  const options = asList(form["anyOf"]) as Schema[];
  const other = options.find((option) => option["type"] !== "null");
  return other ? { ...form, ...withoutNull(other, root) } : form;
}

/** Give the words of a name: `targetRole` is "Target role". */
export function labelOf(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").replaceAll(/[-_]/g, " ");
  const plain = words.toLowerCase().replaceAll(/\bresume\b/g, "résumé");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

function exampleText(example: unknown, kind: FieldKind): string | undefined {
  if (kind === "list") return asList(example).join(", ") || undefined;
  return typeof example === "string" || typeof example === "number" ? String(example) : undefined;
}

function weight({ isRequired, kind }: Field): number {
  return (isRequired ? 0 : 2) + (kind === "longText" ? 1 : 0);
}

/** Give a form that nothing is filled in of. */
export function emptyValues(fields: readonly Field[]): Values {
  return Object.fromEntries(
    fields.map(({ name, kind }) => [name, kind === "list" ? [] : kind === "yesNo" ? false : ""]),
  );
}

/** Fill a form in with a request that was sent before. */
export function valuesOf(fields: readonly Field[], request: Schema): Values {
  const given = fields.map(({ name, kind }): [string, Value] => {
    const value = request[name];
    if (kind === "list") return [name, asList(value).map(String)];
    if (kind === "yesNo") return [name, value === true];
    return [name, typeof value === "string" || typeof value === "number" ? String(value) : ""];
  });
  return Object.fromEntries(given);
}

/** Say what is surely wrong before anything is sent. */
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
    return field.isRequired && value.length === 0 ? "Add at least one." : undefined;
  }
  const text = value.trim();
  if (!text) return field.isRequired ? missing(field) : undefined;
  if (field.kind === "number") return numberFault(field, readNumber(text));
  const length = Array.from(value).length;
  if (field.minLength !== undefined && length < field.minLength)
    return `Must have at least ${String(field.minLength)} characters.`;
  if (field.maxLength !== undefined && length > field.maxLength)
    return `Must have at most ${field.maxLength.toLocaleString("en")} characters.`;
  return undefined;
}

function missing({ orFile }: Field): string {
  return orFile ? "Choose a file, or paste the text." : "Fill this in.";
}

function numberFault({ minimum, maximum, isInteger }: Field, number: number): string | undefined {
  if (!Number.isFinite(number)) return "Must be a number.";
  if (isInteger && !Number.isInteger(number)) return "Must be a whole number.";
  if (minimum !== undefined && number < minimum) return `Must be ${String(minimum)} or more.`;
  if (maximum !== undefined && number > maximum) return `Must be ${String(maximum)} or less.`;
  return undefined;
}

/** Give the request that the answers make; what is empty is left out. */
export function requestOf(
  fields: readonly Field[],
  values: Values,
  hasFile: boolean,
): Record<string, unknown> {
  const sent = fields.filter(({ orFile }) => !(orFile && hasFile));
  const request: Record<string, unknown> = {};
  for (const { name, kind } of sent) {
    const value = values[name];
    const isBlank = typeof value === "string" && !value.trim();
    if (value === undefined || isBlank) continue;
    request[name] = kind === "number" ? readNumber(String(value)) : value;
  }
  return request;
}

/** Read a number as people write it: a comma may stand for the point. */
function readNumber(text: string): number {
  return Number(text.trim().replace(",", "."));
}

/** Give what the server says is wrong, by our fields; the rest under "". */
export function faultsFrom(violations: readonly Violation[], names: readonly string[]): Faults {
  const faults: Record<string, string> = {};
  for (const { field, message } of violations) {
    // `currentSkills.3`: the fourth item; `options.tags.0`: a tag.
    const [first = "", second] = field.split(".");
    const name = first === "options" && second !== undefined ? second : first;
    const key = names.includes(name) ? name : "";
    faults[key] ??= key || !field ? message : `${field}: ${message}`;
  }
  return faults;
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
