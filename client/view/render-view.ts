import type { UpgradeView } from '../read-upgrade.ts';
import { renderEnd } from './render-end.ts';
import { renderStatus } from './render-status.ts';
import type { ViewOptions } from './view-options.ts';

export function renderView(view: UpgradeView, options: ViewOptions): string {
  return view.kind === 'ended'
    ? renderEnd(view, options)
    : renderStatus(view.status, { ...options, nodes: view.nodes });
}
