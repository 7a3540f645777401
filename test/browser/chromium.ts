import { type Browser, chromium } from 'playwright-core';
import { unpackChromium } from './chromium-files.ts';

/** The npm package holds a Chromium for Linux on x64 only. */
export const noBrowserHere =
  process.platform === 'linux' && process.arch === 'x64' ? false : 'there is no Chromium in npm for this platform';

/**
 * Starts a headless Chromium that comes out of npm and needs nothing of the machine. The caller closes it.
 * Take each page from `browser.newContext()`: axe needs that, and tests then share neither storage nor locale.
 */
export async function openBrowser(): Promise<Browser> {
  const files = await unpackChromium();
  return chromium.launch({
    executablePath: files.program,
    args: [
      '--headless=shell',
      '--no-sandbox',
      '--no-zygote',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-domain-reliability',
      '--disable-gpu',
      '--no-pings',
      '--font-render-hinting=none',
    ],
    env: { ...process.env, LD_LIBRARY_PATH: files.libraries, FONTCONFIG_PATH: files.fonts },
  });
}
