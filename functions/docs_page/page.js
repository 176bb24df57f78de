// Show the API's description, and let a person send requests from it.
//
// Everything is read from openapi.json, which is made from the models that check the requests.
// Texts reach the page as text nodes only. The token stays in its input: it is stored nowhere.

const page = new URL(".", location.href); // …/api/
const root = new URL("..", page); // what stands in front of /api
const byId = (id) => document.getElementById(id);

/** Make an element: attributes, then children. */
function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== undefined && child !== ""));
  return made;
}

/** Give a text with its `code` as code. */
function prose(text = "") {
  return text.split("`").map((part, index) => (index % 2 ? make("code", {}, part) : part));
}

// --- reading the document ---------------------------------------------------------------------

let api;

function resolve(part) {
  if (!part?.$ref) return part ?? {};
  const { $ref, ...beside } = part;
  const found = $ref.slice(2).split("/").reduce((at, name) => at[name], api);
  return { ...resolve(found), ...beside };
}

const refName = (part) => part?.$ref?.split("/").at(-1);

function operations() {
  return Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  );
}

/** Say a schema's type in a few words; a named one is a link. */
function kindOf(schema) {
  const name = refName(schema);
  if (name) return [make("a", { href: `#schema-${name}` }, name)];
  const options = schema.oneOf ?? schema.anyOf;
  if (options) return options.flatMap((one, index) => [index ? " or " : "", ...kindOf(one)]);
  if (schema.type === "array") return ["list of ", ...kindOf(schema.items ?? {})];
  if ("const" in schema) return [make("code", {}, JSON.stringify(schema.const))];
  return [schema.format ?? schema.type ?? "anything"];
}

function limitsOf(schema) {
  const said = [];
  const between = (low, high, unit) => {
    if (low !== undefined && high !== undefined) said.push(`${low} to ${high}${unit}`);
    else if (high !== undefined) said.push(`${high}${unit} at the most`);
    else if (low !== undefined) said.push(`${low}${unit} or more`);
  };
  between(schema.minimum, schema.maximum, "");
  between(schema.minLength, schema.maxLength, " characters");
  between(schema.minItems, schema.maxItems, " items");
  if (schema.enum) said.push(schema.enum.join(", "));
  if (schema.default !== undefined && schema.default !== "" && !Array.isArray(schema.default)) {
    said.push(`otherwise ${JSON.stringify(schema.default)}`);
  }
  return said.join("; ");
}

/** List an object's fields. */
function fieldsOf(schema) {
  const whole = resolve(schema);
  if (whole.allOf) return make("div", {}, whole.allOf.map((part) => (refName(part)
    ? make("p", { class: "hint" }, "All that there is in ", ...kindOf(part), ", and:")
    : fieldsOf(part))));
  if (whole.oneOf) return make("p", {}, "One of: ", ...kindOf({ oneOf: whole.oneOf }), ".");
  if (!whole.properties) {
    const limits = limitsOf(whole);
    return make("p", { class: "hint" }, ...kindOf(whole), limits && `: ${limits}`);
  }
  const required = new Set(whole.required);
  return make("dl", { class: "fields" }, Object.entries(whole.properties).map(([name, field]) => {
    const limits = limitsOf(field);
    const item = field.items && !refName(field.items) ? field.items : undefined;
    return make("div", { class: field.deprecated ? "old" : undefined },
      make("dt", {},
        make("code", { class: "name" }, name),
        make("span", { class: "kind" }, ...kindOf(field), limits && `, ${limits}`),
        required.has(name) ? make("span", { class: "must" }, "required") : ""),
      field.description ? make("dd", {}, ...prose(field.description)) : "",
      item?.properties ? make("dd", {}, fieldsOf(item)) : "",
    );
  }));
}

/** Make up a value of a schema, from its examples where it has some. */
function exampleOf(schema, depth = 0) {
  const whole = resolve(schema);
  if (whole.examples) return whole.examples[0];
  if ("const" in whole) return whole.const;
  if (whole.default !== undefined) return whole.default;
  if (whole.oneOf ?? whole.anyOf) return exampleOf((whole.oneOf ?? whole.anyOf)[0], depth);
  if (whole.type === "array") return depth > 3 ? [] : [exampleOf(whole.items ?? {}, depth + 1)];
  if (whole.properties) {
    const names = whole.required ?? Object.keys(whole.properties);
    return Object.fromEntries(
      names.map((name) => [name, exampleOf(whole.properties[name], depth + 1)]),
    );
  }
  return { string: "", integer: 0, number: 0, boolean: true }[whole.type] ?? {};
}

// --- one operation ----------------------------------------------------------------------------

function inputFor(parameter, id) {
  const schema = resolve(parameter.schema);
  const described = { id, name: parameter.name, "aria-describedby": `${id}-hint` };
  if (schema.enum) {
    const options = schema.enum.map((value) => make("option", { value }, value));
    const none = parameter.required ? [] : [make("option", { value: "" }, "any")];
    return make("select", described, none, options);
  }
  return make("input", {
    ...described,
    required: Boolean(parameter.required),
    autocomplete: "off",
    spellcheck: "false",
    inputmode: schema.type === "integer" ? "numeric" : undefined,
    placeholder: schema.format === "date-time" ? new Date().toISOString() : schema.default,
    maxlength: schema.maxLength,
  });
}

function parameterField(parameter, id) {
  return make("div", { class: "field" },
    make("label", { for: id },
      make("code", { class: "name" }, parameter.name),
      make("span", { class: "kind" }, `${parameter.in}, `, ...kindOf(resolve(parameter.schema))),
      parameter.required ? make("span", { class: "must" }, "required") : ""),
    inputFor(parameter, id),
    make("p", { class: "hint", id: `${id}-hint` }, ...prose(parameter.description)),
  );
}

function bodyField(operation, id) {
  const { schema } = operation.requestBody.content["application/json"];
  const text = operation.requestBody.required ? JSON.stringify(exampleOf(schema), null, 2) : "";
  return make("div", { class: "field" },
    make("label", { for: id },
      make("span", { class: "name" }, "Body"),
      make("span", { class: "kind" }, "application/json, ", ...kindOf(schema)),
      operation.requestBody.required ? make("span", { class: "must" }, "required") : ""),
    make("textarea", { id, name: "body", rows: Math.min(14, text.split("\n").length + 1) || 3,
      spellcheck: "false", autocomplete: "off" }, text),
  );
}

function answersOf(operation) {
  return make("dl", { class: "answers" },
    Object.entries(operation.responses).map(([status, answer]) => {
      const { description, content } = resolve(answer);
      const schema = Object.values(content ?? {})[0]?.schema;
      return make("div", {},
        make("dt", { class: status < 400 ? "good" : "bad" }, status),
        make("dd", {}, ...prose(description),
          schema ? make("span", { class: "kind" }, ...kindOf(schema)) : ""));
    }));
}

function operationView(operation) {
  const id = operation.operationId;
  const parameters = (operation.parameters ?? []).map(resolve);
  const isPublic = operation.security?.length === 0;
  const result = make("div", { "aria-live": "polite" });
  const button = make("button", { type: "submit",
    class: operation.method === "delete" ? "danger" : undefined }, "Send");
  const form = make("form", { novalidate: false },
    parameters.map((parameter) => parameterField(parameter, `${id}-${parameter.name}`)),
    operation.requestBody ? bodyField(operation, `${id}-body`) : "",
    make("div", { class: "send" }, button,
      make("span", { class: "kind" }, isPublic ? "Needs no token." : "Sent with your token.")));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    // A click beside the mark shall erase nothing.
    if (operation.method === "delete" && !confirm(`${operation.summary}?`)) return;
    button.disabled = true;
    result.replaceChildren(await send(operation, parameters, new FormData(form)));
    button.disabled = false;
  });
  return make("details", { class: "operation", id },
    make("summary", {},
      make("span", { class: `method ${operation.method}` }, operation.method.toUpperCase()),
      make("code", { class: "path" }, operation.path),
      make("span", { class: "what" }, operation.summary)),
    make("div", { class: "inside" },
      make("p", {}, ...prose(operation.description)),
      make("h4", {}, "Try it"), form, result,
      make("h4", {}, "Answers"), answersOf(operation)));
}

// --- sending ----------------------------------------------------------------------------------

async function send(operation, parameters, values) {
  const headers = new Headers();
  const query = new URLSearchParams();
  let path = operation.path;
  for (const { name, in: place } of parameters) {
    const value = values.get(name)?.trim();
    if (!value) continue;
    if (place === "path") path = path.replace(`{${name}}`, encodeURIComponent(value));
    else if (place === "query") query.set(name, value);
    else headers.set(name, value);
  }
  const token = byId("token").value.trim();
  if (token && operation.security?.length !== 0) headers.set("Authorization", `Bearer ${token}`);
  const body = values.get("body")?.trim() || undefined;
  if (body) headers.set("Content-Type", "application/json");
  const url = new URL(path.slice(1) + (query.size ? `?${query}` : ""), root);
  const started = performance.now();
  try {
    const response = await fetch(url, { method: operation.method.toUpperCase(), headers, body,
      cache: "no-store", redirect: "error" });
    const text = await response.text();
    return answerView(url, response, text, Math.round(performance.now() - started));
  } catch {
    return make("div", { class: "answer bad" },
      make("p", { class: "answer-line" }, make("strong", {}, "No answer")),
      make("p", {}, "The server could not be reached, or a header's value is not one."));
  }
}

function answerView(url, response, text, milliseconds) {
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
  const isJson = /[/+]json$/.test((response.headers.get("Content-Type") ?? "").split(";")[0]);
  const shown = isJson ? coloured(JSON.stringify(JSON.parse(text), null, 2)) : [text];
  const kind = response.status < 400 ? "good" : "bad";
  return make("div", { class: `answer ${kind}` },
    make("p", { class: "answer-line" },
      make("strong", {}, `${response.status} ${response.statusText}`),
      make("span", { class: "kind" }, `${milliseconds} ms`),
      make("code", { class: "kind" }, url.pathname + url.search)),
    make("details", {}, make("summary", {}, "Headers"), make("pre", { tabindex: "0" }, headers)),
    text ? make("pre", { tabindex: "0" }, shown) : make("p", { class: "note" }, "No body."));
}

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)/gi;

/** Colour a text of JSON. */
function coloured(text) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [, string, colon, word] = match;
    const kind = colon ? "key" : string ? "string" : word ? "word" : "number";
    const shown = string ?? match[0];
    parts.push(text.slice(end, match.index), make("span", { class: `t-${kind}` }, shown));
    end = match.index + shown.length;
  }
  return [...parts, text.slice(end)];
}

// --- the page ---------------------------------------------------------------------------------

function showOperations() {
  const contents = byId("contents");
  const section = byId("operations");
  byId("loading").remove();
  for (const tag of api.tags) {
    const own = operations().filter((operation) => operation.tags.includes(tag.name));
    section.append(make("div", { class: "group" },
      make("h3", {}, tag.name), make("p", {}, ...prose(tag.description)), own.map(operationView)));
    contents.append(make("h4", {}, tag.name), make("ul", {}, own.map((operation) =>
      make("li", {}, make("a", { href: `#${operation.operationId}` }, operation.summary)))));
  }
}

function showSchemas() {
  const names = Object.keys(api.components.schemas).sort();
  byId("schemas").append(...names.map((name) => {
    const schema = api.components.schemas[name];
    return make("details", { class: "schema", id: `schema-${name}` },
      make("summary", {}, make("code", { class: "path" }, name)),
      make("div", { class: "inside" },
        schema.description ? make("p", {}, ...prose(schema.description)) : "", fieldsOf(schema)));
  }));
}

/** Open what the address points at; links into closed parts lead somewhere. */
function openTarget() {
  const target = byId(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
  target?.scrollIntoView();
}

/** Say whose token it is and how long it holds; nothing is checked here. */
function describeToken() {
  const state = byId("token-state");
  const token = byId("token").value.trim();
  if (!token) return state.replaceChildren();
  try {
    const part = token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    const { sub, exp } = JSON.parse(atob(part));
    const minutes = Math.round((exp * 1000 - Date.now()) / 60000);
    const holds = minutes > 0 ? `holds for ${minutes} more minutes` : "has expired";
    return state.replaceChildren(`The token of ${sub}; it ${holds}.`);
  } catch {
    return state.replaceChildren("This does not look like an ID token.");
  }
}

byId("token").addEventListener("input", describeToken);
byId("show-token").addEventListener("click", ({ currentTarget }) => {
  const isShown = byId("token").type === "text";
  byId("token").type = isShown ? "password" : "text";
  currentTarget.textContent = isShown ? "Show" : "Hide";
  currentTarget.setAttribute("aria-pressed", String(!isShown));
});
addEventListener("hashchange", openTarget);

try {
  api = await (await fetch(new URL("openapi.json", page))).json();
  byId("about").textContent = api.info.description.replaceAll("`", "");
  byId("version").textContent = `Version ${api.info.version}.`;
  showOperations();
  showSchemas();
  if (location.hash) openTarget();
} catch {
  byId("loading")?.replaceChildren("The description could not be read. Load the page again.");
}
