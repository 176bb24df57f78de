import js from "@eslint/js";
import reactHooks from "eslint-plugin-react-hooks";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  { ignores: ["**/dist/", "src/jobs/model/api.d.ts", "scripts/"] },
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
  {
    files: ["src/jobs/**"],
    rules: {
      // A vendor's library is imported in its adapter only; types cost nothing and tie nothing.
      "@typescript-eslint/no-restricted-imports": [
        "error",
        { patterns: [{ group: ["firebase/*"], allowTypeImports: true }] },
      ],
      "no-console": "error",
    },
  },
  {
    files: ["src/jobs/server/firestore.ts"],
    rules: { "@typescript-eslint/no-restricted-imports": "off" },
  },
);
