import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type WorkflowCode =
  { readonly workflowBundle: { readonly codePath: string } } | { readonly workflowsPath: string };

/** The bundle that the build made, or, running from the sources, the workflows themselves (bundled at the start: 1.5 s). */
export function workflowCode(here = import.meta.url): WorkflowCode {
  const bundle = fileURLToPath(new URL('../workflow-bundle.js', here));
  if (existsSync(bundle)) return { workflowBundle: { codePath: bundle } };
  const extension = here.endsWith('.ts') ? 'ts' : 'js';
  return { workflowsPath: fileURLToPath(new URL(`../workflows/index.${extension}`, here)) };
}
