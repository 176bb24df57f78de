/** A submission with a file that was not answered is sent again as the same one. */
import { expect, it, vi } from "vitest";

import { keepKey } from "../../../../../src/app/pages/new/submissionKeys.js";
import { JobsApiError } from "../../../../../src/jobs/index.js";

const file = new File(["text"], "cv.txt");
const SUBMISSION = { request: { targetRole: "Analyst" }, tags: [], file };
const fails = (status: number) => new JobsApiError({ code: "internal" }, { status });

it.each([
  ["was not answered", fails(0), true],
  ["met an error of the service", fails(503), true],
  ["was refused", fails(400), false],
])("what %s", async (_, error, isSameKey) => {
  const [send, attempt] = [keepKey(), vi.fn<(key: string) => Promise<string>>()];
  attempt.mockRejectedValueOnce(error).mockResolvedValue("job");
  await expect(send(SUBMISSION, attempt)).rejects.toBe(error);
  await expect(send({ ...SUBMISSION }, attempt)).resolves.toBe("job");
  const [[first], [second]] = attempt.mock.calls as [[string], [string]];
  expect(first === second).toBe(isSameKey);
});

it("has another key once it was answered, or is another submission", async () => {
  const [send, attempt] = [keepKey(), vi.fn<(key: string) => Promise<string>>()];
  attempt.mockResolvedValueOnce("job").mockRejectedValue(fails(0));
  await send(SUBMISSION, attempt);
  const others = [
    SUBMISSION,
    { ...SUBMISSION, tags: ["a"] },
    { ...SUBMISSION, file: new File([], "b") },
  ];
  for (const other of others) await send(other, attempt).catch(() => undefined);
  expect(new Set(attempt.mock.calls.map(([key]) => key)).size).toBe(4);
});
