/** The first moments: what is loaded at once, what is guessed, what is said of what does not come. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { atOnce } from "../../../src/app/atOnce.js";
import { isProbablySignedIn } from "../../../src/app/auth/keptSession.js";
import { showCannotStart } from "../../../src/app/cannotStart.js";
import { openDB } from "../../../src/app/heartbeats.js";
import { isMissingPart, noteMissingPart } from "../../../src/app/missingParts.js";

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

describe("an app that cannot begin", () => {
  it("says so below its sign, and can be loaded again", () => {
    document.body.innerHTML = `<div id="root"><header><span class="brand">Us</span></header></div>`;
    const reload = vi.spyOn(location, "reload").mockImplementation(() => undefined);
    const container = document.querySelector("#root") ?? document.body;
    showCannotStart(container);
    expect(container.querySelector("main > .brand")?.textContent).toBe("Us");
    expect(container.querySelector("h1")?.textContent).toBe("CareerLens cannot be reached");
    container.querySelector("button")?.click();
    expect(reload).toHaveBeenCalledOnce();
  });
});

describe("a part of the app that does not come", () => {
  const reload = vi.fn();
  const BUILD = "/assets/main-1.js";
  const miss = async (found: () => Promise<Response>): Promise<Error> => {
    vi.stubGlobal("fetch", found);
    const error = new TypeError("Failed to fetch");
    await noteMissingPart(error, BUILD, reload);
    return error;
  };
  const page = (script: string) => () =>
    Promise.resolve(new Response(`<script src="${script}"></script>`));

  beforeEach(() => {
    sessionStorage.clear();
    reload.mockClear();
  });

  it("has the page loaded anew once, where there is another build", async () => {
    for (let round = 0; round < 2; round += 1) await miss(page("/assets/main-2.js"));
    expect(reload).toHaveBeenCalledOnce();
  });

  it.each([
    ["of the build that is there", page(BUILD)],
    ["without a network", () => Promise.reject(new TypeError("Failed to fetch"))],
    ["while the server is broken", () => Promise.resolve(new Response("", { status: 503 }))],
  ])("leaves the page as it is %s, and is told from other errors", async (_, found) => {
    expect(isMissingPart(await miss(found))).toBe(true);
    expect(isMissingPart(new TypeError("Failed to fetch"))).toBe(false);
    expect(reload).not.toHaveBeenCalled();
  });
});
