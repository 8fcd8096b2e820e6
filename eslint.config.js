import stylistic from '@stylistic/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const tests = ['**/*.test.ts', '**/*.test.tsx', '**/*.sweep.ts', '**/*.bench.ts'];

// Wall 2 of docs/ARCHITECTURE.md, "Determinism has four walls". Each message names what to use instead.
const clock = 'The simulation has no real time: use the virtual clock, `clock.nowUs`.';
const sleep = 'The simulation has no real timers: `yield* sleep(…)` in a process, or schedule on the engine.';
const chance = "Chance comes from a named stream: `random.stream('kube-scheduler/tie-break')`.";
const processes = 'Microtasks are not on the virtual clock: write a generator process instead of a Promise.';
const order = 'Depends on the locale of the machine: use `compareStrings` (bytewise).';
const integers = 'Floating-point functions differ between engines: use integer arithmetic.';
const outside = 'Nothing outside the simulation exists here: send a message to a component.';
const collector = 'Shows when the garbage collector ran, which differs from run to run.';

const globals = {
  Date: clock, performance: clock,
  setTimeout: sleep, setInterval: sleep, setImmediate: sleep, requestAnimationFrame: sleep, queueMicrotask: sleep,
  crypto: chance,
  Promise: processes,
  Intl: order,
  WeakRef: collector, FinalizationRegistry: collector,
  Atomics: outside, SharedArrayBuffer: outside, globalThis: outside, self: outside, window: outside, document: outside, navigator: outside,
  fetch: outside, process: outside, XMLHttpRequest: outside, WebSocket: outside, Worker: outside, localStorage: outside, indexedDB: outside,
};

const floats = ['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'atan2', 'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh',
  'exp', 'expm1', 'log', 'log2', 'log10', 'log1p', 'pow', 'sqrt', 'cbrt', 'hypot'];

const namedExports = { selector: 'ExportDefaultDeclaration', message: 'Named exports only: a name is the same wherever it is read.' };

const determinismSyntax = [
  { selector: ':function[async=true]', message: processes },
  { selector: 'AwaitExpression', message: processes },
  { selector: 'ImportExpression', message: processes },
  { selector: 'ForInStatement', message: 'Walks prototypes too: use `for…of` over a Map or over sorted keys.' },
  { selector: 'BinaryExpression[operator="**"], AssignmentExpression[operator="**="]', message: `${integers} A power of two is a shift, \`1 << n\`.` },
  { selector: 'MemberExpression[property.name=/^(localeCompare|toLocale.*)$/]', message: order },
  { selector: 'CallExpression[callee.property.name=/^(sort|toSorted)$/][arguments.length=0]', message: 'Say the order: pass a comparator, such as `compareStrings`.' },
  { selector: 'Program > VariableDeclaration[kind="let"], Program > ExportNamedDeclaration > VariableDeclaration[kind="let"]',
    message: 'State of a module is shared between two simulations in one process: keep it in an object that the engine owns.' },
];

const withExtension = { regex: String.raw`^\.{1,2}/(?!.*\.(tsx?|mjs|json|css|svg|ya?ml|md)(\?\w+)?$)`, message: 'Relative imports end in .ts or .tsx.' };

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', 'src/**/generated/', 'tests/browser/artifacts/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.js', '**/*.mjs'],
    ignores: ['tests/conformance/golden/**'],
    plugins: { '@stylistic': stylistic },
    rules: {
      '@stylistic/semi': ['error', 'always'],
      '@stylistic/member-delimiter-style': ['error', { multiline: { delimiter: 'semi', requireLast: true }, singleline: { delimiter: 'semi', requireLast: false } }],
      '@stylistic/quotes': ['error', 'single', { avoidEscape: true, allowTemplateLiterals: 'always' }],
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommended],
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none', ignoreRestSiblings: true }],
      // Walking up a chain of parents starts at `this`.
      '@typescript-eslint/no-this-alias': 'off',
      // A package without types is described beside the one file that imports it.
      '@typescript-eslint/triple-slash-reference': ['error', { path: 'always', types: 'never', lib: 'never' }],
      // A process that never waits is still a process.
      'require-yield': 'off',
      'eqeqeq': ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
      'no-restricted-imports': ['error', { patterns: [withExtension] }],
    },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.tsx'],
    ignores: tests,
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', namedExports],
    },
  },
  {
    files: ['src/app/**/*.ts', 'src/app/**/*.tsx', 'src/main.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    files: ['src/simulation/**/*.ts'],
    ignores: tests,
    linterOptions: { noInlineConfig: true },
    rules: {
      'no-restricted-globals': ['error', ...Object.entries(globals).map(([name, message]) => ({ name, message }))],
      'no-restricted-properties': ['error',
        { object: 'Math', property: 'random', message: chance },
        ...floats.map((property) => ({ object: 'Math', property, message: integers }))],
      'no-restricted-syntax': ['error', namedExports, ...determinismSyntax],
      'no-restricted-imports': ['error', { patterns: [
        withExtension,
        { regex: String.raw`^(?!\.{1,2}/|js-yaml$|yargs-parser/browser$|kubernetes-types/)`, message: 'The simulation depends on js-yaml, yargs-parser (kubectl) and the types of kubernetes-types, and on nothing else.' },
      ] }],
    },
  },
  {
    // The one place where an object of unknown kind is described: its fields have unknown types.
    files: ['src/simulation/apimachinery/meta.ts'],
    rules: { '@typescript-eslint/no-explicit-any': 'off' },
  },
);
