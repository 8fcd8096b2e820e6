// First, so that what a room says about its own elements wins over the primitives.
import './app/ui/tokens.css';
import './app/ui/base.css';
import './app/ui/controls.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { startTexts } from './app/i18n/index.ts';
import { openScripting } from './app/scripting.ts';
import { browserSessions, workerPort } from './app/session/index.ts';
import { openGlass } from './app/store/index.ts';
import { styleNonce } from './app/ui/style-nonce.ts';
import { applyTheme } from './app/theme.ts';

// Where Radix's scroll lock looks for the nonce of the styles that it adds.
Object.assign(globalThis, { __webpack_nonce__: styleNonce });

/** A hidden page draws nothing, but what it is told to do must not stop there. */
const nextFrame = (callback: () => void): void => void (document.hidden ? setTimeout(callback, 100) : requestAnimationFrame(callback));

/** Storage that a browser forbids throws when it is named. */
function shelf(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

const glass = openGlass({
  connect: (listener) => workerPort(new Worker(new URL('./hosts/worker/worker.ts', import.meta.url), { type: 'module' }), listener),
  saved: browserSessions(),
  nextFrame,
  shelf: shelf(),
  languages: navigator.languages,
});
const { theme, motion, language } = glass.settings.getState();
applyTheme(theme, motion);
startTexts(language);
openScripting(glass);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
/** A link has done its work when it is opened: a reload goes on with what was saved since. */
async function openAddress(): Promise<void> {
  const { hash, pathname, search } = location;
  await glass.open(hash);
  if (hash.startsWith('#s=')) history.replaceState(null, '', pathname + search);
}

addEventListener('hashchange', () => void (location.hash.startsWith('#s=') && openAddress()));
void openAddress();
