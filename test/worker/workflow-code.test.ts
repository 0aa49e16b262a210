import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { workflowCode } from '../../worker/workflow-code.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringlift-code-'));
  mkdirSync(join(folder, 'worker'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const codeOf = (file: string) => workflowCode(pathToFileURL(join(folder, 'worker', file)).href);

test('the bundle of the build is used where it lies', () => {
  writeFileSync(join(folder, 'workflow-bundle.js'), '');
  expect(codeOf('workflow-code.js')).toEqual({
    workflowBundle: { codePath: join(folder, 'workflow-bundle.js') },
  });
});

test('without one the workflows are bundled at the start, from what lies beside: sources or compiled', () => {
  expect(codeOf('workflow-code.ts')).toEqual({ workflowsPath: join(folder, 'workflows', 'index.ts') });
  expect(codeOf('workflow-code.js')).toEqual({ workflowsPath: join(folder, 'workflows', 'index.js') });
});
