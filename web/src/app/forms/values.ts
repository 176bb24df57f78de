/** What is filled in: to begin with, and the request that it makes. Pure. */
import { asList, type Field, type Value, type Values } from "./field.js";

/** Fill a form in with a request that was sent before; without one, with nothing. */
export function valuesOf(
  fields: readonly Field[],
  request: Readonly<Record<string, unknown>> = {},
): Values {
  const given = fields.map(({ name, kind }): [string, Value] => {
    const value = request[name];
    if (kind === "list")
      return [name, asList(typeof value === "string" ? [value] : value).map(String)];
    if (kind === "yesNo") return [name, value === true];
    return [name, typeof value === "string" || typeof value === "number" ? String(value) : ""];
  });
  return Object.fromEntries(given);
}

/** Return the request that the values make; what is empty is left out. */
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

/** Read a number as people write it: a comma may stand for the decimal point. */
export function readNumber(text: string): number {
  return Number(text.trim().replace(",", "."));
}
