import { type Browser, chromium } from 'playwright-core';
import { findOnPath } from '../../lab/toolchain/find-on-path.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

const flags = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  // A test reaches this computer only, whatever a page asks for.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** A browser that this computer has: $CHROMIUM, else the first known name on PATH. */
export async function launchChromium(): Promise<Browser> {
  const found = await Promise.all(names.map(findOnPath));
  const executablePath = process.env['CHROMIUM'] || found.find((path) => path !== undefined);
  if (executablePath === undefined) {
    throw new Error(
      `No browser on PATH (${names.join(', ')}): apt-get install chromium, or name one in $CHROMIUM.`,
    );
  }
  return chromium.launch({ executablePath, args: flags, timeout: 120_000 });
}
