/** What Ringlift does about the JDK of the target; `java` names its home. */
import { z } from 'zod';
import { command, duration } from './scalars.ts';

export const jdk = z
  .strictObject({
    setHome: z
      .enum(['leave', 'defaultFile', 'dropIn'])
      .default('leave')
      .describe(
        'Where JAVA_HOME is written for the service: nowhere, /etc/default/NAME, a drop-in of systemd.',
      ),
    install: command
      .optional()
      .describe(
        'Run on a node where the JDK that `java` names is not there; RINGLIFT_JAVA_HOME is its home.',
      ),
    limit: duration.default('15m').describe('How long `install` may take.'),
  })
  .describe("The target's JDK on the nodes.");
