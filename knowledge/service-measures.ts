import type { ServiceBaseline } from './gates/service-input.ts';
import type { NodeId } from './topology.ts';

/** How every node served and how much it stored, before the first change or at the end. */
export interface ServiceMeasures {
  readonly when: 'before' | 'after';
  readonly nodes: readonly (ServiceBaseline & { readonly node: NodeId })[];
}
