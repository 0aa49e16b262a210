/** What a command line tool printed and how it ended. */
export interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function said(stdout: string): Answer {
  return { exitCode: 0, stdout, stderr: '' };
}

/** @source recorded `nosuchcommand`, `status nosuch`: bad use and refusals go to standard output */
export function refused(message: string): Answer {
  return {
    exitCode: 1,
    stdout: `nodetool: ${message}\nSee 'nodetool help' or 'nodetool help <command>'.\n`,
    stderr: '',
  };
}

/** @source recorded `snapshot` of a name that exists: whatever else the node throws */
export function threw(message: string, exception = 'java.lang.RuntimeException', before = ''): Answer {
  return {
    exitCode: 2,
    stdout: before,
    stderr: `error: ${message}\n-- StackTrace --\n${exception}: ${message}\n\tat org.apache.cassandra.tools.NodeProbe.call(NodeProbe.java:1)\n`,
  };
}

/** @source recorded `refused`: the same words from 3.11 to 6.0, which adds a stack trace */
export function connectionRefused(port: string): Answer {
  const line = `nodetool: Failed to connect to '127.0.0.1:${port}' - ConnectException: 'Connection refused'.\n`;
  return { exitCode: 1, stdout: '', stderr: line };
}

/** The process ended while nodetool waited for it. */
export function connectionLost(): Answer {
  const message = 'Error unmarshaling return; nested exception is: \n\tjava.io.EOFException';
  return threw(message, 'java.rmi.UnmarshalException');
}
