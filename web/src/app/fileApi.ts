/** Read what the API answers with a file: bytes, where every other answer is JSON. */
import { JobsApiError } from "../jobs/index.js";
import type { Schemas } from "./apiTypes.js";
import type { GetToken } from "../jobs/server/http.js";

/** Post a request and return the file. @throws JobsApiError */
export async function postForFile(getToken: GetToken, path: string, body: object): Promise<Blob> {
  const send = async (isFresh: boolean): Promise<Response> =>
    fetch(`/api${path}`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: {
        "Content-Type": "application/json",
        Authorization: `Bearer ${await getToken(isFresh)}`,
      },
      signal: AbortSignal.timeout(30_000),
    });
  let response = await send(false).catch(refuse);
  if (response.status === 401) response = await send(true).catch(refuse);
  if (response.ok) return response.blob();
  const problem = (await response.json().catch(() => ({}))) as Partial<Schemas["Problem"]>;
  throw new JobsApiError(problem, response);
}

/** No answer; the browser does not say why. */
function refuse(): never {
  throw new JobsApiError({});
}
