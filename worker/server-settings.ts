/**
 * Temporal's dynamic configuration for Ringlift, as the development server gets it. deploy/temporal/dynamic-config.yaml
 * says the same to a server of one's own; a test compares the two.
 *
 * A step of an upgrade is an activity, one after the other. The server's defaults let a history shard fetch 20 tasks a
 * second, which makes 100 ms of each step however little it does; with these it is 8 ms.
 * @source measured with Temporal server 1.29.1, 40 sequential activities that do nothing
 */
export const serverSettings: Readonly<Record<string, number | boolean>> = {
  'history.transferProcessorMaxPollRPS': 2_000,
  'history.timerProcessorMaxPollRPS': 2_000,
  'system.enableActivityEagerExecution': true,
  // PostgreSQL's columns hold 255 characters; refuse a longer id with a clear error instead of the database's.
  'limit.maxIDLength': 255,
};
