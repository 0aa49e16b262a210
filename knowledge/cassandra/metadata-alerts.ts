/** What a person should be alerted by once cluster metadata is transactional. */
export interface MetadataAlert {
  /** Name of the MBean of type TCM. */
  readonly metric: string;
  readonly attribute: 'Value' | 'Count';
  /** On which nodes it tells something. */
  readonly where: 'every node' | 'members of the CMS';
  readonly when: string;
  readonly why: string;
}

/**
 * Thresholds are advice: none of them is in Cassandra. Those of one minute or more let a rolling restart pass.
 *
 * @source metrics/TCMMetrics.java and where 6.0-alpha2 marks them: tcm/PaxosBackedProcessor.java, tcm/Processor.java,
 *   tcm/Commit.java, tcm/sequences/ProgressBarrier.java; seed 004 names an MBean TCMMetrics, which there is none of
 */
export const metadataAlerts: readonly MetadataAlert[] = [
  {
    ...{ metric: 'UnreachableCMSMembers', attribute: 'Value', where: 'every node' },
    when: 'above 0 for 5 minutes; at once when it reaches half of CMSSize',
    why: 'without a majority of the members nothing is committed: no schema change, no node joins, leaves or is replaced',
  },
  {
    ...{ metric: 'CMSSize', attribute: 'Value', where: 'every node' },
    when: 'other than what `cms.replication` asked for',
    why: 'a lost or removed member leaves fewer failures to be survived',
  },
  {
    ...{ metric: 'NeedsCMSReconfiguration', attribute: 'Value', where: 'every node' },
    when: '1 for 15 minutes',
    why: 'members are not where the replication wants them; `nodetool cms reconfigure` was not run or did not end',
  },
  {
    ...{ metric: 'Epoch', attribute: 'Value', where: 'every node' },
    when: 'lower than the highest of all nodes for 5 minutes',
    why: 'the node does not follow the log: it may route by an old ring or an old schema; look for "Stopping log processing" in its system.log',
  },
  {
    ...{ metric: 'CommitFailureLatency', attribute: 'Count', where: 'every node' },
    when: 'it grows',
    why: 'what this node asked for could not be committed, and not because it was wrong (that is CommitRejectionLatency)',
  },
  {
    ...{ metric: 'CommitSuccessLatency', attribute: 'Count', where: 'every node' },
    when: 'its 99thPercentile is above 1 s for 5 minutes',
    why: 'what this node asked to be committed takes Paxos rounds among the members: they are slow, or far away',
  },
  {
    ...{ metric: 'CommitRetries', attribute: 'Count', where: 'every node' },
    when: 'it grows for 5 minutes on end',
    why: 'members contend for the log, or do not reach each other',
  },
  {
    ...{ metric: 'FetchLogRetries', attribute: 'Count', where: 'every node' },
    when: 'it grows for 5 minutes on end',
    why: 'the node can not get the log from the members',
  },
  {
    ...{ metric: 'FetchCMSLogConsistencyDowngradeRelax', attribute: 'Count', where: 'members of the CMS' },
    when: 'it grows',
    why: 'the member could not read the log at QUORUM and took it from its peers',
  },
  {
    ...{ metric: 'ProgressBarrierCLRelaxed', attribute: 'Count', where: 'every node' },
    when: 'it grows while no node is known to be down',
    why: 'a change of the ring went on with fewer acknowledgements than it wanted',
  },
  {
    ...{ metric: 'ProgressBarrierRetries', attribute: 'Count', where: 'every node' },
    when: 'it grows for 15 minutes on end',
    why: 'a bootstrap, decommission, move or replacement waits for nodes that do not acknowledge its last step',
  },
  {
    ...{ metric: 'CoordinatorBehindSchema', attribute: 'Count', where: 'every node' },
    when: 'it grows for 5 minutes on end',
    why: 'the coordinators that ask this node have an older schema: one of them does not follow the log',
  },
  {
    ...{ metric: 'CoordinatorBehindPlacements', attribute: 'Count', where: 'every node' },
    when: 'it grows for 5 minutes on end',
    why: 'the coordinators that ask this node have an older ring: one of them does not follow the log',
  },
];
