/**
 * What a form has to ask, read from a JSON Schema: of a job type, or of a job's question. Pure. A schema says more than a form
 * can check: the server has the last word, by `violations`.
 */
import { labelOf } from "#messages/job";
import type { JobType } from "../../jobs/index.js";
import { asList, type Field, type FieldKind } from "./field.js";

type Schema = Readonly<Record<string, unknown>>;

/** A longer text gets a field of many lines. */
const LONG_TEXT = 300;

/** What a form is drawn from: a job type is one. */
export type FormSchema = Pick<JobType, "title" | "input" | "fileReplaces"> & {
  readonly acceptsFile?: boolean;
};

/** Whether a file may come that no field stands for. */
export function mayHaveFile({ acceptsFile, fileReplaces }: FormSchema): boolean {
  return acceptsFile === true && fileReplaces === undefined;
}

/** Return the fields of a form, required ones first, in the schema's order. */
export function fieldsOf({ input, fileReplaces }: FormSchema): readonly Field[] {
  const [example = {}] = asList(input["examples"]) as Schema[];
  const fields = fieldsIn(input, { root: input, example, fileReplaces });
  return [...fields].sort((a, b) => weight(a) - weight(b));
}

function fieldsIn(
  schema: Schema,
  {
    root,
    example,
    fileReplaces,
  }: { root: Schema; example?: Schema; fileReplaces?: string | undefined },
): readonly Field[] {
  const required = new Set(asList(schema["required"]));
  return Object.entries((schema["properties"] ?? {}) as Record<string, Schema>).map(
    ([name, property]) => {
      const orFile = fileReplaces === name;
      return readField(name, property, {
        root,
        example: example?.[name],
        isRequired: required.has(name) || orFile,
        orFile,
      });
    },
  );
}

function readField(
  name: string,
  property: Schema,
  more: { root: Schema; example: unknown; isRequired: boolean; orFile: boolean },
): Field {
  const form = withoutNull(property, more.root);
  const items = form["items"] ? withoutNull(form["items"] as Schema, more.root) : undefined;
  const isRows = form["type"] === "array" && items?.["properties"] !== undefined;
  const kind = isRows ? "rows" : kindOf(form);
  const text = kind === "list" ? items : form;
  const field: Record<keyof Field, unknown> = {
    name,
    label: titleOf(name, form["title"] ?? property["title"]),
    kind,
    isRequired: more.isRequired,
    help: form["description"] ?? property["description"],
    example: exampleText(more.example, kind),
    maxLength: text?.["maxLength"],
    minLength: kind === "list" ? undefined : form["minLength"],
    maxItems: form["maxItems"],
    minItems: form["minItems"],
    fields: isRows ? fieldsIn(items, { root: more.root }) : undefined,
    isGiven: form["readOnly"] === true || undefined,
    isLabel: form["x-label"] === true || undefined,
    minimum: form["minimum"],
    maximum: form["maximum"],
    isInteger: form["type"] === "integer" || undefined,
    choices: form["enum"],
    suggests: form["x-suggestions"] ?? property["x-suggestions"],
    orFile: more.orFile || undefined,
  };
  return field as unknown as Field;
}

/** Return what a field is called: by its title, unless that is only its name with capitals. */
function titleOf(name: string, title: unknown): string {
  const label = labelOf(name);
  const isOwn = typeof title === "string" && lettersOf(title) !== lettersOf(name);
  return isOwn ? title : label;
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

/** Return what is left of "this or nothing", and of a reference. */
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

function exampleText(example: unknown, kind: FieldKind): string | undefined {
  if (kind === "list") return asList(example).join(", ") || undefined;
  return typeof example === "string" || typeof example === "number" ? String(example) : undefined;
}

function weight({ isRequired, kind }: Field): number {
  return (isRequired ? 0 : 2) + (kind === "longText" ? 1 : 0);
}

/** Return a name without what is written in several ways: "targetRole" is "Target role", and "Targetrole". */
function lettersOf(name: string): string {
  return name.replace(/[\s_-]/g, "").toLowerCase();
}
