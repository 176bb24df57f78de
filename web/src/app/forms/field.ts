/** A field of a form, and what is filled in. */

/** How a field is asked for. */
export type FieldKind = "text" | "longText" | "number" | "list" | "rows" | "choice" | "yesNo";

/** A field of a form. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly isRequired: boolean;
  /** A sentence about it, where the schema has one. */
  readonly help?: string | undefined;
  /** As a person might fill it in. */
  readonly example?: string | undefined;
  /** A text's or a list item's longest length, in characters. */
  readonly maxLength?: number | undefined;
  readonly minLength?: number | undefined;
  /** How many items a list or rows may have, and how many there must be. */
  readonly maxItems?: number | undefined;
  readonly minItems?: number | undefined;
  /** Of rows: what each of them asks. */
  readonly fields?: readonly Field[] | undefined;
  /** It is sent as it was given, and only shown. */
  readonly isGiven?: boolean | undefined;
  /** Of a row: given, and what the row's own field is called. */
  readonly isLabel?: boolean | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly isInteger?: boolean | undefined;
  readonly choices?: readonly string[] | undefined;
  /** The kind of name that it takes, of those that the API suggests. */
  readonly suggests?: string | undefined;
  /** A file may come instead. */
  readonly orFile?: boolean | undefined;
}

/** What a person has filled in. */
export type Value = string | readonly string[] | boolean | readonly Values[];
// eslint-disable-next-line @typescript-eslint/consistent-indexed-object-style -- a Record may not name itself
export interface Values {
  readonly [name: string]: Value;
}
/** What is wrong, by field. */
export type Faults = Readonly<Record<string, string>>;

/** Return the text of a value; "" of one that is none. */
export function textOf(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}

/** Return the rows of a value. */
export function rowsOf(value: Value | undefined): readonly Values[] {
  return (asList(value) as readonly (Values | string)[]).filter((row) => typeof row !== "string");
}

/** Return the fields of a row, each by its path in the form: `figures.0.figure`. */
export function fieldsAt({ name, fields = [] }: Field, index: number): readonly Field[] {
  return fields.map((field) => ({ ...field, name: `${name}.${String(index)}.${field.name}` }));
}

/** Return a list; anything else is an empty one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
