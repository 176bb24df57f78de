/**
 * A strange language, and data of no language: what is left in plain letters is a text of a component.
 */

/** Set all texts of a file of messages between ⟦ and ⟧; numbers and dates become Russian ones. */
export async function strange(importOriginal: () => Promise<unknown>): Promise<object> {
  const messages = translate(await importOriginal()) as object;
  return "LANGUAGE" in messages ? { ...messages, LANGUAGE: "ru" } : messages;
}

function translate(value: unknown): unknown {
  if (typeof value === "string") return value && `⟦${value}⟧`;
  if (typeof value === "function")
    return (...values: unknown[]): unknown =>
      translate((value as (...values: unknown[]) => unknown)(...values));
  if (Array.isArray(value)) return value.map(translate);
  return mapped(value, translate);
}

/** Write names and sentences of data in Cyrillic letters, one for one; codes and dates stay. */
export function foreign<Data>(data: Data): Data {
  if (typeof data === "string" && /\p{Lu}|\s/u.test(data) && !/^\d{4}-/.test(data))
    return data.replace(/[a-z]/gi, shifted) as Data;
  return (Array.isArray(data) ? data.map(foreign) : mapped(data, foreign)) as Data;
}

function mapped(value: unknown, change: (value: unknown) => unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, change(each)]));
}

function shifted(letter: string): string {
  const first = letter < "a" ? 0x410 - 65 : 0x430 - 97;
  return String.fromCodePoint(first + letter.charCodeAt(0));
}

const ATTRIBUTES = ["aria-label", "aria-valuetext", "title", "placeholder", "alt"];

/** Return all texts of a page, and of its tab, that are neither of the language nor of the data. */
export function plainTexts(page: Document): readonly string[] {
  const texts: string[] = [page.title];
  const walk = (node: Node): void => {
    if (node.nodeType === Node.TEXT_NODE) texts.push(node.textContent ?? "");
    if (node instanceof Element)
      for (const name of ATTRIBUTES) texts.push(node.getAttribute(name) ?? "");
    if (!(node instanceof HTMLElement && ["KBD", "CODE", "STYLE"].includes(node.tagName)))
      node.childNodes.forEach(walk);
  };
  walk(page.body);
  return texts.filter((text) => /\p{Script=Latin}{2}/u.test(withoutStrange(text)));
}

function withoutStrange(text: string): string {
  const shorter = text.replaceAll(/⟦[^⟦⟧]*⟧/g, "");
  return shorter === text ? text : withoutStrange(shorter);
}
