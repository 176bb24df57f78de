/** Which page an address leads to. */

/** A page of the app. */
export type Route =
  | {
      readonly page: "new";
      readonly type?: string | undefined;
      /** A job whose request the form begins with. */
      readonly from?: string | undefined;
    }
  | { readonly page: "jobs"; readonly query: URLSearchParams }
  | { readonly page: "job"; readonly jobId: string }
  | { readonly page: "account" }
  | {
      readonly page: "repeating";
      /** A job that is to be repeated. */
      readonly from?: string | undefined;
    }
  | {
      readonly page: "operator";
      /** Which of the console's pages. */
      readonly view: "now" | "jobs" | "audit";
      readonly jobId?: string | undefined;
      readonly query: URLSearchParams;
    }
  | { readonly page: "missing" };

/** Read an address. Both parts are as the browser has them: each segment is decoded once, here. */
export function readRoute(path: string, search: string): Route {
  const [first = "", second, ...rest] = path.split("/").filter(Boolean).map(decode);
  if (first === "operator") return readOperatorRoute([second, ...rest], search);
  if (rest.length > 0) return { page: "missing" };
  if (first === "" || first === "new")
    return {
      page: "new",
      type: second,
      from: new URLSearchParams(search).get("from") ?? undefined,
    };
  if (first === "jobs" && second !== undefined) return { page: "job", jobId: second };
  if (first === "jobs") return { page: "jobs", query: new URLSearchParams(search) };
  if (first === "account" && second === undefined) return { page: "account" };
  if (first === "repeating" && second === undefined)
    return { page: first, from: new URLSearchParams(search).get("from") ?? undefined };
  return { page: "missing" };
}

function readOperatorRoute(
  [view = "now", jobId, more]: (string | undefined)[],
  search: string,
): Route {
  const isView = view === "now" || view === "jobs" || view === "audit";
  if (!isView || more !== undefined || (jobId !== undefined && view !== "jobs"))
    return { page: "missing" };
  return { page: "operator", view, jobId, query: new URLSearchParams(search) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
