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
  mayImport("src/jobs/*", []),
  mayImport("src/jobs/model/**", []),
  mayImport("src/jobs/device/**", ["model"]),
  mayImport("src/jobs/server/**", ["model"]),
  mayImport("src/jobs/server/firestore.ts", ["model"], []),
  mayImport("src/jobs/client/**", ["model", "device", "server"]),
  mayImport("src/jobs/client/findAuth.ts", ["model"], []),
  mayImport("src/jobs/react/**", ["model", "client"]),
);
