import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Nothing but the clock may read the machine's time. */
const noOwnTime = [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Time comes from the clock (mock/state/clock.ts).',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Time comes from the clock (mock/state/clock.ts).',
  },
  {
    selector: "MemberExpression[object.name='performance'][property.name='now']",
    message: 'Time comes from the clock (mock/state/clock.ts).',
  },
  {
    selector: 'CallExpression[callee.name=/^set(Timeout|Interval|Immediate)$/]',
    message: 'Timers stand in mock/state/clock.ts, and decide nothing elsewhere.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Randomness comes from the seeded source (mock/state/ids.ts).',
  },
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'specs/generated/', '.tap/'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      // A store answers now or later (mock/state/awaitable.ts), and `await` is right for both.
      '@typescript-eslint/await-thenable': 'off',
      // Interfaces here are objects of plain functions: none uses `this`.
      '@typescript-eslint/unbound-method': 'off',
      // `get<T>(key)` says what its caller stored.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {
    files: ['mock/**/*.ts', 'conformance/**/*.ts', 'load/k6/**/*.ts'],
    ignores: ['mock/state/clock.ts', 'conformance/machine-clock.ts', 'load/k6/lib/k6-clock.ts', '**/test/**'],
    rules: { 'no-restricted-syntax': ['error', ...noOwnTime] },
  },
  // A planted defect mistrusts what the types promise, and races on purpose.
  {
    files: ['conformance/mutants/**'],
    rules: {
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      'no-restricted-syntax': 'off',
    },
  },
  // Documents of other people are edited as they are: by any key.
  { files: ['mock/contract/import/**'], rules: { '@typescript-eslint/no-dynamic-delete': 'off' } },
  { files: ['eslint.config.js'], ...tseslint.configs.disableTypeChecked },
  {
    files: ['**/test/**'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
