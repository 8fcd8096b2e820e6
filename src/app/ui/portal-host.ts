/** Where menus and the like are put: inside the main landmark, so that nothing on the page stands outside of one. */
export const portalHost = (): HTMLElement | null => document.querySelector('main');
