/**
 * What eslint asks of every script of this project.
 * The one rule: it asks for what neither tsc nor prettier sees.
 */
import js from "@eslint/js";

export default [
  { ignores: [".build/", ".venv/", "dist/", "docs/snippets/", "node_modules/", "site/"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      // A pattern is one piece, and so is a text that a test posts.
      "max-len": ["error", { code: 100, ignoreRegExpLiterals: true, ignoreStrings: true }],
      "no-undef": "off", // tsc knows the names of a browser, of a worker and of Node
      "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-arrow-callback": "error",
      "prefer-const": "error",
      "prefer-template": "error",
    },
  },
];
