import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

/** A history as `temporal workflow show -o json` prints it, without names and paths of the machine that made it. */
export function historyToFile(history: Parameters<typeof historyToJSON>[0]): string {
  const json = historyToJSON(history)
    .replaceAll(/"(identity|name)": ?"\d+@[^"]*"/g, (_, key) => `"${key}": "recorded"`)
    .replaceAll(/"stackTrace": ?"(?:[^"\\]|\\.)*"/g, '"stackTrace": ""');
  return `${json}\n`;
}
