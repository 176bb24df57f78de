/** A field of a form, and what is filled in. */

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
  /** As a person might fill it in. */
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
  /** The kind of name that it takes, of those that the API suggests. */
  readonly suggests?: string | undefined;
  /** A file may come instead. */
  readonly orFile?: boolean | undefined;
}

/** What a person has filled in. */
export type Value = string | readonly string[] | boolean;
export type Values = Readonly<Record<string, Value>>;
/** What is wrong, by field. */
export type Faults = Readonly<Record<string, string>>;

/** Return a list; anything else is an empty one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
