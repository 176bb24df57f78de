/** The way from page to page: addresses, the history, and links that are opened elsewhere. */
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import type { ReactElement } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Link, Links, navigate, useRoute } from "../../../src/app/router.js";

function Page(): ReactElement {
  const route = useRoute();
  const query = route.page === "jobs" ? route.query.get("tag") : undefined;
  return <p role="status">{[route.page, query].filter(Boolean).join(" ")}</p>;
}

const shown = (): string | null => screen.getByRole("status").textContent;

beforeEach(() => {
  history.replaceState(null, "", "/new");
  vi.stubGlobal("scrollTo", vi.fn());
  render(
    <Links>
      <Link href="/jobs?tag=100%2525">Jobs</Link>
      <Page />
    </Links>,
  );
});
afterEach(cleanup);

describe("a link", () => {
  it("leads to the top of its page, and what it asks for is decoded once", () => {
    fireEvent.click(screen.getByRole("link"));
    expect(shown()).toBe("jobs 100%25");
    expect(scrollTo).toHaveBeenCalledWith(0, 0);
  });

  it.each(["ctrlKey", "metaKey", "shiftKey", "altKey"])("with %s is the browser's", (key) => {
    const stays = fireEvent.click(screen.getByRole("link"), { [key]: true });
    expect([stays, shown()]).toEqual([true, "new"]);
    expect(scrollTo).not.toHaveBeenCalled();
  });

  it("to where one is adds nothing to the history", () => {
    fireEvent.click(screen.getByRole("link"));
    const { length } = history;
    fireEvent.click(screen.getByRole("link"));
    expect(history.length).toBe(length);
  });
});

describe("the history", () => {
  it("has an entry for each page, and Back shows the one before", async () => {
    const { length } = history;
    act(() => {
      navigate("/operator");
    });
    expect([history.length, shown()]).toEqual([length + 1, "operator"]);
    await act(async () => {
      const moved = new Promise((resolve) => {
        addEventListener("popstate", resolve, { once: true });
      });
      history.back();
      await moved;
    });
    expect(shown()).toBe("new");
  });

  it("has none for a page that replaces another", () => {
    const { length } = history;
    act(() => {
      navigate("/jobs?tag=x", { replace: true });
    });
    expect([history.length, shown()]).toEqual([length, "jobs x"]);
  });
});
