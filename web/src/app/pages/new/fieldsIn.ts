/** Which fields an address fills in: `?targetRole=Data%20Engineer`. Pure. */

/** Return what the query says of fields, as a request has them; what is said twice is a list. */
export function fieldsIn(search: string): Readonly<Record<string, string | readonly string[]>> {
  const query = new URLSearchParams(search);
  query.delete("from");
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const values = query.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}
