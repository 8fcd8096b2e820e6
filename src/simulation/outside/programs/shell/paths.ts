export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
export const absolute = (path: string): string => (path.startsWith('/') ? path : `/${path}`).replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
