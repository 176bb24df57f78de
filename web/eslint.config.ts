import js from "@eslint/js";
import type { Linter } from "eslint";
import reactHooks from "eslint-plugin-react-hooks";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** A vendor's library is imported in its adapter only; types cost nothing and tie nothing. */
const NO_FIREBASE = { group: ["firebase/*"], allowTypeImports: true };

/** Files of the library, and the rooms beside theirs that they may import: nothing else above. */
function mayImport(
  files: string,
  rooms: readonly string[],
  vendors = [NO_FIREBASE],
): Linter.Config {
  const regex = `^\\.\\./(?!(${rooms.join("|") || "-"})/)`;
  const message = `It may import of: ${rooms.join(", ") || "no other room"}. See src/jobs/README.md.`;
  return {
    files: [files],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        { patterns: [...vendors, { regex, message }] },
      ],
      // The rule above does not see `import("…")`.
      "no-restricted-syntax": [
        "error",
        { selector: `ImportExpression[source.value=/${regex.replaceAll("/", "\\/")}/]`, message },
      ],
      "no-console": "error",
    },
  };
}

const TEXTS = "Texts stand in src/app/messages: see its README.";
/** Attributes of the browser's and of our components that are shown, or said by screen readers. */
const SAID = "/^(aria-label|aria-valuetext|title|placeholder|alt|label|sub|headline|moreLabel)$/";
const LETTERS = String.raw`/\p{L}{2}/u`;
const WORDS = String.raw`/^\p{Lu}\p{Ll}+([ .,:…?!]|$)/u`;
/** Where words are names: of keys, headers and types, or for developers. */
const NO_TEXT =
  "BinaryExpression, NewExpression, TSLiteralType, CallExpression[callee.type=MemberExpression]";
const CHILD = ":matches(JSXElement, JSXFragment) > JSXExpressionContainer";

/** Texts in components, where another language would not find them. */
const noTexts: Linter.Config = {
  files: ["src/app/**"],
  // The console is for operators, and has its texts beside it.
  ignores: ["src/app/openapi.d.ts", "src/app/messages/**", "src/app/pages/operator/**"],
  rules: {
    "no-restricted-syntax": [
      "error",
      { selector: `JSXText[value=${LETTERS}]`, message: TEXTS },
      { selector: `JSXAttribute[name.name=${SAID}] > Literal[value=${LETTERS}]`, message: TEXTS },
      { selector: `JSXAttribute TemplateElement[value.cooked=${WORDS}]`, message: TEXTS },
      { selector: `${CHILD} > Literal[value=${LETTERS}]`, message: TEXTS },
      { selector: `${CHILD} > :not(CallExpression) > Literal[value=${LETTERS}]`, message: TEXTS },
      { selector: `${CHILD} > * > TemplateElement[value.cooked=${LETTERS}]`, message: TEXTS },
      { selector: `:not(${NO_TEXT}) > Literal[value=${WORDS}]`, message: TEXTS },
    ],
  },
};

export default defineConfig(
  {
    ignores: [
      "**/dist/",
      "src/app/openapi.d.ts",
      "scripts/",
      "tests/consumers/",
      "tests/lighthouse/",
      "*.config.mjs",
    ],
  },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  reactHooks.configs.flat["recommended-latest"],
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      eqeqeq: "error",
    },
  },
  noTexts,
  mayImport("src/jobs/*", []),
  mayImport("src/jobs/model/**", []),
  mayImport("src/jobs/device/**", ["model"]),
  mayImport("src/jobs/server/**", ["model"]),
  mayImport("src/jobs/server/firestore.ts", ["model"], []),
  mayImport("src/jobs/client/**", ["model", "device", "server"]),
  mayImport("src/jobs/client/findAuth.ts", ["model"], []),
  mayImport("src/jobs/react/**", ["model", "client"]),
);
