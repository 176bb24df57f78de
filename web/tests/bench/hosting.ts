/** The local web server with its answers compressed, as Firebase Hosting sends them. */
import {
  createServer,
  request,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, constants } from "node:zlib";

const COMPRESSED = /^(text\/|application\/(javascript|json|manifest)|image\/svg)/;
/** Hosting compresses once, and keeps it; the best level would only be measured here. */
const LEVEL = 9;

/** A server that is running. */
export interface Hosting {
  readonly url: string;
  readonly close: () => void;
}

/** Serve what is behind an address, compressed. */
export async function hosting(behind: string): Promise<Hosting> {
  const kept = new Map<string, Buffer>();
  const server = createServer((asked, answer) => {
    const headers = { ...asked.headers, "accept-encoding": "identity", connection: "close" };
    const forwarded = request(behind + (asked.url ?? "/"), { method: asked.method, headers });
    forwarded.on("response", (found) => void pass(asked, found, answer, kept));
    forwarded.on("error", () => answer.destroy());
    asked.pipe(forwarded);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${String(port)}`, close };
}

async function pass(
  asked: IncomingMessage,
  found: IncomingMessage,
  answer: ServerResponse,
  kept: Map<string, Buffer>,
): Promise<void> {
  const headers: OutgoingHttpHeaders = { ...found.headers };
  for (const name of ["content-length", "connection", "transfer-encoding"])
    Reflect.deleteProperty(headers, name);
  const chunks = (await found.toArray()) as Buffer[];
  let body: Buffer = Buffer.concat(chunks);
  const takesIt = /\bbr\b/.test(asked.headers["accept-encoding"]?.toString() ?? "");
  if (takesIt && body.length > 0 && COMPRESSED.test(found.headers["content-type"] ?? "")) {
    headers["content-encoding"] = "br";
    body = compressed(asked.url ?? "", body, kept);
  }
  answer.writeHead(found.statusCode ?? 502, { ...headers, "content-length": body.length });
  answer.end(asked.method === "HEAD" ? undefined : body);
}

function compressed(path: string, body: Buffer, kept: Map<string, Buffer>): Buffer {
  const known = path.startsWith("/assets/") ? kept.get(path) : undefined;
  if (known) return known;
  const made = brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: LEVEL } });
  kept.set(path, made);
  return made;
}
