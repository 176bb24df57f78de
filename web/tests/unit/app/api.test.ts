/** What the app requests beyond the library: paths, bodies, and the list of types it keeps. */
import { beforeEach, expect, it, vi } from "vitest";

import { connectApi, type AppApi } from "../../../src/app/api.js";

const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>();
let api: AppApi;

beforeEach(() => {
  fetched.mockReset().mockImplementation(() => Promise.resolve(Response.json({ jobTypes: [] })));
  vi.stubGlobal("fetch", fetched);
  api = connectApi(() => Promise.resolve("token"));
});

it.each<[string, string, (api: AppApi) => Promise<unknown>]>([
  ["GET", "/api/jobs?status=queued", (api) => api.list({ status: "queued", type: undefined })],
  ["GET", "/api/jobs/a%2Fb", (api) => api.read("a/b")],
  ["DELETE", "/api/jobs/a", (api) => api.erase("a")],
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

it("sends a file beside its submission, under the submission's key", async () => {
  await api.submitFile({ type: "a" }, new File(["text"], "cv.txt"), "key");
  const [url, init] = fetched.mock.calls[0] ?? [];
  const form = init?.body as FormData;
  expect(url).toBe("/api/jobs");
  expect(init?.headers).toEqual({ Authorization: "Bearer token", "Idempotency-Key": "key" });
  expect(await (form.get("request") as File).text()).toBe('{"type":"a"}');
  expect((form.get("file") as File).name).toBe("cv.txt");
});

it("reads the job types once, and again after a failure", async () => {
  fetched.mockRejectedValueOnce(new TypeError("Failed to fetch"));
  await expect(api.jobTypes()).rejects.toMatchObject({ code: "unavailable" });
  await api.jobTypes();
  await api.jobTypes();
  expect(fetched).toHaveBeenCalledTimes(2);
});
