/** What the app requests beyond the library: paths and bodies. */
import { beforeEach, expect, it, vi } from "vitest";

import { connectApi, type AppApi } from "../../../src/app/api.js";
import { startPolling } from "../../../src/jobs/server/polling.js";
import { makeClient } from "../../../src/jobs/client/jobClient.js";

const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>();
let api: AppApi;

beforeEach(() => {
  fetched.mockReset().mockImplementation(() => Promise.resolve(Response.json({ jobs: [] })));
  vi.stubGlobal("fetch", fetched);
  const client = makeClient({
    apiUrl: "",
    startPolling,
    openListener: () => Promise.reject(new Error("not here")),
    identity: {
      watch: (onUser) => {
        onUser("ada");
      },
      getToken: () => Promise.resolve("token"),
    },
  });
  api = connectApi(client, () => Promise.resolve("token"));
});

it.each<[string, string, (api: AppApi) => Promise<unknown>]>([
  ["GET", "/api/jobs?status=queued", (api) => api.list({ status: "queued", type: undefined })],
  ["GET", "/api/jobs/a%2Fb", (api) => api.read("a/b")],
  ["DELETE", "/api/jobs/a", (api) => api.erase("a")],
  ["PATCH", "/api/jobs/a", (api) => api.rename("a", "Mine")],
  ["GET", "/api/operator/activity?hours=6", (api) => api.activity("6")],
  ["GET", "/api/operator/jobs/a%2Fb", (api) => api.anyJob("a/b")],
  ["GET", "/api/operator/actions", (api) => api.actions()],
  ["GET", "/api/operator/overview", (api) => api.overview()],
  ["GET", "/api/operator/jobs?code=internal", (api) => api.listAll({ code: "internal" })],
  ["POST", "/api/operator/retry", (api) => api.retryAll({ status: "failed" })],
  ["POST", "/api/operator/cancel", (api) => api.cancelAll({ status: "queued" })],
])("sends %s %s", async (method, path, request) => {
  await request(api);
  const [url, init] = fetched.mock.calls[0] ?? [];
  expect([init?.method ?? "GET", url]).toEqual([method, path]);
  if (method === "POST") expect(JSON.parse(init?.body as string)).toHaveProperty("status");
});
