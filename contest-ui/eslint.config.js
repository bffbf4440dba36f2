import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import config from './svelte.config.js';

export default ts.config(
  { ignores: ['dist/', 'node_modules/'] },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig: config } },
  },
  {
    rules: {
      'no-console': 'error',
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // Links go through the click handler of our own router, not through SvelteKit's `resolve`.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  { files: ['build/**', 'dev/**'], rules: { 'no-console': 'off' } },
);
