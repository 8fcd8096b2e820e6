/** The Korean sentences for the reasons that components give; a test keeps the keys equal to the English ones. */
export const why: Readonly<Record<string, string>> = {};
