/** What connecting says where it cannot: an address that is none, no Firebase app. */
import { expect, it, vi } from "vitest";

import { connectJobs } from "../../../src/jobs/index.js";

it("takes an emulator's address with a protocol, and says what is none", () => {
  expect(() => connectJobs({ firestoreEmulator: "http://127.0.0.1:8085/" })).not.toThrow();
  expect(() => connectJobs({ firestoreEmulator: "localhost" })).toThrow(/no host:port: localhost/);
});

it("says what to do without a Firebase app, and leaves nothing uncaught", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const { actions } = connectJobs();
  await expect(actions.createJob({ type: "a" })).rejects.toMatchObject({
    code: "failed-precondition",
    message: expect.stringMatching(/initializeApp\(\).*connectJobs.*authToken/) as string,
  });
  expect(logged).toHaveBeenCalledOnce();
});
