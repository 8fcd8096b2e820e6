import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { styleNonce } from './src/app/ui/style-nonce.ts';

/** What the built page may load: itself and nothing else. docs/ARCHITECTURE.md, "The page's walls", says why each line is as it is. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' 'nonce-${styleNonce}'`,
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

// Only in the build: the development server injects inline scripts for hot reloading.
const policyMeta: Plugin = {
  name: 'kubeglass:content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy }, injectTo: 'head-prepend' },
  ],
};

export default defineConfig({
  // Relative, so that the same build works at the root of a host and under any sub-path.
  base: './',
  plugins: [react(), policyMeta],
  worker: { format: 'es' },
  build: {
    sourcemap: false,
    // A font or worker inlined as data: would fall to the policy above.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  server: { host: '127.0.0.1', port: 5173 },
  preview: { host: '127.0.0.1' },
});
