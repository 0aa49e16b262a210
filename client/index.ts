/**
 * Ringlift as a library: everything that the command line does, as functions that return data and print nothing.
 * What a person can put right is thrown as ClientFailure.
 */
export { ClientFailure, exitCodeOf } from './client-failure.ts';
export { connect, withSession, type ConnectSettings, type Session } from './connect.ts';
export { previewUpgrade } from './preview-upgrade.ts';
export { checkSpecText, InvalidSpecFile, readSpec } from './read-spec.ts';
export { readEvidence, readPlan, readUpgrade } from './read-upgrade.ts';
export type { EndedUpgrade, LiveUpgrade, UpgradeView } from './read-upgrade.ts';
export { fetchReport } from './report/fetch-report.ts';
export { printReport } from './report/print-report.ts';
export type { Report } from './report/report.ts';
export { sendCommand } from './send-command.ts';
export { specJsonSchema } from './spec-file/json-schema.ts';
export { startUpgrade, type Started } from './start-upgrade.ts';
export { watchUpgrade, type Look } from './watch-upgrade.ts';
