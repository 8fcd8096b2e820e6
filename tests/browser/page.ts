import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/browser.mjs';
import { dist } from '../../scripts/fresh-build.mjs';
import { serveFolder } from '../../scripts/static-server.mjs';

export interface View {
  /** In CSS pixels. */
  readonly size: { readonly width: number; readonly height: number };
  readonly theme: 'light' | 'dark';
  readonly language: 'en' | 'ko';
  readonly reducedMotion?: boolean;
  readonly touch?: boolean;
}

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

const locales = { en: 'en-US', ko: 'ko-KR' };

/** The built page on a server of its own, and a browser to look at it. One per test file; `close` it in `afterAll`. */
export class Kubeglass {
  readonly address: string;
  readonly browser: Browser;
  private readonly stopServer: () => Promise<void>;

  private constructor(address: string, browser: Browser, stopServer: () => Promise<void>) {
    this.address = address;
    this.browser = browser;
    this.stopServer = stopServer;
  }

  static async launch(options: { readonly basePath?: string } = {}): Promise<Kubeglass> {
    const basePath = options.basePath ?? '/';
    const { executablePath, args } = await findBrowser();
    const server = await serveFolder(dist, { basePath });
    const browser = await chromium.launch({ executablePath, args });
    return new Kubeglass(`http://127.0.0.1:${server.port}${basePath}`, browser, server.close);
  }

  /** A page in a context of its own (no storage from before), opened at `hash`. `complaints` fills as the page misbehaves. */
  async open(view: Partial<View> = {}, hash = ''): Promise<Visit> {
    const context = await this.browser.newContext({
      viewport: view.size ?? desktop,
      colorScheme: view.theme ?? 'light',
      locale: locales[view.language ?? 'en'],
      reducedMotion: view.reducedMotion === true ? 'reduce' : 'no-preference',
      hasTouch: view.touch ?? false,
    });
    const page = await context.newPage();
    const complaints = listenTo(page, new URL(this.address).host);
    await page.goto(this.address + hash);
    return { page, context, complaints };
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.stopServer();
  }
}

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Console errors and warnings, uncaught errors, failed loads, requests to any other host: to be empty at the end of every test. */
  readonly complaints: readonly string[];
}

function listenTo(page: Page, host: string): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.host !== host) complaints.push(`request to another host: ${request.url()}`);
  });
  page.on('websocket', (socket) => complaints.push(`websocket: ${socket.url()}`));
  return complaints;
}
