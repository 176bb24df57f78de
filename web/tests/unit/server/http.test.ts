/** The HTTP client of library and app: tokens, bodies, and what is no success. */
import { beforeEach, describe, expect, it, vi } from "vitest";

import { JobsApiError } from "../../../src/jobs/model/jobErrors.js";
import {
  connectHttp,
  readJson,
  type Http,
  type HttpRequest,
} from "../../../src/jobs/server/http.js";

const PROBLEM = { code: "not-found", detail: "There is no such job.", requestId: "r1" };
const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>();
const getToken = vi.fn((isFresh: boolean) => Promise.resolve(isFresh ? "fresh" : "token"));
let http: Http;

beforeEach(() => {
  fetched.mockReset().mockResolvedValue(Response.json({ fine: true }));
  vi.stubGlobal("fetch", fetched);
  http = connectHttp("https://api.example", getToken);
});

const answer = (status: number, body: object | string) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  fetched.mockResolvedValueOnce(new Response(text, { status }));
};
const refusal = () => http("/jobs/1").catch((error: unknown) => error);
const headersOf = (call: number) => fetched.mock.calls[call]?.[1].headers;

describe("a request", () => {
  it("goes below /api of the origin, with a token", async () => {
    await expect(readJson(http, "/jobs?limit=3")).resolves.toEqual({ fine: true });
    expect(fetched.mock.calls[0]?.[0]).toBe("https://api.example/api/jobs?limit=3");
    expect(headersOf(0)).toEqual({ Authorization: "Bearer token" });
  });

  it("names a text as JSON, beside its own headers", async () => {
    await http("/jobs", { method: "POST", body: "{}", headers: { "Idempotency-Key": "k" } });
    expect(fetched.mock.calls[0]?.[1]).toMatchObject({ method: "POST", body: "{}" });
    expect(headersOf(0)).toEqual({
      Authorization: "Bearer token",
      "Content-Type": "application/json",
      "Idempotency-Key": "k",
    });
  });

  it("leaves the name of a form to the browser, which knows its boundary", async () => {
    await http("/jobs", { method: "POST", body: new FormData() });
    expect(headersOf(0)).toEqual({ Authorization: "Bearer token" });
  });
});

describe("what is no success", () => {
  it("is sent once more with a fresh token where the token was refused", async () => {
    answer(401, { code: "unauthenticated" });
    await http("/jobs/1");
    expect(headersOf(1)).toMatchObject({ Authorization: "Bearer fresh" });
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it("is thrown with what the problem document says", async () => {
    answer(404, PROBLEM);
    const error = await refusal();
    expect(error).toBeInstanceOf(JobsApiError);
    expect(error).toMatchObject({ code: "not-found", status: 404, requestId: "r1" });
    expect(error).toHaveProperty("message", "There is no such job.");
  });

  it.each([
    [404, "internal"],
    [502, "unavailable"],
  ])("has a code where a proxy answers %i with a page", async (status, code) => {
    answer(status, "<html>");
    expect(await refusal()).toMatchObject({ code, status });
  });

  it("is unavailable, with status 0, where there is no answer", async () => {
    fetched.mockRejectedValueOnce(new TypeError("Failed to fetch"));
    expect(await refusal()).toMatchObject({ code: "unavailable", status: 0 });
  });

  it("passes on an error of the token's source as it is", async () => {
    const error = new JobsApiError({ code: "unauthenticated" });
    getToken.mockRejectedValueOnce(error);
    expect(await refusal()).toBe(error);
  });
});

describe("what takes too long", () => {
  const never = new Promise<never>(() => undefined);
  const late = { code: "deadline-exceeded", status: 0 };

  beforeEach(() => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  async function sent(request?: HttpRequest) {
    const outcome = vi.fn();
    http("/jobs", request).then(outcome, outcome);
    await vi.advanceTimersByTimeAsync(29_999);
    expect(outcome).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    return outcome;
  }

  it("is given up after 30 s, and says so", async () => {
    fetched.mockReturnValueOnce(never);
    const outcome = await sent({ method: "POST", body: "{}" });
    expect(outcome).toHaveBeenCalledExactlyOnceWith(expect.objectContaining(late));
    const [error] = outcome.mock.calls[0] as [Error];
    expect(error).toBeInstanceOf(JobsApiError);
    expect(error.message).toMatch(/did not answer within 30 seconds; .*again/);
    expect(fetched.mock.calls[0]?.[1].signal?.aborted).toBe(true);
  });

  it.each([
    ["a token", () => getToken.mockReturnValueOnce(never)],
    [
      "the rest of an answer",
      () => fetched.mockResolvedValueOnce(new Response(new ReadableStream())),
    ],
  ])("is given up also where it waits for %s", async (_, hang) => {
    hang();
    expect(await sent()).toHaveBeenCalledExactlyOnceWith(expect.objectContaining(late));
  });

  it("may be a file for two minutes", async () => {
    fetched.mockReturnValueOnce(never);
    const outcome = await sent({ method: "POST", body: new FormData() });
    await vi.advanceTimersByTimeAsync(89_999);
    expect(outcome).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(outcome).toHaveBeenCalledExactlyOnceWith(expect.objectContaining(late));
  });

  it("is no longer waited for once it is there", async () => {
    await http("/jobs/1");
    expect(vi.getTimerCount()).toBe(0);
  });
});

it.each(["<html>", "{"])("takes a success that is no JSON (%s) for no answer", async (text) => {
  answer(200, text);
  expect(await readJson(http, "/jobs").catch((error: unknown) => error)).toMatchObject({
    code: "unavailable",
    status: 0,
  });
});

it("takes 304 for an answer", async () => {
  fetched.mockResolvedValueOnce(new Response(null, { status: 304 }));
  expect(await http("/jobs/1/status")).toHaveProperty("status", 304);
});
