import type { Locator, Page } from 'playwright-core';
import { vi } from 'vitest';
import { clusterWorkflowId, defaultTaskQueue, workflowTypes } from '../../knowledge/messages.ts';
import { patient } from './stage.ts';

/** What a person does with one upgrade in Temporal's Web UI, by what is written on its pages. */
export class UpgradePage {
  readonly #page: Page;
  readonly #uiUrl: string;
  readonly #workflowId: string;

  constructor(page: Page, uiUrl: string, cluster: string) {
    this.#page = page;
    this.#uiUrl = uiUrl;
    this.#workflowId = clusterWorkflowId(cluster);
  }

  /** The state beside its name at the top of its page, such as Running or Completed. */
  state(state: string): Locator {
    return this.#page
      .locator('h1', { hasText: this.#workflowId })
      .locator('xpath=../..')
      .getByText(state, { exact: true });
  }

  /** What the upgrade says of itself, once that has these words: the page asks again only when R is pressed. */
  details(words: string): Promise<string> {
    const enoughToRender = { ...patient, interval: 2_000 };
    return vi.waitFor(async () => {
      const shown = await this.#details.contentFrame().locator('body').innerText({ timeout: 5_000 });
      if (shown.includes(words)) return shown;
      await this.#page.keyboard.press('r');
      throw new Error(`the details don't say "${words}" but:\n${shown}`);
    }, enoughToRender);
  }

  /** Saves its page as it is when its details have these words, from the top to the last command in them. */
  async picture(path: string, words: string): Promise<void> {
    const page = this.#page;
    await page.reload();
    await this.details(words);
    const { width = 0 } = page.viewportSize() ?? {};
    const commands = this.#details.contentFrame().locator('pre').last();
    const { y = 0, height = 0 } = (await commands.boundingBox()) ?? {};
    const bottom = Math.ceil(y + height);
    await page.setViewportSize({ width, height: bottom + 200 });
    await page.screenshot({ path, clip: { x: 0, y: 0, width, height: bottom + 12 } });
  }

  /** Its Markdown is rendered in a frame, the last one after those of the summary and the fixed details. */
  get #details(): Locator {
    return this.#page.locator('main iframe').last();
  }

  /** Starts it by the form, and opens its page at what it says of itself. */
  async start(input: object): Promise<void> {
    const page = this.#page;
    await page.goto(this.#uiUrl);
    await page.getByRole('button', { name: 'Start Workflow', exact: true }).click();
    await page.getByLabel('Workflow ID').fill(this.#workflowId);
    await page.getByLabel('Task Queue').fill(defaultTaskQueue);
    await page.getByLabel('Workflow Type').fill(workflowTypes.cluster);
    await paste(page.locator('main'), JSON.stringify(input));
    await page.getByTestId('start-workflow-button').click();
    await page.getByRole('link', { name: 'Workflow started successfully' }).click();
    await page.getByTestId('user-metadata-tab').click();
  }

  /** Sends one command by its dialog. @returns the dialog: it closes, or says why not */
  async send(kind: 'Signal' | 'Update', name: string, payload: string): Promise<Locator> {
    const page = this.#page;
    await page.getByRole('button', { name: 'More Actions' }).click();
    await page.getByRole('menuitem', { name: `Send a${kind === 'Update' ? 'n' : ''} ${kind}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByTestId(`${kind.toLowerCase()}-select-button`).click();
    await dialog.getByRole('option', { name }).click();
    await paste(dialog, payload);
    await dialog.getByTestId('confirm-modal-button').click();
    return dialog;
  }
}

/** The field lays JSON out anew when it is left, and what is below moves: a click at that moment would miss. */
async function paste(form: Locator, json: string): Promise<void> {
  const field = form.locator('.cm-content');
  await field.fill(json);
  await field.blur();
  await field.locator('.cm-line').nth(1).waitFor();
}
