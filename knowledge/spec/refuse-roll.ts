type Refuse = (path: (string | number)[], message: string) => void;

interface Given {
  readonly atOnce?: unknown;
  readonly mostAtOnce?: unknown;
  readonly consistency?: unknown;
  readonly canary?: { readonly dataCenter?: unknown };
  readonly dataCenters?: {
    readonly inParallel?: unknown;
    readonly order?: unknown;
    readonly fallback?: { readonly name?: unknown; readonly follows?: unknown };
  };
}

/** What the order and the speed of the roll say against each other. */
export function refuseRoll(strategy: unknown, via: unknown, refuse: Refuse): void {
  const { atOnce, mostAtOnce, consistency, canary, dataCenters } = (strategy ?? {}) as Given;
  const { inParallel, order, fallback } = dataCenters ?? {};
  const isMany = atOnce === 'rack' || inParallel === true;
  if (isMany && consistency === undefined) {
    refuse(
      ['strategy', 'consistency'],
      'the level at which clients read and write is needed for more than one node at a time, such as LOCAL_QUORUM',
    );
  }
  if (mostAtOnce !== undefined && atOnce !== 'rack')
    refuse(['strategy', 'mostAtOnce'], 'it is for "atOnce: rack"');
  if (inParallel === true && order !== undefined)
    refuse(['strategy', 'dataCenters', 'order'], 'data centers side by side have no order');
  if (fallback?.name !== undefined && fallback.name === canary?.dataCenter) {
    refuse(
      ['strategy', 'dataCenters', 'fallback', 'name'],
      'the data center to fall back on can not be the one that goes ahead (strategy.canary.dataCenter)',
    );
  }
  if (fallback?.follows === 'never' && Array.isArray(via) && via.length > 0) {
    refuse(
      ['strategy', 'dataCenters', 'fallback', 'follows'],
      'each hop of "via" must be whole before the next: no data center can stay behind for ever',
    );
  }
}
