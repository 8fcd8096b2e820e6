/**
 * Sentences for the reasons that components give, by their message key: `nodelifecycle.unknown` is `nodelifecycle.unknown` here.
 * A key that is not here is shown as it came, with its values: see `why.ts`.
 */
export const why: Readonly<Record<string, string>> = {};
