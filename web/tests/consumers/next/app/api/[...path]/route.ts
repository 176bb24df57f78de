/** The API behind the page's own origin, as Firebase Hosting has it. */
async function forward(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const headers = new Headers(request.headers);
  headers.delete("host");
  const body = request.method === "GET" ? null : await request.arrayBuffer();
  const answer = await fetch(`${process.env["JOBS_API"] ?? ""}${pathname}${search}`, {
    ...{ method: request.method, headers, body, cache: "no-store" },
  });
  const isEmpty = answer.status === 204 || answer.status === 304;
  return new Response(isEmpty ? null : await answer.arrayBuffer(), {
    status: answer.status,
    headers: Object.fromEntries(
      ["content-type", "etag", "retry-after", "date"].flatMap((name) => {
        const value = answer.headers.get(name);
        return value === null ? [] : [[name, value]];
      }),
    ),
  });
}

export { forward as GET, forward as POST, forward as DELETE };
