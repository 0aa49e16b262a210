/** What the worker registers: the workflows by the names under which they are started. */
export { forgetAside } from './forget-aside.ts';
export { previewRollback } from './preview-rollback.ts';
export { previewUpgrade } from './preview-upgrade.ts';
export { restartNode } from './restart-node.ts';
export { rollbackCluster } from './rollback-cluster.ts';
export { rollbackNode } from './rollback-node.ts';
export { upgradeCluster } from './upgrade-cluster.ts';
export { upgradeNode } from './upgrade-node.ts';
