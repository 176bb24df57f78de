/** Any request to the API, as the signed-in user. */
import type { HttpRequest } from "../server/http.js";
import type { JobsClient } from "./jobClient.js";

/** Return a query of what is given. */
export function queryOf(fields: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(fields).flatMap(([name, value]) =>
    value ? [[name, String(value)]] : [],
  );
  return new URLSearchParams(given).toString();
}

/** Send a request to a path below `/api`, and return its JSON answer. @throws JobsApiError */
export async function request<Body>(
  client: JobsClient,
  path: string,
  content?: HttpRequest,
): Promise<Body> {
  const { api, onAnswered } = await client.session();
  const { body } = await api.http(path, content);
  if (content?.method) onAnswered();
  return body as Body;
}
