/** The first moments: what is loaded at once, what is guessed, and where heartbeats are kept. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { atOnce } from "../../../src/app/atOnce.js";
import { isProbablySignedIn } from "../../../src/app/auth/keptSession.js";
import { openDB } from "../../../src/app/heartbeats.js";

interface Store {
  get(key: string): Promise<unknown>;
  put(value: unknown, key: string): Promise<void>;
}

const clear = (): void => {
  localStorage.clear();
};
beforeEach(clear);
afterEach(clear);

describe("a part that is loaded before it is drawn", () => {
  it("is given without a turn of waiting once it is there", async () => {
    const load = atOnce(() => Promise.resolve("a page"));
    await load();
    const given = vi.fn();
    void load().then(given);
    expect(given).toHaveBeenCalledExactlyOnceWith("a page");
  });

  it("is loaded again after it could not be", async () => {
    const answers = [Promise.reject(new Error("offline")), Promise.resolve("a page")];
    const load = atOnce(() => answers.shift() ?? Promise.resolve(""));
    await expect(load()).rejects.toThrow("offline");
    await expect(load()).resolves.toBe("a page");
  });
});

describe("whether a user is signed in", () => {
  it("is guessed from what Firebase Auth keeps", () => {
    expect(isProbablySignedIn()).toBe(false);
    localStorage.setItem("firebase:authUser:key:[DEFAULT]", "{}");
    expect(isProbablySignedIn()).toBe(true);
  });
});

describe("Firebase's heartbeats", () => {
  it("are kept from page to page", async () => {
    const open = async (): Promise<Store> => {
      const database = (await openDB("beats")) as { transaction(): { objectStore(): Store } };
      return database.transaction().objectStore();
    };
    await (await open()).put({ heartbeats: [1] }, "app");
    const store = await open();
    await expect(store.get("app")).resolves.toEqual({ heartbeats: [1] });
    await expect(store.get("another")).resolves.toBeUndefined();
  });
});
