/** A real browser, and pages in it: from disk or from a server on loopback, with everything they did written down. */

import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The installed Chromium, or the one that CHROMIUM names. Where there is none the tests fail: they are not skipped. */
export function startBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? PLACES.find((path) => existsSync(path));
  if (!executablePath) throw new Error("no Chromium: install it (apt-get install chromium), or name it by CHROMIUM");
  // Root has no sandbox, and a container little shared memory.
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

export type Way = "from disk" | "over http";

export interface Opened {
  readonly page: Page;
  /** What the console said, what was thrown, and what was asked of anybody but for the page itself. */
  readonly complaints: string[];
  close(): Promise<void>;
}

/** Opens a page in a window of its own. `hash` begins with `#`. */
export async function open(
  browser: Browser,
  html: string,
  {
    way = "from disk",
    hash = "",
    ...options
  }: { readonly way?: Way; readonly hash?: string } & BrowserContextOptions = {},
): Promise<Opened> {
  const place = way === "from disk" ? onDisk(html) : await served(html);
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => void complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => void complaints.push(`thrown: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url().replace(/#.*$/s, "");
    if (url !== place.url && !url.startsWith("data:")) complaints.push(`asked for: ${url}`);
  });
  await page.goto(place.url + hash);
  return {
    page,
    complaints,
    close: async () => {
      await context.close();
      await place.end();
    },
  };
}

interface Place {
  readonly url: string;
  end(): void | Promise<void>;
}

function onDisk(html: string): Place {
  const directory = mkdtempSync(join(tmpdir(), "driftwatch-page-"));
  const path = join(directory, "report.html");
  writeFileSync(path, html);
  return { url: pathToFileURL(path).href, end: () => rmSync(directory, { recursive: true, force: true }) };
}

async function served(html: string): Promise<Place> {
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/report.html`,
    end: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
