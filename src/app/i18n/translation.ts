/** The same keys as the English texts, each with a text: what is missing or misspelt in a translation does not compile. */
export type Translation<Texts> = { readonly [Key in keyof Texts]: Texts[Key] extends string ? string : Translation<Texts[Key]> };
