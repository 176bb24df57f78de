/** What is filled in: to begin with, and the request that it makes. Pure. */
import { asList, rowsOf, textOf, type Field, type Value, type Values } from "./field.js";

/** Fill a form in with a request that was sent before; without one, with nothing. */
export function valuesOf(
  fields: readonly Field[],
  request: Readonly<Record<string, unknown>> = {},
): Values {
  const given = fields.map((field): [string, Value] => {
    const { name, kind } = field;
    const value = request[name];
    if (kind === "rows") return [name, rowValues(field, asList(value))];
    if (kind === "list")
      return [name, asList(typeof value === "string" ? [value] : value).map(String)];
    if (kind === "yesNo") return [name, value === true];
    return [name, typeof value === "string" || typeof value === "number" ? String(value) : ""];
  });
  return Object.fromEntries(given);
}

/** Return the rows that a form begins with: those that are given, and as many as there must be. */
function rowValues(field: Field, given: readonly unknown[]): readonly Values[] {
  const { fields = [], minItems = 0, isRequired } = field;
  const fewest = Math.max(minItems, isRequired ? 1 : 0, given.length);
  return Array.from({ length: fewest }, (_, index) =>
    valuesOf(fields, (given[index] ?? {}) as Readonly<Record<string, unknown>>),
  );
}

/** Return the request that the values make; what is empty is left out. */
export function requestOf(
  fields: readonly Field[],
  values: Values,
  hasFile: boolean,
): Record<string, unknown> {
  const sent = fields.filter(({ orFile }) => !(orFile && hasFile));
  const request: Record<string, unknown> = {};
  for (const { name, kind, fields: columns = [] } of sent) {
    const value = values[name];
    const isBlank = typeof value === "string" && !value.trim();
    if (value === undefined || isBlank) continue;
    if (kind === "rows") request[name] = rowsOf(value).map((row) => requestOf(columns, row, false));
    else request[name] = kind === "number" ? readNumber(textOf(value)) : value;
  }
  return request;
}

/** Read a number as people write it: a comma may stand for the decimal point. */
export function readNumber(text: string): number {
  return Number(text.trim().replace(",", "."));
}
